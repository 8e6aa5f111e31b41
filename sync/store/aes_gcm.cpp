#include "sync/store/aes_gcm.hpp"

#include <openssl/evp.h>

#include <climits>
#include <memory>

namespace mentorsync::store {

namespace {

struct Free {
    void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};

using Context = std::unique_ptr<EVP_CIPHER_CTX, Free>;

// Fetched once: OpenSSL looks it up anew for every use otherwise.
const EVP_CIPHER* cipher() {
    static const std::unique_ptr<EVP_CIPHER, Free> fetched(
        EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
    return fetched.get();
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

bool fits_int(std::string_view text) {
    return text.size() <= static_cast<std::size_t>(INT_MAX);
}

// A context that has been given everything but the text; empty when anything is wrong with it.
Context started(const GcmInput& input, std::string_view text, int encrypt) {
    if (input.key.size() != kKeyBytes || input.nonce.size() != kNonceBytes ||
        !fits_int(input.also_bound) || !fits_int(text) || cipher() == nullptr) {
        return nullptr;
    }
    Context context(EVP_CIPHER_CTX_new());
    int written = 0;
    if (!context ||
        EVP_CipherInit_ex(context.get(), cipher(), nullptr, bytes_of(input.key),
                          bytes_of(input.nonce), encrypt) != 1 ||
        EVP_CipherUpdate(context.get(), nullptr, &written, bytes_of(input.also_bound),
                         static_cast<int>(input.also_bound.size())) != 1) {
        return nullptr;
    }
    return context;
}

// Turns the text into the other; empty when OpenSSL refuses.
std::optional<std::string> turned(EVP_CIPHER_CTX* context, std::string_view text) {
    std::string out(text.size(), '\0');
    int written = 0;
    // An update of no bytes at a null address would mean something else.
    if (!text.empty() && EVP_CipherUpdate(context, bytes_of(out), &written, bytes_of(text),
                                          static_cast<int>(text.size())) != 1) {
        return std::nullopt;
    }
    return out;
}

}  // namespace

std::optional<GcmOutput> gcm_encrypt(const GcmInput& input, std::string_view plain) {
    const Context context = started(input, plain, 1);
    if (!context) return std::nullopt;
    auto encrypted = turned(context.get(), plain);
    std::string tag(kTagBytes, '\0');
    int written = 0;
    if (!encrypted || EVP_CipherFinal_ex(context.get(), bytes_of(tag), &written) != 1 ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTagBytes),
                            tag.data()) != 1) {
        return std::nullopt;
    }
    return GcmOutput{*std::move(encrypted), std::move(tag)};
}

std::optional<std::string> gcm_decrypt(const GcmInput& input, std::string_view cipher_text,
                                       std::string_view tag) {
    if (tag.size() != kTagBytes) return std::nullopt;
    const Context context = started(input, cipher_text, 0);
    if (!context) return std::nullopt;
    std::string expected(tag);
    if (EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagBytes),
                            expected.data()) != 1) {
        return std::nullopt;
    }
    auto plain = turned(context.get(), cipher_text);
    int written = 0;
    std::string rest(kTagBytes, '\0');
    if (!plain || EVP_CipherFinal_ex(context.get(), bytes_of(rest), &written) != 1) {
        return std::nullopt;
    }
    return plain;
}

}  // namespace mentorsync::store
