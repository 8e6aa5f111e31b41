#include "connector/host/host_connector.hpp"

#include <algorithm>
#include <utility>

namespace mentorsync::host {

namespace {

// A cursor says that there is a mirror to go on from.
constexpr char kCursor[] = "host";

}  // namespace

Result<void> HostConnector::set_schema(std::string_view document) {
    auto schema = read_schema(document);
    if (!schema) return Failure(std::move(schema).error());
    schema_ = *std::move(schema);
    return {};
}

Result<void> HostConnector::put(std::string_view document) {
    if (auto known = needs_schema(); !known) return known;
    return add_records(document, handed_in_);
}

Result<void> HostConnector::needs_schema() const {
    if (schema_) return {};
    return fail(ErrorCode::InvalidArgument,
                "nothing is known of this host's CRM yet; hand in a document "
                "\"mentorsync.schema/1\" first");
}

Result<CrmAccount> HostConnector::account(const std::stop_token& stop) {
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped on request");
    if (auto known = needs_schema(); !known) return Failure(std::move(known).error());
    return schema_->account;
}

Result<CrmSchema> HostConnector::schema(const std::stop_token& stop) {
    if (auto known = account(stop); !known) return Failure(std::move(known).error());
    CrmSchema schema = schema_->schema;
    for (const auto& [id, owner] : handed_in_.owners) schema.owners.push_back(owner);
    return schema;
}

Result<PullReport> HostConnector::pull(const PullScope& scope, CrmSink& sink,
                                       PullObserver& /*observer*/, const std::stop_token& stop) {
    if (auto known = account(stop); !known) return Failure(std::move(known).error());
    if (!holds_everything()) {
        return fail(ErrorCode::InvalidArgument,
                    "this state has nothing to compare changes with, or the mapping reads what was "
                    "not kept; hand in every record, with \"coverage\": \"everything\"");
    }
    auto taken = sink.take(page_of(handed_in_, scope));
    if (taken) taken = take_lists(scope, sink);
    if (!taken) return Failure(std::move(taken).error());
    return report();
}

// NOLINTNEXTLINE(readability-function-size): the parameters are those of the door
Result<PullReport> HostConnector::pull_changes(const PullScope& scope,
                                               const ChangeRequest& /*request*/,
                                               const CrmMirror& /*mirror*/, CrmSink& sink,
                                               PullObserver& /*observer*/,
                                               const std::stop_token& stop) {
    if (auto known = account(stop); !known) return Failure(std::move(known).error());
    auto taken = has_records() ? sink.take(changes_of(scope)) : Result<void>();
    if (taken) taken = take_lists(scope, sink);
    if (!taken) return Failure(std::move(taken).error());
    PullReport pulled = report();
    pulled.changed = has_records();
    return pulled;
}

CrmPage HostConnector::changes_of(const PullScope& scope) const {
    CrmPage page = page_of(handed_in_, scope);
    for (const auto& [ref, how] : handed_in_.gone) page.gone.push_back({ref, how});
    for (const CrmRecord& record : page.records) {
        page.links_of.push_back({{record.kind, record.id}, RecordKind::Contact});
    }
    return page;
}

// A page a list, which ends it: whoever is not in it is on the list no more.
Result<void> HostConnector::take_lists(const PullScope& scope, CrmSink& sink) const {
    std::vector<ListId> wanted = scope.member_lists;
    if (scope.people_list) wanted.push_back(*scope.people_list);
    for (const auto& [list, members] : handed_in_.lists) {
        if (std::ranges::find(wanted, list) == wanted.end()) continue;
        CrmPage page;
        page.stream = "list:" + list.text();
        for (const RecordId& contact : members) page.memberships.push_back({list, contact});
        if (auto taken = sink.take(page); !taken) return taken;
    }
    return {};
}

PullReport HostConnector::report() const {
    PullReport report;
    report.records = handed_in_.records.size();
    report.coverage = Coverage::Everything;
    report.cursors = {{kCursor, "1"}};
    return report;
}

Result<std::vector<Whereabouts>> HostConnector::find_contacts(std::span<const RecordId> contacts,
                                                              const std::stop_token& /*stop*/) {
    using Where = Whereabouts::Where;
    std::vector<Whereabouts> found;
    found.reserve(contacts.size());
    for (const RecordId& contact : contacts) {
        const RecordRef ref{RecordKind::Contact, contact};
        const auto gone = handed_in_.gone.find(ref);
        const bool erased =
            gone != handed_in_.gone.end() && gone->second == GoneRecord::How::Erased;
        const bool live = handed_in_.records.contains(ref);
        found.push_back({.where = erased ? Where::Nowhere
                                  : live ? Where::Live
                                         : Where::Archived,
                         .present = erased ? RecordId() : contact});
    }
    return found;
}

Result<std::vector<std::vector<RecordId>>> HostConnector::note_contacts(
    std::span<const RecordId> notes, const std::stop_token& /*stop*/) {
    return std::vector<std::vector<RecordId>>(notes.size());
}

Result<CrmAuditor::OwnNotes> HostConnector::own_notes(const std::string& /*after*/,
                                                      const std::stop_token& /*stop*/) {
    return OwnNotes{};
}

}  // namespace mentorsync::host
