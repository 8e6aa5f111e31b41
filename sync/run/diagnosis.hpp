// What `mentorsync doctor` finds out: a line a check, with the way out where something is wrong.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/error.hpp"

namespace mentorsync {

enum class Verdict {
    Ok,
    Warn,  // works today; somebody should look
    Fail   // does not work
};

// "ok", "warn", "fail".
[[nodiscard]] std::string_view name_of(Verdict verdict) noexcept;

struct Finding {
    std::string check;  // stable, snake_case: "clock", "scopes"
    Verdict verdict = Verdict::Ok;
    std::string what = {};  // one line: ids, counts and names of the mapping, nothing of a person
    std::string fix = {};   // one line; empty when ok
    std::optional<ErrorCode> code = std::nullopt;  // of what failed, where a call did
};

using Diagnosis = std::vector<Finding>;

// A check that could not be made, because of `error`. `fix` is what helps against its code.
[[nodiscard]] Finding failed_check(std::string check, const Error& error);

// The worst verdict; Ok when there is none.
[[nodiscard]] Verdict worst(const Diagnosis& diagnosis) noexcept;

// "1001, 1002, 1003, 1004, 1005 and 12 more".
[[nodiscard]] std::string listed(std::span<const std::string> ids);

}  // namespace mentorsync
