#include "sync/run/credentials.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/fakes/temporary_folder.hpp"

using namespace mentorsync;

namespace {

constexpr const char* kKey = "pat-eu1-00000000-canary-key";

struct Fixture {
    fakes::TemporaryFolder folder;

    // Writes a key file and returns the reference to it.
    [[nodiscard]] SecretReference key_file(const std::string& content, mode_t mode = 0400) const {
        const std::string path = folder.path() + "/key";
        std::filesystem::remove(path);
        std::ofstream(path, std::ios::binary) << content;
        ::chmod(path.c_str(), mode);
        return {.kind = SecretReference::Kind::File, .name = "key", .at = {}};
    }

    [[nodiscard]] Result<Secret> load(const SecretReference& reference) const {
        return load_secret(reference, folder.path() + "/mentorsync.json");
    }

    void refuses(const SecretReference& reference, const std::string& because) const {
        const auto secret = load(reference);
        BOOST_TEST_REQUIRE(!secret.has_value());
        BOOST_TEST((secret.error().code == ErrorCode::Configuration));
        BOOST_TEST(secret.error().message.find(because) != std::string::npos,
                   secret.error().message);
        BOOST_TEST(secret.error().message.find("canary") == std::string::npos);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(credentials_tests, Fixture)

BOOST_AUTO_TEST_CASE(a_key_file_is_found_beside_the_settings_and_trimmed) {
    const auto secret = load(key_file(std::string(kKey) + "\n"));
    BOOST_TEST_REQUIRE(secret.has_value());
    BOOST_TEST(secret->reveal() == kKey);
}

BOOST_AUTO_TEST_CASE(a_key_file_that_others_may_read_is_refused_with_the_way_out) {
    for (const mode_t mode : {0440U, 0404U, 0644U, 0420U, 0666U}) {
        refuses(key_file(kKey, mode), "may be read by others; run: chmod 400 ");
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_key_is_refused) {
    refuses(key_file(""), "is empty");
    refuses(key_file(" \n\t"), "is empty");
    refuses(key_file("two canary words"), "does not hold a key");
    refuses(key_file("canary\nHost: elsewhere"), "does not hold a key");
    refuses(key_file("canary-\xc3\xa4"), "does not hold a key");
    refuses(key_file(std::string("canary\0key", 10)), "does not hold a key");
    refuses(key_file(std::string(5000, 'k')), "too long");
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_refused) {
    refuses({.kind = SecretReference::Kind::File, .name = "missing", .at = {}}, "cannot be opened");
    refuses({.kind = SecretReference::Kind::File, .name = folder.path(), .at = {}},
            "is not a regular file");
    const std::string fifo = folder.path() + "/fifo";
    ::mkfifo(fifo.c_str(), 0400);
    refuses({.kind = SecretReference::Kind::File, .name = fifo, .at = {}}, "is not a regular file");
}

BOOST_AUTO_TEST_CASE(a_credential_comes_from_the_folder_that_systemd_names) {
    static_cast<void>(key_file(kKey, 0440));
    ::setenv("CREDENTIALS_DIRECTORY", folder.path().c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    const auto secret = load({.kind = SecretReference::Kind::Credential, .name = "key", .at = {}});
    refuses({.kind = SecretReference::Kind::Credential, .name = "../key", .at = {}},
            "must be a name");
    ::unsetenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe)
    BOOST_TEST_REQUIRE(secret.has_value());
    BOOST_TEST(secret->reveal() == kKey);
    refuses({.kind = SecretReference::Kind::Credential, .name = "key", .at = {}},
            "LoadCredential=key:PATH");
}

BOOST_AUTO_TEST_CASE(an_environment_variable_may_hold_a_key) {
    ::setenv("MENTORSYNC_TEST_KEY", kKey, 1);  // NOLINT(concurrency-mt-unsafe)
    const SecretReference reference{
        .kind = SecretReference::Kind::Environment, .name = "MENTORSYNC_TEST_KEY", .at = {}};
    const auto secret = load(reference);
    ::unsetenv("MENTORSYNC_TEST_KEY");  // NOLINT(concurrency-mt-unsafe)
    BOOST_TEST_REQUIRE(secret.has_value());
    BOOST_TEST(secret->reveal() == kKey);
    refuses(reference, "is not set");
}

BOOST_AUTO_TEST_SUITE_END()
