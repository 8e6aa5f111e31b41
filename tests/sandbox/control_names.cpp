#include <array>
#include <utility>

#include "tests/sandbox/control.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::array<std::pair<std::string_view, Do>, 15> kDeeds{
    {{"refuse", Do::Refuse},
     {"lose_before", Do::LoseBefore},
     {"apply_then_drop", Do::ApplyThenDrop},
     {"apply_then_fail", Do::ApplyThenFail},
     {"hold_then_apply", Do::HoldThenApply},
     {"answer", Do::Answer},
     {"html_page", Do::HtmlPage},
     {"truncate", Do::Truncate},
     {"replace_body", Do::ReplaceBody},
     {"shuffle_rows", Do::ShuffleRows},
     {"double_row", Do::DoubleRow},
     {"drop_row", Do::DropRow},
     {"repeat_cursor", Do::RepeatCursor},
     {"endless_paging", Do::EndlessPaging},
     {"delay", Do::Delay}}};

constexpr std::array<std::pair<std::string_view, bool Switches::*>, 14> kFlags{
    {{"partial_is_207_in_2026_09", &Switches::partial_is_207_in_2026_09},
     {"read_none_is_404", &Switches::read_none_is_404},
     {"single_association_get_in_2026_09", &Switches::single_association_get_in_2026_09},
     {"unique_on_activities", &Switches::unique_on_activities},
     {"unique_ignores_case", &Switches::unique_ignores_case},
     {"label_describes_target", &Switches::label_describes_target},
     {"association_ids_are_numbers", &Switches::association_ids_are_numbers},
     {"association_moves_activity", &Switches::association_moves_activity},
     {"association_moves_contact", &Switches::association_moves_contact},
     {"merge_keeps_primary", &Switches::merge_keeps_primary},
     {"retry_after_on_429", &Switches::retry_after_on_429},
     {"shuffled_results", &Switches::shuffled_results},
     {"enforce_limits", &Switches::enforce_limits},
     {"enforce_allowlist", &Switches::enforce_allowlist}}};

constexpr std::array<std::pair<std::string_view, int Switches::*>, 5> kNumbers{
    {{"unique_conflict_status", &Switches::unique_conflict_status},
     {"burst_limit", &Switches::burst_limit},
     {"association_burst", &Switches::association_burst},
     {"search_limit", &Switches::search_limit},
     {"daily_limit", &Switches::daily_limit}}};

template <class Table, class Member>
bool set_named(const Table& table, Switches& switches, std::string_view name, Member value) {
    for (const auto& [known, member] : table) {
        if (known != name) continue;
        switches.*member = value;
        return true;
    }
    return false;
}

bool set_choice(Switches& switches, std::string_view name, const std::string& value) {
    if (name == "archived_key") {
        switches.archived_key = value == "held" ? ArchivedKey::Held : ArchivedKey::Free;
    } else if (name == "empty_value") {
        switches.empty_value = value == "missing" ? EmptyValue::Missing
                               : value == "empty" ? EmptyValue::EmptyString
                                                  : EmptyValue::Null;
    } else if (name == "no_associations") {
        switches.no_associations =
            value == "left_out" ? NoAssociations::LeftOut : NoAssociations::InErrors;
    } else if (name == "refresh_rotation") {
        switches.refresh_rotation = value == "strict"   ? Rotation::Strict
                                    : value == "gentle" ? Rotation::Gentle
                                                        : Rotation::Never;
    } else if (name == "unknown_property") {
        switches.unknown_property =
            value == "ignore" ? UnknownProperty::Ignore : UnknownProperty::Refuse;
    } else {
        return false;
    }
    return true;
}

bool set_size(Switches& switches, std::string_view name, const Json& value) {
    const auto number = value.integer();
    if (name == "search_lag_ms") {
        switches.search_lag = std::chrono::milliseconds(number);
    } else if (name == "late_lag_ms") {
        switches.late_lag = std::chrono::milliseconds(number);
    } else if (name == "late_every") {
        switches.late_every = static_cast<unsigned>(number);
    } else if (name == "access_life_seconds") {
        switches.access_life = std::chrono::seconds(number);
    } else if (name == "association_page") {
        switches.association_page = static_cast<std::size_t>(number);
    } else if (name == "inline_associations") {
        switches.inline_associations = static_cast<std::size_t>(number);
    } else {
        return false;
    }
    return true;
}

Match match_from(const Json& json) {
    Match match;
    match.method = json["method"].text();
    match.path = json["path"].text();
    match.portal = json["portal"].text();
    match.body = json["body"].text();
    match.nth = static_cast<int>(json["nth"].integer(0));
    match.times = static_cast<int>(json["times"].integer(0));
    match.percent = static_cast<int>(json["percent"].integer(100));
    return match;
}

}  // namespace

std::optional<Fault> fault_from(const Json& json) {
    for (const auto& [name, action] : kDeeds) {
        if (json["do"].text() != name) continue;
        Fault fault;
        fault.match = match_from(json["match"]);
        fault.action = action;
        fault.status = static_cast<int>(json["status"].integer(500));
        fault.body = json["body"].text();
        fault.bytes = static_cast<std::size_t>(json["bytes"].integer(0));
        fault.delay = std::chrono::milliseconds(json["delay_ms"].integer(0));
        const Json& headers = json["headers"];
        for (std::size_t i = 0; i < headers.size(); ++i) {
            fault.headers.emplace_back(headers.names()[i], headers.items()[i].text());
        }
        return fault;
    }
    return std::nullopt;
}

std::string set_switches(Switches& switches, const Json& json) {
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string& name = json.names()[i];
        const Json& value = json.items()[i];
        const bool known = set_named(kFlags, switches, name, value.truth()) ||
                           set_named(kNumbers, switches, name, static_cast<int>(value.integer())) ||
                           set_choice(switches, name, value.text()) ||
                           set_size(switches, name, value);
        if (!known) return name;
    }
    return {};
}

}  // namespace mentorsync::sandbox
