// Answers as HubSpot's guides show them, from tests/data/hubspot.

#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "mentorsync/json.hpp"

namespace mentorsync {

[[nodiscard]] inline std::string recorded_text(const std::string& name) {
    std::ifstream file(MENTORSYNC_SOURCE_DIR "/tests/data/hubspot/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

[[nodiscard]] inline json::Value recorded(const std::string& name) {
    return json::parse(recorded_text(name)).value();
}

}  // namespace mentorsync
