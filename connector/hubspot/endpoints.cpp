#include "connector/hubspot/endpoints.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace mentorsync::hubspot {

namespace {

using http::Bucket;
using http::Method;
using http::RequestClass;

constexpr auto kRead = RequestClass::Read;
constexpr auto kIdempotent = RequestClass::IdempotentWrite;
constexpr auto kCreate = RequestClass::Create;

// In the order of `Endpoint`. Source: HubSpot OpenAPI files of CRM, Account, Lists and Owners.
constexpr std::array kTable = {
    EndpointRow{Endpoint::Account, Method::Get, "/account-info/{v}/details",
                "/account-info/v3/details", kRead, Bucket::General},
    EndpointRow{Endpoint::ListOwners, Method::Get, "/crm/owners/{v}", "/crm/v3/owners", kRead,
                Bucket::General},
    EndpointRow{Endpoint::ListRecords, Method::Get, "/crm/objects/{v}/{type}",
                "/crm/v3/objects/{type}", kRead, Bucket::General},
    EndpointRow{Endpoint::BatchReadRecords, Method::Post, "/crm/objects/{v}/{type}/batch/read",
                "/crm/v3/objects/{type}/batch/read", kRead, Bucket::General},
    EndpointRow{Endpoint::SearchContacts, Method::Post, "/crm/objects/{v}/contacts/search",
                "/crm/v3/objects/contacts/search", kRead, Bucket::Search},
    EndpointRow{Endpoint::SearchTasks, Method::Post, "/crm/objects/{v}/tasks/search",
                "/crm/v3/objects/tasks/search", kRead, Bucket::Search},
    EndpointRow{Endpoint::ReadMemberships, Method::Get, "/crm/lists/{v}/{id}/memberships",
                "/crm/v3/lists/{id}/memberships", kRead, Bucket::General},
    EndpointRow{Endpoint::SearchLists, Method::Post, "/crm/lists/{v}/search",
                "/crm/v3/lists/search", kRead, Bucket::General},
    EndpointRow{Endpoint::BatchReadLinks, Method::Post,
                "/crm/associations/{v}/{type}/{to_type}/batch/read",
                "/crm/v4/associations/{type}/{to_type}/batch/read", kRead, Bucket::General},
    EndpointRow{Endpoint::ReadLabels, Method::Get, "/crm/associations/{v}/contacts/contacts/labels",
                "/crm/v4/associations/contacts/contacts/labels", kRead, Bucket::General},
    EndpointRow{Endpoint::ReadProperties, Method::Get, "/crm/properties/{v}/{type}",
                "/crm/v3/properties/{type}", kRead, Bucket::General},
    EndpointRow{Endpoint::ReadPropertyGroups, Method::Get, "/crm/properties/{v}/{type}/groups",
                "/crm/v3/properties/{type}/groups", kRead, Bucket::General},
    EndpointRow{Endpoint::CreateNotes, Method::Post, "/crm/objects/{v}/notes/batch/create",
                "/crm/v3/objects/notes/batch/create", kCreate, Bucket::General},
    EndpointRow{Endpoint::ArchiveNote, Method::Delete, "/crm/objects/{v}/notes/{id}",
                "/crm/v3/objects/notes/{id}", kIdempotent, Bucket::General},
    EndpointRow{Endpoint::AssociateNotes, Method::Post,
                "/crm/associations/{v}/notes/contacts/batch/associate/default",
                "/crm/v4/associations/notes/contacts/batch/associate/default", kIdempotent,
                Bucket::General},
    EndpointRow{Endpoint::AssociateNote, Method::Put,
                "/crm/objects/{v}/notes/{id}/associations/default/contacts/{to_id}",
                "/crm/v4/objects/notes/{id}/associations/default/contacts/{to_id}", kIdempotent,
                Bucket::General},
    EndpointRow{Endpoint::UpdateContacts, Method::Post, "/crm/objects/{v}/contacts/batch/update",
                "/crm/v3/objects/contacts/batch/update", kIdempotent, Bucket::General},
    EndpointRow{Endpoint::CreateProperty, Method::Post, "/crm/properties/{v}/{type}",
                "/crm/v3/properties/{type}", kCreate, Bucket::General},
    EndpointRow{Endpoint::CreatePropertyGroup, Method::Post, "/crm/properties/{v}/{type}/groups",
                "/crm/v3/properties/{type}/groups", kCreate, Bucket::General},
    EndpointRow{Endpoint::CreateLabelPair, Method::Post,
                "/crm/associations/{v}/contacts/contacts/labels",
                "/crm/v4/associations/contacts/contacts/labels", kCreate, Bucket::General},
};

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

std::string_view template_of(const EndpointRow& row, ApiVersion version) {
    return version == ApiVersion::V3 ? row.legacy : row.dated;
}

// Takes the part of `path` before its next '/', and that '/'.
std::string_view take_segment(std::string_view& path) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return segment;
}

