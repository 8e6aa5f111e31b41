#include "sync/cli/console.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace mentorsync::cli {

namespace {

// The environment is read before any thread starts.
std::string_view environment(const char* name) {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    return value == nullptr ? std::string_view{} : value;
}

bool wants_color(ColorMode mode, int descriptor) {
    switch (mode) {
        case ColorMode::Always: return true;
        case ColorMode::Never: return false;
        case ColorMode::Auto: break;
    }
    return ::isatty(descriptor) == 1 && environment("NO_COLOR").empty() &&
           environment("TERM") != "dumb";
}

std::string one_line(std::string_view text) {
    std::string line(text);
    for (char& c : line) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    }
    return line;
}

void write(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fputc('\n', stream);
}

}  // namespace

Console::Console(ColorMode mode)
    : color_out_(wants_color(mode, STDOUT_FILENO)),
      color_error_(wants_color(mode, STDERR_FILENO)),
      watched_(::isatty(STDERR_FILENO) == 1) {}

void Console::print(std::string_view text) const {
    write(stdout, text);
}

void Console::error(std::string_view text) const {
    const std::string_view label = color_error_ ? "\033[1;31merror:\033[0m " : "error: ";
    write(stderr, "mentorsync: " + std::string(label) + one_line(text));
}

void Console::obstacle(const Obstacle& obstacle) const {
    for (const Fault& fault : obstacle.faults) write(stderr, one_line(to_text(fault)));
    error(obstacle.error.message);
}

std::string Console::paint(std::string_view code, std::string_view text) const {
    if (!color_out_) return std::string(text);
    return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

}  // namespace mentorsync::cli
