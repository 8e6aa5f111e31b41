#include "tests/http/tls_identity.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace mentorsync::http {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

// Outlives every connection, as OpenSSL asks of the chosen name.
constexpr std::array<unsigned char, 8> kHttp1 = {'h', 't', 't', 'p', '/', '1', '.', '1'};

void require(bool fine, const char* what) {
    if (!fine) throw std::runtime_error(what);
}

Certificate make_certificate(EVP_PKEY* key, const TlsIdentity::Options& options) {
    Certificate certificate(X509_new(), &X509_free);
    X509* const x509 = certificate.get();
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), options.valid_from_seconds);
    X509_gmtime_adj(X509_getm_notAfter(x509), options.valid_to_seconds);
    X509_set_pubkey(x509, key);

    X509_NAME* const name = X509_get_subject_name(x509);
    const std::array<unsigned char, 5> common_name = {'t', 'e', 's', 't', '\0'};
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common_name.data(), -1, -1, 0);
    X509_set_issuer_name(x509, name);

    X509_EXTENSION* const names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                                                      options.alternative_name.c_str());
    require(names != nullptr, "no such alternative name");
    X509_add_ext(x509, names, -1);
    X509_EXTENSION_free(names);
    require(X509_sign(x509, key, EVP_sha256()) > 0, "cannot sign");
    return certificate;
}

}  // namespace

TlsIdentity::TlsIdentity(const Options& options)
    : context_(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free) {
    const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const Certificate certificate = make_certificate(key.get(), options);
    SSL_CTX_use_certificate(context_.get(), certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), key.get());
    SSL_CTX_set_max_proto_version(context_.get(), options.newest_version);
    // Or OpenSSL itself refuses to serve TLS 1.1, and a client that allowed it would go unnoticed.
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_alpn_select_cb(context_.get(), &TlsIdentity::choose_http1, this);

    std::string path = std::filesystem::temp_directory_path() / "mentorsync-tls-XXXXXX";
    require(::mkdtemp(path.data()) != nullptr, "cannot make a temporary directory");
    directory_ = path;
    certificate_file_ = directory_ + "/certificate.pem";
    std::FILE* const file = std::fopen(certificate_file_.c_str(), "we");
    require(file != nullptr, "cannot write the certificate");
    PEM_write_X509(file, certificate.get());
    require(std::fclose(file) == 0, "cannot write the certificate");
}

TlsIdentity::~TlsIdentity() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

std::string TlsIdentity::offered_protocols() const {
    const std::scoped_lock lock(mutex_);
    return offered_protocols_;
}

// NOLINTNEXTLINE(readability-function-size): OpenSSL gives it six parameters
int TlsIdentity::choose_http1(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                              const unsigned char* offered, unsigned int offered_size, void* self) {
    auto& identity = *static_cast<TlsIdentity*>(self);
    const std::scoped_lock lock(identity.mutex_);
    identity.offered_protocols_.assign(reinterpret_cast<const char*>(offered), offered_size);
    *chosen = kHttp1.data();
    *chosen_size = kHttp1.size();
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace mentorsync::http
