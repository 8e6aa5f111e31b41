#include "sync/run/hand_out.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "sync/plan/outbox.hpp"
#include "sync/run/hashing.hpp"
#include "sync/run/note_keys.hpp"
#include "sync/run/plan_json.hpp"

namespace mentorsync {

namespace {

using json::Writer;
using store::PropertyRow;
using store::TaskToTell;
using store::ToldTask;

constexpr std::size_t kDigits = 16;

void write_task(Writer& writer, const LearningTask& task) {
    writer.member("id", task.id.text()).member("kind", name_of(task.kind));
    writer.member("state", name_of(task.state)).key("due");
    task.due ? writer.string(to_iso8601(*task.due)) : writer.null();
    writer.key("owner");
    task.owner ? writer.string(task.owner->text()) : writer.null();
    writer.key("relationships").begin_array();
    for (const RelationshipId& id : task.relationships) writer.string(id.text());
    writer.end_array();
}

// The ids under which the CRM knows contacts today.
class PresentContacts {
public:
    explicit PresentContacts(const CrmMirror& mirror) : mirror_(mirror) {}

    // The same id for a contact that is not there at all.
    Result<RecordId> of(const RecordId& contact) {
        const auto stored = mirror_.updated({RecordKind::Contact, contact});
        if (!stored) return Failure(stored.error());
        if (*stored) return contact;
        if (!snapshot_) {
            auto snapshot = mirror_.snapshot();
            if (!snapshot) return Failure(std::move(snapshot).error());
            snapshot_ = *std::move(snapshot);
        }
        for (const CrmRecord& record : snapshot_->records) {
            const bool took_in = record.kind == RecordKind::Contact &&
                                 std::ranges::find(record.merged, contact) != record.merged.end();
            if (took_in) return record.id;
        }
        return contact;
    }

private:
    const CrmMirror& mirror_;
    std::optional<CrmSnapshot> snapshot_;
};

class HandOut {
public:
    HandOut(const HandOutDoors& doors, const DocumentHead& head, std::size_t limit)
        : doors_(doors), writer_(head.layout), portal_(head.portal), left_(limit) {}

    Result<std::string> run();

private:
    Result<void> write_notes();
    Result<void> write_note(const OutboxRow& row, const PortalId& portal, const Aliases& aliases,
                            PresentContacts& present);
    Result<void> write_properties();
    Result<void> write_tasks();
    Result<std::vector<TaskToTell>> news();

    // How many to ask for, so that it is seen whether there are more; and those of `rows` that may
    // go out now.
    [[nodiscard]] std::size_t asked() const { return left_ + 1; }
    template <class Rows>
    void cut(Rows& rows) {
        if (rows.size() > left_) {
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(left_), rows.end());
            more_ = true;
        }
        left_ -= rows.size();
    }

