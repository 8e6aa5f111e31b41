#include "connector/hubspot/probe.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <iomanip>
#include <locale>
#include <set>
#include <sstream>

#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/instant.hpp"
#include "mentorsync/own_names.hpp"

namespace mentorsync::hubspot {

namespace {

std::vector<Call> reads() {
    return {{.endpoint = Endpoint::ListRecords, .query = {{"limit", "1"}}},
            {.endpoint = Endpoint::ListOwners, .query = {{"limit", "1"}}},
            {.endpoint = Endpoint::SearchLists, .body = R"({"count":1,"offset":0})"},
            {.endpoint = Endpoint::ReadProperties}};
}

constexpr std::string_view kNoInputs = R"({"inputs":[]})";
constexpr std::string_view kNoGroup = "{}";

// Whether an answer, good or bad, got past the check of scopes.
bool is_permitted(const Reply& reply) {
    if (reply.answer) return true;
    const ErrorCode code = reply.answer.error().code;
    return code == ErrorCode::Rejected || code == ErrorCode::KeyTaken;
}

// What says nothing about this request's scope, because it would meet any request.
bool concerns_all(ErrorCode code) {
    return code == ErrorCode::Unauthorized || code == ErrorCode::Cancelled ||
           code == ErrorCode::Internal || is_transient(code);
}

// The scopes that would do, as one text where the CRM accepts any of several.
std::string scope_text(const Reply& reply) {
    std::string text;
    for (const std::string& scope : reply.fault.scopes) {
        text += (text.empty() ? "" : " or ") + scope;
    }
    return text.empty() ? "a scope that the CRM does not name" : text;
}

std::string one_note(const NoteKey& key, Instant timestamp) {
    json::Writer out;
    out.begin_object().key("inputs").begin_array().begin_object();
    out.member("objectWriteTraceId", key.text());
    out.key("associations").begin_array().end_array();
    out.key("properties").begin_object();
    out.member(kKeyProperty, key.text()).member("hs_timestamp", format_instant(timestamp));
    out.member("hs_note_body", "A test note of mentorsync doctor, which removes it again.");
    out.end_object().end_object().end_array().end_object();
    return out.take();
}

void take_created(const Reply& reply, KeyRace& race) {
    const json::Value* const results = find_results(reply.answer->body);
    bool created = false;
    if (results != nullptr) {
        for (const json::Value& item : results->items) {
            const auto id = decode_id(item.find("id"));
            if (!id) continue;
            created = true;
            const RecordId note(*id);
            if (std::ranges::find(race.notes, note) == race.notes.end()) race.notes.push_back(note);
        }
    }
    if (created) return;
    const auto faults = decode_faults(reply.answer->body);
    if (!faults.empty() && faults.front().taken) {
        ++race.refused;
    } else {
        race.error = Error{ErrorCode::BadResponse, "a create was neither done nor refused"};
    }
}

}  // namespace

std::optional<Instant> parse_http_date(std::string_view text) {
    std::istringstream in{std::string(text)};
    in.imbue(std::locale::classic());
    std::tm parts{};
    in >> std::get_time(&parts, "%a, %d %b %Y %H:%M:%S GMT");
    if (in.fail() || parts.tm_year < 70) return std::nullopt;
    const std::chrono::year_month_day day{
        std::chrono::year{parts.tm_year + 1900},
        std::chrono::month{static_cast<unsigned>(parts.tm_mon) + 1},
        std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
    if (!day.ok()) return std::nullopt;
    return Instant(std::chrono::sys_days{day} + std::chrono::hours{parts.tm_hour} +
                   std::chrono::minutes{parts.tm_min} + std::chrono::seconds{parts.tm_sec});
}

Instant end_of_support(ApiVersion version) noexcept {
    using namespace std::chrono_literals;
    switch (version) {
        case ApiVersion::September2026: return std::chrono::sys_days{2028y / 3 / 9};
        case ApiVersion::March2026: return std::chrono::sys_days{2027y / 9 / 30};
        case ApiVersion::V3: return std::chrono::sys_days{2027y / 3 / 30};
    }
    return {};
}

Result<std::optional<Instant>> Probe::server_time(const std::stop_token& stop) {
    const auto request = make_request(version_, {.endpoint = Endpoint::Account});
    if (!request) return Failure(request.error());
    const auto answers = guarded_.exchange(std::span(&*request, 1), stop);
    if (!answers.front()) return Failure(answers.front().error());
    return parse_http_date(answers.front()->header("Date"));
}

Result<Permissions> Probe::permissions(const std::stop_token& stop) {
    std::vector<Call> calls = reads();
    calls.push_back({.endpoint = Endpoint::UpdateContacts, .body = std::string(kNoInputs)});
    calls.push_back({.endpoint = Endpoint::CreatePropertyGroup, .body = std::string(kNoGroup)});
    const std::vector<Reply> replies = client_.exchange(calls, stop);

    Permissions permissions;
    std::set<std::string> missing;
    for (std::size_t i = 0; i < replies.size(); ++i) {
        const Reply& reply = replies[i];
        if (!reply.answer && concerns_all(reply.answer.error().code)) {
            return Failure(reply.answer.error());
        }
        const bool only_setup = calls[i].endpoint == Endpoint::CreatePropertyGroup;
        if (only_setup) {
            permissions.may_change_schema = is_permitted(reply);
        } else if (!reply.answer && reply.answer.error().code == ErrorCode::MissingScope) {
            missing.insert(scope_text(reply));
        }
    }
    permissions.missing.assign(missing.begin(), missing.end());
    return permissions;
}

KeyRace Probe::race(const NoteKey& key, std::size_t count, Instant timestamp,
                    const std::stop_token& stop) {
    const std::vector<Call> calls(
        count, Call{.endpoint = Endpoint::CreateNotes, .body = one_note(key, timestamp)});
    KeyRace race;
    for (const Reply& reply : client_.exchange(calls, stop)) {
        if (reply.answer) {
            take_created(reply, race);
        } else if (reply.answer.error().code == ErrorCode::KeyTaken) {
            ++race.refused;
        } else {
            race.error = reply.answer.error();
        }
    }
    return race;
}

}  // namespace mentorsync::hubspot
