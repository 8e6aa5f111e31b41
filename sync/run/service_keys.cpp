#include "sync/run/service_keys.hpp"

#include <utility>

namespace mentorsync {

namespace {

constexpr const char* kFact = "service_key_in_use";
constexpr const char* kFirst = "service_key";
constexpr const char* kNext = "service_key_next";

}  // namespace

ServiceKeys::ServiceKeys(Secret key, std::optional<Secret> next, std::string portal,
                         store::Keepsakes* memory, Log* log)
    : portal_(std::move(portal)), memory_(memory), log_(log) {
    keys_.push_back(std::move(key));
    const bool rotates = next.has_value();
    if (rotates) keys_.push_back(*std::move(next));
    if (!remembers_next()) return;
    if (rotates) {
        in_use_ = 1;
    } else {
        // Or the next rotation would begin with its next key.
        static_cast<void>(memory_->keep_fact(kFact, kFirst));
    }
}

bool ServiceKeys::remembers_next() const {
    if (memory_ == nullptr) return false;
    const auto facts = memory_->facts();
    if (!facts) return false;
    const auto fact = facts->find(kFact);
    return fact != facts->end() && fact->second == kNext;
}

Result<Secret> ServiceKeys::bearer(const std::stop_token& /*stop*/) {
    const std::scoped_lock lock(mutex_);
    return keys_[in_use_];
}

Result<std::optional<Secret>> ServiceKeys::instead_of(const Secret& refused,
                                                      const http::Response& /*answer*/,
                                                      const std::stop_token& /*stop*/) {
    const std::scoped_lock lock(mutex_);
    for (const Secret& key : keys_) {
        if (key.reveal() != refused.reveal()) return std::optional(key);
    }
    return std::optional<Secret>();
}

void ServiceKeys::accepted(const Secret& good) {
    const std::scoped_lock lock(mutex_);
    if (keys_[in_use_].reveal() == good.reveal()) return;
    in_use_ = 1 - in_use_;
    remember();
}

// That it cannot be remembered costs one refused request the next time, and nothing else.
void ServiceKeys::remember() const {
    const bool next = in_use_ == 1;
    if (memory_ != nullptr) {
        static_cast<void>(memory_->keep_fact(kFact, next ? kNext : kFirst));
    }
    if (log_ == nullptr) return;
    log_->write(next ? LogLevel::Info : LogLevel::Warning,
                "portal " + portal_ +
                    (next ? ": the CRM refuses service_key and accepts service_key_next; make the "
                            "next one the service_key, and the old one can be removed"
                          : ": the CRM refuses service_key_next and accepts service_key"));
}

}  // namespace mentorsync
