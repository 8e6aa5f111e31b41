// The requests that a pull still has to make, sent in waves.

#pragma once

#include <deque>
#include <functional>
#include <stop_token>

#include "connector/hubspot/client.hpp"

namespace mentorsync::hubspot {

// Requests that travel together. More would hold too many answers in memory at once.
inline constexpr std::size_t kWaveRequests = 10;

struct Job {
    Call call;

    // Takes the reply, and may push what follows from it. An error ends the pull.
    std::function<Result<void>(Reply& reply)> arrived;
};

class JobQueue {
public:
    // `client` must outlive this. `after_wave` is told after each wave.
    JobQueue(Client& client, std::function<void()> after_wave)
        : client_(client), after_wave_(std::move(after_wave)) {}

    void push(Job job) { jobs_.push_back(std::move(job)); }

    // Sends waves until no job is left. Every reply of a wave is taken before the first error among
    // them is returned, so that what arrived is kept. Fails with Cancelled when `stop` is
    // requested.
    [[nodiscard]] Result<void> drain(const std::stop_token& stop);

private:
    [[nodiscard]] Result<void> send_wave(const std::stop_token& stop);

    Client& client_;
    std::function<void()> after_wave_;
    std::deque<Job> jobs_;
};

}  // namespace mentorsync::hubspot
