// What the daemon tells systemd, where it runs under it; elsewhere nothing happens.
// Source: sd_notify(3), sd_watchdog_enabled(3).

#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace mentorsync::daemon {

class ServiceManager {
public:
    // Reads how often the watchdog wants to be fed.
    ServiceManager();

    void tell_ready(const std::string& status) const;
    void tell_reloading() const;
    void tell_stopping() const;
    void tell_status(const std::string& status) const;
    void feed_watchdog() const;

    // How long the daemon may be silent before it is killed; empty: for ever.
    [[nodiscard]] std::optional<std::chrono::milliseconds> patience() const noexcept {
        return patience_;
    }

private:
    std::optional<std::chrono::milliseconds> patience_;
};

}  // namespace mentorsync::daemon
