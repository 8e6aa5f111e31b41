// One event of the log: a name, then facts as `key=value`, on one line that people and programs
// read.

#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace mentorsync {

class Event {
public:
    // `name` and every key are words of [a-z_].
    Event(std::string_view name, std::string_view portal) : line_("event=") {
        line_ += name;
        with("portal", portal);
    }

    // A value that is more than one plain word is put in quotes, with a backslash before quotes and
    // backslashes in it; an end of line in it becomes a space.
    Event& with(std::string_view key, std::string_view value);
    Event& with(std::string_view key, std::integral auto value) {
        return with(key, std::string_view(std::to_string(value)));
    }

    [[nodiscard]] const std::string& line() const noexcept { return line_; }

private:
    std::string line_;
};

}  // namespace mentorsync
