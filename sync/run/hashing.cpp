#include "sync/run/hashing.hpp"

#include <openssl/sha.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace mentorsync {

namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;
constexpr std::size_t kLength = 26;

constexpr std::string_view kDigits = "0123456789abcdef";

constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";

Digest sha256(std::string_view bytes) {
    Digest digest{};
    std::string copy(bytes);
    SHA256(reinterpret_cast<const unsigned char*>(copy.data()), copy.size(), digest.data());
    return digest;
}

std::string base32_lower(const Digest& digest) {
    std::string out;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const unsigned char byte : digest) {
        buffer = (buffer << 8U) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            out += kAlphabet[(buffer >> static_cast<unsigned>(bits)) & 31U];
        }
        buffer &= 0xFFU;
    }
    return out;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    std::string out;
    for (const unsigned char byte : sha256(bytes)) {
        out += kDigits[byte >> 4U];
        out += kDigits[byte & 15U];
    }
    return out;
}

std::string hash_of_plan(std::string_view mapping_hash, std::string_view actions) {
    return sha256_hex(std::string(mapping_hash) + "\n" + std::string(actions));
}

NoteKey derive_note_key(const PortalId& portal, const NoteIdentity& identity) {
    std::string text = "mentorsync/1";
    for (const std::string_view part :
         {std::string_view(portal.text()), std::string_view(identity.relationship.text()),
          name_of(identity.kind), std::string_view(identity.period)}) {
        text += '\0';
        text += part;
    }
    return NoteKey("ms1" + base32_lower(sha256(text)).substr(0, kLength));
}

}  // namespace mentorsync
