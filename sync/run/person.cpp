#include "sync/run/person.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "mentorsync/json.hpp"
#include "sync/run/plan_json.hpp"

namespace mentorsync {

std::string export_json(const std::string& portal, const RecordId& contact,
                        const PersonalFacts& facts) {
    json::Writer writer(json::Writer::Layout::Indented);
    writer.begin_object().member("schema", "mentorsync.export/1");
    writer.member("portal", portal).member("contact", contact.text());
    writer.key("stored").begin_array();
    for (const auto& [where, what] : facts) {
        writer.begin_object().member("where", where).member("what", what).end_object();
    }
    writer.end_array().end_object();
    return writer.take();
}

std::map<std::string, std::size_t> sorts_of(const PersonalFacts& facts) {
    std::map<std::string, std::size_t> sorts;
    for (const auto& [where, what] : facts) ++sorts[where.substr(0, where.find(' '))];
    return sorts;
}

Result<void> append_audit(const std::string& state_path, const store::Sealer& sealer,
                          const AuditLine& line) {
    json::Writer writer;
    writer.begin_object().member("at", to_iso8601(line.at)).member("command", line.command);
    writer.member("portal", line.portal);
    writer.member("contact_hash", sealer.tombstone(line.portal, line.contact.text()));
    writer.member("facts", line.facts).member("uid", static_cast<std::int64_t>(::getuid()));
    writer.end_object();
    const std::string text = writer.take() + "\n";

    const std::string path = state_path + ".audit";
    const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
                            S_IRUSR | S_IWUSR);
    const bool written =
        file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(file) == 0;
    const int fault = errno;
    if (file >= 0) ::close(file);
    if (written) return {};
    return fail(ErrorCode::StoreFailed,
                "write the audit line to " + path + ": " + std::generic_category().message(fault));
}

}  // namespace mentorsync
