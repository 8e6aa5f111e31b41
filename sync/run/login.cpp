#include "sync/run/login.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "sync/run/crm_network.hpp"

namespace mentorsync {

namespace {

constexpr std::size_t kLongestRedirect = 8'192;
constexpr std::size_t kRandomBytes = 32;
using Bytes = std::array<unsigned char, kRandomBytes>;

// Source: RFC 4648 section 5, without padding.
std::string base64url(const Bytes& bytes) {
    std::array<unsigned char, 45> text{};  // with a NUL
    const int size = EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(bytes.size()));
    std::string out(text.begin(), text.begin() + size);
    std::erase(out, '=');
    std::ranges::replace(out, '+', '-');
    std::ranges::replace(out, '/', '_');
    wipe(reinterpret_cast<char*>(text.data()), text.size());
    return out;
}

std::optional<std::string> random_word() {
    Bytes bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return std::nullopt;
    std::string word = base64url(bytes);
    wipe(reinterpret_cast<char*>(bytes.data()), bytes.size());
    return word;
}

// Source: RFC 7636 section 4.2, S256.
std::string challenge_of(std::string_view verifier) {
    Bytes digest{};
    unsigned size = 0;
    EVP_Digest(verifier.data(), verifier.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return base64url(digest);
}

Failure no_redirect(std::string_view why) {
    return fail(ErrorCode::InvalidArgument,
                "this is not the address that the CRM sends back: " + std::string(why));
}

int hexadecimal(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Undoes %XX; empty when that is malformed or leaves anything but printable ASCII.
std::optional<std::string> unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hexadecimal(text[i + 1]);
            const int low = hexadecimal(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (c <= ' ' || c >= '\x7f') return std::nullopt;
        out += c;
    }
    return out;
}

// The value of one part of a query. A name that stands twice is a trick.
Result<std::string> part_of(std::string_view query, std::string_view wanted) {
    std::optional<std::string> found;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        if (pair.substr(0, equals) != wanted) continue;
        if (found) return no_redirect("it names something twice");
        found = unescaped(pair.substr(std::min(equals + 1, pair.size())));
        if (!found) return no_redirect("it holds a character that no code has");
    }
    return found.value_or(std::string());
}

}  // namespace

std::string redirect_uri(const OAuthSettings& settings) {
    return "http://localhost:" + std::to_string(settings.redirect_port) +
           std::string(kRedirectPath);
}

Result<Redirect> parse_redirect(std::string_view target_or_address) {
    std::string_view text = target_or_address;
    if (text.size() > kLongestRedirect) return no_redirect("it is too long");
    if (const std::size_t scheme = text.find("://");
        !text.starts_with('/') && scheme != text.npos) {
        const std::size_t path = text.find('/', scheme + 3);
        text.remove_prefix(std::min(path, text.size()));
    }
    text = text.substr(0, text.find('#'));
    const std::size_t mark = std::min(text.find('?'), text.size());
    if (text.substr(0, mark) != kRedirectPath) {
        return no_redirect("its path is not " + std::string(kRedirectPath));
    }
    const std::string_view query = text.substr(std::min(mark + 1, text.size()));
    auto code = part_of(query, "code");
    if (!code) return Failure(code.error());
    auto state = part_of(query, "state");
    if (!state) return Failure(state.error());
    const bool refused = query.starts_with("error=") || query.find("&error=") != query.npos;
    return Redirect{Secret(*std::move(code)), *std::move(state), refused};
}

Result<Login> Login::open(const PortalSettings& settings, std::string_view settings_file) {
    if (!settings.oauth) {
        return fail(ErrorCode::Configuration,
                    "portal " + settings.name +
                        " has a service key: there is nothing to log in to; check it with "
                        "mentorsync doctor");
    }
    const auto version = hubspot::parse_api_version(settings.api_version);
    if (!version) {
        return fail(ErrorCode::Configuration, "unknown api_version '" + settings.api_version + "'");
    }
    auto app = load_app(*settings.oauth, settings_file);
    if (!app) return Failure(app.error());
    auto network = open_token_network(settings, settings_file);
    if (!network) return Failure(network.error());
    auto login = begin(**network, *version, *std::move(app), *settings.oauth);
    if (login) login->network_ = *std::move(network);
    return login;
}

Result<Login> Login::begin(http::Transport& network, hubspot::ApiVersion version,
                           hubspot::OAuthApp app, const OAuthSettings& settings) {
    auto state = random_word();
    auto verifier = random_word();
    if (!state || !verifier) {
        return fail(ErrorCode::Internal, "the system has no random numbers for a login");
    }
    const hubspot::AuthorizeRequest request{.page = settings.authorize_url,
                                            .client_id = app.client_id,
                                            .redirect_uri = redirect_uri(settings),
                                            .scopes = settings.scopes,
                                            .state = *state,
                                            .challenge = challenge_of(*verifier)};
    Login login(hubspot::OAuthDoor(network, version, std::move(app)), request.redirect_uri);
    login.address_ = hubspot::authorize_url(request);
    login.state_ = *std::move(state);
    login.verifier_ = Secret(*std::move(verifier));
    return login;
}

bool Login::is_ours(const Redirect& redirect) const noexcept {
    return redirect.state.size() == state_.size() &&
           CRYPTO_memcmp(redirect.state.data(), state_.data(), state_.size()) == 0;
}

Result<hubspot::OAuthTokens> Login::finish(const Redirect& redirect, const std::stop_token& stop) {
    if (!is_ours(redirect)) {
        return fail(ErrorCode::InvalidArgument,
                    "what came back is not the answer to this login: begin again with mentorsync "
                    "login");
    }
    if (redirect.refused || redirect.code.empty()) {
        return fail(ErrorCode::Unauthorized,
                    "the app was not permitted in the CRM: a super admin has to agree to it");
    }
    return door_.exchange_code(
        {.code = redirect.code, .redirect_uri = redirect_, .verifier = verifier_}, stop);
}

}  // namespace mentorsync
