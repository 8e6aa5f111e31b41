// Watches everything the sandbox CRM does and remembers what a test must know afterwards.
//
// Told of every change of a note as it happens, not only at the end: a note that was doubled for a
// moment counts.

#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/sandbox/message.hpp"
#include "tests/sandbox/times.hpp"

namespace mentorsync::sandbox {

// The property that names what a note of ours is about.
inline constexpr std::string_view kNoteKey = "mentorsync_key";

// Who caused a change.
enum class Actor { Client, Person };

struct SeenRequest {
    Time at;
    std::string portal;  // empty when the token was nobody's
    std::string method;
    std::string target;
    std::string path_class;  // method and path with {id} for ids, without a version
    int status = 0;          // 0 when no answer left the CRM
    Delivery delivery = Delivery::Answered;
};

struct NoteState {
    std::string portal;
    std::string id;
    std::string key;  // empty: a note of somebody else
    bool live = false;
    bool visible = false;  // live, and associated with a contact
};

class Witness {
public:
    void saw(SeenRequest request);
    void saw_violation(std::string what);
    void saw_note(const NoteState& note, Actor actor);
    // The note no longer exists at all.
    void lost_note(const std::string& portal, const std::string& id);

    [[nodiscard]] const std::vector<SeenRequest>& requests() const noexcept { return requests_; }
    [[nodiscard]] std::uint64_t request_count() const noexcept { return request_count_; }
    // How many requests of each class arrived: "POST objects/notes/batch/create".
    [[nodiscard]] const std::map<std::string, std::uint64_t>& counts() const noexcept {
        return counts_;
    }
    // Requests that no client of ours may send.
    [[nodiscard]] const std::vector<std::string>& violations() const noexcept {
        return violations_;
    }

    // The most live notes that any one key ever had at the same moment, and the same of notes that
    // a person could see on a timeline. More than one is a duplicate.
    [[nodiscard]] std::size_t most_live() const noexcept { return most_live_; }
    [[nodiscard]] std::size_t most_visible() const noexcept { return most_visible_; }
    [[nodiscard]] std::size_t live(const std::string& portal, const std::string& key) const;

    // Keys of notes that a client made visible again after a person had deleted them.
    [[nodiscard]] const std::vector<std::string>& risen() const noexcept { return risen_; }

    // Forgets the requests and their counts, not what happened to notes.
    void forget_requests();
    // Whether each request is kept, or only counted: a year of simulation has many.
    void keep_requests(bool keep) noexcept { keep_requests_ = keep; }

private:
    using Key = std::pair<std::string, std::string>;  // portal, key
    struct Notes {
        std::set<std::string> live, visible;
        bool deleted_by_person = false;
    };

    static void drop(const NoteState& note, Notes& notes);

    bool keep_requests_ = true;
    std::uint64_t request_count_ = 0;
    std::vector<SeenRequest> requests_;
    std::map<std::string, std::uint64_t> counts_;
    std::vector<std::string> violations_;
    std::map<Key, Notes> notes_;
    std::map<Key, std::string> keys_;  // portal and note id to the key it had
    std::size_t most_live_ = 0;
    std::size_t most_visible_ = 0;
    std::vector<std::string> risen_;
};

}  // namespace mentorsync::sandbox
