// How far a pull is, for people who watch: one line on standard error that is written over.

#pragma once

#include <chrono>

#include "mentorsync/clock.hpp"
#include "mentorsync/crm_connector.hpp"
#include "sync/cli/console.hpp"

namespace mentorsync::cli {

// Writes nothing where nobody watches, so that logs stay clean.
class ProgressLine : public PullObserver {
public:
    ProgressLine(const Console& console, const Clock& clock)
        : watched_(console.is_watched()), clock_(clock), begun_(clock.elapsed()) {}
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() override;

    void progressed(const PullProgress& progress) override;

private:
    bool watched_;
    bool written_ = false;
    const Clock& clock_;
    std::chrono::milliseconds begun_;
};

}  // namespace mentorsync::cli
