// Lets the n-th allocation of a whole life of an engine fail, for every n: each call ends with
// MENTORSYNC_OUT_OF_MEMORY, or well, nothing is leaked, and the same engine can go on afterwards.
//
// usage: embed_failing_allocator STRIDE [planted]      planted: another exception than bad_alloc

#include <cstdio>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string_view>

#include "tests/embed/office.hpp"

namespace {

long live = 0;      // allocations that were not freed
long counted = 0;   // since `fail_at` was set
long fail_at = -1;  // this one fails, once; -1: none
bool plants = false;

void* allocate(std::size_t size) {
    if (fail_at >= 0 && counted++ == fail_at) {
        fail_at = -1;
        if (plants) throw std::logic_error("planted\nfault");
        throw std::bad_alloc();
    }
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) throw std::bad_alloc();
    ++live;
    return memory;
}

void release(void* memory) noexcept {
    if (memory == nullptr) return;
    --live;
    std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) {
    return allocate(size);
}
void* operator new[](std::size_t size) {
    return allocate(size);
}
void operator delete(void* memory) noexcept {
    release(memory);
}
void operator delete[](void* memory) noexcept {
    release(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    release(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
    release(memory);
}

namespace {

// Ends the program unless a call ended as it may.
void judge(const office::Engine& engine, const char* call) {
    if (engine.code == MENTORSYNC_OK) return;
    const bool is_line =
        std::string_view(engine.error.message).find('\n') == std::string_view::npos;
    const std::string_view said = engine.error.message;
    const bool is_expected = plants ? engine.code == MENTORSYNC_INTERNAL && said == "planted?fault"
                                    : engine.code == MENTORSYNC_OUT_OF_MEMORY && !said.empty();
    if (is_line && is_expected) return;
    std::printf("%s: code %d, \"%s\"\n", call, engine.code, engine.error.message);
    std::exit(1);
}

// A life with a fault somewhere. Returns whether the fault was met.
bool live_with_fault(long at) {
    counted = 0;
    fail_at = at;
    office::Engine engine;
    judge(engine, "open");
    if (engine.code != MENTORSYNC_OK) {
        fail_at = -1;
        return true;
    }
    // Whatever failed is done again, by the same engine.
    for (int tries = 0; engine.hand_in() != MENTORSYNC_OK; ++tries) {
        judge(engine, "hand in");
        if (tries > 1) std::exit(1);
    }
    for (int tries = 0; engine.cycle() != MENTORSYNC_OK; ++tries) {
        judge(engine, "cycle");
        if (tries > 1) std::exit(1);
    }
    for (int tries = 0; engine.take() != MENTORSYNC_OK; ++tries) {
        judge(engine, "take");
        if (tries > 1) std::exit(1);
    }
    const bool was_met = fail_at == -1;
    fail_at = -1;
    if (engine.document().find("\"relationship\":\"pair:2:1\"") == std::string::npos) {
        std::printf("allocation %ld: the note is missing: %s\n", at, engine.document().c_str());
        std::exit(1);
    }
    return was_met;
}

}  // namespace

int main(int argc, char** argv) {
    const long stride = argc > 1 ? std::atol(argv[1]) : 1;
    plants = argc > 2;
    // What is made once for the process is made in these.
    for (int i = 0; i < 3; ++i) live_with_fault(1L << 40);
    const long before = live;
    long faults = 0;
    for (long at = 0; live_with_fault(at); at += stride) {
        ++faults;
        if (live != before) {
            std::printf("allocation %ld: %ld allocations were leaked\n", at, live - before);
            return 1;
        }
    }
    std::printf("%ld %s, none leaked, each a code and a line, and the engine went on\n", faults,
                plants ? "planted exceptions" : "failed allocations");
    return faults > 100 ? 0 : 1;
}
