// The doors to a CRM, over HubSpot's REST API or one that looks like it.
//
// Speaks CRM and HTTP; knows nothing of mentoring. Not thread-safe. What it may send is the table
// in endpoints.hpp and nothing else.

#pragma once

#include "connector/http/transport.hpp"
#include "connector/hubspot/client.hpp"
#include "connector/hubspot/endpoints.hpp"
#include "mentorsync/crm_connector.hpp"

namespace mentorsync::hubspot {

class HubspotConnector final : public CrmReader,
                               public CrmWriter,
                               public CrmAdmin,
                               public CrmAuditor {
public:
    // `transport` throttles and repeats already, and must outlive this.
    explicit HubspotConnector(http::Transport& transport, ApiVersion version = kDefaultApiVersion)
        : client_(transport, version) {}

    // Source: HubSpot API reference, Account information.
    [[nodiscard]] Result<CrmAccount> account(const std::stop_token& stop) override;

    // One wave of requests, more only where a portal has many lists or owners.
    [[nodiscard]] Result<CrmSchema> schema(const std::stop_token& stop) override;

    // See pull.hpp for how the requests are kept few.
    [[nodiscard]] Result<PullReport> pull(const PullScope& scope, CrmSink& sink,
                                          PullObserver& observer,
                                          const std::stop_token& stop) override;

    [[nodiscard]] Result<PullReport> pull_changes(const PullScope& scope,
                                                  const ChangeRequest& request,
                                                  const CrmMirror& mirror, CrmSink& sink,
                                                  PullObserver& observer,
                                                  const std::stop_token& stop) override;

    [[nodiscard]] Result<std::vector<Whereabouts>> find_contacts(
        std::span<const RecordId> contacts, const std::stop_token& stop) override;
    [[nodiscard]] Result<std::vector<std::vector<RecordId>>> note_contacts(
        std::span<const RecordId> notes, const std::stop_token& stop) override;
    [[nodiscard]] Result<OwnNotes> own_notes(const std::string& after,
                                             const std::stop_token& stop) override;

    // A 2xx answer may be partial: a draft that it does not mention is Ambiguous. So is every draft
    // after a stop that came while the request was under way.
    [[nodiscard]] Result<std::vector<RowOutcome>> create_notes(
        std::span<const NoteDraft> drafts, const std::stop_token& stop) override;

    // Fails with BadResponse, rather than calling a key absent, when an answer leaves it open.
    [[nodiscard]] Result<std::vector<KeyState>> read_notes_by_key(
        std::span<const NoteKey> keys, const std::stop_token& stop) override;

    [[nodiscard]] Result<std::vector<LinkOutcome>> associate_notes(
        std::span<const NoteLink> links, const std::stop_token& stop) override;

    [[nodiscard]] Result<std::vector<RowOutcome>> set_properties(
        std::span<const PropertyUpdate> updates, const std::stop_token& stop) override;

    // A note that is not there any more counts as archived.
    [[nodiscard]] Result<void> archive_own_note(const RecordId& note,
                                                const std::stop_token& stop) override;

    [[nodiscard]] Result<void> create_property_group(RecordKind kind, std::string_view name,
                                                     std::string_view label,
                                                     const std::stop_token& stop) override;
    [[nodiscard]] Result<void> create_property(const NewProperty& property,
                                               const std::stop_token& stop) override;
    [[nodiscard]] Result<void> create_label_pair(const NewLabelPair& labels,
                                                 const std::stop_token& stop) override;

private:
    Client client_;
};

}  // namespace mentorsync::hubspot