bool is_path_name(std::string_view text) {
    return text == path_name_of(RecordKind::Contact) || text == path_name_of(RecordKind::Task) ||
           text == path_name_of(RecordKind::Note);
}

bool matches_segment(std::string_view wanted, std::string_view given, ApiVersion version) {
    if (wanted == "{v}") return given == name_of(version);
    if (wanted == "{type}" || wanted == "{to_type}") return is_path_name(given);
    if (wanted == "{id}" || wanted == "{to_id}") return is_crm_id(given);
    return wanted == given;
}

bool matches(std::string_view wanted, std::string_view path, ApiVersion version) {
    if (std::ranges::count(wanted, '/') != std::ranges::count(path, '/')) return false;
    while (!wanted.empty()) {
        if (!matches_segment(take_segment(wanted), take_segment(path), version)) return false;
    }
    return path.empty();
}

std::string_view value_of(std::string_view variable, ApiVersion version, const PathParts& parts) {
    if (variable == "{v}") return name_of(version);
    if (variable == "{type}") return path_name_of(parts.type);
    if (variable == "{to_type}") return path_name_of(parts.to_type);
    return variable == "{id}" ? parts.id : parts.to_id;
}

}  // namespace

std::string_view name_of(ApiVersion version) noexcept {
    switch (version) {
        case ApiVersion::September2026: return "2026-09";
        case ApiVersion::March2026: return "2026-03";
        case ApiVersion::V3: return "v3";
    }
    return "?";
}

std::optional<ApiVersion> parse_api_version(std::string_view text) noexcept {
    for (const auto version : {ApiVersion::September2026, ApiVersion::March2026, ApiVersion::V3}) {
        if (text == name_of(version)) return version;
    }
    return std::nullopt;
}

std::span<const EndpointRow> endpoint_table() noexcept {
    return kTable;
}

const EndpointRow& row_of(Endpoint endpoint) noexcept {
    const auto found = std::ranges::find(kTable, endpoint, &EndpointRow::endpoint);
    assert(found != kTable.end());
    return *found;
}

std::string path_template(Endpoint endpoint, ApiVersion version) {
    std::string path(template_of(row_of(endpoint), version));
    if (const auto at = path.find("{v}"); at != std::string::npos) {
        path.replace(at, 3, name_of(version));
    }
    return path;
}

std::string_view path_name_of(RecordKind kind) noexcept {
    switch (kind) {
        case RecordKind::Contact: return "contacts";
        case RecordKind::Task: return "tasks";
        case RecordKind::Note: return "notes";
    }
    return "?";
}

Result<http::Request> make_request(ApiVersion version, const Call& call) {
    const EndpointRow& row = row_of(call.endpoint);
    std::string target;
    std::string_view rest = template_of(row, version).substr(1);
    while (!rest.empty()) {
        const std::string_view segment = take_segment(rest);
        const std::string_view value =
            segment.starts_with('{') ? value_of(segment, version, call.parts) : segment;
        if (!matches_segment(segment, value, version)) {
            return fail(ErrorCode::BadResponse,
                        std::string(name_of(row.method)) + ' ' +
                            path_template(call.endpoint, version) +
                            ": an id that the CRM gave is no CRM id (digits only)");
        }
        target.append("/").append(value);
    }
    char separator = '?';
    for (const QueryItem& item : call.query) {
        target += separator;
        target.append(item.name).append("=").append(percent_encode(item.value));
        separator = '&';
    }
    return http::Request{.method = row.method,
                         .target = std::move(target),
                         .body = call.body,
                         .request_class = row.request_class,
                         .bucket = row.bucket};
}

bool is_allowed(ApiVersion version, const http::Request& request) noexcept {
    const std::string_view path =
        std::string_view(request.target).substr(0, request.target.find('?'));
    return std::ranges::any_of(kTable, [&](const EndpointRow& row) {
        return row.method == request.method && row.request_class == request.request_class &&
               row.bucket == request.bucket && matches(template_of(row, version), path, version);
    });
}

std::string percent_encode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out.append({'%', kHexDigits[byte >> 4U], kHexDigits[byte & 0x0FU]});
    }
    return out;
}

}  // namespace mentorsync::hubspot
