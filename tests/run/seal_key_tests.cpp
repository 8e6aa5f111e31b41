#include "sync/run/seal_key.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fakes/temporary_folder.hpp"

using namespace mentorsync;

namespace {

const std::string kBase64 = "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LTEyMzQ=";
const std::string kRaw = "canary-canary-canary-canary-1234";  // the same 32 bytes
constexpr store::SealedPlace kPlace{"blink", "secret.value", "token"};

struct Fixture {
    fakes::TemporaryFolder folder;

    [[nodiscard]] std::string path(const std::string& name) const {
        return folder.path() + "/" + name;
    }
    void write(const std::string& name, const std::string& content, mode_t mode = 0400) const {
        std::filesystem::remove(path(name));
        std::ofstream(path(name), std::ios::binary) << content;
        ::chmod(path(name).c_str(), mode);
    }
    [[nodiscard]] std::string content(const std::string& name) const {
        std::ifstream file(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }

    // Settings with these files as `seal_keys`.
    [[nodiscard]] Settings with(const std::vector<std::string>& files) const {
        Settings settings;
        settings.file = path("mentorsync.json");
        settings.store = "state.db";
        for (const std::string& name : files) {
            settings.seal_keys.push_back({SecretReference::Kind::File, name, {}});
        }
        return settings;
    }

    void refuses(const Settings& settings, const std::string& because) const {
        const auto sealer = open_sealer(settings, MissingKey::Make);
        BOOST_TEST_REQUIRE(!sealer.has_value());
        const Error& error = sealer.error();
        BOOST_TEST((error.code == ErrorCode::Configuration));
        BOOST_TEST(error.message.find(because) != std::string::npos, error.message);
        BOOST_TEST(error.message.find('\n') == std::string::npos);
        BOOST_TEST(error.message.find("canary") == std::string::npos);
    }
};

std::shared_ptr<const store::Sealer> must_open(const Settings& settings) {
    auto sealer = open_sealer(settings, MissingKey::Make);
    BOOST_TEST_REQUIRE(sealer.has_value());
    return *std::move(sealer);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(seal_key_tests, Fixture)

BOOST_AUTO_TEST_CASE(a_key_is_32_bytes_or_their_base64) {
    write("raw", kRaw);
    write("text", kBase64 + "\n");
    const auto sealed = must_open(with({"raw"}))->seal(kPlace, "body");
    BOOST_TEST_REQUIRE(sealed.has_value());
    const auto opened = must_open(with({"text"}))->open(kPlace, *sealed);
    BOOST_TEST_REQUIRE(opened.has_value());
    BOOST_TEST(*opened == "body");
}

BOOST_AUTO_TEST_CASE(what_is_no_key_is_refused_in_one_line) {
    for (const std::string& wrong :
         {kRaw.substr(1), kRaw + "5", std::string(), kBase64.substr(4), kBase64 + "AAAA",
          kBase64.substr(0, 42) + "==", std::string(44, '!'), " " + kRaw, kRaw + "\n\n"}) {
        write("wrong", wrong);
        refuses(with({"wrong"}), "is no sealing key");
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_others_could_read_is_refused) {
    for (const mode_t mode : {0440U, 0404U, 0640U, 0420U, 0401U}) {
        write("open", kRaw, mode);
        refuses(with({"open"}), "may be read by others; run: chmod 400 ");
    }
    write("writable", kRaw, 0600);
    BOOST_TEST(open_sealer(with({"writable"}), MissingKey::Make).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_file_of_ours_is_refused) {
    refuses(with({"missing"}), "cannot be opened");
    write("raw", kRaw);
    ::symlink("raw", path("link").c_str());
    refuses(with({"link"}), "is a symbolic link");
    ::mkfifo(path("fifo").c_str(), 0400);
    refuses(with({"fifo"}), "is not a regular file");
    refuses(with({"."}), "is not a regular file");
    if (::geteuid() == 0 && ::chown(path("raw").c_str(), 65'534, 65'534) == 0) {
        refuses(with({"raw"}), "belongs to another user");
    }
}

BOOST_AUTO_TEST_CASE(one_wrong_key_among_several_is_enough_to_refuse) {
    write("raw", kRaw);
    write("short", "canary");
    refuses(with({"raw", "short"}), "is no sealing key");
}

BOOST_AUTO_TEST_CASE(without_a_setting_a_key_is_made_once_beside_the_store) {
    const auto sealed = must_open(with({}))->seal(kPlace, "body");
    BOOST_TEST_REQUIRE(sealed.has_value());
    const std::string made = content("state.db.key");
    BOOST_TEST(made.size() == 32U);
    struct stat facts {};
    BOOST_TEST_REQUIRE(::stat(path("state.db.key").c_str(), &facts) == 0);
    BOOST_TEST((facts.st_mode & 0777U) == 0400U);
    BOOST_TEST(must_open(with({}))->open(kPlace, *sealed).value() == "body");
    BOOST_TEST(content("state.db.key") == made);
    // Nothing but the key stays.
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        ++files;
    }
    BOOST_TEST(files == 1U);
}

BOOST_AUTO_TEST_CASE(a_key_of_our_own_making_is_never_written_again_whatever_it_holds) {
    write("state.db.key", "canary");
    refuses(with({}), "is no sealing key");
    BOOST_TEST(content("state.db.key") == "canary");
    write("state.db.key", kRaw, 0444);
    refuses(with({}), "may be read by others");
    std::filesystem::remove(path("state.db.key"));
    ::symlink("nowhere", path("state.db.key").c_str());
    refuses(with({}), "is a symbolic link");
    BOOST_TEST(!std::filesystem::exists(path("nowhere")));
}

BOOST_AUTO_TEST_CASE(who_only_looks_makes_no_key) {
    const auto sealer = open_sealer(with({}), MissingKey::None);
    BOOST_TEST_REQUIRE(sealer.has_value());
    BOOST_TEST((*sealer == nullptr));
    BOOST_TEST(!std::filesystem::exists(path("state.db.key")));
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_says_so) {
    Settings settings = with({});
    settings.store = "no/such/folder/state.db";
    refuses(settings, "cannot be made");
}

BOOST_AUTO_TEST_SUITE_END()
