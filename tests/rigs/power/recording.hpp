// A story that was told once, with everything that a power cut at any moment of it would leave: the
// disk, the CRM and the time.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/rigs/common/story.hpp"
#include "tests/rigs/power/disk_tape.hpp"

namespace mentorsync::rigs {

struct Moment {
    std::size_t crm = 0;  // an index into `Recording::crms`
    Instant now{};
    int stage = 0;
    std::size_t ended = 0;  // an index into `Recording::states`: what was acknowledged
};

struct Recording {
    std::unique_ptr<tests::World> world;  // before anything happened
    std::string path;                     // of the state file, as the tape names it
    DiskTape tape;
    std::vector<Moment> moments;  // one for each number of ops done, from 0
    std::vector<sandbox::SandboxCrm> crms;
    std::vector<std::size_t> ends;    // how many ops were done when a transaction had ended
    std::vector<std::string> states;  // the canonical dump after each number of ends, from 0
    Ending ending;
};

[[nodiscard]] std::unique_ptr<Recording> record_story();

// Puts an image into a folder under the same file names, and opens the store there.
[[nodiscard]] Result<std::unique_ptr<store::SqlStore>> open_image(const DiskImage& image,
                                                                  const std::string& folder,
                                                                  const std::string& path);

}  // namespace mentorsync::rigs
