// AES-256-GCM over OpenSSL. Source: NIST SP 800-38D.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mentorsync::store {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kNonceBytes = 12;
inline constexpr std::size_t kTagBytes = 16;

// What one encryption binds together. `key` has 32 bytes, `nonce` 12, and no nonce may serve a key
// twice.
struct GcmInput {
    std::string_view key;
    std::string_view nonce;
    std::string_view also_bound;  // protected by the tag, not encrypted
};

struct GcmOutput {
    std::string cipher;  // as long as the plain text
    std::string tag;
};

// Both return nothing when a length is wrong or OpenSSL fails, and decrypting when the tag does not
// fit. Safe to use from several threads.
[[nodiscard]] std::optional<GcmOutput> gcm_encrypt(const GcmInput& input, std::string_view plain);
[[nodiscard]] std::optional<std::string> gcm_decrypt(const GcmInput& input, std::string_view cipher,
                                                     std::string_view tag);

}  // namespace mentorsync::store
