#include <algorithm>

#include "connector/hubspot/changes.hpp"
#include "connector/hubspot/errors.hpp"

namespace mentorsync::hubspot {

namespace {

Endpoint search_of(RecordKind kind) {
    return kind == RecordKind::Contact ? Endpoint::SearchContacts : Endpoint::SearchTasks;
}

}  // namespace

void Changes::push_walk(Walk& walk) {
    jobs_.push({{.endpoint = search_of(walk.kind), .body = changed_body(walk.kind, walk.window)},
                [this, &walk](Reply& reply) { return take_walk(walk, reply); }});
}

Result<void> Changes::take_walk(Walk& walk, Reply& reply) {
    if (!reply.answer) return Failure(reply.answer.error());
    auto page = decode_records(walk.kind, reply.answer->body);
    if (!page) {
        return Failure(
            bad_shape(search_of(walk.kind), client_.version(), "/results", "there is no array"));
    }
    CrmPage aside;
    aside.unreadable = std::move(page->unreadable);
    if (!aside.unreadable.empty()) {
        if (auto taken = take(aside); !taken) return taken;
    }
    const bool full =
        page->records.size() >= kSearchPage || !decode_after(reply.answer->body).empty();
    std::vector<Instant> times;
    std::string last_id = walk.window.after_id;
    for (CrmRecord& record : page->records) {
        const Instant modified = modified_at(record).value_or(kEarliest);
        times.push_back(modified);
        if (last_id.empty() || is_smaller_id(last_id, record.id.text())) last_id = record.id.text();
        std::string id = record.id.text();
        if (modified >= walk.since) {
            walk.moments.push_back(modified);
            walk.hits.insert_or_assign(std::move(id), Hit{std::move(record), modified});
        }
    }
    if (!walk.begun && !times.empty()) walk.newest = *std::ranges::max_element(times);
    if (!walk.begun && full) look_at_index(walk.kind, walk.mark);
    walk.begun = true;
    if (walk.window.one_moment && walk.window.after_id.empty() && times.empty()) {
        return Failure(bad_shape(search_of(walk.kind), client_.version(), "/results",
                                 "a moment that had changes has none"));
    }
    if (full) {
        if (!go_on(walk, times, last_id)) {
            return Failure(bad_shape(search_of(walk.kind), client_.version(), "/results",
                                     "the pages go in a circle"));
        }
    } else if (walk.window.one_moment) {
        // That moment is drained; what came after it is next.
        walk.window = {.from = walk.window.from + std::chrono::milliseconds(1)};
    } else {
        return {};
    }
    // What changed since the pull began is the next one's.
    if (walk.mark.newest && walk.window.from > *walk.mark.newest) return {};
    if (walk.pages_left > 0) --walk.pages_left;
    // A moment that was begun is drained: a later walk would begin it again.
    walk.cut = walk.pages_left == 0 && !walk.window.one_moment;
    if (!walk.cut) push_walk(walk);
    return {};
}

bool Changes::go_on(Walk& walk, const std::vector<Instant>& times,
                    const std::string& last_id) const {
    if (times.empty()) return false;
    if (walk.window.one_moment) {
        if (last_id == walk.window.after_id) return false;
        walk.window.after_id = last_id;
        return true;
    }
    // The last moment of a page may go on behind it, so it is asked for again.
    const Instant last = times.back();
    if (last > walk.window.from && last > times.front()) {
        walk.window.from = last;
        return true;
    }
    walk.window = {.from = last, .after_id = {}, .one_moment = true};
    return true;
}

// Leaves the hits that tell something that is not stored.
Result<void> Changes::sift(Walk& walk) {
    const bool contacts = walk.kind == RecordKind::Contact;
    const Instant settled = read_mark(request_.cursors, contacts ? kSettledContacts : kSettledTasks)
                                .value_or(Instant{});
    for (auto hit = walk.hits.begin(); hit != walk.hits.end();) {
        const CrmRecord& record = hit->second.record;
        const auto stored = mirror_.updated({walk.kind, record.id});
        if (!stored) return Failure(stored.error());
        const bool is_news = *stored ? **stored != record.updated : hit->second.modified > settled;
        hit = is_news ? std::next(hit) : walk.hits.erase(hit);
    }
    return {};
}

Instant Changes::cursor_after(const Walk& walk, std::string_view name) const {
    const Instant before = read_mark(request_.cursors, name).value_or(kEarliest);
    if (!walk.newest) return before;
    Instant newest = *walk.newest;
    if (walk.mark.newest) {
        newest = std::max(newest, *walk.mark.newest);
    }
    return std::max(before, newest);
}

// What a search shows again and again is judged once: hits that are nobody's business, or that the
// index shows otherwise than a direct read does.
std::string Changes::judged(const Walk& walk, Instant since) const {
    Fingerprint print;
    bool any = false;
    for (const auto& [id, hit] : walk.hits) {
        if (hit.modified < since) continue;
        const auto& known = picture_.records(walk.kind);
        const auto record = known.find(id);
        const auto& ours =
            walk.kind == RecordKind::Contact ? belonging_.contacts : belonging_.tasks;
        if (ours.contains(id) && record != known.end() &&
            record->second.updated == hit.record.updated) {
            continue;
        }
        any = true;
        print.add(id + '@' + std::to_string(hit.record.updated.time_since_epoch().count()));
    }
    return any ? print.text() : "";
}

// Where an overlap does not fit a page and brought nothing, the next one is cut so that it does:
// what comes later there is the trailing audit's.
std::optional<Instant> Changes::shorter_overlap(const Walk& walk) const {
    if (walk.moments.size() < kSearchPage) return std::nullopt;
    std::vector<Instant> moments = walk.moments;
    std::ranges::sort(moments, std::greater{});
    const Instant from = moments[kSearchPage / 2];
    const auto kept = std::ranges::count_if(moments, [from](Instant at) { return at >= from; });
    const bool fits = static_cast<std::size_t>(kept) < kSearchPage;
    return fits ? from : moments.front() + std::chrono::milliseconds(1);
}

bool Changes::is_judged(const Walk& walk, std::string_view name) const {
    const auto found = request_.cursors.find(name);
    const std::string before = found == request_.cursors.end() ? "" : found->second;
    return walk.hits.empty() || judged(walk, walk.since) == before;
}

}  // namespace mentorsync::hubspot
