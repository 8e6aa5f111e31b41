// Where a command writes: results to standard output, everything else to standard error.

#pragma once

#include <string>
#include <string_view>

#include "sync/run/cycle.hpp"

namespace mentorsync::cli {

enum class ColorMode { Auto, Always, Never };

// Colours only where a terminal shows them, or `mode` says so; NO_COLOR and TERM=dumb are obeyed in
// `Auto`.
class Console {
public:
    explicit Console(ColorMode mode);

    // One line, or several, of the result.
    void print(std::string_view text) const;

    // A line of the result in bold, green, yellow, red or faint.
    [[nodiscard]] std::string bold(std::string_view text) const { return paint("1", text); }
    [[nodiscard]] std::string good(std::string_view text) const { return paint("32", text); }
    [[nodiscard]] std::string warn(std::string_view text) const { return paint("33", text); }
    [[nodiscard]] std::string bad(std::string_view text) const { return paint("31", text); }
    [[nodiscard]] std::string faint(std::string_view text) const { return paint("2", text); }

    // "mentorsync: error: TEXT", one line on standard error. Control characters are shown as '?'.
    void error(std::string_view text) const;

    // Every fault of an obstacle on a line of its own, then its error.
    void obstacle(const Obstacle& obstacle) const;

    // Whether people watch standard error.
    [[nodiscard]] bool is_watched() const noexcept { return watched_; }

private:
    [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const;

    bool color_out_ = false;
    bool color_error_ = false;
    bool watched_ = false;
};

}  // namespace mentorsync::cli
