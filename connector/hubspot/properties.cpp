#include <algorithm>
#include <deque>
#include <map>

#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/hubspot_connector.hpp"

namespace mentorsync::hubspot {

namespace {

// What is to be written to one contact.
struct ContactUpdate {
    std::string id;
    std::map<std::string, std::string> values;
};

using Batch = std::vector<ContactUpdate>;

std::string update_body(const Batch& batch) {
    json::Writer out;
    out.begin_object().key("inputs").begin_array();
    for (const ContactUpdate& update : batch) {
        // With a trace id on every row, the CRM refuses rows and not whole batches.
        out.begin_object().member("id", update.id).member("objectWriteTraceId", update.id);
        out.key("properties").begin_object();
        for (const auto& [name, value] : update.values) out.member(name, value);
        out.end_object().end_object();
    }
    out.end_array().end_object();
    return out.take();
}

bool is_about_rows(ErrorCode code) {
    return code == ErrorCode::Rejected || code == ErrorCode::KeyTaken ||
           code == ErrorCode::NotFound;
}

// Writes in batches, in halves where a batch is refused, until only what is refused is left.
class Update {
public:
    Update(Client& client, const std::stop_token& stop) : client_(client), stop_(stop) {}

    Result<std::map<std::string, RowOutcome>> run(Batch all) {
        for (auto first = all.begin(); first != all.end();) {
            const auto count = std::min<std::ptrdiff_t>(kBatchInputs, all.end() - first);
            todo_.emplace_back(std::move_iterator(first), std::move_iterator(first + count));
            first += count;
        }
        while (!todo_.empty()) {
            const Batch batch = std::move(todo_.front());
            todo_.pop_front();
            auto sent = send(batch);
            if (sent) continue;
            if (outcomes_.empty()) return Failure(std::move(sent).error());
            settle(batch, sent.error());
            for (const Batch& unsent : todo_) settle(unsent, sent.error());
            todo_.clear();
        }
        return std::move(outcomes_);
    }

private:
    Result<void> send(const Batch& batch) {
        if (stop_.stop_requested()) return fail(ErrorCode::Cancelled, "stopped on request");
        const Reply reply =
            client_.send({.endpoint = Endpoint::UpdateContacts, .body = update_body(batch)}, stop_);
        if (reply.answer) {
            take(batch, reply.answer->body);
            return {};
        }
        const Error& error = reply.answer.error();
        if (error.code == ErrorCode::Ambiguous || error.code == ErrorCode::BadResponse) {
            settle(batch, {ErrorCode::Ambiguous, error.message});
            return {};
        }
        if (!is_about_rows(error.code)) return Failure(error);
        if (batch.size() == 1) {
            settle(batch, error);
            return {};
        }
        const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
        todo_.emplace_front(middle, batch.end());
        todo_.emplace_front(batch.begin(), middle);
        return {};
    }

    void take(const Batch& batch, const json::Value& body) {
        settle(batch, {ErrorCode::Ambiguous, describe(Endpoint::UpdateContacts, client_.version()) +
                                                 ": the answer does not mention this contact"});
        for (const Fault& fault : decode_faults(body)) {
            const Error error = row_error_of(Endpoint::UpdateContacts, client_.version(), fault);
            for (const auto& names : {fault.ids, fault.trace_ids}) refuse(names, error);
        }
        const json::Value* const results = find_results(body);
        if (results == nullptr) return;
        for (const json::Value& item : results->items) {
            const auto id = decode_id(item.find("id"));
            const auto found = id ? outcomes_.find(*id) : outcomes_.end();
            if (found != outcomes_.end()) found->second = {RecordId(*id), std::nullopt};
        }
    }

    void refuse(const std::vector<std::string>& ids, const Error& error) {
        for (const std::string& id : ids) {
            const auto found = outcomes_.find(id);
            if (found != outcomes_.end()) found->second.error = error;
        }
    }

    void settle(const Batch& batch, const Error& error) {
        for (const ContactUpdate& update : batch) outcomes_[update.id] = {std::nullopt, error};
    }

    Client& client_;
    const std::stop_token& stop_;
    std::deque<Batch> todo_;
    std::map<std::string, RowOutcome> outcomes_;
};

}  // namespace

Result<std::vector<RowOutcome>> HubspotConnector::set_properties(
    std::span<const PropertyUpdate> updates, const std::stop_token& stop) {
    std::map<std::string, ContactUpdate> by_contact;
    for (const PropertyUpdate& update : updates) {
        const std::string& id = update.contact.text();
        if (!is_crm_id(id)) {
            return fail(ErrorCode::InvalidArgument, "a contact to update has no CRM id");
        }
        ContactUpdate& row = by_contact[id];
        row.id = id;
        row.values[update.property] = update.value.value();
    }
    Batch all;
    for (auto& [id, row] : by_contact) all.push_back(std::move(row));
    const auto outcomes = Update(client_, stop).run(std::move(all));
    if (!outcomes) return Failure(outcomes.error());

    std::vector<RowOutcome> result;
    for (const PropertyUpdate& update : updates) {
        result.push_back(outcomes->at(update.contact.text()));
    }
    return result;
}

}  // namespace mentorsync::hubspot
