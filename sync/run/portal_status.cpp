#include "sync/run/portal_status.hpp"

#include <algorithm>
#include <utility>

#include "sync/run/plan_json.hpp"
#include "sync/run/schedule.hpp"

namespace mentorsync {

namespace {

constexpr int kPatience = 3;  // intervals

std::optional<std::chrono::seconds> interval_of(std::string_view audit,
                                                const PortalSettings& settings) {
    if (audit == name_of(Audit::Associations)) return settings.associations_every;
    if (audit == name_of(Audit::Archived)) return settings.archived_every;
    if (audit == "complete_pass") return settings.complete_pass_every;
    return std::nullopt;
}

AuditStatus status_of(const store::AuditRow& row, const PortalSettings& settings, Instant now) {
    AuditStatus status{.row = row, .interval = interval_of(row.name, settings)};
    status.overdue = status.interval && now - row.finished > kPatience * *status.interval;
    return status;
}

void write_instant(json::Writer& writer, std::string_view name,
                   const std::optional<Instant>& instant) {
    writer.key(name);
    instant ? writer.string(to_iso8601(*instant)) : writer.null();
}

void write_health(json::Writer& writer, const std::optional<store::Health>& health) {
    writer.key("daemon");
    if (!health) {
        writer.null();
        return;
    }
    writer.begin_object().member("state", health->state).member("code", health->code);
    writer.member("message", health->message).member("since", to_iso8601(health->since));
    write_instant(writer, "next_try", health->next_try);
    writer.end_object();
}

void write_audits(json::Writer& writer, const PortalStatus& status) {
    writer.key("audits").begin_object().member("requests", status.audit_requests);
    writer.member("budget_per_hour", status.audit_budget).key("each").begin_array();
    for (const AuditStatus& audit : status.audits) {
        writer.begin_object().member("name", audit.row.name);
        writer.member("finished", to_iso8601(audit.row.finished));
        writer.member("requests", audit.row.requests).member("found", audit.row.found);
        writer.key("interval_seconds");
        audit.interval ? writer.number(audit.interval->count()) : writer.null();
        writer.member("overdue", audit.overdue).end_object();
    }
    writer.end_array().end_object();
}

void write_parked(json::Writer& writer, const PortalStatus& status) {
    writer.key("parked_notes").begin_array();
    for (const OutboxRow& row : status.parked_notes) {
        writer.begin_object().member("key", row.key.text()).member("error", row.error).end_object();
    }
    writer.end_array().key("parked_properties").begin_array();
    for (const store::ParkedProperty& row : status.parked_properties) {
        writer.begin_object().member("contact", row.contact.text());
        writer.member("property", row.property).member("error", row.error).end_object();
    }
    writer.end_array();
}

}  // namespace

Result<PortalStatus> load_status(store::SqlStore& state, const PortalSettings& settings,
                                 const Programme& programme, Instant now) {
    auto portal = state.portal();
    if (!portal) return Failure(portal.error());
    auto counts = state.counts();
    if (!counts) return Failure(counts.error());
    auto accounting = state.accounting();
    if (!accounting) return Failure(accounting.error());
    auto health = state.health();
    if (!health) return Failure(health.error());
    const auto audits = state.audits();
    if (!audits) return Failure(audits.error());
    auto notes = state.notes();
    if (!notes) return Failure(notes.error());
    auto properties = state.parked_properties();
    if (!properties) return Failure(properties.error());
    auto facts = state.facts();
    if (!facts) return Failure(facts.error());

    PortalStatus status;
    status.portal = *std::move(portal);
    status.counts = *std::move(counts);
    status.accounting = *std::move(accounting);
    status.health = *std::move(health);
    status.audit_budget = settings.audit_budget;
    status.parked_properties = *std::move(properties);
    status.facts = *std::move(facts);
    for (const store::AuditRow& row : *audits) {
        status.audits.push_back(status_of(row, settings, now));
        if (now - row.finished < std::chrono::hours(1)) status.audit_requests += row.requests;
    }
    std::ranges::copy_if(*notes, std::back_inserter(status.parked_notes),
                         [](const OutboxRow& row) { return row.state == RowState::Parked; });
    if (programme.schedule) {
        status.next_slot = next_slot(*programme.schedule, programme.time_zone, now);
    }
    return status;
}

void write_status(json::Writer& writer, const PortalStatus& status) {
    writer.key("portal_id");
    status.portal.portal ? writer.string(status.portal.portal->text()) : writer.null();
    write_instant(writer, "last_complete_sync", status.portal.last_complete);
    write_health(writer, status.health);
    write_instant(writer, "next_notes", status.next_slot);
    writer.member("pairs", status.counts.pairs).member("peer_groups", status.counts.groups);
    writer.member("people", status.counts.people);
    writer.key("tasks").begin_object();
    for (const auto& [state, count] : status.counts.tasks) writer.member(name_of(state), count);
    writer.end_object().key("notes").begin_object();
    for (const auto& [state, count] : status.counts.notes) writer.member(name_of(state), count);
    writer.end_object();
    writer.member("properties_waiting", status.counts.properties_waiting);
    write_parked(writer, status);
    write_audits(writer, status);
    writer.key("facts").begin_object();
    for (const auto& [name, value] : status.facts) writer.member(name, value);
    writer.end_object();
}

bool needs_attention(const PortalStatus& status) {
    const bool stuck =
        status.health && status.health->state != "ready" && status.health->state != "starting";
    return stuck || !status.accounting.failing.empty() || !status.parked_notes.empty() ||
           !status.parked_properties.empty();
}

std::string time_since(Instant then, Instant now) {
    constexpr std::int64_t hour = 60;
    constexpr std::int64_t day = 24 * hour;
    const auto minutes = std::chrono::floor<std::chrono::minutes>(now - then).count();
    const auto words = [](std::int64_t count, const char* unit) {
        return std::to_string(count) + " " + unit + (count == 1 ? "" : "s") + " ago";
    };
    if (minutes < 1) return "just now";
    if (minutes < 2 * hour) return words(minutes, "minute");
    if (minutes < 2 * day) return words(minutes / hour, "hour");
    return words(minutes / day, "day");
}

}  // namespace mentorsync
