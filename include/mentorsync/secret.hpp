// A value that must not be seen: a key, a token.
//
// It has no stream operator and no implicit conversion, and it wipes its memory when it goes, so
// that a careless line does not compile instead of leaking.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mentorsync {

// Overwrites memory that is about to be freed. Through a volatile pointer, or the compiler may drop
// the writes.
inline void wipe(char* bytes, std::size_t size) noexcept {
    volatile char* const lasting = bytes;
    for (std::size_t i = 0; i < size; ++i) lasting[i] = '\0';
}

inline void wipe(std::string& text) noexcept {
    wipe(text.data(), text.size());
    text.clear();
}

class Secret {
public:
    Secret() = default;

    // Takes the value over, and wipes the text in which it came.
    explicit Secret(std::string value) : value_(value.begin(), value.end()) { wipe(value); }
    Secret(const Secret& other) = default;
    Secret(Secret&& other) noexcept = default;
    Secret& operator=(const Secret& other) {
        if (this != &other) *this = Secret(other);
        return *this;
    }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            wipe(value_.data(), value_.size());
            value_ = std::exchange(other.value_, {});
        }
        return *this;
    }
    ~Secret() { wipe(value_.data(), value_.size()); }

    // The value itself, for the one place that sends it.
    [[nodiscard]] std::string_view reveal() const noexcept {
        return {value_.data(), value_.size()};
    }
    [[nodiscard]] bool empty() const noexcept { return value_.empty(); }

private:
    // Never in the object itself, as a short string is: what is moved from would keep a copy.
    std::vector<char> value_;
};

}  // namespace mentorsync
