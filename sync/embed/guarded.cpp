#include "sync/embed/guarded.hpp"

#include <algorithm>
#include <cstddef>

namespace mentorsync::embed {

namespace {

constexpr std::size_t kCodeEnd = offsetof(mentorsync_error, code) + sizeof(mentorsync_code);
constexpr std::size_t kMessage = offsetof(mentorsync_error, message);

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

mentorsync_code report(mentorsync_error* error, mentorsync_code code,
                       std::string_view message) noexcept {
    if (error == nullptr || error->struct_size < kCodeEnd) return code;
    error->code = code;
    if (error->struct_size <= kMessage) return code;
    const std::size_t space = error->struct_size - kMessage - 1;
    std::size_t size = std::min(space, message.size());
    // Cut between two characters.
    while (size > 0 && size < message.size() && is_continuation(message[size])) --size;
    // The caller's struct may be longer than the one that is known here.
    char* const text = reinterpret_cast<char*>(error) + kMessage;
    for (std::size_t i = 0; i < size; ++i) {
        const auto c = static_cast<unsigned char>(message[i]);
        text[i] = c < 0x20 || c == 0x7F ? '?' : message[i];
    }
    text[size] = '\0';
    return code;
}

}  // namespace mentorsync::embed
