#include "sync/run/deliver.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sync/run/note_contacts.hpp"
#include "sync/run/note_keys.hpp"

namespace mentorsync {

namespace {

using store::Outbox;
using store::PropertyRow;
using Rows = std::vector<OutboxRow>;

constexpr std::size_t kBatch = 100;
constexpr bool kReadFirst = true;

// An admin who mends a rule of the portal does so within days, not minutes.
std::chrono::milliseconds wait_for_property(int attempts) {
    constexpr std::chrono::hours first{1};
    constexpr std::chrono::hours longest{24};
    return std::min<std::chrono::milliseconds>(first * (1 << std::clamp(attempts - 1, 0, 5)),
                                               longest);
}

// Whether none of a note's contacts exists any more, so that nobody can ever see it.
bool nobody_left(const std::vector<CrmWriter::LinkOutcome>& outcomes) {
    return std::ranges::all_of(outcomes,
                               [](const auto& outcome) { return outcome.missing_contact; });
}

// One walk through the outbox. Each `do_` step stores what it is about to do, does it, and stores
// what came of it; a crash anywhere between leaves a row that the next walk knows how to go on.
class Walk {
public:
    Walk(const DeliveryDoors& doors, const std::stop_token& stop)
        : doors_(doors),
          crm_(doors.writer),
          outbox_(doors.outbox),
          clock_(doors.clock),
          stop_(stop) {}

    Result<void> notes();
    Result<void> properties();
    [[nodiscard]] DeliveryReport report() const { return report_; }

private:
    Result<void> create(Rows rows);
    Result<void> read_by_key(const Rows& rows);
    Result<void> associate(const Rows& rows);

    // Rows by what comes next.
    struct Due {
        Rows to_create;
        Rows to_read;
        Rows to_associate;
    };
    [[nodiscard]] static Due sorted(const Rows& rows);
    [[nodiscard]] bool may_go_on() const { return !report_.stopped && !stop_.stop_requested(); }

    // What became of one property write; one that may pass later stays in the outbox.
    Result<void> finish(const PropertyRow& row, const std::optional<Error>& error);

    // A call failed for all of its rows: they wait, and nothing more is sent in this walk.
    Result<void> put_off(const Rows& rows, const Error& error, const std::string& operation);

    // Stores a change if the row is still where it was. Returns whether it was.
    Result<bool> move(const OutboxRow& row, const RowChange& change, const std::string& operation,
                      const std::string& outcome);
    void stop_for(const Error& error) {
        if (!report_.stopped) report_.stopped = error;
    }
    static std::string word_of(const std::optional<Error>& error) {
        return error ? std::string(name_of(error->code)) : "ok";
    }

    const DeliveryDoors& doors_;
    CrmWriter& crm_;
    Outbox& outbox_;
    const Clock& clock_;
    const std::stop_token& stop_;
    DeliveryReport report_;
};

Result<bool> Walk::move(const OutboxRow& row, const RowChange& change, const std::string& operation,
                        const std::string& outcome) {
    auto moved = outbox_.advance(row.key, row.state, change, operation, outcome);
    if (!moved || !*moved || change.to == row.state) return moved;
    if (change.to == RowState::Done) ++report_.notes_done;
    if (change.to == RowState::Gone) ++report_.notes_gone;
    if (change.to == RowState::Parked) ++report_.notes_parked;
    return moved;
}

Result<void> Walk::put_off(const Rows& rows, const Error& error, const std::string& operation) {
    stop_for(error);
    for (const OutboxRow& row : rows) {
        const RowChange change = after_failed_call(row, error, clock_.now());
        const auto moved = move(row, change, operation, std::string(name_of(error.code)));
        if (!moved) return Failure(moved.error());
    }
    return {};
}

Result<void> Walk::create(Rows rows) {
    Rows ours;
    std::vector<NoteDraft> drafts;
    for (OutboxRow& row : rows) {
        const RowChange change = before_create(row, clock_.now());
        const auto moved = move(row, change, "create", "sending");
        if (!moved) return Failure(moved.error());
        if (!*moved) continue;
        drafts.push_back({.key = row.key, .timestamp = row.timestamp, .body = row.body});
        ours.push_back(changed(std::move(row), change));
    }
    if (ours.empty()) return {};

    const auto outcomes = crm_.create_notes(drafts, stop_);
    if (!outcomes) return put_off(ours, outcomes.error(), "create");
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const RowOutcome& outcome = (*outcomes)[i];
        const auto moved = move(ours[i], after_create(ours[i], outcome, clock_.now()), "create",
                                word_of(outcome.error));
        if (!moved) return Failure(moved.error());
    }
    return {};
}

Result<void> Walk::read_by_key(const Rows& rows) {
    const auto aliases = doors_.store.aliases();
    if (!aliases) return Failure(aliases.error());
    const auto states = read_notes(crm_, rows, doors_.portal, *aliases, stop_);
    if (!states) return put_off(rows, states.error(), "read_by_key");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const KeyState& found = (*states)[i];
        const auto moved = move(rows[i], after_read(rows[i], found, clock_.now()), "read_by_key",
                                std::string(name_of(found.where)));
        if (!moved) return Failure(moved.error());
    }
    return {};
}

