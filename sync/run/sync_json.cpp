#include "sync/run/sync_json.hpp"

#include "sync/run/plan_json.hpp"

namespace mentorsync {

namespace {

void write_delivery(json::Writer& writer, const DeliveryReport& delivery) {
    writer.key("delivery").begin_object();
    writer.member("notes_written", delivery.notes_done);
    writer.member("notes_gone", delivery.notes_gone);
    writer.member("notes_parked", delivery.notes_parked);
    writer.member("properties_set", delivery.properties_set);
    writer.member("properties_parked", delivery.properties_parked);
    writer.key("stopped");
    if (delivery.stopped) {
        writer.begin_object().member("code", name_of(delivery.stopped->code));
        writer.member("message", delivery.stopped->message).end_object();
    } else {
        writer.null();
    }
    writer.end_object();
}

}  // namespace

void write_accounting(json::Writer& writer, const store::Accounting& accounting) {
    writer.begin_object();
    writer.member("total", accounting.total).member("in_sync", accounting.in_sync);
    writer.key("excluded").begin_object();
    for (const auto& [code, count] : accounting.excluded) writer.member(code, count);
    writer.end_object();
    writer.key("failing").begin_array();
    for (const SetAside& aside : accounting.failing) {
        writer.begin_object().member("kind", name_of(aside.record.kind));
        writer.member("id", aside.record.id.text()).member("rule", aside.rule);
        writer.member("code", aside.code).member("reason", aside.reason).end_object();
    }
    writer.end_array().end_object();
}

void write_proposal(json::Writer& writer, const Proposal& proposal) {
    writer.member("portal_id", proposal.account.portal.text());
    writer.key("pull").begin_object();
    writer.member("records", proposal.pull.records).member("requests", proposal.pull.requests);
    writer.member("search_requests", proposal.pull.search_requests);
    writer.member("minimum_requests", proposal.pull.minimum_requests);
    writer.member("complete", proposal.pull.coverage == Coverage::Everything).end_object();
    writer.key("counts");
    write_counts(writer, count(proposal.plan));
    writer.key("records");
    write_accounting(writer, proposal.accounting());
    writer.key("brakes").begin_array();
    for (const Brake& brake : proposal.brakes) {
        writer.begin_object().member("kind", name_of(brake.kind));
        writer.member("reason", brake.reason).end_object();
    }
    writer.end_array();
    writer.member("acceptance", proposal.acceptance).member("plan_hash", proposal.plan_hash);
    writer.key("actions");
    write_actions(writer, proposal.plan);
}

std::string sync_json(std::string_view portal, const SyncReport& done) {
    json::Writer writer;
    writer.begin_object().member("schema", "mentorsync.sync/1");
    writer.member("portal", portal);
    write_proposal(writer, done.proposal);
    write_delivery(writer, done.delivery);
    writer.end_object();
    return writer.take();
}

}  // namespace mentorsync
