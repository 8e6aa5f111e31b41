// Everything that was done to a disk, so that it can be had again as it would be after a power cut
// at any moment.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/rigs/common/watched_disk.hpp"

namespace mentorsync::rigs {

// What of the writes since a file's last sync the disk has kept.
enum class Kept {
    Synced,  // nothing
    Some,    // some of the writes, in their order
    Torn,    // some of their 512-byte sectors
    All      // everything: the process died, the power did not
};

struct DiskOp {
    enum class Kind { Create, Write, Truncate, Sync, Delete, DeleteForGood, Publish };
    Kind kind = Kind::Write;
    std::string path;
    std::int64_t offset = 0;  // of Write; the size of Truncate
    std::string data = {};    // of Write; of Publish, the draft that got the name `path`
};

// By path.
using DiskImage = std::map<std::string, std::string>;

class DiskTape final : public DiskObserver {
public:
    int before(const DiskEvent& event) override;
    void after(const DiskEvent& event) override;

    // Told of each op, after it was done.
    std::function<void()> on_op = {};

    [[nodiscard]] const std::vector<DiskOp>& ops() const noexcept { return ops_; }

private:
    void add(DiskOp op);
    [[nodiscard]] bool has(const std::string& path) const;

    std::vector<DiskOp> ops_;
    std::map<std::string, bool> there_;  // by path
};

// Plays a tape forwards.
class DiskPlayer {
public:
    // `ops` must outlive the player.
    explicit DiskPlayer(const std::vector<DiskOp>& ops) : ops_(ops) {}

    // Goes on until `done` ops are done; goes back to the start first when that is behind.
    void play_to(std::size_t done);

    // The disk as a power cut would leave it now. `seed` decides what is drawn.
    [[nodiscard]] DiskImage image(Kept kept, std::uint64_t seed) const;

private:
    // A file as the disk has it, and what was done to it since.
    struct File {
        bool durable = false;  // its name survives
        std::string synced = {};
        std::vector<const DiskOp*> pending = {};
    };
    class Dice;

    void play(const DiskOp& op);
    static void settle(File& file);
    [[nodiscard]] static std::string content_of(const File& file, Kept kept, Dice& dice);

    const std::vector<DiskOp>& ops_;
    std::size_t done_ = 0;
    std::map<std::string, File> files_;
    std::map<std::string, File> deleted_;  // though the disk may not know it yet
};

}  // namespace mentorsync::rigs
