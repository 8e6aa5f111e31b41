#include "tests/rigs/power/recording.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/rigs/common/commit_watch.hpp"
#include "tests/rigs/common/fast_folder.hpp"

namespace mentorsync::rigs {

namespace {

using tests::World;

std::unique_ptr<store::SqlStore> opened(Result<std::unique_ptr<store::SqlStore>> store) {
    if (!store) throw std::runtime_error(store.error().message);
    return *std::move(store);
}

// Keeps up with the CRM, and notes where everything stands at each op.
class Scribe {
public:
    Scribe(Recording& recording, World& world) : recording_(recording), world_(world) {}

    void begin_stage(int stage) {
        stage_ = stage;
        keep_crm();
        if (recording_.moments.empty()) note_moment();
    }
    void note_op() {
        if (world_.crm.witness().request_count() != seen_) keep_crm();
        note_moment();
    }
    void note_end() {
        auto& ends = recording_.ends;
        const std::size_t done = recording_.tape.ops().size();
        if (ends.empty() ? done > 0 : ends.back() != done) ends.push_back(done);
        recording_.moments.back().ended = ends.size();
    }

private:
    void keep_crm() {
        seen_ = world_.crm.witness().request_count();
        recording_.crms.push_back(world_.crm);
    }
    void note_moment() {
        recording_.moments.push_back({.crm = recording_.crms.size() - 1,
                                      .now = world_.clock.now(),
                                      .stage = stage_,
                                      .ended = recording_.ends.size()});
    }

    Recording& recording_;
    World& world_;
    int stage_ = 0;
    std::uint64_t seen_ = 0;
};

void tell(Recording& recording, World& world, const std::string& path) {
    Scribe scribe(recording, world);
    const CommitWatch commits([&] { scribe.note_end(); });
    recording.tape.on_op = [&] { scribe.note_op(); };
    watch_disk(&recording.tape);
    scribe.begin_stage(0);
    world.store =
        opened(store::SqlStore::open(path, "blink", store::Mode::ReadWrite, rig_sealer()));
    for (int stage = 0; stage < kStages; ++stage) {
        prepare_stage(world, stage);
        scribe.begin_stage(stage);
        sync_stage(world, {.doors = [&] { return world.doors(); }}, stage);
    }
    recording.ending = ending_of(world);
    must_tell(recording.ending);
    world.store.reset();
    watch_disk(nullptr);
    recording.tape.on_op = nullptr;
}

// Where a request was under way when an op was done, the CRM had it or had it not: the moment keeps
// what it had. A state is that of a process that died right after the end.
void read_states(Recording& recording) {
    DiskPlayer player(recording.tape.ops());
    const auto state_at = [&](std::size_t done) {
        const FastFolder folder;
        player.play_to(done);
        const auto store =
            opened(open_image(player.image(Kept::All, 0), folder.file(""), recording.path));
        return store->canonical_dump().value();
    };
    recording.states.push_back(state_at(0));
    for (const std::size_t done : recording.ends) recording.states.push_back(state_at(done));
}

}  // namespace

Result<std::unique_ptr<store::SqlStore>> open_image(const DiskImage& image,
                                                    const std::string& folder,
                                                    const std::string& path) {
    const auto moved = [&folder](const std::string& from) {
        return folder + "/" + std::filesystem::path(from).filename().string();
    };
    for (const auto& [from, content] : image) {
        std::ofstream(moved(from), std::ios::binary) << content;
        ::chmod(moved(from).c_str(), S_IRUSR | S_IWUSR);
    }
    return store::SqlStore::open(moved(path), "blink", store::Mode::ReadWrite, rig_sealer());
}

std::unique_ptr<Recording> record_story() {
    auto recording = std::make_unique<Recording>();
    recording->world = std::make_unique<World>(sandbox::tiny_size());
    const FastFolder folder;
    recording->path = folder.file("state.db");
    World world(*recording->world);
    world.crm.witness().keep_requests(false);
    tell(*recording, world, recording->path);
    read_states(*recording);
    return recording;
}

}  // namespace mentorsync::rigs
