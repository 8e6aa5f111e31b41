// What a planted fault uses in place of the direct read by key: the CRM's search index, which lags
// and does not know archived notes.

#pragma once

#include <span>
#include <vector>

#include "mentorsync/crm_connector.hpp"

namespace mentorsync::tests {
class World;
}

namespace mentorsync::planted {

// The world that is searched; a rig sets it before each trial.
extern tests::World* searched_world;

[[nodiscard]] Result<std::vector<KeyState>> search_notes(std::span<const NoteKey> keys);

}  // namespace mentorsync::planted
