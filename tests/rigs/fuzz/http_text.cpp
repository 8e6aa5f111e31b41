// Any bytes as a Retry-After, an address, the target of a request, and the redirect of a login.

#include "connector/http/retry_after.hpp"
#include "connector/http/safe_url.hpp"
#include "connector/hubspot/endpoints.hpp"
#include "sync/run/login.hpp"
#include "tests/rigs/fuzz/target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mentorsync;
    const std::string text(fuzz::text_of(data, size));
    if (const auto wait = http::parse_retry_after(text)) {
        fuzz::require(wait->count() >= 0 && *wait <= std::chrono::hours(24));
    }
    if (const auto url = http::parse_base_url(text)) {
        const std::size_t host = url->text.find("://") + 3;
        const std::string authority = url->text.substr(host, url->text.find('/', host) - host);
        fuzz::require(authority.find('@') == std::string::npos);
        fuzz::require(url->encrypted || url->text.starts_with("http://"));
    }
    static_cast<void>(http::host_of(text));
    if (http::check_target(text)) {
        const std::string path = text.substr(0, text.find('?'));
        fuzz::require(path.front() == '/' && path.find("/../") == std::string::npos);
    }
    const auto request = hubspot::make_request(hubspot::kDefaultApiVersion,
                                               {.endpoint = hubspot::Endpoint::ArchiveNote,
                                                .parts = {.id = text},
                                                .query = {},
                                                .body = {}});
    if (request) fuzz::require(http::check_target(request->target).has_value());
    if (const auto redirect = parse_redirect(text); !redirect) {
        for (const char c : redirect.error().message) {
            fuzz::require(static_cast<unsigned char>(c) >= 0x20);
        }
    }
    return 0;
}
