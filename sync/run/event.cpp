#include "sync/run/event.hpp"

#include <algorithm>

namespace mentorsync {

namespace {

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_.:/").find(c) != std::string_view::npos;
}

}  // namespace

Event& Event::with(std::string_view key, std::string_view value) {
    line_ += ' ';
    line_ += key;
    line_ += '=';
    if (!value.empty() && std::ranges::all_of(value, is_plain)) {
        line_ += value;
        return *this;
    }
    line_ += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') line_ += '\\';
        line_ += c == '\n' || c == '\r' ? ' ' : c;
    }
    line_ += '"';
    return *this;
}

}  // namespace mentorsync
