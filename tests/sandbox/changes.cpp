#include "tests/sandbox/changes.hpp"

#include <algorithm>

#include "tests/sandbox/query.hpp"

namespace mentorsync::sandbox {
namespace {

bool lagging(const World& world) {
    return world.switches.search_lag.count() > 0 || world.switches.late_every > 0;
}

// Sets or clears one value; returns whether that changed the record.
bool assign(Properties& properties, const std::string& name, const std::string& value) {
    const auto found = properties.find(name);
    if (found != properties.end() && found->second == value) return false;
    if (found == properties.end() && value.empty()) return false;
    if (value.empty()) {
        properties.erase(found);
    } else {
        properties[name] = value;
    }
    return true;
}

void touch(World& world, Portal& portal, Kind kind, std::string_view id) {
    Record record = *portal.shelf(kind).find(id);
    record.updated = world.now;
    portal.shelf(kind).put(std::move(record), world.now, lagging(world));
}

void set_archived(World& world, Portal& portal, Kind kind, std::string_view id, Actor actor) {
    Record record = *portal.shelf(kind).find(id);
    record.archived = world.now;
    portal.shelf(kind).put(std::move(record), world.now, lagging(world));
    if (kind == Kind::Note) report_note(world, portal, id, actor);
}

void link_changed(World& world, Portal& portal, const Place& place, Actor actor) {
    if (place.kind == Kind::Note) report_note(world, portal, place.id, actor);
    const bool moves = place.kind == Kind::Contact ? world.switches.association_moves_contact
                                                   : world.switches.association_moves_activity;
    if (moves) touch(world, portal, place.kind, place.id);
}

}  // namespace

std::uint64_t World::next_random() {
    // splitmix64: tiny, and the same on every machine.
    random += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = random;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

std::string insert_record(World& world, Portal& portal, Kind kind, const Properties& properties,
                          Actor actor) {
    Record record;
    record.id = portal.shelf(kind).next_id();
    record.created = world.now;
    record.updated = world.now;
    for (const auto& [name, value] : properties) {
        if (!value.empty()) record.properties[name] = value;
    }
    std::string id = record.id;
    portal.shelf(kind).put(std::move(record), world.now, lagging(world));
    if (kind == Kind::Note) report_note(world, portal, id, actor);
    return id;
}

void update_record(World& world, Portal& portal, const Place& place, const Properties& properties,
                   Actor actor) {
    Shelf& shelf = portal.shelf(place.kind);
    const Record* const known = shelf.find(place.id);
    if (known == nullptr) return;
    Record record = *known;
    bool changed = false;
    bool moves = false;
    for (const auto& [name, value] : properties) {
        if (!assign(record.properties, name, value)) continue;
        changed = true;
        const Property* const property = shelf.schema.find(name);
        moves = moves || property == nullptr || !property->calculated;
    }
    if (!changed) return;
    if (moves) record.updated = world.now;
    shelf.put(std::move(record), world.now, lagging(world));
    if (place.kind == Kind::Note) report_note(world, portal, place.id, actor);
}

void archive_record(World& world, Portal& portal, Kind kind, std::string_view id, Actor actor) {
    if (portal.shelf(kind).find_live(id) != nullptr) {
        set_archived(world, portal, kind, id, actor);
    }
}

void restore_record(World& world, Portal& portal, Kind kind, std::string_view id, Actor actor) {
    const Record* const known = portal.shelf(kind).find(id);
    if (known == nullptr || !known->archived) return;
    Record record = *known;
    record.archived.reset();
    record.updated = world.now;
    portal.shelf(kind).put(std::move(record), world.now, lagging(world));
    if (kind == Kind::Note) report_note(world, portal, id, actor);
}

void erase_record(World& world, Portal& portal, Kind kind, std::string_view id) {
    const std::string gone(id);
    const Links::Targets notes = portal.links.of(kind, gone, Kind::Note);
    portal.links.remove_all(kind, gone);
    portal.shelf(kind).erase(gone);
    if (kind == Kind::Note) world.witness.lost_note(portal.id, gone);
    for (const auto& [note, types] : notes) report_note(world, portal, note, Actor::Person);
    if (kind != Kind::Contact) return;
    for (List& list : portal.lists) list.members.erase(gone);
    std::erase_if(portal.aliases, [&](const auto& alias) { return alias.second == gone; });
}

void link_records(World& world, Portal& portal, const NewLink& link, Actor actor) {
    portal.links.add(link.from.kind, link.from.id, link.to.kind, link.to.id, link.type_ids);
    link_changed(world, portal, link.from, actor);
    link_changed(world, portal, link.to, actor);
}

void unlink_records(World& world, Portal& portal, const Place& from, const Place& to, Actor actor) {
    if (!portal.links.has(from.kind, from.id, to.kind, to.id)) return;
    portal.links.remove(from.kind, from.id, to.kind, to.id);
    link_changed(world, portal, from, actor);
    link_changed(world, portal, to, actor);
}

std::string merge_contacts(World& world, Portal& portal, const std::string& primary,
                           const std::string& other) {
    Shelf& shelf = portal.shelf(Kind::Contact);
    const Record first = *shelf.find(primary);
    const Record second = *shelf.find(other);
    Record merged = first;
    if (!world.switches.merge_keeps_primary) merged.id = shelf.next_id();
    merged.updated = world.now;
    merged.properties.insert(second.properties.begin(), second.properties.end());

    std::string more = second.value(Kind::Contact, "email");
    if (more == first.value(Kind::Contact, "email")) more.clear();
    for (const Record* old : {&first, &second}) {
        const std::string known = old->value(Kind::Contact, "hs_additional_emails");
        if (!known.empty()) more += (more.empty() ? "" : ";") + known;
    }
    if (!more.empty()) merged.properties["hs_additional_emails"] = more;

    merged.former_ids.insert(merged.former_ids.end(), second.former_ids.begin(),
                             second.former_ids.end());
    for (const std::string& old : {primary, other}) {
        if (old == merged.id) continue;
        merged.former_ids.push_back(old);
        portal.links.move_all(Kind::Contact, old, merged.id);
        for (List& list : portal.lists) {
            if (list.members.erase(old) > 0) list.members[merged.id] = world.now;
        }
        shelf.erase(old);
        portal.aliases[old] = merged.id;
    }
    std::string id = merged.id;
    shelf.put(std::move(merged), world.now, lagging(world));
    return id;
}

void report_note(World& world, const Portal& portal, std::string_view id, Actor actor) {
    const Record* const note = portal.shelf(Kind::Note).find(id);
    if (note == nullptr) return;
    NoteState state{portal.id, note->id, note->value(Kind::Note, kNoteKey), !note->archived, false};
    state.visible = state.live && !portal.links.of(Kind::Note, id, Kind::Contact).empty();
    world.witness.saw_note(state, actor);
}

}  // namespace mentorsync::sandbox
