#include "sync/run/note_contacts.hpp"

#include <algorithm>
#include <utility>

namespace mentorsync {

namespace {

constexpr std::size_t kBatch = 100;

using LinkOutcomes = std::vector<CrmWriter::LinkOutcome>;

CrmWriter::LinkOutcome not_missing_after_all() {
    return {.error = Error{ErrorCode::Unavailable,
                           "associating a note: the CRM says both that a contact is there and "
                           "that it is not"}};
}

// The links of contacts that were merged, under their present ids, and where their outcomes go.
struct Renamed {
    std::vector<NoteLink> links;
    std::vector<std::size_t> places;
};

Renamed rename_merged(std::span<const NoteLink> links, const std::map<RecordId, Whereabouts>& found,
                      LinkOutcomes& outcomes) {
    Renamed renamed;
    for (std::size_t i = 0; i < links.size(); ++i) {
        if (!outcomes[i].missing_contact) continue;
        const Whereabouts& today = found.at(links[i].contact);
        if (today.where != Whereabouts::Where::Live) continue;
        if (today.present == links[i].contact) {
            outcomes[i] = not_missing_after_all();
        } else {
            renamed.links.push_back({links[i].note, today.present});
            renamed.places.push_back(i);
        }
    }
    return renamed;
}

}  // namespace

Result<std::map<RecordId, Whereabouts>> find_all(CrmAuditor& crm,
                                                 const std::set<RecordId>& contacts,
                                                 const std::stop_token& stop) {
    const std::vector<RecordId> wanted(contacts.begin(), contacts.end());
    std::map<RecordId, Whereabouts> all;
    for (std::size_t at = 0; at < wanted.size(); at += kBatch) {
        const auto some = std::span(wanted).subspan(at, std::min(kBatch, wanted.size() - at));
        const auto found = crm.find_contacts(some, stop);
        if (!found) return Failure(found.error());
        for (std::size_t i = 0; i < some.size(); ++i) all.emplace(some[i], (*found)[i]);
    }
    return all;
}

Result<LinkOutcomes> associate_present(CrmWriter& writer, CrmAuditor& auditor,
                                       std::span<const NoteLink> links,
                                       const std::stop_token& stop) {
    auto outcomes = writer.associate_notes(links, stop);
    if (!outcomes) return outcomes;
    std::set<RecordId> missing;
    for (std::size_t i = 0; i < links.size(); ++i) {
        if ((*outcomes)[i].missing_contact) missing.insert(links[i].contact);
    }
    if (missing.empty()) return outcomes;
    const auto found = find_all(auditor, missing, stop);
    if (!found) return Failure(found.error());
    const Renamed renamed = rename_merged(links, *found, *outcomes);
    if (renamed.links.empty()) return outcomes;
    auto again = writer.associate_notes(renamed.links, stop);
    if (!again) return Failure(again.error());
    for (std::size_t i = 0; i < renamed.places.size(); ++i) {
        (*outcomes)[renamed.places[i]] = std::move((*again)[i]);
    }
    return outcomes;
}

}  // namespace mentorsync
