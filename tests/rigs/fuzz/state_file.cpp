// Any bytes as a state file, or a real one of which some bytes are others: opened and read, or
// refused in one line.
//
// An input whose first byte is odd is the file itself after it. Any other has changes of four bytes
// each: three that say where, and what is there instead.

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "sync/store/sql_store.hpp"
#include "tests/rigs/fuzz/target.hpp"

namespace {

using namespace mentorsync;

// A folder of this process, which goes when it ends.
struct Folder {
    std::string path;
    Folder() {
        for (const char* const place : {"/dev/shm", "/tmp"}) {
            path = std::string(place) + "/mentorsync-fuzz-XXXXXX";
            if (::mkdtemp(path.data()) != nullptr) return;
        }
    }
    ~Folder() {
        for (const char* const end : {"", "-wal", "-shm", "-journal"}) {
            ::unlink((path + "/state.db" + end).c_str());
        }
        ::rmdir(path.c_str());
    }
};

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A state that nothing was pulled into.
std::string fresh_state(const std::string& path) {
    fuzz::require(store::SqlStore::open(path, "blink", store::Mode::ReadWrite).has_value());
    return bytes_of(path);
}

std::string changed(std::string bytes, std::string_view changes) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(changes[i]); };
    for (std::size_t i = 0; i + 3 < changes.size(); i += 4) {
        const std::size_t where =
            std::size_t(at(i)) | std::size_t(at(i + 1)) << 8U | std::size_t(at(i + 2)) << 16U;
        bytes[where % bytes.size()] = changes[i + 3];
    }
    return bytes;
}

// What the input says that the file holds.
std::string file_of(std::string_view input, const std::string& fresh) {
    if (input.empty()) return fresh;
    const std::string_view rest = input.substr(1);
    return (input.front() & 1) != 0 ? std::string(rest) : changed(fresh, rest);
}

void read_all(store::SqlStore& state) {
    static_cast<void>(state.portal());
    static_cast<void>(state.counts());
    static_cast<void>(state.accounting());
    static_cast<void>(state.relationships());
    static_cast<void>(state.tasks());
    static_cast<void>(state.notes());
    static_cast<void>(state.snapshot());
    static_cast<void>(state.health());
    static_cast<void>(state.facts());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Folder folder;
    const std::string file = folder.path + "/state.db";
    static const std::string fresh = fresh_state(file);
    const std::string bytes = file_of(fuzz::text_of(data, size), fresh);
    for (const char* const end : {"-wal", "-shm", "-journal"}) ::unlink((file + end).c_str());
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool written = descriptor >= 0 && ::write(descriptor, bytes.data(), bytes.size()) ==
                                                static_cast<ssize_t>(bytes.size());
    if (descriptor >= 0) ::close(descriptor);
    fuzz::require(written);
    const auto state = store::SqlStore::open(file, "blink", store::Mode::ReadWrite);
    if (state) {
        read_all(**state);
        return 0;
    }
    for (const char c : state.error().message) fuzz::require(static_cast<unsigned char>(c) >= 0x20);
    return 0;
}
