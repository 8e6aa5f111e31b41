// How the CRM fares: fair, or failing in one or several of the ways of the fault script for a
// while.

#pragma once

#include "tests/rigs/simulation/dice.hpp"
#include "tests/run/world.hpp"

namespace mentorsync::rigs {

// What no source settles about the CRM, drawn for the whole seed.
void draw_switches(tests::World& world, Dice& dice);

// The weather from here on.
void change_weather(tests::World& world, Dice& dice);

// Everything works again, and what was held on its way arrives.
void clear_weather(tests::World& world);

}  // namespace mentorsync::rigs