Result<void> Walk::associate(const Rows& rows) {
    std::vector<NoteLink> links;
    for (const OutboxRow& row : rows) {
        for (const RecordId& contact : row.contacts) links.push_back({*row.note, contact});
    }
    const auto outcomes = associate_present(doors_.writer, doors_.auditor, links, stop_);
    if (!outcomes) return put_off(rows, outcomes.error(), "associate");
    auto next = outcomes->begin();
    for (const OutboxRow& row : rows) {
        const auto end = next + static_cast<std::ptrdiff_t>(row.contacts.size());
        const std::vector<CrmWriter::LinkOutcome> of_row(next, end);
        next = end;
        const RowChange change = after_associate(row, of_row, clock_.now());
        const auto moved = move(row, change, "associate", std::string(name_of(change.to)));
        if (!moved) return Failure(moved.error());
        if (*moved && nobody_left(of_row)) {
            const auto archived = crm_.archive_own_note(*row.note, stop_);
            if (!archived) stop_for(archived.error());
        }
    }
    return {};
}

Walk::Due Walk::sorted(const Rows& rows) {
    Due due;
    for (const OutboxRow& row : rows) {
        switch (next_step(row, kReadFirst)) {
            case Step::Create: due.to_create.push_back(row); break;
            case Step::ReadByKey: due.to_read.push_back(row); break;
            case Step::Associate: due.to_associate.push_back(row); break;
            case Step::None: break;
        }
    }
    return due;
}

Result<void> Walk::notes() {
    while (may_go_on()) {
        const auto rows = outbox_.due(clock_.now(), kBatch);
        if (!rows) return Failure(rows.error());
        Due due = sorted(*rows);
        if (due.to_create.empty() && due.to_read.empty() && due.to_associate.empty()) break;
        Result<void> done;
        if (!due.to_read.empty()) done = read_by_key(due.to_read);
        if (done && !due.to_create.empty() && may_go_on()) done = create(std::move(due.to_create));
        if (done && !due.to_associate.empty() && may_go_on()) done = associate(due.to_associate);
        if (!done) return done;
    }
    return {};
}

Result<void> Walk::finish(const PropertyRow& row, const std::optional<Error>& error) {
    if (error && (is_transient(error->code) || error->code == ErrorCode::Ambiguous)) {
        stop_for(*error);
        return {};
    }
    // Nothing has to be taken away from a contact that is gone.
    const bool moot = error && error->code == ErrorCode::NotFound && row.value.value().empty();
    const bool parked = error && !moot;
    ++(parked ? report_.properties_parked : report_.properties_set);
    if (!parked) return outbox_.finish_property(row, {});
    PropertyRow again = row;
    ++again.attempts;
    again.next_at = clock_.now() + wait_for_property(again.attempts);
    return outbox_.finish_property(again, error->message);
}

Result<void> Walk::properties() {
    while (may_go_on()) {
        const auto waiting = outbox_.waiting_properties(kBatch);
        if (!waiting) return Failure(waiting.error());
        if (waiting->empty()) break;
        std::vector<PropertyUpdate> updates;
        updates.reserve(waiting->size());
        for (const PropertyRow& row : *waiting) {
            updates.push_back(
                {.contact = row.contact, .property = row.property, .value = row.value});
        }
        const auto outcomes = crm_.set_properties(updates, stop_);
        if (!outcomes) {
            stop_for(outcomes.error());
            break;
        }
        for (std::size_t i = 0; i < waiting->size(); ++i) {
            auto finished = finish((*waiting)[i], (*outcomes)[i].error);
            if (!finished) return finished;
        }
    }
    return {};
}

}  // namespace

Result<DeliveryReport> deliver(const DeliveryDoors& doors, const std::stop_token& stop) {
    Walk walk(doors, stop);
    if (const auto done = walk.notes(); !done) return Failure(done.error());
    if (const auto done = walk.properties(); !done) return Failure(done.error());
    return walk.report();
}

}  // namespace mentorsync
