#include "connector/http/rate_limits.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mentorsync::http {

using std::chrono::milliseconds;

namespace {

// Clocks here show whole milliseconds, so that two moments may be almost one further apart, or
// nearer, than they seem.
constexpr milliseconds kClockStep{1};

std::uint64_t difference(std::uint64_t a, std::uint64_t b) {
    return a > b ? a - b : 0;
}

}  // namespace

bool RateWindow::counts(const Use& use, milliseconds now) const {
    return use.count > 0 && now < use.at + interval_ + kClockStep;
}

std::uint64_t RateWindow::used(milliseconds now) const {
    std::uint64_t sum = 0;
    for (const Use& use : uses_) sum += counts(use, now) ? use.count : 0;
    return sum;
}

std::uint64_t RateWindow::room(milliseconds now) const {
    const std::uint64_t others = counts(others_, now) ? others_.count : 0;
    return difference(limit_, used(now) + others);
}

milliseconds RateWindow::until_room(milliseconds now) const {
    if (room(now) > 0) return milliseconds{0};
    // Room appears only at a moment when something stops to count.
    milliseconds earliest = milliseconds::max();
    const auto consider = [&](const Use& use) {
        const milliseconds then = use.at + interval_ + kClockStep;
        if (counts(use, now) && room(then) > 0) earliest = std::min(earliest, then);
    };
    for (const Use& use : uses_) consider(use);
    consider(others_);
    return earliest == milliseconds::max() ? interval_ : earliest - now;
}

void RateWindow::record(std::uint64_t count, milliseconds now) {
    std::erase_if(uses_, [&](const Use& use) { return !counts(use, now); });
    uses_.push_back({count, now});
}

void RateWindow::adjust(std::uint64_t limit, milliseconds interval) {
    limit_ = limit;
    interval_ = interval;
}

void RateWindow::record_others(std::uint64_t count, milliseconds now) {
    others_ = {count, now};
}

std::uint64_t DailyBudget::above_reserve() const {
    const double reserve = std::ceil(static_cast<double>(limit_) * reserved_share_);
    return difference(*remaining_, static_cast<std::uint64_t>(reserve));
}

std::uint64_t DailyBudget::room(milliseconds now) const {
    if (!remaining_) return std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t above = above_reserve();
    return above == 0 && until_probe(now) == milliseconds{0} ? 1 : above;
}

milliseconds DailyBudget::until_probe(milliseconds now) const {
    return std::max(milliseconds{0}, last_heard_ + probe_every_ - now);
}

void DailyBudget::record(std::uint64_t count, milliseconds now) {
    if (!remaining_) return;
    remaining_ = difference(*remaining_, count);
    last_heard_ = now;
}

void DailyBudget::report(std::uint64_t limit, std::uint64_t remaining, milliseconds now) {
    limit_ = limit;
    remaining_ = remaining;
    last_heard_ = now;
}

}  // namespace mentorsync::http
