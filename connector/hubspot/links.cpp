#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "connector/hubspot/bodies.hpp"
#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/hubspot_connector.hpp"

namespace mentorsync::hubspot {

namespace {

using Rows = std::vector<std::size_t>;  // places among the links
using Pair = std::pair<std::string, std::string>;
using Ids = std::set<std::string, std::less<>>;

std::string associate_body(std::span<const NoteLink> links, const Rows& rows) {
    json::Writer out;
    out.begin_object().key("inputs").begin_array();
    for (const std::size_t row : rows) {
        out.begin_object();
        out.key("from").begin_object().member("id", links[row].note.text()).end_object();
        out.key("to").begin_object().member("id", links[row].contact.text()).end_object();
        out.end_object();
    }
    out.end_array().end_object();
    return out.take();
}

// The pairs that an answer confirms. Source: HubSpot API reference, Associations, create default;
// guides and descriptions spell the ends differently.
std::set<Pair> confirmed_pairs(const json::Value& body) {
    std::set<Pair> pairs;
    const json::Value* const results = find_results(body);
    if (results == nullptr) return pairs;
    for (const json::Value& item : results->items) {
        auto from = decode_id(item.find_path({"from", "id"}));
        auto to = decode_id(item.find_path({"to", "id"}));
        if (!from) from = decode_id(item.find("fromObjectId"));
        if (!to) to = decode_id(item.find("toObjectId"));
        if (from && to) pairs.emplace(*from, *to);
    }
    return pairs;
}

bool is_about_rows(ErrorCode code) {
    return code == ErrorCode::NotFound || code == ErrorCode::Rejected ||
           code == ErrorCode::KeyTaken;
}

// Associates the links of one call: in batches, in halves where a batch is refused, one by one
// where an answer leaves out a row. All of it may be repeated without harm.
class Association {
public:
    Association(Client& client, std::span<const NoteLink> links, const std::stop_token& stop)
        : client_(client), links_(links), stop_(stop), outcomes_(links.size()) {}

    Result<std::vector<CrmWriter::LinkOutcome>> run() {
        Rows rows;
        for (std::size_t row = 0; row < links_.size(); ++row) {
            rows.push_back(row);
            if (rows.size() == kLinkWriteInputs) todo_.push_back(std::exchange(rows, {}));
        }
        if (!rows.empty()) todo_.push_back(std::move(rows));
        while (!todo_.empty()) {
            if (auto sent = send_batches(); !sent) return Failure(std::move(sent).error());
        }
        if (auto sent = send_singly(); !sent) return Failure(std::move(sent).error());
        if (auto found = find_missing(); !found) return Failure(std::move(found).error());
        return std::move(outcomes_);
    }

private:
    Result<void> send_batches() {
        std::vector<Call> calls;
        for (const Rows& rows : todo_) {
            calls.push_back(
                {.endpoint = Endpoint::AssociateNotes, .body = associate_body(links_, rows)});
        }
        const std::deque<Rows> sent = std::exchange(todo_, {});
        const std::vector<Reply> replies = client_.exchange(calls, stop_);
        for (std::size_t i = 0; i < sent.size(); ++i) {
            if (auto taken = take(sent[i], replies[i]); !taken) return taken;
        }
        return {};
    }

    Result<void> take(const Rows& rows, const Reply& reply) {
        if (reply.answer) {
            const std::set<Pair> confirmed = confirmed_pairs(reply.answer->body);
            for (const std::size_t row : rows) {
                const Pair pair{links_[row].note.text(), links_[row].contact.text()};
                if (!confirmed.contains(pair)) unconfirmed_.push_back(row);
            }
            return {};
        }
        const Error& error = reply.answer.error();
        if (!is_about_rows(error.code)) return Failure(error);
        if (rows.size() == 1) {
            outcomes_[rows.front()].error = error;
            return {};
        }
        const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
        todo_.emplace_back(rows.begin(), middle);
        todo_.emplace_back(middle, rows.end());
        return {};
    }

