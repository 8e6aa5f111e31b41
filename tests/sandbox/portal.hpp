// One portal: everything an agency keeps in its CRM, as plain state.

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sandbox/links.hpp"
#include "tests/sandbox/records.hpp"
#include "tests/sandbox/shelf.hpp"

namespace mentorsync::sandbox {

struct Portal {
    std::string id;
    std::string name;
    std::string time_zone = "Europe/Helsinki";
    std::chrono::minutes utc_offset{120};
    std::string ui_domain = "app-eu1.hubspot.com";

    std::array<Shelf, kKinds> shelves{Shelf(Kind::Contact), Shelf(Kind::Task), Shelf(Kind::Note),
                                      Shelf(Kind::Meeting)};
    Links links;
    std::map<std::string, std::string, std::less<>> aliases;  // a merged contact's id to its heir
    std::vector<Owner> owners;
    std::vector<List> lists;

    [[nodiscard]] Shelf& shelf(Kind kind) { return shelves[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] const Shelf& shelf(Kind kind) const {
        return shelves[static_cast<std::size_t>(kind)];
    }

    // `id`, or the id of the record it was merged into.
    [[nodiscard]] std::string heir(Kind kind, std::string_view record_id) const;
    [[nodiscard]] List* list(std::string_view list_id);
    [[nodiscard]] const Owner* owner(std::string_view owner_id) const;
};

}  // namespace mentorsync::sandbox
