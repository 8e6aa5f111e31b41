#include "sync/run/diagnosis.hpp"

#include <algorithm>
#include <utility>

namespace mentorsync {

namespace {

constexpr std::size_t kListed = 5;

std::string remedy(ErrorCode code) {
    switch (code) {
        case ErrorCode::Unauthorized:
            return "check the key, or make a new one; with OAuth: mentorsync login";
        case ErrorCode::MissingScope: return "give the credentials this scope";
        case ErrorCode::RateLimited: return "try again later";
        case ErrorCode::Unavailable: return "check base_url, the network and the CRM's status page";
        case ErrorCode::Configuration: return "correct the settings; then: mentorsync check";
        case ErrorCode::StoreFailed:
            return "restore a backup, or: mentorsync rebuild, which finds every note again";
        default: return "see the manual, Trouble";
    }
}

}  // namespace

std::string_view name_of(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::Ok: return "ok";
        case Verdict::Warn: return "warn";
        case Verdict::Fail: return "fail";
    }
    return "?";
}

Finding failed_check(std::string check, const Error& error) {
    return {.check = std::move(check),
            .verdict = Verdict::Fail,
            .what = error.message,
            .fix = remedy(error.code),
            .code = error.code};
}

Verdict worst(const Diagnosis& diagnosis) noexcept {
    const auto found = std::ranges::max_element(diagnosis, {}, &Finding::verdict);
    return found == diagnosis.end() ? Verdict::Ok : found->verdict;
}

std::string listed(std::span<const std::string> ids) {
    std::string out;
    for (const std::string& id : ids.first(std::min(kListed, ids.size()))) {
        out += (out.empty() ? "" : ", ") + id;
    }
    if (ids.size() > kListed) out += " and " + std::to_string(ids.size() - kListed) + " more";
    return out;
}

}  // namespace mentorsync
