#include "sync/embed/handle.hpp"

namespace mentorsync::embed {

Result<void> may_use(const mentorsync_engine* engine) {
    if (engine == nullptr) {
        return fail(ErrorCode::InvalidArgument, "engine must not be NULL");
    }
    if (engine->process != ::getpid()) {
        return fail(ErrorCode::InvalidArgument,
                    "the engine belongs to the process that opened it; open one in this process");
    }
    return {};
}

Call::Call(mentorsync_engine* engine) : engine_(engine), begun_(may_use(engine)) {
    if (!begun_) return;
    if (engine->callbacks.is_calling_back()) {
        begun_ = fail(ErrorCode::Busy, "a callback may not use the engine that has called it");
    } else if (engine->is_busy.exchange(true)) {
        begun_ = fail(ErrorCode::Busy, "another call is under way with this engine");
    } else {
        is_under_way_ = true;
        try {
            stop_ = engine->callbacks.begin();
        } catch (...) {
            engine->is_busy = false;
            throw;
        }
    }
}

Result<void> Call::end() {
    if (!engine_->callbacks.end()) return {};
    return fail(ErrorCode::Internal,
                "a callback has thrown an exception; none may let one out of it");
}

Call::~Call() {
    if (!is_under_way_) return;
    static_cast<void>(engine_->callbacks.end());
    engine_->is_busy = false;
}

}  // namespace mentorsync::embed
