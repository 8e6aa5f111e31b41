#include "sync/daemon/service_manager.hpp"

#include <systemd/sd-daemon.h>

#include <cstdint>

namespace mentorsync::daemon {

namespace {

void notify(const std::string& state) {
    sd_notify(0, state.c_str());
}

}  // namespace

ServiceManager::ServiceManager() {
    std::uint64_t microseconds = 0;
    if (sd_watchdog_enabled(0, &microseconds) > 0) {
        patience_ = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::microseconds(microseconds));
    }
}

void ServiceManager::tell_ready(const std::string& status) const {
    notify("READY=1\nSTATUS=" + status);
}

// The time makes it a reload of Type=notify-reload, which the kernel's clock orders.
void ServiceManager::tell_reloading() const {
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
    notify("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(now.count()));
}

void ServiceManager::tell_stopping() const {
    notify("STOPPING=1\nSTATUS=stopping");
}

void ServiceManager::tell_status(const std::string& status) const {
    notify("STATUS=" + status);
}

void ServiceManager::feed_watchdog() const {
    notify("WATCHDOG=1");
}

}  // namespace mentorsync::daemon
