#include "connector/hubspot/errors.hpp"

#include <chrono>

#include "connector/http/retry_after.hpp"

namespace mentorsync::hubspot {

namespace {

using namespace std::chrono_literals;

// Sent by proxies, which do not say how far the request had come.
// Source: RFC 9110 section 15.5.9.
constexpr int kRequestTimeout = 408;

std::string join(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

// The codes and property names of a refusal: what an admin can search for.
std::string particulars(const Fault& fault) {
    std::string out;
    if (!fault.codes.empty()) out += " " + join(fault.codes);
    if (!fault.properties.empty()) out += " (property " + join(fault.properties) + ")";
    if (out.empty() && !fault.category.empty()) out = " " + fault.category;
    return out;
}

Error unauthorized(const Fault& fault) {
    if (fault.category == "EXPIRED_AUTHENTICATION") {
        return {ErrorCode::Unauthorized,
                "the CRM says that the access token has expired: make a new key in the portal"};
    }
    return {ErrorCode::Unauthorized,
            "the CRM refuses the credentials: check the key, or make a new one in the portal"};
}

Error missing_scope(const Fault& fault) {
    if (fault.scopes.empty()) {
        return {ErrorCode::MissingScope,
                "the credentials lack a permission for this: compare their scopes with those in "
                "README.md"};
    }
    return {ErrorCode::MissingScope, "the credentials lack a permission: give them the scope " +
                                         join(fault.scopes) +
                                         (fault.scopes.size() > 1 ? " (any one of these)" : "")};
}

Error rate_limited(const Fault& fault) {
    if (fault.policy == "DAILY") {
        return {ErrorCode::RateLimited,
                "the portal's requests of today are used up (policy DAILY): wait until midnight in "
                "the portal's time zone"};
    }
    const bool secondly = fault.policy.starts_with("SECONDLY");
    return {ErrorCode::RateLimited,
            "the CRM asks us to slow down" +
                (fault.policy.empty() ? std::string{} : " (policy " + fault.policy + ")"),
            secondly ? 1s : 10s};
}

Error refused(const Fault& fault) {
    if (fault.taken) {
        return {ErrorCode::KeyTaken, "a record with this unique value exists already"};
    }
    return {ErrorCode::Rejected,
            "the CRM refuses this:" +
                (particulars(fault).empty() ? " it gives no code" : particulars(fault))};
}

Error out_of_order(int status, http::RequestClass request_class) {
    const std::string what = "the CRM answers with status " + std::to_string(status);
    if (request_class == http::RequestClass::Create) {
        return {ErrorCode::Ambiguous, what + ": the record may exist nevertheless"};
    }
    return {ErrorCode::Unavailable, what + ": it is out of order, try again later"};
}

Error redirected() {
    return {ErrorCode::Unavailable,
            "the CRM redirects, which is not followed: check base_url, or a proxy in between"};
}

Error client_error(int status, const Fault& fault) {
    switch (status) {
        case 400: return refused(fault);
        case 401: return unauthorized(fault);
        case 403: return missing_scope(fault);
        case 404: return {ErrorCode::NotFound, "the CRM has no such record"};
        case 409: return {ErrorCode::KeyTaken, "what is to be created exists already"};
        case 414: return {ErrorCode::Rejected, "the CRM says that the URL is too long"};
        case 423:
            // Source: HubSpot CRM API guide, Errors: a lock lasts two seconds.
            return {ErrorCode::RateLimited, "the record is locked by other writes", 2s};
        case 429: return rate_limited(fault);
        case 477:
            return {ErrorCode::RateLimited,
                    "the portal is being moved between data centres: wait until that is done"};
        default:
            return {ErrorCode::Rejected, "the CRM refuses this with status " +
                                             std::to_string(status) + particulars(fault)};
    }
}

Error add_place(Error error, Endpoint endpoint, ApiVersion version, const Fault& fault) {
    error.message.insert(0, describe(endpoint, version) + ": ");
    if (!fault.correlation_id.empty()) {
        error.message += " (correlation id " + fault.correlation_id + ")";
    }
    return error;
}

}  // namespace

std::string describe(Endpoint endpoint, ApiVersion version) {
    return std::string(name_of(row_of(endpoint).method)) + ' ' + path_template(endpoint, version);
}

Error error_of(Endpoint endpoint, ApiVersion version, const http::Response& response) {
    const int status = response.status;
    const Fault fault = status >= 400 ? parse_fault(response.body) : Fault{};
    if (status >= 300 && status < 400) return add_place(redirected(), endpoint, version, fault);
    if (status == kRequestTimeout || (status >= 500 && status < 600)) {
        const auto request_class = row_of(endpoint).request_class;
        return add_place(out_of_order(status, request_class), endpoint, version, fault);
    }
    if (status >= 400 && status < 500) {
        Error error = client_error(status, fault);
        if (const auto asked = http::asked_wait(response); asked && is_transient(error.code)) {
            error.retry_after = *asked;
        }
        return add_place(std::move(error), endpoint, version, fault);
    }
    return add_place(
        {ErrorCode::BadResponse,
         "the answer has the status " + std::to_string(status) + ", which HTTP does not know"},
        endpoint, version, fault);
}

Error row_error_of(Endpoint endpoint, ApiVersion version, const Fault& fault) {
    int status = 400;
    if (fault.category == "OBJECT_NOT_FOUND") status = 404;
    if (fault.category == "CONFLICT" || fault.category == "OBJECT_ALREADY_EXISTS") status = 409;
    if (fault.category == "MISSING_SCOPES") status = 403;
    if (fault.category == "RATE_LIMITS" || fault.category == "RATE_LIMIT") status = 429;
    return add_place(client_error(status, fault), endpoint, version, fault);
}

}  // namespace mentorsync::hubspot
