#include "sync/store/sealer.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <utility>

#include "sync/store/aes_gcm.hpp"

namespace mentorsync::store {

namespace {

constexpr char kVersion = '\x01';
constexpr std::size_t kKeyIdBytes = 4;
constexpr std::size_t kHeaderBytes = 1 + kKeyIdBytes + kNonceBytes + kTagBytes;
constexpr std::size_t kHashBytes = 32;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// HMAC-SHA-256, as bytes. Empty only when OpenSSL is out of memory.
std::string hmac(std::string_view key, std::string_view text) {
    std::array<unsigned char, kHashBytes> digest{};
    unsigned int size = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(),
             digest.data(), &size) == nullptr) {
        return {};
    }
    return {digest.begin(), digest.end()};
}

std::string in_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

// Several texts as one that no other texts make.
std::string joined(std::initializer_list<std::string_view> texts) {
    std::string all;
    for (const std::string_view text : texts) {
        all += std::to_string(text.size());
        all += ':';
        all += text;
    }
    return all;
}

std::string bound_by(const SealedPlace& place, std::string_view key_id) {
    return joined({"mentorsync", std::string_view(&kVersion, 1), place.portal, place.field,
                   place.row, key_id});
}

}  // namespace

struct Sealer::Keys {
    struct Key {
        Secret sealing;
        Secret burying;  // for tombstones
        std::string id;  // as bytes: says nothing of the key
    };
    std::vector<Key> all;
    std::string first_id;  // in hexadecimal
};

Sealer::Sealer(std::unique_ptr<Keys> keys) : keys_(std::move(keys)) {}
Sealer::~Sealer() = default;

Result<std::shared_ptr<const Sealer>> Sealer::from_keys(const std::vector<Secret>& keys) {
    if (keys.empty()) {
        return fail(ErrorCode::Configuration, "there is no key to seal the state with");
    }
    auto made = std::make_unique<Keys>();
    for (const Secret& key : keys) {
        if (key.reveal().size() != kKeyBytes) {
            return fail(ErrorCode::Configuration,
                        "a key that seals the state has " + std::to_string(key.reveal().size()) +
                            " bytes in place of 32; make one with: openssl rand -base64 32");
        }
        made->all.push_back({key, Secret(hmac(key.reveal(), "mentorsync tombstone 1")),
                             hmac(key.reveal(), "mentorsync key id 1").substr(0, kKeyIdBytes)});
    }
    made->first_id = in_hex(made->all.front().id);
    // make_shared cannot reach the constructor.
    return std::shared_ptr<const Sealer>(new Sealer(std::move(made)));
}

const std::string& Sealer::key_id() const {
    return keys_->first_id;
}

Result<std::string> Sealer::seal(const SealedPlace& place, std::string_view plain) const {
    const Keys::Key& key = keys_->all.front();
    std::string nonce(kNonceBytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(nonce.data()),
                   static_cast<int>(nonce.size())) != 1) {
        return fail(ErrorCode::StoreFailed, "seal a value: the system gives no random numbers");
    }
    const std::string bound = bound_by(place, key.id);
    auto sealed = gcm_encrypt({key.sealing.reveal(), nonce, bound}, plain);
    if (!sealed) return fail(ErrorCode::StoreFailed, "seal a value: OpenSSL refuses");
    return kVersion + key.id + nonce + sealed->tag + sealed->cipher;
}

Result<std::string> Sealer::open(const SealedPlace& place, std::string_view sealed) const {
    const auto refused = [&place](const char* why) {
        return fail(ErrorCode::StoreFailed,
                    "a sealed value of the state (" + std::string(place.field) + ") " + why);
    };
    if (sealed.size() < kHeaderBytes || sealed.front() != kVersion) {
        return refused("is damaged; restore a backup");
    }
    const auto take = [&sealed](std::size_t bytes) {
        const std::string_view part = sealed.substr(0, bytes);
        sealed.remove_prefix(bytes);
        return part;
    };
    take(1);
    const std::string_view id = take(kKeyIdBytes);
    const std::string_view nonce = take(kNonceBytes);
    const std::string_view tag = take(kTagBytes);
    const auto key = std::ranges::find(keys_->all, id, &Keys::Key::id);
    if (key == keys_->all.end()) {
        return refused("was sealed with a key that is not given; name it beside the present one");
    }
    auto plain = gcm_decrypt({key->sealing.reveal(), nonce, bound_by(place, id)}, sealed, tag);
    if (!plain) return refused("is damaged or was moved; restore a backup");
    return *std::move(plain);
}

std::string Sealer::tombstone(std::string_view portal, std::string_view id) const {
    return in_hex(hmac(keys_->all.front().burying.reveal(), joined({portal, id})));
}

std::vector<std::string> Sealer::tombstones(std::string_view portal, std::string_view id) const {
    std::vector<std::string> all;
    for (const Keys::Key& key : keys_->all) {
        all.push_back(in_hex(hmac(key.burying.reveal(), joined({portal, id}))));
    }
    return all;
}

}  // namespace mentorsync::store
