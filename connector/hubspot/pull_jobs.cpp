#include "connector/hubspot/pull_jobs.hpp"

#include <algorithm>
#include <iterator>

namespace mentorsync::hubspot {

Result<void> JobQueue::drain(const std::stop_token& stop) {
    while (!jobs_.empty()) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped on request");
        if (auto sent = send_wave(stop); !sent) return sent;
    }
    return {};
}

Result<void> JobQueue::send_wave(const std::stop_token& stop) {
    const auto end =
        jobs_.begin() + static_cast<std::ptrdiff_t>(std::min(jobs_.size(), kWaveRequests));
    std::vector<Job> wave(std::move_iterator(jobs_.begin()), std::move_iterator(end));
    jobs_.erase(jobs_.begin(), end);

    std::vector<Call> calls;
    calls.reserve(wave.size());
    for (Job& job : wave) calls.push_back(std::move(job.call));
    std::vector<Reply> replies = client_.exchange(calls, stop);

    Result<void> first;
    for (std::size_t i = 0; i < wave.size(); ++i) {
        auto taken = wave[i].arrived(replies[i]);
        if (!taken && first) first = std::move(taken);
    }
    after_wave_();
    return first;
}

}  // namespace mentorsync::hubspot
