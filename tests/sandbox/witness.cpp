#include "tests/sandbox/witness.hpp"

#include <algorithm>

namespace mentorsync::sandbox {

void Witness::saw(SeenRequest request) {
    ++request_count_;
    ++counts_[request.path_class];
    if (keep_requests_) requests_.push_back(std::move(request));
}

void Witness::saw_violation(std::string what) {
    violations_.push_back(std::move(what));
}

void Witness::saw_note(const NoteState& note, Actor actor) {
    std::string& known_key = keys_[{note.portal, note.id}];
    if (known_key != note.key && !known_key.empty()) {
        lost_note(note.portal, note.id);
    }
    keys_[{note.portal, note.id}] = note.key;
    if (note.key.empty()) return;

    Notes& notes = notes_[{note.portal, note.key}];
    const bool was_live = notes.live.contains(note.id);
    const bool was_visible = notes.visible.contains(note.id);
    drop(note, notes);
    if (note.live) notes.live.insert(note.id);
    if (note.visible) notes.visible.insert(note.id);

    if (actor == Actor::Person && was_live && !note.live) notes.deleted_by_person = true;
    if (actor == Actor::Person && !was_live && note.live) notes.deleted_by_person = false;
    if (actor == Actor::Client && note.visible && !was_visible && notes.deleted_by_person) {
        risen_.push_back(note.key);
    }
    most_live_ = std::max(most_live_, notes.live.size());
    most_visible_ = std::max(most_visible_, notes.visible.size());
}

void Witness::lost_note(const std::string& portal, const std::string& id) {
    const auto known = keys_.find({portal, id});
    if (known == keys_.end()) return;
    const auto notes = notes_.find({portal, known->second});
    if (notes != notes_.end()) drop({portal, id, known->second, false, false}, notes->second);
    keys_.erase(known);
}

void Witness::drop(const NoteState& note, Notes& notes) {
    notes.live.erase(note.id);
    notes.visible.erase(note.id);
}

std::size_t Witness::live(const std::string& portal, const std::string& key) const {
    const auto found = notes_.find({portal, key});
    return found == notes_.end() ? 0 : found->second.live.size();
}

void Witness::forget_requests() {
    requests_.clear();
    counts_.clear();
    request_count_ = 0;
}

}  // namespace mentorsync::sandbox
