// Any bytes as a state file: opened and read, or refused in one line.

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

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
    for (const char* const end : {"-wal", "-shm", "-journal"}) ::unlink((file + end).c_str());
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool written = descriptor >= 0 && ::write(descriptor, data, size) >= 0;
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
