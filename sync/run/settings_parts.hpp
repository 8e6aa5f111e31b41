// The parts of reading the settings file, for settings.cpp alone.

#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "mentorsync/json.hpp"
#include "sync/rules/fault_list.hpp"
#include "sync/run/settings.hpp"

namespace mentorsync {

// 'key', for a message.
[[nodiscard]] std::string in_quotes(std::string_view key);

// The text under `key`, or `fallback` where there is none or a faulty one.
[[nodiscard]] std::string text_of(const json::Value& object, std::string_view key,
                                  FaultList& faults, std::string fallback = {});

// A reference to a secret; a nameless one, and a fault, where it is none.
[[nodiscard]] SecretReference read_secret(const json::Value& value, FaultList& faults);

// A key that seals the store. It may not come from the environment, which every child inherits.
[[nodiscard]] SecretReference read_seal_key(const json::Value& value, FaultList& faults);

// Reads `crm.credentials` into `portal`.
void read_credentials(const json::Value& value, PortalSettings& portal, FaultList& faults);

[[nodiscard]] PortalSettings read_portal(const json::Value& value, FaultList& faults);

// What a duration may be, and why not less or more.
struct DurationLimits {
    std::chrono::seconds least;
    std::string_view why_not_less;
    std::chrono::seconds most;
    std::string_view why_not_more;
};

// The duration under `key`, a text such as "30s", "5m", "6h" or "7d"; `fallback` where there is
// none or a faulty one.
[[nodiscard]] std::chrono::seconds duration_of(const json::Value& object, std::string_view key,
                                               const DurationLimits& limits,
                                               std::chrono::seconds fallback, FaultList& faults);

// "127.0.0.1:8750", "[::1]:8750".
[[nodiscard]] HttpSettings read_http(const json::Value& value, FaultList& faults);

}  // namespace mentorsync
