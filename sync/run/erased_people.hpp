// Keeps people out who were erased for their privacy, and finds those whom the CRM has erased.

#pragma once

#include <memory>
#include <set>
#include <stop_token>
#include <vector>

#include "mentorsync/crm_connector.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// Passes pages on to a sink, without contacts that were erased here: a page may be older than the
// deletion. Remembers whom the pages say to be erased.
class PrivacySink final : public CrmSink {
public:
    // Both must outlive it. Without `people` it passes everything on.
    PrivacySink(CrmSink& inner, store::PersonalData* people) : inner_(inner), people_(people) {}

    [[nodiscard]] Result<void> take(const CrmPage& page) override;
    [[nodiscard]] Result<bool> has(const RecordRef& record) const override {
        return inner_.has(record);
    }
    [[nodiscard]] Result<std::optional<std::string>> resume_point(
        std::string_view stream) const override {
        return inner_.resume_point(stream);
    }
    [[nodiscard]] Result<CrmSnapshot> taken() const override { return inner_.taken(); }

    [[nodiscard]] const std::set<RecordId>& erased() const noexcept { return erased_; }

    // Another pull begins, which says anew who is erased.
    void begin() { erased_.clear(); }

private:
    [[nodiscard]] Result<bool> is_kept_out(const RecordRef& record);

    CrmSink& inner_;
    store::PersonalData* people_;
    std::set<RecordId> erased_;
};

// Returns those of `known` whom `now`, a complete pull, has not, neither under another id, and the
// CRM has nowhere. Empty when the same read does not find a contact of `now`: a CRM that knows
// nobody proves nothing. Fails as `find_contacts` does.
[[nodiscard]] Result<std::vector<RecordId>> find_erased(CrmAuditor& crm,
                                                        const std::vector<RecordId>& known,
                                                        const CrmSnapshot& now,
                                                        const std::stop_token& stop);

}  // namespace mentorsync
