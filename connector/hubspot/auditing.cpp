#include <algorithm>
#include <map>
#include <set>

#include "connector/hubspot/bodies.hpp"
#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/hubspot_connector.hpp"
#include "mentorsync/own_names.hpp"

namespace mentorsync::hubspot {

namespace {

constexpr std::string_view kNotFound = "OBJECT_NOT_FOUND";
constexpr std::size_t kMostLinkPages = 1'000;

std::vector<std::string> texts_of(std::span<const RecordId> ids) {
    std::set<std::string> texts;
    for (const RecordId& id : ids) texts.insert(id.text());
    return {texts.begin(), texts.end()};
}

// Reads contacts by id, live or archived, and says where each is that was found.
class Lookup {
public:
    using Found = std::map<std::string, Whereabouts, std::less<>>;

    Lookup(Client& client, const std::stop_token& stop) : client_(client), stop_(stop) {}

    // Adds those of `ids` that are found to `found`. Fails with BadResponse, rather than calling a
    // contact gone, when an answer leaves it open.
    [[nodiscard]] Result<void> run(const std::vector<std::string>& ids, bool archived,
                                   Found& found) {
        if (ids.empty()) return {};
        if (ids.size() == kBatchInputs) {  // no place for the id that nobody has
            const auto middle = ids.begin() + kBatchInputs / 2;
            auto done = run({ids.begin(), middle}, archived, found);
            return done ? run({middle, ids.end()}, archived, found) : done;
        }
        const std::vector<std::string> properties{"hs_merged_object_ids"};
        std::vector<std::string> asked = ids;
        asked.emplace_back(kNobodysId);
        Call call{.endpoint = Endpoint::BatchReadRecords,
                  .parts = {.type = RecordKind::Contact},
                  .body = batch_read_body(asked, properties)};
        if (archived) call.query.push_back({"archived", "true"});
        const Reply reply = client_.send(call, stop_);
        if (!reply.answer) {
            const bool none = reply.answer.error().code == ErrorCode::NotFound &&
                              reply.fault.category == kNotFound;
            return none ? Result<void>{} : Failure(reply.answer.error());
        }
        const auto page = decode_records(RecordKind::Contact, reply.answer->body);
        if (!page || !page->unreadable.empty()) return unreadable("a contact cannot be read");
        return take(ids, archived, *page, reply.answer->body, found);
    }

private:
    [[nodiscard]] Result<void> take(const std::vector<std::string>& ids, bool archived,
                                    const RecordPage& page, const json::Value& body, Found& found) {
        std::set<std::string, std::less<>> open(ids.begin(), ids.end());
        bool says_so = false;
        for (const Fault& fault : decode_faults(body)) {
            if (fault.category != kNotFound) {
                return Failure(row_error_of(Endpoint::BatchReadRecords, client_.version(), fault));
            }
            for (const std::string& id : fault.ids) {
                says_so = says_so || id == kNobodysId;
                open.erase(id);
            }
        }
        const auto where = archived ? Whereabouts::Where::Archived : Whereabouts::Where::Live;
        const CrmRecord* stranger = nullptr;
        for (const CrmRecord& contact : page.records) {
            bool wanted = false;
            const auto settle = [&](const RecordId& id) {
                if (open.erase(id.text()) == 0) return;
                found.insert_or_assign(id.text(), Whereabouts{where, contact.id});
                wanted = true;
            };
            settle(contact.id);
            for (const RecordId& former : contact.merged) settle(former);
            if (!wanted) stranger = &contact;
        }
        if (open.empty()) return {};
        if (says_so && stranger == nullptr) return unreadable("the answer leaves a contact out");
        if (ids.size() > 1) return one_by_one(open, archived, found);
        // Asked for alone, another id is the heir's, and silence is an answer.
        if (stranger != nullptr) {
            found.insert_or_assign(ids.front(), Whereabouts{where, stranger->id});
        }
        return {};
    }

    [[nodiscard]] Result<void> one_by_one(const std::set<std::string, std::less<>>& ids,
                                          bool archived, Found& found) {
        for (const std::string& id : ids) {
            if (auto done = run({id}, archived, found); !done) return done;
        }
        return {};
    }

    [[nodiscard]] Result<void> unreadable(std::string_view what) const {
        return Failure(bad_shape(Endpoint::BatchReadRecords, client_.version(), "/results", what));
    }

    Client& client_;
    const std::stop_token& stop_;
};

// The contacts of notes, by note id.
class NoteLinks {
public:
    using Contacts = std::map<std::string, std::vector<RecordId>, std::less<>>;

    NoteLinks(Client& client, const std::stop_token& stop) : client_(client), stop_(stop) {}

