#include "sync/store/sealer.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>
#include <unordered_set>

#include "sync/store/aes_gcm.hpp"
#include "tests/fakes/test_sealer.hpp"
#include "tests/store/samples.hpp"

namespace mentorsync::store {

namespace {

std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    }
    return bytes;
}

// Source: McGrew and Viega, "The Galois/Counter Mode of Operation", submitted to NIST, appendix B.
struct Vector {
    const char* name;
    std::string key;
    std::string nonce;
    std::string also_bound;
    std::string plain;
    std::string cipher;
    std::string tag;
};
std::ostream& operator<<(std::ostream& out, const Vector& row) {
    return out << row.name;
}

const std::string kZeroKey(64, '0');
const std::string kKey = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
const std::string kNonce = "cafebabefacedbaddecaf888";
const std::string kPlain =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
const std::string kCipher =
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662";

const Vector kVectors[] = {
    {"case 13: nothing", kZeroKey, std::string(24, '0'), "", "", "",
     "530f8afbc74536b9a963b4f1c4cb738b"},
    {"case 14: one block", kZeroKey, std::string(24, '0'), "", std::string(32, '0'),
     "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"},
    {"case 15: four blocks", kKey, kNonce, "", kPlain + "1aafd255", kCipher + "898015ad",
     "b094dac5d93471bdec1a502270e3cc6c"},
    {"case 16: bound to more", kKey, kNonce, "feedfacedeadbeeffeedfacedeadbeefabaddad2", kPlain,
     kCipher, "76fc6ece0f4e1768cddf8853bb2d551b"},
};

const SealedPlace kPlace{"blink", "record.properties", "contact 1001"};

}  // namespace

BOOST_AUTO_TEST_SUITE(sealer_tests)

BOOST_DATA_TEST_CASE(encrypts_as_nist_says, boost::unit_test::data::make(kVectors), row) {
    const std::string key = from_hex(row.key);
    const std::string nonce = from_hex(row.nonce);
    const std::string bound = from_hex(row.also_bound);
    const auto sealed = gcm_encrypt({key, nonce, bound}, from_hex(row.plain));
    BOOST_TEST_REQUIRE(sealed.has_value());
    BOOST_TEST((sealed->cipher == from_hex(row.cipher)));
    BOOST_TEST((sealed->tag == from_hex(row.tag)));
    const auto plain = gcm_decrypt({key, nonce, bound}, sealed->cipher, sealed->tag);
    BOOST_TEST_REQUIRE(plain.has_value());
    BOOST_TEST((*plain == from_hex(row.plain)));
}

BOOST_AUTO_TEST_CASE(refuses_lengths_that_are_wrong) {
    const std::string key(32, 'k');
    const std::string nonce(12, 'n');
    BOOST_TEST(!gcm_encrypt({std::string_view(key).substr(1), nonce, ""}, "x").has_value());
    BOOST_TEST(!gcm_encrypt({key, std::string_view(nonce).substr(1), ""}, "x").has_value());
    const auto sealed = gcm_encrypt({key, nonce, ""}, "x");
    BOOST_TEST_REQUIRE(sealed.has_value());
    const std::string_view tag = sealed->tag;
    BOOST_TEST(!gcm_decrypt({key, nonce, ""}, sealed->cipher, tag.substr(1)).has_value());
}

BOOST_AUTO_TEST_CASE(opens_what_it_sealed_whatever_its_bytes) {
    const auto sealer = test_sealer();
    for (const std::string& plain :
         {std::string(), std::string("a\0b", 3), std::string(70000, 'x')}) {
        const std::string sealed = must(sealer->seal(kPlace, plain));
        BOOST_TEST((must(sealer->open(kPlace, sealed)) == plain));
    }
    BOOST_TEST((must(sealer->seal(kPlace, "x")) != must(sealer->seal(kPlace, "x"))));
}

