#include "tests/rigs/simulation/people.hpp"

#include "tests/rigs/simulation/wire.hpp"
#include "tests/sandbox/witness.hpp"

namespace mentorsync::rigs {

namespace {

using sandbox::Kind;
using tests::World;

constexpr int kMostMerges = 3;
constexpr std::size_t kMostErasures = 2;

const sandbox::Records& records_of(const World& world, Kind kind) {
    return world.crm.portal(World::kPortal).shelf(kind).records();
}

}  // namespace

void plant_canaries(World& world) {
    const std::string canary(kCanary);
    for (const auto& [id, record] : records_of(world, Kind::Contact)) {
        world.desk().edit(Kind::Contact, id, {{"phone", canary}, {"aktori_goal", canary}});
    }
    for (const auto& [id, record] : records_of(world, Kind::Task)) {
        const std::string subject = record.value(Kind::Task, "hs_task_subject");
        world.desk().edit(Kind::Task, id, {{"hs_task_subject", subject + " " + canary}});
    }
}

std::string People::some(Kind kind, bool archived) {
    std::vector<std::string> ids;
    for (const auto& [id, record] : records_of(world_, kind)) {
        if (record.archived.has_value() == archived) ids.push_back(id);
    }
    return ids.empty() ? std::string() : dice_.one_of(ids);
}

void People::do_something() {
    switch (dice_.below(14)) {
        case 0:
        case 1: edit_a_contact(); break;
        case 2:
        case 3:
        case 4: work_on_a_task(); break;
        case 5: add_a_task(); break;
        case 6: move_a_record(Kind::Contact); break;
        case 7: move_a_record(Kind::Task); break;
        case 8:
        case 9: delete_a_note(); break;
        case 10: merge_two(); break;
        case 11: erase_one(); break;
        case 12: change_a_list(); break;
        default: change_a_pair(); break;
    }
}

void People::edit_a_contact() {
    const std::string id = some(Kind::Contact);
    if (id.empty()) return;
    const auto& owners = world_.crm.portal(World::kPortal).owners;
    switch (dice_.below(4)) {
        case 0: world_.desk().edit(Kind::Contact, id, {{"firstname", "Aino"}}); break;
        case 1:
            world_.desk().edit(Kind::Contact, id,
                               {{"growth_group", dice_.chance(50) ? "Copy" : ""}});
            break;
        case 2:
            if (owners.empty()) break;
            world_.desk().edit(Kind::Contact, id, {{"hubspot_owner_id", dice_.one_of(owners).id}});
            break;
        default:
            world_.desk().edit(Kind::Contact, id,
                               {{"mentoring_role", dice_.chance(50) ? "aktori" : "mentor"}});
            break;
    }
}

void People::work_on_a_task() {
    const std::string id = some(Kind::Task);
    if (id.empty()) return;
    static const std::vector<std::string> kStates = {"NOT_STARTED", "IN_PROGRESS", "WAITING",
                                                     "COMPLETED", "DEFERRED"};
    world_.desk().edit(Kind::Task, id, {{"hs_task_status", dice_.one_of(kStates)}});
}

void People::add_a_task() {
    const std::string id =
        world_.desk().add(Kind::Task, {{"hs_task_subject", "Haaste: uusi " + std::string(kCanary)},
                                       {"hs_task_status", "NOT_STARTED"},
                                       {"hs_timestamp", "2026-12-24T10:00:00Z"}});
    for (int i = 0; i < 2; ++i) {
        const std::string contact = some(Kind::Contact);
        if (!contact.empty()) world_.desk().link(Kind::Task, id, Kind::Contact, contact);
    }
}

void People::move_a_record(Kind kind) {
    const bool restores = dice_.chance(60);
    const std::string id = some(kind, restores);
    if (id.empty()) return;
    if (restores) {
        world_.desk().restore(kind, id);
    } else {
        world_.desk().remove(kind, id);
        if (kind == Kind::Contact) touched_.insert(id);
    }
}

void People::delete_a_note() {
    const std::string id = some(Kind::Note);
    if (id.empty()) return;
    const auto& record = records_of(world_, Kind::Note).at(id);
    const auto key = record.properties.find(sandbox::kNoteKey);
    if (key != record.properties.end()) deleted_.insert(key->second);
    deleted_.insert(id);
    world_.desk().remove(Kind::Note, id);
}

void People::merge_two() {
    const std::string one = some(Kind::Contact);
    const std::string other = some(Kind::Contact);
    if (one.empty() || one == other || merged_ == kMostMerges) return;
    ++merged_;
    touched_.insert({one, other, world_.desk().merge(one, other)});
}

void People::erase_one() {
    const std::string id = some(Kind::Contact, dice_.chance(30));
    if (id.empty() || erased_.size() == kMostErasures) return;
    const auto& record = records_of(world_, Kind::Contact).at(id);
    const std::string addresses = record.value(Kind::Contact, "email") + ";" +
                                  record.value(Kind::Contact, "hs_additional_emails") + ";";
    for (const auto& owner : world_.crm.portal(World::kPortal).owners) {
        if (addresses.find(owner.email + ";") != std::string::npos) erased_users_.insert(owner.id);
    }
    erased_.insert(id);
    touched_.insert(id);
    world_.desk().erase_for_privacy(id);
}

void People::change_a_list() {
    const std::string id = some(Kind::Contact);
    if (id.empty()) return;
    if (dice_.chance(60)) {
        world_.desk().add_to_list(world_.truth.programme_list, id);
    } else {
        world_.desk().remove_from_list(world_.truth.programme_list, id);
    }
}

void People::change_a_pair() {
    const std::string one = some(Kind::Contact);
    const std::string other = some(Kind::Contact);
    if (one.empty() || one == other) return;
    if (dice_.chance(50)) {
        world_.desk().label(one, other, "Mentor");
    } else {
        world_.desk().unlink(Kind::Contact, one, Kind::Contact, other);
    }
}

}  // namespace mentorsync::rigs
