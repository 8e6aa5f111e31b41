#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "connector/http/transport.hpp"

namespace mentorsync::http {

// Places of requests in a wave.
using Positions = std::vector<std::size_t>;

// All places of a wave of `size` requests, in order.
[[nodiscard]] inline Positions all_positions(std::size_t size) {
    Positions all(size);
    for (std::size_t i = 0; i < size; ++i) all[i] = i;
    return all;
}

// The requests at these places, as a wave of their own.
[[nodiscard]] inline std::vector<Request> picked(std::span<const Request> wave,
                                                 const Positions& which) {
    std::vector<Request> requests;
    requests.reserve(which.size());
    for (const std::size_t i : which) requests.push_back(wave[i]);
    return requests;
}

}  // namespace mentorsync::http
