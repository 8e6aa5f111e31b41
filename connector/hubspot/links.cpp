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
// where an answer leaves out a link although both its ends are there. All of it may be repeated
// without harm.
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
        if (auto found = find_missing(); !found) return Failure(std::move(found).error());
        if (auto sent = send_singly(); !sent) return Failure(std::move(sent).error());
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
            std::ranges::copy_if(rows, std::back_inserter(doubtful_), [&](std::size_t row) {
                return !confirmed.contains({links_[row].note.text(), links_[row].contact.text()});
            });
            return {};
        }
        const Error& error = reply.answer.error();
        if (!is_about_rows(error.code)) return Failure(error);
        if (rows.size() == 1) {
            doubtful_.push_back(rows.front());
            return {};
        }
        const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
        todo_.emplace_back(rows.begin(), middle);
        todo_.emplace_back(middle, rows.end());
        return {};
    }

    // Settles the links of which an end is not there. The CRM reports such a link as not found, as
    // invalid or not at all.
    Result<void> find_missing() {
        Ids notes;
        Ids contacts;
        for (const std::size_t row : doubtful_) {
            notes.insert(links_[row].note.text());
            contacts.insert(links_[row].contact.text());
        }
        if (notes.empty()) return {};
        const auto live_notes = live_among(RecordKind::Note, notes);
        if (!live_notes) return Failure(live_notes.error());
        const auto live_contacts = live_among(RecordKind::Contact, contacts);
        if (!live_contacts) return Failure(live_contacts.error());
        std::erase_if(doubtful_, [&](std::size_t row) {
            CrmWriter::LinkOutcome& outcome = outcomes_[row];
            outcome.missing_note = !live_notes->contains(links_[row].note.text());
            outcome.missing_contact = !live_contacts->contains(links_[row].contact.text());
            if (!outcome.missing_note && !outcome.missing_contact) return false;
            outcome.error = missing_error(row);
            return true;
        });
        return {};
    }

    [[nodiscard]] Error missing_error(std::size_t row) const {
        std::string what = describe(Endpoint::AssociateNotes, client_.version()) + ": ";
        if (outcomes_[row].missing_note) what += "note " + links_[row].note.text();
        if (outcomes_[row].missing_note && outcomes_[row].missing_contact) what += " and ";
        if (outcomes_[row].missing_contact) what += "contact " + links_[row].contact.text();
        return {ErrorCode::NotFound, what + " is not there any more under this id"};
    }

    Result<void> send_singly() {
        std::vector<Call> calls;
        for (const std::size_t row : doubtful_) {
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
            outcomes_[doubtful_[i]].error =
                error.code == ErrorCode::NotFound ? not_found_yet() : error;
        }
        return {};
    }

    // Both ends were just read: what does not find them lags behind.
    [[nodiscard]] Error not_found_yet() const {
        return {ErrorCode::Unavailable,
                describe(Endpoint::AssociateNote, client_.version()) +
                    ": the CRM does not find a note and a contact that it has: try again later"};
    }

    // An heir comes under its own id, and names whom it took in.
    static bool has_lost_a_record(const std::vector<std::string>& asked, const RecordPage& page,
                                  const json::Value& body) {
        Ids open(asked.begin(), asked.end());
        for (const CrmRecord& record : page.records) {
            if (open.erase(record.id.text()) == 0) return false;
            for (const RecordId& former : record.merged) open.erase(former.text());
        }
        for (const UnreadableRecord& each : page.unreadable) open.erase(each.record.id.text());
        for (const Fault& fault : decode_faults(body)) {
            for (const std::string& id : fault.ids) open.erase(id);
        }
        return !open.contains(std::string(kNobodysId)) && !open.empty();
    }

    Result<Ids> live_among(RecordKind kind, const Ids& ids) {
        const std::vector<std::string> all(ids.begin(), ids.end());
        Ids live;
        std::vector<std::string> properties;
        if (kind == RecordKind::Contact) properties.emplace_back("hs_merged_object_ids");
        constexpr std::size_t most = kBatchInputs - 1;  // and the id that nobody has
        for (std::size_t at = 0; at < all.size(); at += most) {
            const auto wanted = std::span(all).subspan(at, std::min(most, all.size() - at));
            std::vector<std::string> part(wanted.begin(), wanted.end());
            part.emplace_back(kNobodysId);
            const Reply reply = client_.send({.endpoint = Endpoint::BatchReadRecords,
                                              .parts = {.type = kind},
                                              .body = batch_read_body(part, properties)},
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
            if (has_lost_a_record(part, *page, reply.answer->body)) {
                return Failure(bad_shape(Endpoint::BatchReadRecords, client_.version(), "/results",
                                         "the answer leaves a record out"));
            }
        }
        return live;
    }

    Client& client_;
    std::span<const NoteLink> links_;
    const std::stop_token& stop_;
    std::vector<CrmWriter::LinkOutcome> outcomes_;
    std::deque<Rows> todo_;
    Rows doubtful_;  // not confirmed, or refused alone
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
