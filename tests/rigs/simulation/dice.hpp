// Everything that is drawn in one seed of the simulation.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace mentorsync::rigs {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    // From 0 to below `count`, which is not 0.
    [[nodiscard]] std::size_t below(std::size_t count) { return engine_() % count; }
    [[nodiscard]] bool chance(std::size_t percent) { return below(100) < percent; }
    [[nodiscard]] double fraction() { return static_cast<double>(engine_() >> 11U) * 0x1p-53; }
    [[nodiscard]] std::chrono::milliseconds between(std::chrono::milliseconds least,
                                                    std::chrono::milliseconds most) {
        const auto span = static_cast<std::size_t>((most - least).count()) + 1;
        return least + std::chrono::milliseconds(static_cast<std::int64_t>(below(span)));
    }
    template <class T>
    [[nodiscard]] const T& one_of(const std::vector<T>& choices) {
        return choices[below(choices.size())];
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace mentorsync::rigs
