// Checked access to a document that a host has handed in. The first fault is kept, and whatever is
// read after it is empty and harmless.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mentorsync/crm.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/json.hpp"

namespace mentorsync::host {

class Document {
public:
    // Parses `text`, whose "schema" must be `schema`, such as "mentorsync.records/1", and which
    // must have no member beside it but `keys`. A fault of it will have the code `code`.
    Document(std::string_view text, std::string_view schema, std::span<const std::string_view> keys,
             ErrorCode code);

    [[nodiscard]] const json::Value& root() const noexcept { return root_; }

    // Empty, or what was wrong first: "records:1:33: 'id' must be ...".
    [[nodiscard]] const std::optional<Error>& fault() const noexcept { return fault_; }
    void add_fault(json::Position at, const std::string& what);

    // Whether `value` is an object without members but `keys`.
    bool is_object(const json::Value& value, std::string_view what,
                   std::span<const std::string_view> keys);

    // The items of the list under `key`; none where there is no list.
    [[nodiscard]] const std::vector<json::Value>& items(const json::Value& object,
                                                        std::string_view key);

    // The text under `key`. Without it `fallback`, or a fault where that is empty, too.
    [[nodiscard]] std::string text(const json::Value& object, std::string_view key,
                                   std::optional<std::string_view> fallback = std::nullopt);
    [[nodiscard]] std::string id(const json::Value& object, std::string_view key);
    [[nodiscard]] std::string id(const json::Value& value);
    [[nodiscard]] Instant instant(const json::Value& object, std::string_view key);
    [[nodiscard]] bool boolean(const json::Value& object, std::string_view key);

    // The text under `key`, which must be one of `words`; the first one where there is none.
    [[nodiscard]] std::string word(const json::Value& object, std::string_view key,
                                   std::span<const std::string_view> words);

private:
    json::Value root_;
    std::string name_;
    ErrorCode code_;
    std::optional<Error> fault_;
};

// "2026-09-01T08:00:00Z", with up to three digits of a second. Empty when it is not of this form,
// is no moment of the calendar or lies outside the years 1970 to 9999.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

}  // namespace mentorsync::host