    [[nodiscard]] Result<Contacts> run(const std::vector<std::string>& notes) {
        Contacts contacts;
        std::vector<LinkInput> inputs;
        for (const std::string& note : notes) {
            contacts[note];
            inputs.push_back({note});
        }
        for (std::size_t page = 0; !inputs.empty(); ++page) {
            if (page == kMostLinkPages) return circle();
            auto more = read(inputs, contacts);
            if (!more) return Failure(std::move(more).error());
            inputs = *std::move(more);
        }
        for (auto& [note, linked] : contacts) {
            std::ranges::sort(linked);
            linked.erase(std::unique(linked.begin(), linked.end()), linked.end());
        }
        return contacts;
    }

private:
    [[nodiscard]] Result<std::vector<LinkInput>> read(const std::vector<LinkInput>& inputs,
                                                      Contacts& contacts) {
        const Reply reply =
            client_.send({.endpoint = Endpoint::BatchReadLinks,
                          .parts = {.type = RecordKind::Note, .to_type = RecordKind::Contact},
                          .body = link_read_body(inputs)},
                         stop_);
        if (!reply.answer) {
            const bool none = reply.answer.error().code == ErrorCode::NotFound &&
                              reply.fault.category == kNotFound;
            if (none) return std::vector<LinkInput>{};
            return Failure(reply.answer.error());
        }
        for (const Fault& fault : decode_faults(reply.answer->body)) {
            // A note without contacts may be reported as a fault.
            if (fault.category == kNotFound) continue;
            return Failure(row_error_of(Endpoint::BatchReadLinks, client_.version(), fault));
        }
        auto page = decode_links(RecordKind::Note, RecordKind::Contact, reply.answer->body);
        if (!page || !page->unreadable.empty()) {
            return Failure(bad_shape(Endpoint::BatchReadLinks, client_.version(), "/results",
                                     "an association cannot be read"));
        }
        for (CrmLink& link : page->links) {
            const auto note = contacts.find(link.from.id.text());
            if (note != contacts.end()) note->second.push_back(std::move(link.to.id));
        }
        std::vector<LinkInput> more;
        for (LinkPage::More& next : page->more) {
            if (contacts.contains(next.id)) more.push_back({std::move(next.id), next.after});
        }
        return more;
    }

    [[nodiscard]] Result<Contacts> circle() const {
        return Failure(bad_shape(Endpoint::BatchReadLinks, client_.version(),
                                 "/results/paging/next/after", "the pages go in a circle"));
    }

    Client& client_;
    const std::stop_token& stop_;
};

}  // namespace

Result<std::vector<Whereabouts>> HubspotConnector::find_contacts(std::span<const RecordId> contacts,
                                                                 const std::stop_token& stop) {
    if (contacts.size() > kBatchInputs) {
        return fail(ErrorCode::InvalidArgument, "at most 100 contacts can be looked up at a time");
    }
    Lookup lookup(client_, stop);
    Lookup::Found found;
    std::vector<std::string> ids = texts_of(contacts);
    for (const bool archived : {false, true}) {
        if (auto done = lookup.run(ids, archived, found); !done) return Failure(done.error());
        std::erase_if(ids, [&](const std::string& id) { return found.contains(id); });
    }
    std::vector<Whereabouts> all;
    for (const RecordId& contact : contacts) {
        const auto place = found.find(contact.text());
        all.push_back(place == found.end() ? Whereabouts{} : place->second);
    }
    return all;
}

Result<std::vector<std::vector<RecordId>>> HubspotConnector::note_contacts(
    std::span<const RecordId> notes, const std::stop_token& stop) {
    if (notes.size() > kBatchInputs) {
        return fail(ErrorCode::InvalidArgument, "at most 100 notes can be read at a time");
    }
    std::vector<std::vector<RecordId>> all;
    if (notes.empty()) return all;
    const auto found = NoteLinks(client_, stop).run(texts_of(notes));
    if (!found) return Failure(found.error());
    for (const RecordId& note : notes) all.push_back(found->find(note.text())->second);
    return all;
}

Result<CrmAuditor::OwnNotes> HubspotConnector::own_notes(const std::string& after,
                                                         const std::stop_token& stop) {
    Call call{.endpoint = Endpoint::ListRecords,
              .parts = {.type = RecordKind::Note},
              .query = {{"limit", std::to_string(kListPage)},
                        {"archived", "false"},
                        {"associations", "contacts"},
                        {"properties", std::string(kKeyProperty)}}};
    if (!after.empty()) call.query.push_back({"after", after});
    const Reply reply = client_.send(call, stop);
    if (!reply.answer) return Failure(reply.answer.error());
    auto page = decode_records(RecordKind::Note, reply.answer->body);
    if (!page || !page->unreadable.empty()) {
        return Failure(bad_shape(Endpoint::ListRecords, client_.version(), "/results",
                                 "a note cannot be read"));
    }
    OwnNotes own{.notes = {}, .after = decode_after(reply.answer->body)};
    if (!own.after.empty() && own.after == after) {
        return Failure(bad_shape(Endpoint::ListRecords, client_.version(), "/paging/next/after",
                                 "the pages go in a circle"));
    }
    std::map<std::string, std::vector<RecordId>, std::less<>> contacts;
    for (CrmLink& link : page->links) contacts[link.from.id.text()].push_back(link.to.id);
    std::vector<std::string> cut;
    for (const RecordId& note : page->with_more_links) cut.push_back(note.text());
    if (!cut.empty()) {
        auto whole = NoteLinks(client_, stop).run(cut);
        if (!whole) return Failure(std::move(whole).error());
        for (auto& [note, linked] : *whole) contacts[note] = std::move(linked);
    }
    for (const CrmRecord& note : page->records) {
        const std::string_view key = note.value(kKeyProperty);
        if (key.empty()) continue;
        own.notes.push_back({note.id, NoteKey(std::string(key)), note.created,
                             std::move(contacts[note.id.text()])});
    }
    return own;
}

}  // namespace mentorsync::hubspot
