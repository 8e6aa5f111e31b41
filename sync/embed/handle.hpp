// What C calls a mentorsync_engine.

#pragma once

#include <unistd.h>

#include <atomic>
#include <memory>

#include "sync/embed/callbacks.hpp"
#include "sync/embed/guarded.hpp"
#include "sync/run/engine.hpp"

struct mentorsync_engine {
    explicit mentorsync_engine(const mentorsync_options& options) : callbacks(options) {}

    const pid_t process = ::getpid();
    mentorsync::embed::Callbacks callbacks;
    std::unique_ptr<mentorsync::Engine> engine;  // goes before the callbacks that it uses
    std::atomic<bool> is_busy{false};
};

namespace mentorsync::embed {

// Whether a caller may use the engine at all.
[[nodiscard]] Result<void> may_use(const mentorsync_engine* engine);

// One call with an engine: nobody else is in another one while it lasts.
class Call {
public:
    explicit Call(mentorsync_engine* engine);
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call();

    // Fails with InvalidArgument, or with Busy.
    [[nodiscard]] const Result<void>& begun() const noexcept { return begun_; }
    [[nodiscard]] const std::stop_token& stop() const noexcept { return stop_; }

    // Fails with Internal when a callback has thrown since.
    [[nodiscard]] Result<void> end();

private:
    mentorsync_engine* engine_;
    Result<void> begun_;
    std::stop_token stop_;
    bool is_under_way_ = false;
};

}  // namespace mentorsync::embed
