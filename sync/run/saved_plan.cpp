#include "sync/run/saved_plan.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "mentorsync/json.hpp"
#include "sync/run/configuration.hpp"
#include "sync/run/hashing.hpp"
#include "sync/run/plan_json.hpp"

namespace mentorsync {

namespace {

constexpr std::string_view kSchema = "mentorsync.saved-plan/1";

Failure refuse(const std::string& path, const std::string& why) {
    return fail(ErrorCode::Configuration, "plan " + path + ": " + why);
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno != EINTR) return false;
        if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

Result<void> save_plan(const std::string& path, std::string_view portal, const Proposal& proposal) {
    json::Writer writer(json::Writer::Layout::Indented);
    writer.begin_object().member("schema", kSchema).member("portal", portal);
    writer.member("portal_id", proposal.account.portal.text());
    writer.member("mapping_hash", proposal.mapping_hash);
    writer.member("plan_hash", proposal.plan_hash);
    writer.key("actions");
    write_actions(writer, proposal.plan);
    writer.end_object();

    // Written beside and renamed, so that a failure leaves what was there.
    const std::string beside = path + ".new";
    const int file =
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0)
        return refuse(path, "cannot be written: " + std::generic_category().message(errno));
    const bool written = write_all(file, writer.text() + "\n");
    const bool closed = ::close(file) == 0;
    if (!written || !closed || ::rename(beside.c_str(), path.c_str()) != 0) {
        ::unlink(beside.c_str());
        return refuse(path, "cannot be written");
    }
    return {};
}

Result<std::string> load_plan_hash(const std::string& path, std::string_view portal) {
    const auto text = read_text_file(path);
    if (!text) return Failure(text.error());
    const auto root = json::parse(*text);
    if (!root) return refuse(path, "is no plan: " + root.error().what);
    const json::Value* const schema = root->find("schema");
    if (schema == nullptr || schema->text != kSchema) {
        return refuse(path, "is no plan; write one with: mentorsync plan --out " + path);
    }
    const json::Value* const name = root->find("portal");
    if (name == nullptr || name->text != portal) {
        return refuse(path, "is for another portal than '" + std::string(portal) + "'");
    }
    const json::Value* const hash = root->find("plan_hash");
    const json::Value* const actions = root->find("actions");
    const json::Value* const mapping = root->find("mapping_hash");
    if (hash == nullptr || actions == nullptr || mapping == nullptr) {
        return refuse(path, "is incomplete");
    }
    json::Writer writer;
    if (hash_of_plan(mapping->text, writer.value(*actions).text()) != hash->text) {
        return refuse(path, "was changed after it was saved");
    }
    return hash->text;
}

}  // namespace mentorsync
