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

std::string fingerprint_of(const PullScope& scope) {
    std::string text = "scope/1";
    const auto add = [&text](std::string_view part) {
        text += '\0';
        text += part;
    };
    // Each list ends with an empty part, which no name is.
    const auto add_names = [&add](const std::vector<std::string>& names) {
        for (const std::string& name : names) add(name);
        add("");
    };
    add(scope.people_list ? scope.people_list->text() : "");
    add_names(scope.contact_properties);
    add_names(scope.task_properties);
    for (const ListId& list : scope.member_lists) add(list.text());
    add("");
    for (const int id : scope.label_type_ids) add(std::to_string(id));
    add("");
    add_names(scope.email_references);
    add(scope.contact_links ? "links" : "");
    add(scope.owner_references ? "owners" : "");
    add(scope.owned_tasks ? "owned" : "");
    return sha256_hex(text);
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
