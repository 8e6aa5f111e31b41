// A CRM that is the process itself: what it hands in is read as if it had been pulled.
//
// Opens no connection and writes nothing: whoever hands in takes out. Not thread-safe.

#pragma once

#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "connector/host/handed_in.hpp"
#include "connector/host/read_schema.hpp"
#include "mentorsync/crm_connector.hpp"

namespace mentorsync::host {

class HostConnector final : public CrmReader, public CrmAuditor {
public:
    // Both fail as `read_schema` and `add_records` do, and change nothing then. Records before a
    // schema are InvalidArgument.
    [[nodiscard]] Result<void> set_schema(std::string_view document);
    [[nodiscard]] Result<void> put(std::string_view document);

    void discard() { handed_in_ = {}; }
    [[nodiscard]] bool has_records() const noexcept { return !handed_in_.is_empty; }

    // Whether all that was handed in since the last cycle is to be read as the whole CRM.
    [[nodiscard]] bool holds_everything() const noexcept {
        return has_records() && handed_in_.is_everything;
    }

    // CrmReader. Without a schema everything fails with InvalidArgument.
    Result<CrmAccount> account(const std::stop_token& stop) override;
    Result<CrmSchema> schema(const std::stop_token& stop) override;

    // Fails with InvalidArgument unless `holds_everything`.
    Result<PullReport> pull(const PullScope& scope, CrmSink& sink, PullObserver& observer,
                            const std::stop_token& stop) override;
    Result<PullReport> pull_changes(const PullScope& scope, const ChangeRequest& request,
                                    const CrmMirror& mirror, CrmSink& sink, PullObserver& observer,
                                    const std::stop_token& stop) override;

    // CrmAuditor. A contact that is not handed in is Archived: only what a host calls erased is
    // Nowhere. Notes are not looked for.
    Result<std::vector<Whereabouts>> find_contacts(std::span<const RecordId> contacts,
                                                   const std::stop_token& stop) override;
    Result<std::vector<std::vector<RecordId>>> note_contacts(std::span<const RecordId> notes,
                                                             const std::stop_token& stop) override;
    Result<OwnNotes> own_notes(const std::string& after, const std::stop_token& stop) override;

private:
    [[nodiscard]] Result<void> needs_schema() const;
    [[nodiscard]] Result<void> take_lists(const PullScope& scope, CrmSink& sink) const;
    [[nodiscard]] CrmPage changes_of(const PullScope& scope) const;
    [[nodiscard]] PullReport report() const;

    std::optional<HostSchema> schema_;
    HandedIn handed_in_;
};

}  // namespace mentorsync::host
