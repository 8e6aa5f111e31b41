// A value that must not be seen: a key, a token.
//
// It has no stream operator and no implicit conversion, and it wipes its memory when it goes, so
// that a careless line does not compile instead of leaking.

#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace mentorsync {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    Secret(const Secret& other) = default;
    Secret(Secret&& other) noexcept : value_(std::exchange(other.value_, {})) {}
    Secret& operator=(const Secret& other) {
        if (this != &other) {
            wipe();
            value_ = other.value_;
        }
        return *this;
    }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            wipe();
            value_ = std::exchange(other.value_, {});
        }
        return *this;
    }
    ~Secret() { wipe(); }

    // The value itself, for the one place that sends it.
    [[nodiscard]] std::string_view reveal() const noexcept { return value_; }
    [[nodiscard]] bool empty() const noexcept { return value_.empty(); }

private:
    void wipe() noexcept {
        // Through a volatile pointer, or the compiler may drop writes to memory about to be freed.
        volatile char* bytes = value_.data();
        for (std::size_t i = 0; i < value_.size(); ++i) bytes[i] = '\0';
    }

    std::string value_;
};

}  // namespace mentorsync
