#include <algorithm>
#include <array>

#include "sync/rules/did_you_mean.hpp"
#include "sync/rules/parse_parts.hpp"
#include "sync/rules/reader.hpp"

namespace mentorsync {

namespace {

constexpr std::array<std::string_view, 4> kKeys{"name", "language", "time_zone", "people"};
constexpr std::array<std::string_view, 3> kLanguages{"en", "fi", "sv"};
constexpr std::array<std::string_view, 2> kPeopleKeys{"list", "where"};
constexpr const char* kPeopleHint = R"("people": "everyone" or "people": {"list": "Mentoring"})";

// Whether `text` has the shape of an IANA zone name. Whether there is such a zone is for whoever
// knows the zones of this machine.
bool looks_like_zone(std::string_view text) {
    const auto is_zone_character = [](char c) {
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return letter || (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-' || c == '+';
    };
    const bool letter_first = !text.empty() && ((text.front() >= 'A' && text.front() <= 'Z') ||
                                                (text.front() >= 'a' && text.front() <= 'z'));
    return letter_first && text.back() != '/' && text.find("//") == std::string_view::npos &&
           text.size() <= 64 && std::ranges::all_of(text, is_zone_character);
}

void parse_zone(const json::Value& value, Programme& programme, FaultList& faults) {
    const auto zone = read_name(value, "'time_zone'", faults);
    if (!zone) return;
    programme.time_zone = zone->text;
    if (looks_like_zone(zone->text)) return;
    faults.add(value.at, quoted(zone->text) + " is no time zone name",
               "for example \"Europe/Helsinki\"");
}

void parse_people(const json::Value& value, PeopleSource& people, FaultList& faults) {
    if (value.is(json::Kind::String)) {
        if (value.text == "everyone") return;
        const auto near = nearest(value.text, std::array<std::string_view, 1>{"everyone"});
        faults.add(value.at, "unknown people " + quoted(value.text),
                   near ? "did you mean 'everyone'?" : kPeopleHint);
        return;
    }
    if (!check_object(value, "'people'", kPeopleKeys, faults)) return;
    const json::Value* const list = value.find("list");
    const json::Value* const where = value.find("where");
    if (list != nullptr && where != nullptr) {
        faults.add(value.at, "'people' is either a 'list' or a 'where'", "remove one of the two");
        return;
    }
    if (list == nullptr && where == nullptr) {
        const bool mistyped =
            faults.has_suggested(value.at, "list") || faults.has_suggested(value.at, "where");
        if (!mistyped) faults.add(value.at, "'people' must not be empty", kPeopleHint);
        return;
    }
    if (list != nullptr) {
        people.kind = PeopleSource::Kind::List;
        if (auto name = read_name(*list, "'list'", faults)) people.list = *std::move(name);
        return;
    }
    people.kind = PeopleSource::Kind::Where;
    people.where = parse_condition(*where, faults);
}

}  // namespace

void parse_programme(const json::Value& value, Mapping::Content& content, FaultList& faults) {
    if (!check_object(value, "'programme'", kKeys, faults)) return;
    Programme& programme = content.programme;
    if (const auto* const name = required(value, "name", R"("name": "Growth 2026")", faults)) {
        if (const auto text = read_name(*name, "'name'", faults)) programme.name = text->text;
    }
    if (const auto* const language = required(value, "language", R"("language": "fi")", faults)) {
        const auto word = read_word(*language, "language", kLanguages, faults);
        if (word) programme.language = *word;
    }
    if (const auto* const zone =
            required(value, "time_zone", R"("time_zone": "Europe/Helsinki")", faults)) {
        parse_zone(*zone, programme, faults);
    }
    if (const auto* const people = required(value, "people", kPeopleHint, faults)) {
        parse_people(*people, content.people, faults);
    }
}

}  // namespace mentorsync