    Result<void> send_singly() {
        std::vector<Call> calls;
        for (const std::size_t row : unconfirmed_) {
            calls.push_back(
                {.endpoint = Endpoint::AssociateNote,
                 .parts = {.id = links_[row].note.text(), .to_id = links_[row].contact.text()}});
        }
        if (calls.empty()) return {};
        const std::vector<Reply> replies = client_.exchange(calls, stop_);
        for (std::size_t i = 0; i < replies.size(); ++i) {
            if (replies[i].answer) continue;
            const Error& error = replies[i].answer.error();
            if (!is_about_rows(error.code)) return Failure(error);
            outcomes_[unconfirmed_[i]].error = error;
        }
        return {};
    }

    // Says which side of the links that were not found is missing.
    Result<void> find_missing() {
        Ids notes;
        Ids contacts;
        for (std::size_t row = 0; row < links_.size(); ++row) {
            if (!is_not_found(row)) continue;
            notes.insert(links_[row].note.text());
            contacts.insert(links_[row].contact.text());
        }
        if (notes.empty()) return {};
        const auto live_notes = live_among(RecordKind::Note, notes);
        if (!live_notes) return Failure(live_notes.error());
        const auto live_contacts = live_among(RecordKind::Contact, contacts);
        if (!live_contacts) return Failure(live_contacts.error());
        for (std::size_t row = 0; row < links_.size(); ++row) {
            if (is_not_found(row)) name_missing(row, *live_notes, *live_contacts);
        }
        return {};
    }

    [[nodiscard]] bool is_not_found(std::size_t row) const {
        return outcomes_[row].error && outcomes_[row].error->code == ErrorCode::NotFound;
    }

    void name_missing(std::size_t row, const Ids& live_notes, const Ids& live_contacts) {
        CrmWriter::LinkOutcome& outcome = outcomes_[row];
        const NoteLink& link = links_[row];
        outcome.missing_note = !live_notes.contains(link.note.text());
        outcome.missing_contact = !live_contacts.contains(link.contact.text());
        if (outcome.missing_note) {
            outcome.error->message += ": note " + link.note.text() + " is gone";
        }
        if (outcome.missing_contact) {
            outcome.error->message += ": contact " + link.contact.text() + " is gone";
        }
        if (outcome.missing_note || outcome.missing_contact) return;
        outcome.error = {ErrorCode::Unavailable,
                         describe(Endpoint::AssociateNotes, client_.version()) +
                             ": the CRM does not find a note and a contact that it has: try again "
                             "later"};
    }

    Result<Ids> live_among(RecordKind kind, const Ids& ids) {
        const std::vector<std::string> all(ids.begin(), ids.end());
        Ids live;
        for (std::size_t at = 0; at < all.size(); at += kBatchInputs) {
            const auto part = std::span(all).subspan(at, std::min(kBatchInputs, all.size() - at));
            const Reply reply = client_.send({.endpoint = Endpoint::BatchReadRecords,
                                              .parts = {.type = kind},
                                              .body = batch_read_body(part, {})},
                                             stop_);
            if (!reply.answer) {
                if (reply.answer.error().code == ErrorCode::NotFound) continue;
                return Failure(reply.answer.error());
            }
            const auto page = decode_records(kind, reply.answer->body);
            if (!page) {
                return Failure(bad_shape(Endpoint::BatchReadRecords, client_.version(), "/results",
                                         "there is no array"));
            }
            for (const CrmRecord& record : page->records) {
                if (!record.archived) live.insert(record.id.text());
            }
        }
        return live;
    }

    Client& client_;
    std::span<const NoteLink> links_;
    const std::stop_token& stop_;
    std::vector<CrmWriter::LinkOutcome> outcomes_;
    std::deque<Rows> todo_;
    Rows unconfirmed_;
};

}  // namespace

Result<std::vector<CrmWriter::LinkOutcome>> HubspotConnector::associate_notes(
    std::span<const NoteLink> links, const std::stop_token& stop) {
    for (const NoteLink& link : links) {
        if (!is_crm_id(link.note.text()) || !is_crm_id(link.contact.text())) {
            return fail(ErrorCode::InvalidArgument, "a note or contact to associate has no CRM id");
        }
    }
    return Association(client_, links, stop).run();
}

}  // namespace mentorsync::hubspot
