#include "sync/run/doctor_network.hpp"

#include <netdb.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <ctime>
#include <memory>

#include "connector/http/safe_url.hpp"
#include "mentorsync/error.hpp"

namespace mentorsync {

namespace {

constexpr std::chrono::days kRenewBefore{21};
constexpr timeval kPatience{.tv_sec = 10, .tv_usec = 0};

struct Address {
    std::string name;
    std::string port;
};

// "api.example.com", "127.0.0.1:8750", "[::1]:8750".
Address address_of(const http::BaseUrl& url) {
    const std::string port = url.encrypted ? "443" : "80";
    const bool bracketed = url.host.starts_with('[');
    const auto end = bracketed ? url.host.find(']') + 1 : url.host.find(':');
    std::string name = url.host.substr(0, end);
    if (bracketed) name = name.substr(1, name.size() - 2);
    const bool has_port = end < url.host.size() && url.host[end] == ':';
    return {std::move(name), has_port ? url.host.substr(end + 1) : port};
}

using Found = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Found look_up(const Address& address) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.name.c_str(), address.port.c_str(), &hints, &found) != 0) {
        found = nullptr;
    }
    return {found, &::freeaddrinfo};
}

// A socket that is connected, or -1. The caller closes it.
int connected(const addrinfo* found) {
    for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
        const int socket = ::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
        if (socket < 0) continue;
        ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
        if (::connect(socket, at->ai_addr, at->ai_addrlen) == 0) return socket;
        ::close(socket);
    }
    return -1;
}

// When the certificate ends that the host shows. Fails with Unavailable when the handshake does,
// with the certificate's fault in the message.
Result<Instant> certificate_end(int socket, const std::string& name, const std::string& ca_file) {
    const std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)> context(
        ::SSL_CTX_new(::TLS_client_method()), &::SSL_CTX_free);
    if (!context) return fail(ErrorCode::Internal, "TLS cannot be started");
    const bool trusts = ca_file.empty()
                            ? ::SSL_CTX_set_default_verify_paths(context.get()) == 1
                            : ::SSL_CTX_load_verify_file(context.get(), ca_file.c_str()) == 1;
    if (!trusts) return fail(ErrorCode::Configuration, "the certificates to trust cannot be read");
    ::SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    ::SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);

    const std::unique_ptr<SSL, decltype(&::SSL_free)> tls(::SSL_new(context.get()), &::SSL_free);
    if (!tls) return fail(ErrorCode::Internal, "TLS cannot be started");
    ::SSL_set_fd(tls.get(), socket);
    ::SSL_set1_host(tls.get(), name.c_str());
    ::SSL_ctrl(tls.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
               const_cast<char*>(name.c_str()));  // NOLINT: an old signature of OpenSSL's
    if (::SSL_connect(tls.get()) != 1) {
        const long fault = ::SSL_get_verify_result(tls.get());
        return fail(ErrorCode::Unavailable,
                    fault == X509_V_OK ? "the host does not speak TLS as it should"
                                       : std::string("the host's certificate is refused: ") +
                                             ::X509_verify_cert_error_string(fault));
    }
    const std::unique_ptr<X509, decltype(&::X509_free)> shown(
        ::SSL_get1_peer_certificate(tls.get()), &::X509_free);
    std::tm parts{};
    if (!shown || ::ASN1_TIME_to_tm(::X509_get0_notAfter(shown.get()), &parts) != 1) {
        return fail(ErrorCode::Unavailable, "the host's certificate has no readable end");
    }
    return Instant(std::chrono::seconds(::timegm(&parts)));
}

Finding examine_certificate(int socket, const std::string& name, const std::string& ca_file,
                            Instant now) {
    const auto ends = certificate_end(socket, name, ca_file);
    if (ends) return judge_certificate(*ends, now);
    Finding finding = failed_check("tls", ends.error());
    finding.fix = "check base_url and ca_file; never go on without a good certificate";
    return finding;
}

}  // namespace

Finding judge_certificate(Instant ends, Instant now) {
    const auto left = std::chrono::floor<std::chrono::days>(ends - now).count();
    Finding finding{
        .check = "tls",
        .what = "the host's certificate is good for " + std::to_string(left) + " more days"};
    if (ends - now < kRenewBefore) {
        finding.verdict = Verdict::Warn;
        finding.fix = "whoever runs the host, or the proxy in between, should renew it";
    }
    return finding;
}

Diagnosis examine_network(const PortalSettings& settings, std::string_view settings_file,
                          Instant now) {
    const auto url = http::parse_base_url(settings.base_url);
    if (!url) return {failed_check("dns", url.error())};
    if (!settings.proxy.empty()) {
        return {{.check = "dns", .what = "a proxy finds " + url->host + " and connects to it"}};
    }
    const Address address = address_of(*url);
    const Found found = look_up(address);
    if (!found) {
        return {{.check = "dns",
                 .verdict = Verdict::Fail,
                 .what = "the name " + address.name + " is not found",
                 .fix = "check base_url, and this machine's name servers",
                 .code = ErrorCode::Unavailable}};
    }
    Diagnosis diagnosis{{.check = "dns", .what = address.name + " is found"}};
    const int socket = connected(found.get());
    if (socket < 0) {
        diagnosis.push_back({.check = "tls",
                             .verdict = Verdict::Fail,
                             .what = "nobody answers at " + url->host,
                             .fix = "check the network, a firewall, or whether a proxy is needed",
                             .code = ErrorCode::Unavailable});
        return diagnosis;
    }
    if (url->encrypted) {
        const std::string ca_file = settings.ca_file.empty()
                                        ? std::string()
                                        : resolve_path(settings_file, settings.ca_file);
        diagnosis.push_back(examine_certificate(socket, address.name, ca_file, now));
    } else {
        diagnosis.push_back(
            {.check = "tls", .what = "not used: " + url->host + " is on this machine"});
    }
    ::close(socket);
    return diagnosis;
}

}  // namespace mentorsync
