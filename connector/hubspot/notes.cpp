#include <algorithm>
#include <map>

#include "connector/hubspot/bodies.hpp"
#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/hubspot_connector.hpp"
#include "mentorsync/own_names.hpp"

namespace mentorsync::hubspot {

namespace {

using States = std::map<std::string, KeyState, std::less<>>;

// Reads the notes with these keys among the live or the archived ones into `states`.
class KeyRead {
public:
    KeyRead(Client& client, const std::stop_token& stop) : client_(client), stop_(stop) {}

    [[nodiscard]] Result<void> run(const std::vector<std::string>& keys, bool archived,
                                   States& states) {
        const std::vector<std::string> properties{std::string(kKeyProperty)};
        Call call{.endpoint = Endpoint::BatchReadRecords,
                  .parts = {.type = RecordKind::Note},
                  .body = batch_read_body(keys, properties, kKeyProperty)};
        if (archived) call.query.push_back({"archived", "true"});
        const Reply reply = client_.send(call, stop_);
        if (!reply.answer) {
            // None of them exists.
            if (reply.answer.error().code == ErrorCode::NotFound) return {};
            return Failure(reply.answer.error());
        }
        if (auto checked = check_faults(reply.answer->body); !checked) return checked;
        return take(reply.answer->body, archived, states);
    }

private:
    // Whatever is not known to be absent must not be called so: it would be created again.
    [[nodiscard]] Result<void> check_faults(const json::Value& body) const {
        for (const Fault& fault : decode_faults(body)) {
            if (fault.category == "OBJECT_NOT_FOUND") continue;
            return Failure(row_error_of(Endpoint::BatchReadRecords, client_.version(), fault));
        }
        return {};
    }

    [[nodiscard]] Result<void> take(const json::Value& body, bool archived, States& states) const {
        const auto page = decode_records(RecordKind::Note, body);
        if (!page || !page->unreadable.empty()) return unreadable("a note cannot be read");
        for (const CrmRecord& note : page->records) {
            const std::string_view key = note.value(kKeyProperty);
            if (key.empty()) return unreadable("a note comes without its key");
            const auto asked = states.find(key);
            if (asked == states.end()) continue;
            KeyState& state = asked->second;
            const auto where =
                archived || note.archived ? KeyState::Where::Archived : KeyState::Where::Live;
            // Of two, whoever asks again gets the same.
            const bool outranks = state.where == where
                                      ? is_smaller_id(note.id.text(), state.id.text())
                                      : state.where != KeyState::Where::Archived;
            if (!outranks) continue;
            state.where = where;
            state.id = note.id;
        }
        return {};
    }

    [[nodiscard]] Result<void> unreadable(std::string_view what) const {
        return Failure(bad_shape(Endpoint::BatchReadRecords, client_.version(), "/results", what));
    }

    Client& client_;
    const std::stop_token& stop_;
};

}  // namespace

Result<std::vector<KeyState>> HubspotConnector::read_notes_by_key(std::span<const NoteKey> keys,
                                                                  const std::stop_token& stop) {
    if (keys.size() > kBatchInputs) {
        return fail(ErrorCode::InvalidArgument, "at most 100 keys can be read at a time");
    }
    States states;
    std::vector<std::string> asked;
    for (const NoteKey& key : keys) {
        if (states.try_emplace(key.text()).second) asked.push_back(key.text());
    }
    KeyRead read(client_, stop);
    for (const bool archived : {false, true}) {
        if (auto done = read.run(asked, archived, states); !done) return Failure(done.error());
    }
    std::vector<KeyState> found;
    for (const NoteKey& key : keys) found.push_back(states.find(key.text())->second);
    return found;
}

Result<void> HubspotConnector::archive_own_note(const RecordId& note, const std::stop_token& stop) {
    const Reply reply =
        client_.send({.endpoint = Endpoint::ArchiveNote, .parts = {.id = note.text()}}, stop);
    if (reply.answer || reply.answer.error().code == ErrorCode::NotFound) return {};
    return Failure(reply.answer.error());
}

}  // namespace mentorsync::hubspot
