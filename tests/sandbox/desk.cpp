#include "tests/sandbox/desk.hpp"

#include "tests/sandbox/changes.hpp"

namespace mentorsync::sandbox {

std::string Desk::add(Kind kind, const Properties& properties) {
    return insert_record(*world_, portal(), kind, properties, Actor::Person);
}

void Desk::edit(Kind kind, std::string_view id, const Properties& properties) {
    update_record(*world_, portal(), {kind, std::string(id)}, properties, Actor::Person);
}

void Desk::complete_task(std::string_view id) {
    edit(Kind::Task, id, {{"hs_task_status", "COMPLETED"}});
}

void Desk::remove(Kind kind, std::string_view id) {
    archive_record(*world_, portal(), kind, id, Actor::Person);
}

void Desk::restore(Kind kind, std::string_view id) {
    restore_record(*world_, portal(), kind, id, Actor::Person);
}

std::string Desk::merge(const std::string& primary, const std::string& other) {
    return merge_contacts(*world_, portal(), primary, other);
}

void Desk::erase_for_privacy(std::string_view contact) {
    erase_record(*world_, portal(), Kind::Contact, contact);
}

void Desk::link(Kind from, const std::string& id, Kind to, const std::string& other) {
    link_records(*world_, portal(), {{from, id}, {to, other}, {}}, Actor::Person);
}

void Desk::unlink(Kind from, std::string_view id, Kind to, std::string_view other) {
    unlink_records(*world_, portal(), {from, std::string(id)}, {to, std::string(other)},
                   Actor::Person);
}

void Desk::label(const std::string& mentee, const std::string& mentor, std::string_view label) {
    const LinkType* const type = portal().links.labelled(Kind::Contact, Kind::Contact, label);
    if (type == nullptr) return;
    // From the mentee's side the mentor is the target: the label itself where labels describe the
    // target, its inverse where they describe the source.
    const int id = world_->switches.label_describes_target ? type->id : type->inverse;
    link_records(*world_, portal(), {{Kind::Contact, mentee}, {Kind::Contact, mentor}, {id}},
                 Actor::Person);
}

void Desk::add_to_list(std::string_view list, const std::string& contact) {
    if (List* const found = portal().list(list)) found->members[contact] = world_->now;
}

void Desk::remove_from_list(std::string_view list, std::string_view contact) {
    if (List* const found = portal().list(list)) found->members.erase(std::string(contact));
}

void Desk::deactivate_owner(std::string_view owner) {
    for (Owner& known : portal().owners) {
        if (known.id == owner) known.archived = true;
    }
}

}  // namespace mentorsync::sandbox
