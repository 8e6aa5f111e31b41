// Keeps every event, so that a test can ask what was written, and what never was.

#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/log.hpp"

namespace mentorsync {

class ListLog final : public Log {
public:
    struct Event {
        LogLevel level;
        std::string line;
    };

    void write(LogLevel level, std::string_view line) override {
        const std::scoped_lock lock(mutex_);
        events_.push_back({level, std::string(line)});
    }

    std::vector<Event> events() const {
        const std::scoped_lock lock(mutex_);
        return events_;
    }

    bool mentions(std::string_view text) const {
        const std::scoped_lock lock(mutex_);
        return std::ranges::any_of(events_, [text](const Event& event) {
            return event.line.find(text) != std::string::npos;
        });
    }

private:
    mutable std::mutex mutex_;
    std::vector<Event> events_;
};

}  // namespace mentorsync
