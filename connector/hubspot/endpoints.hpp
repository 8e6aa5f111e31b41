// Every request that this connector can make, in one table: the egress allowlist.
//
// A credential that may write notes may also erase contacts, so what is not in the table cannot be
// sent: `make_request` builds from it, and `GuardedTransport` refuses the rest before it leaves.
// Deleting personal data, merging and archiving in batches are left out on purpose.
//
// Page sizes and limits of the API stand here too, each with its source.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "connector/http/transport.hpp"
#include "mentorsync/crm.hpp"
#include "mentorsync/error.hpp"

namespace mentorsync::hubspot {

// Which family of paths a portal speaks. `V3` is v3 with v4 associations, for CRMs that only look
// like HubSpot. Source: HubSpot developer docs, API versioning.
enum class ApiVersion { September2026, March2026, V3 };

inline constexpr ApiVersion kDefaultApiVersion = ApiVersion::September2026;

// "2026-09", "2026-03", "v3": what a configuration file says.
[[nodiscard]] std::string_view name_of(ApiVersion version) noexcept;

// Empty when `text` names no version.
[[nodiscard]] std::optional<ApiVersion> parse_api_version(std::string_view text) noexcept;

enum class Endpoint {
    Account,
    ListOwners,
    ListRecords,
    BatchReadRecords,
    SearchContacts,
    SearchTasks,
    ReadMemberships,
    SearchLists,
    BatchReadLinks,
    ReadLabels,
    ReadProperties,
    ReadPropertyGroups,
    CreateNotes,
    ArchiveNote,
    AssociateNotes,
    AssociateNote,
    UpdateContacts,
    CreateProperty,
    CreatePropertyGroup,
    CreateLabelPair
};

// One line of the table. A template names its variables in braces: {type}, {to_type} one of
// `contacts`, `tasks`, `notes`; {id}, {to_id} a CRM id.
struct EndpointRow {
    Endpoint endpoint;
    http::Method method;
    std::string_view dated;   // path of a dated version, with {v}
    std::string_view legacy;  // path of v3 and v4
    http::RequestClass request_class;
    http::Bucket bucket;
};

[[nodiscard]] std::span<const EndpointRow> endpoint_table() noexcept;
[[nodiscard]] const EndpointRow& row_of(Endpoint endpoint) noexcept;

// The path template as messages show it, the version filled in and the other variables left.
[[nodiscard]] std::string path_template(Endpoint endpoint, ApiVersion version);

// What fills the variables of a template. An unused one stays empty.
struct PathParts {
    RecordKind type = RecordKind::Contact;
    RecordKind to_type = RecordKind::Contact;
    std::string id = {};
    std::string to_id = {};
};

// "contacts", "tasks", "notes".
[[nodiscard]] std::string_view path_name_of(RecordKind kind) noexcept;

struct QueryItem {
    std::string_view name;
    std::string value;  // escaped by `make_request`
};

// One request to make: an endpoint and what is particular this time.
struct Call {
    Endpoint endpoint = Endpoint::Account;
    PathParts parts = {};
    std::vector<QueryItem> query = {};
    std::string body = {};  // JSON, or empty
};

// The only way to a request. Fails with BadResponse when an id is not a CRM id: such an id came
// from outside and must not reach a path.
[[nodiscard]] Result<http::Request> make_request(ApiVersion version, const Call& call);

// Whether the table holds this request: its method, path, class and bucket.
[[nodiscard]] bool is_allowed(ApiVersion version, const http::Request& request) noexcept;

// Escapes everything but unreserved characters. Source: RFC 3986 section 2.3.
[[nodiscard]] std::string percent_encode(std::string_view text);

// Records a page of a list. Source: HubSpot CRM API guide, Objects.
inline constexpr std::size_t kListPage = 100;
// Owners a page; the API allows more. Source: HubSpot CRM API guide, Owners.
inline constexpr std::size_t kOwnerPage = 100;
// Inputs of a batch read, create or update. Source: HubSpot CRM API guide, Batch, Limits.
inline constexpr std::size_t kBatchInputs = 100;
// Inputs of an association batch read. Source: HubSpot changelog, batch read limit for
// associations.
inline constexpr std::size_t kLinkReadInputs = 1000;
// Inputs of an association batch write that this connector sends. The API allows 2,000 for labelled
// ones and states none for default ones. Source: HubSpot CRM API guide, Associations.
inline constexpr std::size_t kLinkWriteInputs = 100;
// Records a page of a search, and values of one IN filter. Source: HubSpot CRM API guide, Search.
inline constexpr std::size_t kSearchPage = 200;
inline constexpr std::size_t kSearchValues = 100;
// Members a page of a list. Source: HubSpot API reference, Lists, memberships.
inline constexpr std::size_t kMembershipPage = 250;
// Lists a page of a list search. Source: HubSpot API reference, Lists, search.
inline constexpr std::size_t kListSearchPage = 500;
// Characters of a query that names properties; URLs were refused from about 8,000.
// Source: reports of status 414, HubSpot CRM API guide, Errors.
inline constexpr std::size_t kLongestPropertyQuery = 5000;

}  // namespace mentorsync::hubspot
