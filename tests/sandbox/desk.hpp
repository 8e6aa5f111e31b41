// What the people of a portal do in its CRM while a client is syncing: the hands at the desk.
//
// Nothing here passes through the API, so nothing is validated, limited or counted.

#pragma once

#include <string>
#include <string_view>

#include "tests/sandbox/sandbox_crm.hpp"

namespace mentorsync::sandbox {

class Desk {
public:
    Desk(SandboxCrm& crm, const std::string& portal) : world_(&crm.world()), portal_(portal) {}

    // Creates a record and returns its id.
    std::string add(Kind kind, const Properties& properties);
    void edit(Kind kind, std::string_view id, const Properties& properties);
    void complete_task(std::string_view id);
    void remove(Kind kind, std::string_view id);
    void restore(Kind kind, std::string_view id);

    // Merges two contacts and returns the id of the result.
    std::string merge(const std::string& primary, const std::string& other);
    // Deletes a contact for ever, as the law asks: nothing of it can be read again.
    void erase_for_privacy(std::string_view contact);

    void link(Kind from, const std::string& id, Kind to, const std::string& other);
    void unlink(Kind from, std::string_view id, Kind to, std::string_view other);
    // Makes `mentor` the one that `mentee` sees under `label`, and the other way round. No effect
    // when the portal has no such label.
    void label(const std::string& mentee, const std::string& mentor, std::string_view label);

    void add_to_list(std::string_view list, const std::string& contact);
    void remove_from_list(std::string_view list, std::string_view contact);
    void deactivate_owner(std::string_view owner);

private:
    [[nodiscard]] Portal& portal() { return world_->portals.at(portal_); }

    World* world_;
    std::string portal_;
};

}  // namespace mentorsync::sandbox
