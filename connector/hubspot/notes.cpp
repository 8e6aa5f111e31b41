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

using States = std::map<std::string, KeyState, std::less<>>;

// One place of a batch is for the key that nobody has.
constexpr std::size_t kMostKeys = kBatchInputs - 1;

// Reads the notes with these keys, at most `kMostKeys`, among the live or the archived ones into
// `states`. A portal that says of a key that it does not exist must say so of each that it does not
// bring: in an answer that lost a row the row's key would be called absent.
class KeyRead {
public:
    KeyRead(Client& client, const std::stop_token& stop) : client_(client), stop_(stop) {}

    [[nodiscard]] Result<void> run(std::vector<std::string> keys, bool archived, States& states) {
        const std::set<std::string, std::less<>> asked(keys.begin(), keys.end());
        keys.emplace_back(kNobodysKey);
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
        auto open = asked;
        if (auto taken = take(reply.answer->body, archived, states, open); !taken) return taken;
        return settle_absent(reply.answer->body, open);
    }

private:
    // Whatever is not known to be absent must not be called so: it would be created again.
    [[nodiscard]] Result<void> settle_absent(const json::Value& body,
                                             std::set<std::string, std::less<>>& open) const {
        bool says_so = false;
        for (const Fault& fault : decode_faults(body)) {
            if (fault.category != "OBJECT_NOT_FOUND") {
                return Failure(row_error_of(Endpoint::BatchReadRecords, client_.version(), fault));
            }
            for (const std::string& key : fault.ids) {
                says_so = says_so || key == kNobodysKey;
                open.erase(key);
            }
        }
        if (says_so && !open.empty()) return unreadable("the answer leaves a key out");
        return {};
    }

    // Takes the keys that the answer brings out of `open`.
    [[nodiscard]] Result<void> take(const json::Value& body, bool archived, States& states,
                                    std::set<std::string, std::less<>>& open) const {
        const auto page = decode_records(RecordKind::Note, body);
        if (!page || !page->unreadable.empty()) return unreadable("a note cannot be read");
        for (const CrmRecord& note : page->records) {
            const std::string_view key = note.value(kKeyProperty);
            if (key.empty()) return unreadable("a note comes without its key");
            const auto asked = states.find(key);
            if (asked == states.end()) continue;
            open.erase(asked->first);
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
    for (std::size_t at = 0; at < asked.size(); at += kMostKeys) {
        const auto first = asked.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = static_cast<std::ptrdiff_t>(std::min(kMostKeys, asked.size() - at));
        for (const bool archived : {false, true}) {
            auto done = read.run({first, first + count}, archived, states);
            if (!done) return Failure(std::move(done).error());
        }
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
