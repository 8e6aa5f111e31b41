#include "tests/rigs/power/disk_tape.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <random>
#include <string_view>

namespace mentorsync::rigs {

namespace {

constexpr std::size_t kSector = 512;
constexpr std::string_view kDraft = ".new";

void put(std::string& content, std::size_t offset, std::string_view data) {
    if (content.size() < offset + data.size()) content.resize(offset + data.size());
    std::ranges::copy(data, content.begin() + static_cast<std::ptrdiff_t>(offset));
}

template <class Lucky>
void put_torn(std::string& content, std::size_t offset, std::string_view data, Lucky lucky) {
    for (std::size_t from = 0; from < data.size();) {
        const std::size_t room = kSector - (offset + from) % kSector;
        const std::size_t size = std::min(room, data.size() - from);
        if (lucky()) put(content, offset + from, data.substr(from, size));
        from += size;
    }
}

void apply(const DiskOp& op, std::string& content) {
    const auto place = static_cast<std::size_t>(op.offset);
    if (op.kind == DiskOp::Kind::Truncate) {
        content.resize(place);
    } else {
        put(content, place, op.data);
    }
}

}  // namespace

class DiskPlayer::Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    bool lucky() { return (engine_() & 1U) != 0; }

private:
    std::mt19937_64 engine_;
};

int DiskTape::before(const DiskEvent& /*event*/) {
    return SQLITE_OK;
}

bool DiskTape::has(const std::string& path) const {
    const auto found = there_.find(path);
    return found != there_.end() && found->second;
}

void DiskTape::add(DiskOp op) {
    ops_.push_back(std::move(op));
    if (on_op) on_op();
}

void DiskTape::after(const DiskEvent& event) {
    const std::string path(event.path);
    if (path.empty()) return;
    switch (event.call) {
        case DiskCall::Open: {
            if (has(path)) break;
            there_[path] = true;
            // The draft got its name without SQLite being told.
            const std::string draft = path + std::string(kDraft);
            if (!has(draft)) {
                add({DiskOp::Kind::Create, path});
            } else {
                there_[draft] = false;
                add({DiskOp::Kind::Publish, path, 0, draft});
            }
            break;
        }
        case DiskCall::Write:
            add({DiskOp::Kind::Write, path, event.offset, std::string(event.data)});
            break;
        case DiskCall::Truncate: add({DiskOp::Kind::Truncate, path, event.offset}); break;
        case DiskCall::Sync: add({DiskOp::Kind::Sync, path}); break;
        case DiskCall::Delete:
            if (!has(path)) break;
            there_[path] = false;
            add({event.directory_synced ? DiskOp::Kind::DeleteForGood : DiskOp::Kind::Delete,
                 path});
            break;
        default: break;
    }
}

void DiskPlayer::settle(File& file) {
    for (const DiskOp* const op : file.pending) apply(*op, file.synced);
    file.pending.clear();
    file.durable = true;
}

void DiskPlayer::play(const DiskOp& op) {
    switch (op.kind) {
        case DiskOp::Kind::Create:
            files_[op.path] = {};
            deleted_.erase(op.path);
            break;
        case DiskOp::Kind::Write:
        case DiskOp::Kind::Truncate: files_[op.path].pending.push_back(&op); break;
        case DiskOp::Kind::Sync: settle(files_[op.path]); break;
        case DiskOp::Kind::Delete: deleted_[op.path] = files_[op.path]; [[fallthrough]];
        case DiskOp::Kind::DeleteForGood: files_.erase(op.path); break;
        case DiskOp::Kind::Publish:
            files_[op.path] = files_[op.data];
            files_[op.path].durable = true;  // the directory was synced
            files_.erase(op.data);
            break;
    }
}

void DiskPlayer::play_to(std::size_t done) {
    if (done < done_) {
        files_.clear();
        deleted_.clear();
        done_ = 0;
    }
    for (; done_ < done; ++done_) play(ops_[done_]);
}

std::string DiskPlayer::content_of(const File& file, Kept kept, Dice& dice) {
    std::string content = file.synced;
    if (kept == Kept::Synced) return content;
    for (const DiskOp* const op : file.pending) {
        const bool is_write = op->kind == DiskOp::Kind::Write;
        if (kept == Kept::Torn && is_write) {
            put_torn(content, static_cast<std::size_t>(op->offset), op->data,
                     [&dice] { return dice.lucky(); });
        } else if (kept == Kept::All || dice.lucky()) {
            apply(*op, content);
        }
    }
    return content;
}

DiskImage DiskPlayer::image(Kept kept, std::uint64_t seed) const {
    Dice dice(seed);
    DiskImage image;
    for (const auto& [path, file] : files_) {
        const bool there =
            file.durable || kept == Kept::All || (kept != Kept::Synced && dice.lucky());
        if (there) image[path] = content_of(file, kept, dice);
    }
    for (const auto& [path, file] : deleted_) {
        const bool there =
            file.durable && kept != Kept::All && (kept == Kept::Synced || dice.lucky());
        if (there && !image.contains(path)) image[path] = content_of(file, kept, dice);
    }
    return image;
}

}  // namespace mentorsync::rigs
