// Seals what must not be read by whoever finds the file: AES-256-GCM, a fresh random 96-bit nonce
// for each sealing, a 128-bit tag.
//
// What is sealed is bound to its place (portal, field, row), so that a value cannot be moved to
// another one. Source: NIST SP 800-38D.

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/error.hpp"
#include "mentorsync/secret.hpp"

namespace mentorsync::store {

// Where a sealed value lies. Part of what the tag protects.
struct SealedPlace {
    std::string_view portal;
    std::string_view field;  // "mirror_record.properties"
    std::string_view row;    // "contact 1001"
};

// Safe to use from several threads. A key must not seal more than 2^32 values.
class Sealer {
public:
    // `keys` hold exactly 32 bytes each; the first one seals, all of them open. Fails with
    // Configuration otherwise, never showing one.
    [[nodiscard]] static Result<std::shared_ptr<const Sealer>> from_keys(
        const std::vector<Secret>& keys);

    // version, key id, nonce, tag and cipher text, as bytes.
    [[nodiscard]] Result<std::string> seal(const SealedPlace& place, std::string_view plain) const;

    // Fails with StoreFailed when it was not sealed with one of our keys for this place.
    [[nodiscard]] Result<std::string> open(const SealedPlace& place, std::string_view sealed) const;

    // Which key `seal` uses, as 8 hexadecimal digits: changes when the keys are rotated.
    [[nodiscard]] const std::string& key_id() const;

    // A keyed hash (HMAC-SHA-256 with a key derived from the first one) of an id that must be
    // recognised but not kept, as 64 hexadecimal digits.
    [[nodiscard]] std::string tombstone(std::string_view portal, std::string_view id) const;

    // The same under each key, in their order: what was buried before a rotation is recognised as
    // long as the key of that time is among the keys.
    [[nodiscard]] std::vector<std::string> tombstones(std::string_view portal,
                                                      std::string_view id) const;

    Sealer(const Sealer&) = delete;
    Sealer& operator=(const Sealer&) = delete;
    ~Sealer();

private:
    struct Keys;
    explicit Sealer(std::unique_ptr<Keys> keys);

    std::unique_ptr<Keys> keys_;
};

}  // namespace mentorsync::store
