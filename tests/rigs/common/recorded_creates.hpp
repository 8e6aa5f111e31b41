// Holds every create that leaves against what is recorded by then: the row of each note must have
// been committed as sent before the first byte.

#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connector/http/transport.hpp"

namespace mentorsync::rigs {

// Every value of our unique property in the body of a create.
[[nodiscard]] std::vector<std::string> keys_in(std::string_view body);

class RecordedCreates final : public http::Transport {
public:
    // `path` is that of the state file; it is read as another process would.
    RecordedCreates(http::Transport& inner, std::string path)
        : inner_(inner), path_(std::move(path)) {}

    std::vector<Result<http::Response>> exchange(std::span<const http::Request> wave,
                                                 const std::stop_token& stop) override;

    // How many notes were sent, and how many of them without a record.
    [[nodiscard]] std::size_t sent() const noexcept { return sent_; }
    [[nodiscard]] std::size_t unrecorded() const noexcept { return unrecorded_; }

private:
    [[nodiscard]] bool is_recorded(const std::string& key) const;

    http::Transport& inner_;
    std::string path_;
    std::size_t sent_ = 0;
    std::size_t unrecorded_ = 0;
};

}  // namespace mentorsync::rigs
