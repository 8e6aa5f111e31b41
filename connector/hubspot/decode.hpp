// From the CRM's JSON to the CRM vocabulary. Pure.
//
// Unknown fields are ignored and ids may be strings or numbers, for released versions of the API
// add fields and differ in that. An entry that cannot be read is set aside with its place; only an
// answer whose frame is wrong fails as a whole.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "connector/hubspot/endpoints.hpp"
#include "connector/hubspot/faults.hpp"
#include "mentorsync/crm.hpp"
#include "mentorsync/crm_connector.hpp"
#include "mentorsync/json.hpp"

namespace mentorsync::hubspot {

// The id in `value`, a string or number of digits. Empty when it is none.
[[nodiscard]] std::optional<std::string> decode_id(const json::Value* value);

// The text of a string, or empty.
[[nodiscard]] std::string decode_text(const json::Value* value);

// Where a paged answer goes on, `paging.next.after`; empty on the last page. `paging.next.link` is
// never read: it may lead elsewhere.
[[nodiscard]] std::string decode_after(const json::Value& body);

// The number at `key`, when there is a plain one.
[[nodiscard]] std::optional<std::size_t> decode_count(const json::Value& body,
                                                      std::string_view key);

// The array `results`, or nullptr.
[[nodiscard]] const json::Value* find_results(const json::Value& body);

// What a batch answer reports beside its results, whatever its status.
[[nodiscard]] std::vector<Fault> decode_faults(const json::Value& body);

// Records of a list, a batch or a search.
struct RecordPage {
    std::vector<CrmRecord> records;
    std::vector<CrmPage::Unreadable> unreadable;  // without an id where that is the fault

    // Of tasks listed with `associations=contacts`: what each is linked to, and those whose links
    // go on beyond what a list shows.
    std::vector<CrmLink> links;
    std::vector<RecordId> with_more_links;
};

// Empty properties, however spelled (null, "" or missing), are left out. `hs_merged_object_ids`
// becomes `merged`. Returns nothing when the answer has no array `results`.
[[nodiscard]] std::optional<RecordPage> decode_records(RecordKind kind, const json::Value& body);

// Associations of a batch read.
struct LinkPage {
    struct More {
        std::string id;     // a record whose associations go on
        std::string after;  // where
    };
    std::vector<CrmLink> links;
    std::vector<More> more;
    std::vector<CrmPage::Unreadable> unreadable;
};

[[nodiscard]] std::optional<LinkPage> decode_links(RecordKind from, RecordKind to,
                                                   const json::Value& body);

// Owners of one page. Who has no usable id is left out: nobody can name them.
[[nodiscard]] std::optional<std::vector<CrmOwner>> decode_owners(const json::Value& body);

// The contacts that one page of memberships names.
struct MemberPage {
    std::vector<RecordId> contacts;
    std::size_t unreadable = 0;
};
[[nodiscard]] std::optional<MemberPage> decode_members(const json::Value& body);

}  // namespace mentorsync::hubspot