BOOST_AUTO_TEST_CASE(any_flipped_bit_is_refused) {
    const auto sealer = test_sealer();
    const std::string sealed = must(sealer->seal(kPlace, "Aino Östman"));
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        std::string flipped = sealed;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        const auto opened = sealer->open(kPlace, flipped);
        BOOST_TEST_REQUIRE(!opened.has_value(), "bit " << bit);
        BOOST_TEST_REQUIRE((opened.error().code == ErrorCode::StoreFailed));
    }
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        BOOST_TEST_REQUIRE(!sealer->open(kPlace, std::string_view(sealed).substr(0, size)));
    }
}

BOOST_AUTO_TEST_CASE(a_value_opens_in_its_own_place_only) {
    const auto sealer = test_sealer();
    const std::string sealed = must(sealer->seal(kPlace, "x"));
    const SealedPlace others[] = {
        {"other", kPlace.field, kPlace.row},
        {kPlace.portal, "outbox.body", kPlace.row},
        {kPlace.portal, kPlace.field, "contact 1002"},
        {"blinkrecord", ".properties", kPlace.row},  // the same texts, cut elsewhere
    };
    for (const SealedPlace& other : others) {
        BOOST_TEST(!sealer->open(other, sealed).has_value(), other.portal << other.field);
    }
}

BOOST_AUTO_TEST_CASE(the_first_key_seals_and_all_of_them_open) {
    const std::string old = must(test_sealer("a")->seal(kPlace, "x"));
    const auto rotated = test_sealer("ba");
    BOOST_TEST(must(rotated->open(kPlace, old)) == "x");
    const std::string fresh = must(rotated->seal(kPlace, "x"));
    BOOST_TEST(must(test_sealer("b")->open(kPlace, fresh)) == "x");
    const auto refused = test_sealer("a")->open(kPlace, fresh);
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().message.find("a key that is not given") != std::string::npos);
    BOOST_TEST(rotated->key_id() == test_sealer("b")->key_id());
    BOOST_TEST(rotated->key_id() != test_sealer("a")->key_id());
}

BOOST_AUTO_TEST_CASE(a_key_has_32_bytes_and_is_never_shown) {
    for (const std::size_t size : {0U, 31U, 33U}) {
        const std::string key(size, 'K');
        const auto refused = Sealer::from_keys({Secret(key)});
        BOOST_TEST_REQUIRE(!refused.has_value());
        BOOST_TEST((refused.error().code == ErrorCode::Configuration));
        BOOST_TEST(refused.error().message.find("KK") == std::string::npos);
    }
    BOOST_TEST(!Sealer::from_keys({}).has_value());
}

BOOST_AUTO_TEST_CASE(a_tombstone_knows_its_portal_its_id_and_its_key) {
    const auto sealer = test_sealer();
    const std::string tombstone = sealer->tombstone("blink", "1001");
    BOOST_TEST(tombstone.size() == 64U);
    BOOST_TEST(tombstone == sealer->tombstone("blink", "1001"));
    BOOST_TEST(tombstone != sealer->tombstone("blink", "1002"));
    BOOST_TEST(tombstone != sealer->tombstone("other", "1001"));
    BOOST_TEST(tombstone != test_sealer("x")->tombstone("blink", "1001"));
    BOOST_TEST(test_sealer("xk")->tombstones("blink", "1001").at(1) == tombstone);
}

BOOST_AUTO_TEST_CASE(a_million_sealings_use_a_million_nonces) {
    const auto sealer = test_sealer();
    constexpr std::size_t kSealings = 1'000'000;
    std::unordered_set<std::string> nonces;
    nonces.reserve(kSealings);
    for (std::size_t i = 0; i < kSealings; ++i) {
        const auto sealed = sealer->seal(kPlace, "");
        if (!sealed) throw std::runtime_error(sealed.error().message);
        nonces.insert(sealed->substr(5, kNonceBytes));
    }
    BOOST_TEST(nonces.size() == kSealings);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace mentorsync::store
