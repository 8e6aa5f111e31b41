// What stands between C and C++: every way in which a body can end becomes a code and one line.

#pragma once

#include <exception>
#include <new>
#include <string>
#include <string_view>

#include "mentorsync/mentorsync.h"
#include "sync/run/engine.hpp"

namespace mentorsync::embed {

// Fills `error` in, as far as its struct_size goes, and returns `code`. Allocates nothing.
mentorsync_code report(mentorsync_error* error, mentorsync_code code,
                       std::string_view message) noexcept;

// Runs `body`, which returns EngineResult<void>. After a failure the obstacle is given to
// `on_failure`, which may use memory.
template <class Body, class OnFailure>
mentorsync_code guarded(mentorsync_error* error, Body body, OnFailure on_failure) noexcept {
    try {
        const EngineResult<void> result = body();
        if (result) return report(error, MENTORSYNC_OK, "");
        const Obstacle& obstacle = result.error();
        try {
            on_failure(obstacle);
        } catch (...) {
            // The code and the line are what counts.
        }
        std::string_view message = obstacle.error.message;
        std::string with_fault;
        if (!obstacle.faults.empty()) {
            with_fault = obstacle.error.message + ": " + to_text(obstacle.faults.front());
            message = with_fault;
        }
        return report(error, static_cast<mentorsync_code>(obstacle.error.code), message);
    } catch (const std::bad_alloc&) {
        return report(error, MENTORSYNC_OUT_OF_MEMORY, "out of memory; the call did nothing more");
    } catch (const std::exception& unexpected) {
        return report(error, MENTORSYNC_INTERNAL, unexpected.what());
    } catch (...) {
        return report(error, MENTORSYNC_INTERNAL, "an exception of an unknown kind");
    }
}

template <class Body>
mentorsync_code guarded(mentorsync_error* error, Body body) noexcept {
    return guarded(error, std::move(body), [](const Obstacle&) {});
}

}  // namespace mentorsync::embed
