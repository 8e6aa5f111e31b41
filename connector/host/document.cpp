#include "connector/host/document.hpp"

#include <algorithm>
#include <chrono>

namespace mentorsync::host {

namespace {

using json::Kind;
using json::Value;

std::string quoted(std::string_view name) {
    return "'" + std::string(name) + "'";
}

// "records" of "mentorsync.records/1".
std::string short_name(std::string_view schema) {
    const std::size_t begin = schema.find('.') + 1;
    return std::string(schema.substr(begin, schema.find('/') - begin));
}

// The digits of `text` from `at` on as a number; -1 where there is another character.
int number_at(std::string_view text, std::size_t at, std::size_t digits) {
    int number = 0;
    for (const char c : text.substr(at, digits)) {
        if (c < '0' || c > '9') return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

// ".123" as milliseconds; -1 where it is something else.
int fraction_of(std::string_view text) {
    if (text.empty()) return 0;
    if (text.front() != '.' || text.size() < 2 || text.size() > 4) return -1;
    const int number = number_at(text, 1, 3);
    constexpr int weights[] = {100, 10, 1};
    return number < 0 ? -1 : number * weights[text.size() - 2];
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
    constexpr std::string_view form = "0000-00-00T00:00:00";
    if (text.size() <= form.size() || text.back() != 'Z') return std::nullopt;
    for (std::size_t i = 0; i < form.size(); ++i) {
        if (form[i] != '0' && text[i] != form[i]) return std::nullopt;
    }
    const int year = number_at(text, 0, 4);
    const int month = number_at(text, 5, 2);
    const int day = number_at(text, 8, 2);
    const int hour = number_at(text, 11, 2);
    const int minute = number_at(text, 14, 2);
    const int second = number_at(text, 17, 2);
    const int fraction = fraction_of(text.substr(form.size(), text.size() - form.size() - 1));
    if (std::min({month, day, hour, minute, second, fraction}) < 0 || year < 1970) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return Instant(std::chrono::sys_days(date)) + std::chrono::hours(hour) +
           std::chrono::minutes(minute) + std::chrono::seconds(second) +
           std::chrono::milliseconds(fraction);
}

Document::Document(std::string_view text, std::string_view schema,
                   std::span<const std::string_view> keys, ErrorCode code)
    : name_(short_name(schema)), code_(code) {
    auto parsed = json::parse(text);
    if (!parsed) {
        add_fault(parsed.error().at, parsed.error().what);
        return;
    }
    root_ = *std::move(parsed);
    if (!root_.is(Kind::Object)) {
        add_fault(root_.at, "the document must be an object");
        return;
    }
    const Value* const named = root_.find("schema");
    if (named == nullptr || !named->is(Kind::String) || named->text != schema) {
        add_fault(named == nullptr ? root_.at : named->at,
                  "'schema' must be \"" + std::string(schema) + "\"");
        return;
    }
    std::vector<std::string_view> all(keys.begin(), keys.end());
    all.emplace_back("schema");
    is_object(root_, "the document", all);
}

void Document::add_fault(json::Position at, const std::string& what) {
    if (fault_) return;
    fault_ = Error{code_, name_ + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) +
                              ": " + what};
}

bool Document::is_object(const Value& value, std::string_view what,
                         std::span<const std::string_view> keys) {
    if (!value.is(Kind::Object)) {
        add_fault(value.at, std::string(what) + " must be an object");
        return false;
    }
    for (const json::Member& member : value.members) {
        if (std::ranges::find(keys, member.key) != keys.end()) continue;
        std::string known;
        for (const std::string_view key : keys) {
            known += (known.empty() ? "" : ", ") + quoted(key);
        }
        add_fault(member.key_at, std::string(what) + " has a member that is none of " + known);
        return false;
    }
    return true;
}

const std::vector<Value>& Document::items(const Value& object, std::string_view key) {
    static const std::vector<Value> none;
    const Value* const value = object.find(key);
    if (value == nullptr) return none;
    if (!value->is(Kind::Array)) add_fault(value->at, quoted(key) + " must be a list");
    return value->items;
}

std::string Document::text(const Value& object, std::string_view key,
                           std::optional<std::string_view> fallback) {
    const Value* const value = object.find(key);
    if (value == nullptr) {
        if (!fallback) add_fault(object.at, quoted(key) + " is missing");
        return std::string(fallback.value_or(""));
    }
    if (!value->is(Kind::String)) {
        add_fault(value->at, quoted(key) + " must be text");
        return {};
    }
    return value->text;
}

std::string Document::id(const Value& value) {
    if (value.is(Kind::String) && is_crm_id(value.text)) return value.text;
    add_fault(value.at, "an id must be text of one to twenty digits");
    return {};
}

std::string Document::id(const Value& object, std::string_view key) {
    if (const Value* const value = object.find(key)) return id(*value);
    add_fault(object.at, quoted(key) + " is missing");
    return {};
}

Instant Document::instant(const Value& object, std::string_view key) {
    const Value* const value = object.find(key);
    if (value == nullptr) {
        add_fault(object.at, quoted(key) + " is missing");
        return {};
    }
    const auto instant = value->is(Kind::String) ? parse_instant(value->text) : std::nullopt;
    if (!instant) {
        add_fault(value->at,
                  quoted(key) + " must be a time in UTC such as \"2026-11-23T08:00:00Z\"");
    }
    return instant.value_or(Instant{});
}

bool Document::boolean(const Value& object, std::string_view key) {
    const Value* const value = object.find(key);
    if (value == nullptr) return false;
    if (!value->is(Kind::Boolean)) add_fault(value->at, quoted(key) + " must be true or false");
    return value->is_true();
}

std::string Document::word(const Value& object, std::string_view key,
                           std::span<const std::string_view> words) {
    const Value* const value = object.find(key);
    if (value == nullptr) return std::string(words.front());
    if (value->is(Kind::String) && std::ranges::find(words, value->text) != words.end()) {
        return value->text;
    }
    std::string known;
    for (const std::string_view word : words) known += (known.empty() ? "" : ", ") + quoted(word);
    add_fault(value->at, quoted(key) + " must be one of " + known);
    return {};
}

}  // namespace mentorsync::host
