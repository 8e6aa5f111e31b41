#include "sync/run/doctor.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "sync/rules/deactivated.hpp"
#include "sync/run/doctor_mapping.hpp"
#include "sync/run/doctor_people.hpp"
#include "sync/run/memory_sink.hpp"

namespace mentorsync {

namespace {

constexpr std::chrono::seconds kClockWarning{60};
constexpr std::chrono::minutes kClockFailure{15};
constexpr std::chrono::days kSunsetWarning{180};
constexpr std::uint64_t kReservedShare = 5;  // one part of so many

void append(Diagnosis& diagnosis, Diagnosis more) {
    std::ranges::move(more, std::back_inserter(diagnosis));
}

bool has_failed(const Diagnosis& diagnosis) {
    return worst(diagnosis) == Verdict::Fail;
}

Diagnosis examine_people(const Patient& patient, const CrmSchema& schema,
                         const std::stop_token& stop) {
    const auto rules = bind_mapping(patient.mapping, schema);
    if (!rules) return {};
    MemorySink sink;
    const auto pulled = patient.crm.pull(rules->scope(), sink, patient.observer, stop);
    if (!pulled) return {failed_check("people", pulled.error())};
    auto snapshot = sink.taken();
    if (!snapshot) return {failed_check("people", snapshot.error())};
    snapshot->coverage = pulled->coverage;
    const Translation translation = rules->translate(*snapshot, {});
    Diagnosis diagnosis = judge_people(translation.seen, contacts_of_deactivated_users(*snapshot));
    append(diagnosis, judge_tasks(translation.seen));
    return diagnosis;
}

Diagnosis examine_state(store::StateReader& state) {
    const auto notes = state.notes();
    if (!notes) return {failed_check("outbox", notes.error())};
    const auto counts = state.counts();
    if (!counts) return {failed_check("outbox", counts.error())};
    return judge_outbox(*notes, *counts);
}

std::optional<PortalId> known_portal(store::StateReader* state) {
    if (state == nullptr) return std::nullopt;
    const auto known = state->portal();
    return known ? known->portal : std::nullopt;
}

}  // namespace

Finding judge_clock(std::optional<Instant> crm, Instant ours) {
    if (!crm) return {.check = "clock", .what = "the CRM's answers do not tell its time"};
    const auto apart = std::chrono::duration_cast<std::chrono::seconds>(ours - *crm);
    const auto seconds = std::chrono::seconds(std::abs(apart.count()));
    Finding finding{.check = "clock", .what = "this machine and the CRM agree on the time"};
    if (seconds <= kClockWarning) return finding;
    finding.verdict = seconds > kClockFailure ? Verdict::Fail : Verdict::Warn;
    finding.what = "this machine's clock is " + std::to_string(seconds.count()) + " seconds " +
                   (apart.count() > 0 ? "ahead of" : "behind") + " the CRM's";
    finding.fix = "let the clock be set from the network: timedatectl set-ntp true";
    return finding;
}

Finding judge_api_version(hubspot::ApiVersion version, Instant now) {
    const auto ends = hubspot::end_of_support(version);
    const auto left = std::chrono::floor<std::chrono::days>(ends - now);
    Finding finding{.check = "api_version",
                    .what = "version " + std::string(hubspot::name_of(version)) +
                            " of the CRM's API is supported for " + std::to_string(left.count()) +
                            " more days"};
    if (left > kSunsetWarning) return finding;
    finding.verdict = Verdict::Warn;
    finding.fix = "set \"api_version\": \"" +
                  std::string(hubspot::name_of(hubspot::kDefaultApiVersion)) +
                  "\", or update mentorsync; then: mentorsync check --online";
    if (left.count() <= 0) {
        finding.what = "version " + std::string(hubspot::name_of(version)) +
                       " of the CRM's API is supported no more";
    }
    return finding;
}

Diagnosis judge_scopes(const hubspot::Permissions& permissions) {
    Diagnosis diagnosis;
    for (const std::string& scope : permissions.missing) {
        diagnosis.push_back({.check = "scopes",
                             .verdict = Verdict::Fail,
                             .what = "the credentials lack " + scope,
                             .fix = "give them this scope in the CRM's settings",
                             .code = ErrorCode::MissingScope});
    }
    if (permissions.may_change_schema) {
        diagnosis.push_back(
            {.check = "scopes",
             .verdict = Verdict::Warn,
             .what = "the credentials may change the portal's properties (crm.schemas.contacts."
                     "write), which only setup needs",
             .fix = "take that scope away, or use another key for setup"});
    }
    if (diagnosis.empty()) {
        diagnosis.push_back(
            {.check = "scopes", .what = "the credentials have the scopes that are needed"});
    }
    return diagnosis;
}

Finding judge_portal(const PortalSettings& settings, const CrmAccount& account,
                     const std::optional<PortalId>& known) {
    const std::string kind = settings.oauth              ? "an OAuth app"
                             : settings.service_key_next ? "a key, with a next one for its rotation"
                                                         : "a key";
    Finding finding{.check = "credentials",
                    .what = kind + " that opens portal " + account.portal.text()};
    if (known && *known != account.portal) {
        finding.verdict = Verdict::Fail;
        finding.what += ", and the state is of portal " + known->text();
        finding.fix = "use the credentials of that portal, or another \"store\"";
        finding.code = ErrorCode::WrongPortal;
    }
    return finding;
}

Finding judge_limits(const http::TrafficReport& traffic) {
    if (!traffic.daily_limit || !traffic.daily_remaining) {
        return {.check = "limits", .what = "the CRM does not tell what is left of its limits"};
    }
    Finding finding{.check = "limits",
                    .what = std::to_string(*traffic.daily_remaining) + " of " +
                            std::to_string(*traffic.daily_limit) + " requests are left today"};
    if (traffic.burst_remaining) {
        finding.what += ", and " + std::to_string(*traffic.burst_remaining) + " in these seconds";
    }
    if (*traffic.daily_remaining > *traffic.daily_limit / kReservedShare) return finding;
    finding.verdict = Verdict::Warn;
    finding.what += "; mentorsync leaves the last fifth to other apps";
    finding.fix = "find out in the CRM which app uses so many; at midnight there are new ones";
    return finding;
}

Diagnosis judge_outbox(const std::vector<OutboxRow>& notes, const store::Counts& counts) {
    std::vector<std::string> parked;
    for (const OutboxRow& row : notes) {
        if (row.state == RowState::Parked) parked.push_back(row.key.text());
    }
    Finding finding{.check = "notes",
                    .what = "the CRM refuses no note; " +
                            std::to_string(counts.properties_waiting) + " properties wait for it"};
    if (!parked.empty()) {
        finding.verdict = Verdict::Warn;
        finding.what = "the CRM refuses " + std::to_string(parked.size()) +
                       (parked.size() == 1 ? " note: " : " notes: ") + listed(parked);
        finding.fix = "see: mentorsync notes; then: mentorsync notes --retry all";
    }
    return {finding};
}

Diagnosis examine_portal(const Patient& patient, const std::stop_token& stop) {
    const Instant now = patient.clock.now();
    Diagnosis diagnosis{judge_api_version(patient.probe.version(), now)};
    const auto time = patient.probe.server_time(stop);
    const auto account = patient.crm.account(stop);
    if (!account) {
        diagnosis.push_back(failed_check("credentials", account.error()));
    } else {
        diagnosis.push_back(judge_portal(patient.settings, *account, known_portal(patient.state)));
        if (time) diagnosis.push_back(judge_clock(*time, patient.clock.now()));
        const auto permissions = patient.probe.permissions(stop);
        append(diagnosis, permissions ? judge_scopes(*permissions)
                                      : Diagnosis{failed_check("scopes", permissions.error())});
    }
    if (!has_failed(diagnosis)) {
        const auto schema = patient.crm.schema(stop);
        if (!schema) {
            diagnosis.push_back(failed_check("names", schema.error()));
        } else {
            append(diagnosis, judge_names(patient.mapping, *schema));
            append(diagnosis, judge_labels(patient.mapping, *schema));
            append(diagnosis, judge_lists(patient.mapping, *schema));
            diagnosis.push_back(judge_key(patient.mapping, *schema));
            append(diagnosis, examine_people(patient, *schema, stop));
        }
        diagnosis.push_back(judge_limits(patient.traffic));
    }
    if (patient.state != nullptr) append(diagnosis, examine_state(*patient.state));
    return diagnosis;
}

}  // namespace mentorsync
