#include "sync/cli/progress_line.hpp"

#include <cstdio>
#include <string>

#include "sync/cli/text.hpp"

namespace mentorsync::cli {

namespace {

constexpr const char* kEraseLine = "\r\033[K";

}  // namespace

ProgressLine::~ProgressLine() {
    if (written_) std::fputs(kEraseLine, stderr);
}

void ProgressLine::progressed(const PullProgress& progress) {
    if (!watched_) return;
    std::string line = "reading: " + grouped(progress.records);
    if (progress.expected_records) line += " of " + grouped(*progress.expected_records);
    line += " records, " + counted(progress.requests, "request");
    if (progress.daily_budget_left) {
        line += ", " + grouped(*progress.daily_budget_left) + " left today";
    }
    const auto passed = clock_.elapsed() - begun_;
    if (progress.expected_records && progress.records > 0 &&
        *progress.expected_records > progress.records) {
        const auto left = passed.count() *
                          static_cast<long long>(*progress.expected_records - progress.records) /
                          static_cast<long long>(progress.records) / 1000;
        line += ", about " + std::to_string(left) + " s left";
    }
    std::fputs((kEraseLine + line).c_str(), stderr);
    std::fflush(stderr);
    written_ = true;
}

}  // namespace mentorsync::cli
