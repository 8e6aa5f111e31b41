// Hashes that identify: note keys, mappings, plans.

#pragma once

#include <string>
#include <string_view>

#include "mentorsync/crm_connector.hpp"
#include "mentorsync/ids.hpp"
#include "mentorsync/mentoring.hpp"

namespace mentorsync {

// SHA-256 of `bytes`, as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

// What a saved plan is held against: every action, as `canonical_json` writes it, and the mapping
// that led to them.
[[nodiscard]] std::string hash_of_plan(std::string_view mapping_hash, std::string_view actions);

// Equal for scopes that bring the same from a portal, and for no others.
[[nodiscard]] std::string fingerprint_of(const PullScope& scope);

// The key under which a note is known to every CRM and every rebuilt store: the same for the same
// portal and identity, and for no other. 29 characters of [a-z0-9], no personal data:
//
//   "ms1" + base32lower(SHA-256("mentorsync/1" 0 portal 0 relationship 0 kind 0 period))[0..25]
//
// with RFC 4648's alphabet in lower case. Never change this: a different key is a second note.
[[nodiscard]] NoteKey derive_note_key(const PortalId& portal, const NoteIdentity& identity);

}  // namespace mentorsync
