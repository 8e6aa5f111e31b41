// A key and a self-signed certificate, made on the spot, for a server on loopback.

#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <mutex>
#include <string>

namespace mentorsync::http {

class TlsIdentity {
public:
    struct Options {
        std::string alternative_name = "IP:127.0.0.1";
        long valid_from_seconds = -3600;  // from this moment on
        long valid_to_seconds = 3600;
        int newest_version = TLS1_3_VERSION;
    };

    explicit TlsIdentity(const Options& options);
    ~TlsIdentity();
    TlsIdentity(const TlsIdentity&) = delete;
    TlsIdentity& operator=(const TlsIdentity&) = delete;

    [[nodiscard]] SSL_CTX* context() const { return context_.get(); }

    // The certificate as a PEM file, which goes with this object.
    [[nodiscard]] const std::string& certificate_file() const { return certificate_file_; }

    // What the last client offered to speak, by ALPN: each name after a byte with its length.
    [[nodiscard]] std::string offered_protocols() const;

private:
    static int choose_http1(SSL* connection, const unsigned char** chosen,
                            unsigned char* chosen_size, const unsigned char* offered,
                            unsigned int offered_size, void* self);

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::string directory_;
    std::string certificate_file_;
    mutable std::mutex mutex_;  // guards offered_protocols_: each connection has its thread
    std::string offered_protocols_;
};

}  // namespace mentorsync::http