    const HandOutDoors& doors_;
    Writer writer_;
    std::string portal_;
    std::size_t left_;
    bool more_ = false;
};

Result<void> HandOut::write_note(const OutboxRow& row, const PortalId& portal,
                                 const Aliases& aliases, PresentContacts& present) {
    const bool again = is_handed_out(row);
    if (!again) {
        const auto moved = doors_.outbox.advance(
            row.key, row.state, before_create(row, doors_.clock.now()), "hand_out", "sending");
        if (!moved) return Failure(moved.error());
        if (!*moved) return {};
    }
    writer_.begin_object().member("token", row.key.text()).member("again", again);
    writer_.member("key", row.key.text()).key("former_keys").begin_array();
    for (const NoteKey& key : keys_of(row, portal, aliases)) {
        if (key != row.key) writer_.string(key.text());
    }
    writer_.end_array().member("relationship", row.identity.relationship.text());
    writer_.member("kind", name_of(row.identity.kind)).member("period", row.identity.period);
    writer_.member("timestamp", to_iso8601(row.timestamp)).member("body", row.body.value());
    writer_.key("contacts").begin_array();
    std::set<RecordId> carriers;
    for (const RecordId& contact : row.contacts) {
        const auto today = present.of(contact);
        if (!today) return Failure(today.error());
        if (carriers.insert(*today).second) writer_.string(today->text());
    }
    writer_.end_array().end_object();
    return {};
}

Result<void> HandOut::write_notes() {
    auto rows = doors_.outbox.due(doors_.clock.now(), asked());
    if (!rows) return Failure(std::move(rows).error());
    cut(*rows);
    const auto state = doors_.store.portal();
    if (!state) return Failure(state.error());
    const auto aliases = doors_.store.aliases();
    if (!aliases) return Failure(aliases.error());
    PresentContacts present(doors_.mirror);
    for (const OutboxRow& row : *rows) {
        auto written = write_note(row, state->portal.value_or(PortalId()), *aliases, present);
        if (!written) return written;
    }
    return {};
}

Result<void> HandOut::write_properties() {
    auto rows = doors_.outbox.waiting_properties(asked());
    if (!rows) return Failure(std::move(rows).error());
    cut(*rows);
    if (auto done = doors_.hand_outs.hand_out(*rows, {}); !done) return done;
    for (const PropertyRow& row : *rows) {
        writer_.begin_object().member("token", token_of(row)).member("again", row.handed_out);
        writer_.member("contact", row.contact.text()).member("property", row.property);
        writer_.member("value", row.value.value()).end_object();
    }
    return {};
}

// A task may be saved again without saying anything new, as when the host itself has changed it.
Result<std::vector<TaskToTell>> HandOut::news() {
    while (true) {
        auto rows = doors_.hand_outs.tasks_to_tell(asked());
        if (!rows) return rows;
        std::vector<ToldTask> old_news;
        std::erase_if(*rows, [&](const TaskToTell& row) {
            const bool is_old =
                row.told && row.told->settled && row.told->content == content_of(row.task);
            if (is_old) old_news.push_back(*row.told);
            return is_old;
        });
        if (old_news.empty()) return rows;
        if (auto done = doors_.hand_outs.hand_out({}, old_news); !done) {
            return Failure(std::move(done).error());
        }
    }
}

Result<void> HandOut::write_tasks() {
    auto rows = news();
    if (!rows) return Failure(std::move(rows).error());
    cut(*rows);
    std::vector<ToldTask> told;
    for (const TaskToTell& row : *rows) {
        told.push_back({.task = row.task.id, .content = content_of(row.task), .settled = false});
    }
    if (auto done = doors_.hand_outs.hand_out({}, told); !done) return done;
    for (std::size_t i = 0; i < told.size(); ++i) {
        const std::optional<ToldTask>& before = (*rows)[i].told;
        writer_.begin_object().member("token", token_of(told[i]));
        writer_.member("again", before && before->content == told[i].content);
        write_task(writer_, (*rows)[i].task);
        writer_.end_object();
    }
    return {};
}

Result<std::string> HandOut::run() {
    writer_.begin_object().member("schema", "mentorsync.take/1").member("portal", portal_);
    writer_.key("notes").begin_array();
    auto done = write_notes();
    writer_.end_array().key("properties").begin_array();
    if (done) done = write_properties();
    writer_.end_array().key("tasks").begin_array();
    if (done) done = write_tasks();
    writer_.end_array().member("more", more_).end_object();
    if (!done) return Failure(std::move(done).error());
    return writer_.take();
}

}  // namespace

std::string token_of(const PropertyRow& row) {
    return "property:" + row.contact.text() + ":" + row.property + ":" +
           sha256_hex(row.value.value()).substr(0, kDigits);
}

std::string token_of(const ToldTask& task) {
    return "task:" + task.task.text() + ":" + task.content;
}

std::string content_of(const LearningTask& task) {
    Writer writer;
    writer.begin_object();
    write_task(writer, task);
    writer.end_object();
    return sha256_hex(writer.text()).substr(0, kDigits);
}

Result<std::string> hand_out(const HandOutDoors& doors, const DocumentHead& head,
                             std::size_t limit) {
    return HandOut(doors, head, limit).run();
}

}  // namespace mentorsync
