// Collects what is wrong with a file, so that an admin sees every mistake at once.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/rules/fault.hpp"

namespace mentorsync {

class FaultList {
public:
    // `file` is what the faults are said to be in.
    explicit FaultList(std::string_view file) : file_(file) {}

    // Adds a fault. `what` and `hint` must hold words of the file through `quoted` only.
    void add(json::Position at, std::string what, std::string hint = {});

    // Adds the faults of a file that this one names.
    void append(Faults faults);

    // Remembers that `key` was suggested for a mistyped one in the object at `object`, so that it
    // is not reported as missing too.
    void note_suggestion(json::Position object, std::string_view key);
    [[nodiscard]] bool has_suggested(json::Position object, std::string_view key) const;

    [[nodiscard]] bool empty() const noexcept { return faults_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return faults_.size(); }
    [[nodiscard]] const std::string& file() const noexcept { return file_; }

    // The faults by position, those of this file first.
    [[nodiscard]] Faults take();

private:
    std::string file_;
    Faults faults_;
    std::vector<std::pair<json::Position, std::string>> suggestions_;
};

// A word of somebody else's file, fit for a one-line message: in single quotes, control characters
// as '?', and cut after 60 bytes at a character's edge.
[[nodiscard]] std::string quoted(std::string_view word);

}  // namespace mentorsync
