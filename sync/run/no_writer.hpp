// The writing door of a portal whose host takes out what is to be written: nobody goes through it.

#pragma once

#include "mentorsync/crm_connector.hpp"

namespace mentorsync {

class NoWriter final : public CrmWriter {
public:
    Result<std::vector<RowOutcome>> create_notes(std::span<const NoteDraft> /*drafts*/,
                                                 const std::stop_token& /*stop*/) override {
        return nobody_writes();
    }
    Result<std::vector<KeyState>> read_notes_by_key(std::span<const NoteKey> /*keys*/,
                                                    const std::stop_token& /*stop*/) override {
        return nobody_writes();
    }
    Result<std::vector<LinkOutcome>> associate_notes(std::span<const NoteLink> /*links*/,
                                                     const std::stop_token& /*stop*/) override {
        return nobody_writes();
    }
    Result<std::vector<RowOutcome>> set_properties(std::span<const PropertyUpdate> /*updates*/,
                                                   const std::stop_token& /*stop*/) override {
        return nobody_writes();
    }
    Result<void> archive_own_note(const RecordId& /*note*/,
                                  const std::stop_token& /*stop*/) override {
        return nobody_writes();
    }

private:
    static Failure nobody_writes() {
        return fail(ErrorCode::Internal, "a host takes what is to be written; nothing is sent");
    }
};

}  // namespace mentorsync
