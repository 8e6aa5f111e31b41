// A state with a word that nobody may read in every field that people fill, and the bytes on the
// disk to look for it.

#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/store/samples.hpp"
#include "tests/store/temporary_directory.hpp"

namespace mentorsync::store {

inline std::string all_bytes_in(const TemporaryDirectory& directory) {
    std::string bytes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory.path())) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
}

inline bool holds(const std::string& bytes, const std::string& text) {
    return bytes.find(text) != std::string::npos;
}

inline CrmPage canary_page() {
    CrmPage page =
        page_with({sample_record(RecordKind::Contact, "7001", {{"firstname", "CANARY-name"}}),
                   sample_record(RecordKind::Contact, "7002", {{"CANARY-property", "x"}}),
                   sample_record(RecordKind::Task, "5001", {{"hs_task_subject", "CANARY-task"}})});
    const RecordRef one{RecordKind::Contact, RecordId("7001")};
    const RecordRef two{RecordKind::Contact, RecordId("7002")};
    page.links = {{one, two, {{"USER_DEFINED", 3, "CANARY-label"}}},
                  {two, one, {{"USER_DEFINED", 4, "CANARY-inverse"}}}};
    page.owners = {{OwnerId("4"), "CANARY@example.com", "CANARY-first", "CANARY-last", false}};
    page.memberships = {{ListId("3"), RecordId("7001")}};
    page.unreadable = {{{RecordKind::Task, RecordId("5002")}, "CANARY-reason"}};
    return page;
}

inline Commit canary_commit() {
    const Relationship pair = sample_pair("7001", "7002");
    Commit commit = saving({pair}, {sample_task("5001")});
    OutboxRow note = sample_note("k1", start_of(pair));
    note.body = Disclosure::stored(std::string("CANARY-body"));
    note.contacts = {RecordId("7001"), RecordId("7002")};
    commit.notes = {note};
    commit.properties = {sample_property("7001", "CANARY-value")};
    return commit;
}

}  // namespace mentorsync::store
