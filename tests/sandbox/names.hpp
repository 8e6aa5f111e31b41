// Invented people for a believable agency: Finnish, Swedish and English names, some of them hard.

#pragma once

#include <string>

#include "tests/sandbox/world.hpp"

namespace mentorsync::sandbox {

struct PersonName {
    std::string first, last;
};

// A common name. Repeats in a large portal, as names do.
[[nodiscard]] PersonName draw_name(World& world);

// A name that breaks careless software: accents, markup, quotes, emoji, right to left, very long.
[[nodiscard]] PersonName draw_odd_name(World& world);

[[nodiscard]] std::string draw_job_title(World& world);
[[nodiscard]] std::string draw_company(World& world);
[[nodiscard]] std::string draw_goal(World& world);
// Without any prefix that a rule of the mapping looks for.
[[nodiscard]] std::string draw_challenge(World& world);
[[nodiscard]] std::string draw_sales_subject(World& world);

// The name in letters that an e-mail address can have: "sofia.kerstrm".
[[nodiscard]] std::string address_form(const PersonName& name);

}  // namespace mentorsync::sandbox
