#include "sync/manual/pages.hpp"

#include "sync/manual/completion.hpp"
#include "sync/manual/program_page.hpp"
#include "sync/manual/schema_page.hpp"

namespace mentorsync::manual {

namespace {

ProgramNotes command_notes() {
    return {.description =
                "Reads which records of a CRM mean what for a mentoring programme from a mapping "
                "file, finds the pairs, the peer groups and their learning tasks, and writes short "
                "notes and a few figures back onto the contacts.\n\n"
                "`mentorsync check` reads the files, `mentorsync setup` shows what the CRM lacks, "
                "`mentorsync plan` shows what would happen and changes nothing, `mentorsync sync` "
                "does it. A first sync, another mapping and a mass change wait for a person's "
                "consent: the hash that `mentorsync plan` prints. When something looks wrong, ask "
                "`mentorsync doctor`.\n\n"
                "Beside a running mentorsyncd, commands that only read need no lock, and those "
                "that change something are served by the daemon. Run them as its user.",
            .files = {{"/etc/mentorsync/mentorsync.json", "The settings."},
                      {"/usr/share/mentorsync/schema", "What editors check both files with."},
                      {"/usr/share/mentorsync/templates",
                       "The built-in notes, to begin a template of your own with."}},
            .signals = {{"SIGINT", "What is under way ends in order."}, {"SIGTERM", "The same."}},
            .see_also = {"mentorsync.json(5)", "mentorsync-mapping(5)", "mentorsyncd(8)"}};
}

ProgramNotes daemon_notes() {
    return {.description =
                "Pulls what has changed in the CRM every few minutes, and writes what differs. The "
                "first sync of a portal, and a changed mapping, are accepted by a person with "
                "`mentorsync sync`; from then on the daemon goes on alone, through a CRM that is "
                "slow, limiting, out of order or away.\n\n"
                "It answers `/healthz`, `/readyz` and `/metrics` where the settings say so, on "
                "this machine only, and logs to standard error.",
            .files = {{"/etc/mentorsync/mentorsync.json", "The settings."},
                      {"/var/lib/mentorsync", "The state, readable by the daemon's user only."},
                      {"mentorsyncd.service",
                       "The unit. Keys that only root may read come by a file in "
                       "/etc/systemd/system/mentorsyncd.service.d with LoadCredential= lines."}},
            .signals = {{"SIGTERM", "Lets what is under way end, within five seconds."},
                        {"SIGINT", "The same."},
                        {"SIGHUP",
                         "Reads settings, mappings and keys again; keeps the old ones when there "
                         "is any fault. A change of `store`, `seal_keys`, `backups` or "
                         "`http.listen` is refused: it takes a restart. So does another key behind "
                         "a `$credential`, of which systemd makes a copy when it starts the "
                         "unit."}},
            .see_also = {"mentorsync(1)", "mentorsync.json(5)", "systemctl(1)"}};
}

}  // namespace

Result<std::vector<File>> manual_pages(const Program& command, const Program& daemon,
                                       const ConfigurationFiles& files, const std::string& date) {
    const auto title = [&](const std::string& name, int section) {
        return PageTitle{
            .name = name, .section = section, .date = date, .version = command.version};
    };
    const auto settings =
        schema_page(files.settings_schema, title("mentorsync.json", 5),
                    {.summary = "which portals mentorsync serves, and where it remembers",
                     .example = files.settings_example,
                     .see_also = {"mentorsync(1)", "mentorsync-mapping(5)", "mentorsyncd(8)"}});
    if (!settings) return fail_in("settings.schema.json", settings.error());
    const auto mapping =
        schema_page(files.mapping_schema, title("mentorsync-mapping", 5),
                    {.summary = "what the records of a CRM mean for a mentoring programme",
                     .example = files.mapping_example,
                     .see_also = {"mentorsync(1)", "mentorsync.json(5)"}});
    if (!mapping) return fail_in("mapping.schema.json", mapping.error());
    return std::vector<File>{
        {"mentorsync.1", program_page(command, title("mentorsync", 1), command_notes())},
        {"mentorsyncd.8", program_page(daemon, title("mentorsyncd", 8), daemon_notes())},
        {"mentorsync.json.5", *settings},
        {"mentorsync-mapping.5", *mapping}};
}

std::vector<File> completions(const Program& program) {
    return {{program.name + ".bash", bash_completion(program)},
            {"_" + program.name, zsh_completion(program)},
            {program.name + ".fish", fish_completion(program)}};
}

}  // namespace mentorsync::manual
