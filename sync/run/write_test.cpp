#include "sync/run/write_test.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "mentorsync/own_names.hpp"
#include "sync/run/seal_key.hpp"
#include "sync/run/setup.hpp"
#include "sync/store/sql_store.hpp"
#include "sync/store/state_file.hpp"

namespace mentorsync {

namespace {

using Where = KeyState::Where;

constexpr std::array<std::string_view, 8> kNeedTheKey = {
    "one_note_a_key",     "read_after_create", "archived_by_key", "archived_key",
    "second_association", "without_contact",   "letter_case",     "spaces"};

SetupItem key_group() {
    return {.kind = SetupItem::Kind::PropertyGroup,
            .record = RecordKind::Note,
            .property = {},
            .labels = {},
            .why = {}};
}

SetupItem key_property() {
    return {.kind = SetupItem::Kind::Property,
            .record = RecordKind::Note,
            .property = {.kind = RecordKind::Note,
                         .name = std::string(kKeyProperty),
                         .label = "mentorsync key",
                         .group = std::string(kPropertyGroup),
                         .description = "Keeps mentorsync from writing a note twice.",
                         .type = "string",
                         .unique = true,
                         .hidden = true},
            .labels = {},
            .why = {}};
}

Fact yes_or_no(std::string name, bool yes, std::string if_yes, std::string if_no) {
    return {.name = std::move(name),
            .answer = yes ? "yes" : "no",
            .says = yes ? std::move(if_yes) : std::move(if_no),
            .verdict = yes ? Verdict::Ok : Verdict::Fail};
}

Fact unknown(std::string_view name, std::string why) {
    return {.name = std::string(name),
            .answer = "unknown",
            .says = std::move(why),
            .verdict = Verdict::Warn};
}

class WriteTest {
public:
    WriteTest(const WriteTestDoors& doors, const WriteTestOptions& options,
              const std::stop_token& stop)
        : doors_(doors),
          options_(options),
          stop_(stop),
          begun_(doors.clock.now().time_since_epoch().count()) {}

    WriteTestReport run() {
        if (const auto asked = ask_all(); !asked) report_.stopped = asked.error();
        clean_up();
        return std::move(report_);
    }

private:
    Result<void> ask_all() {
        const auto usable = ask_key_property();
        if (!usable) return Failure(usable.error());
        if (!*usable) {
            for (const std::string_view name : kNeedTheKey) {
                add(unknown(name, "needs the unique property"));
            }
            return {};
        }
        using Question = Result<void> (WriteTest::*)();
        for (const Question question :
             {&WriteTest::ask_one_note_a_key, &WriteTest::ask_read_after_create,
              &WriteTest::ask_archived, &WriteTest::ask_associations, &WriteTest::ask_variants}) {
            if (auto asked = (this->*question)(); !asked) return asked;
        }
        return {};
    }

    void add(Fact fact) { report_.facts.push_back(std::move(fact)); }

    // A key of this run's own; another length than real ones have.
    NoteKey next_key() {
        return NoteKey("ms1doctor" + std::to_string(begun_) + "n" + std::to_string(++keys_));
    }

    void made(const RecordId& note) {
        if (notes_.insert(note.text()).second) ++report_.created;
    }

    Result<RowOutcome> create(const NoteKey& key) {
        const NoteDraft draft{.key = key,
                              .timestamp = doors_.clock.now(),
                              .body = Disclosure().open(StateOrCount<std::string>(
                                  "A test note of mentorsync doctor, which removes it again."))};
        auto outcomes = doors_.writer.create_notes(std::span(&draft, 1), stop_);
        if (!outcomes) return Failure(outcomes.error());
        RowOutcome outcome = std::move(outcomes->front());
        if (outcome.id) made(*outcome.id);
        const bool taken = outcome.error && outcome.error->code == ErrorCode::KeyTaken;
        if (outcome.error && !taken) return Failure(*outcome.error);
        return outcome;
    }

    Result<KeyState> read(const NoteKey& key) {
        const auto states = doors_.writer.read_notes_by_key(std::span(&key, 1), stop_);
        if (!states) return Failure(states.error());
        if (states->front().where == Where::Live) made(states->front().id);
        return states->front();
    }

    Result<void> remove(const RecordId& note) {
        auto removed = doors_.writer.archive_own_note(note, stop_);
        if (removed) notes_.erase(note.text());
        return removed;
    }

    // Returns whether keys can be tried.
    Result<bool> ask_key_property() {
        const auto schema = doors_.reader.schema(stop_);
        if (!schema) return Failure(schema.error());
        const CrmProperty* const key = schema->find(RecordKind::Note, kKeyProperty);
        const std::string name = "the property " + std::string(kKeyProperty) + " on notes";
        if (key != nullptr) {
            add({.name = "key_property",
                 .answer = key->unique ? "unique" : "not_unique",
                 .says = name + (key->unique ? " is there, and unique" : " is not unique"),
                 .verdict = key->unique ? Verdict::Ok : Verdict::Fail});
            return key->unique;
        }
        std::vector<SetupItem> items{key_property()};
        if (std::ranges::find(schema->note_groups, kPropertyGroup) == schema->note_groups.end()) {
            items.insert(items.begin(), key_group());
        }
        const auto created = create_items(doors_.admin, items, stop_);
        if (created) {
            add({.name = "key_property",
                 .answer = "created",
                 .says = name + " could be created, and stays: setup would make the same"});
            return true;
        }
        if (created.error().code == ErrorCode::MissingScope) {
            add(unknown("key_property", name + " is missing, and these credentials may not create "
                                               "it: run mentorsync setup first"));
            return false;
        }
        if (created.error().code != ErrorCode::Rejected) return Failure(created.error());
        add({.name = "key_property",
             .answer = "refused",
             .says = "the portal refuses a unique property on notes",
             .verdict = Verdict::Fail});
        return false;
    }

    Result<void> ask_one_note_a_key() {
        std::size_t doubled = 0;
        for (std::size_t round = 0; round < options_.rounds; ++round) {
            const NoteKey key = next_key();
            const auto race = doors_.probe.race(key, options_.creates, doors_.clock.now(), stop_);
            for (const RecordId& note : race.notes) made(note);
            if (stop_.stop_requested()) return fail(ErrorCode::Cancelled, "stopped on request");
            const auto found = read(key);
            if (!found) return Failure(found.error());
            // A lost answer may hide the one note that there is.
            const bool one = race.notes.size() <= 1 && found->where == Where::Live &&
                             (race.notes.empty() || race.notes.front() == found->id);
            if (!one) ++doubled;
            if (race.error && race.notes.empty() && race.refused == 0) return Failure(*race.error);
            for (const RecordId& note : race.notes) {
                if (auto gone = remove(note); !gone) return gone;
            }
        }
        add(yes_or_no("one_note_a_key", doubled == 0,
                      std::to_string(options_.creates) + " creates of one key at the same time, " +
                          std::to_string(options_.rounds) + " times: one note each",
                      std::to_string(doubled) + " of " + std::to_string(options_.rounds) +
                          " keys were given to more than one note"));
        return {};
    }

    Result<void> ask_read_after_create() {
        std::size_t missed = 0;
        for (std::size_t i = 0; i < options_.reads; ++i) {
            const NoteKey key = next_key();
            const auto outcome = create(key);
            if (!outcome) return Failure(outcome.error());
            const auto found = read(key);
            if (!found) return Failure(found.error());
            if (found->where != Where::Live) ++missed;
            if (!outcome->id) continue;
            if (auto gone = remove(*outcome->id); !gone) return gone;
        }
        add(yes_or_no(
            "read_after_create", missed == 0,
            "a key is found right after its create, " + std::to_string(options_.reads) + " times",
            std::to_string(missed) + " of " + std::to_string(options_.reads) +
                " keys were not found right after their create"));
        return {};
    }

    Result<void> ask_archived() {
        const NoteKey key = next_key();
        const auto first = create(key);
        if (!first) return Failure(first.error());
        if (!first->id)
            return fail(ErrorCode::BadResponse, "a key that is new is said to be taken");
        if (auto gone = remove(*first->id); !gone) return gone;
        const auto found = read(key);
        if (!found) return Failure(found.error());
        add(yes_or_no("archived_by_key", found->where == Where::Archived,
                      "a removed note is found by its key",
                      "a removed note is not found by its key, so that it could be written again"));
        const auto second = create(key);
        if (!second) return Failure(second.error());
        add({.name = "archived_key",
             .answer = second->id ? "free" : "held",
             .says = second->id ? "the key of a removed note can be used again"
                                : "the key of a removed note stays taken"});
        return {};
    }

    Result<void> ask_associations() {
        const auto outcome = create(next_key());
        if (!outcome) return Failure(outcome.error());
        const RecordId note = outcome->id.value_or(RecordId(""));
        const auto before = contacts_of(note);
        if (!before) return Failure(before.error());
        if (!options_.contact) {
            add(unknown("second_association",
                        "needs a contact that may carry a test note for a "
                        "moment: --contact ID"));
        } else if (auto asked = ask_second_association(note); !asked) {
            return asked;
        }
        const bool seen = !before->empty();
        add({.name = "without_contact",
             .answer = seen ? "seen" : "unseen",
             .says = seen ? "a note that nobody was associated with is on a timeline"
                          : "a note that nobody was associated with is on no timeline",
             .verdict = seen ? Verdict::Fail : Verdict::Ok});
        return {};
    }

    Result<void> ask_second_association(const RecordId& note) {
        const NoteLink link{.note = note, .contact = *options_.contact};
        for (int time = 0; time < 2; ++time) {
            const auto outcomes = doors_.writer.associate_notes(std::span(&link, 1), stop_);
            if (!outcomes) return Failure(outcomes.error());
            if (outcomes->front().error) return Failure(*outcomes->front().error);
        }
        const auto carriers = contacts_of(note);
        if (!carriers) return Failure(carriers.error());
        const bool once = carriers->size() == 1;
        add({.name = "second_association",
             .answer = once ? "nothing" : "doubled",
             .says = once ? "associating a second time changes nothing"
                          : "associating a second time does not leave one association",
             .verdict = once ? Verdict::Ok : Verdict::Fail});
        return {};
    }

    Result<std::vector<RecordId>> contacts_of(const RecordId& note) {
        auto contacts = doors_.auditor.note_contacts(std::span(&note, 1), stop_);
        if (!contacts) return Failure(contacts.error());
        return std::move(contacts->front());
    }

    Result<void> ask_variants() {
        const NoteKey key = next_key();
        const auto plain = create(key);
        if (!plain) return Failure(plain.error());
        std::string capitals = key.text();
        std::ranges::transform(capitals, capitals.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        if (auto asked = ask_variant("letter_case", NoteKey(capitals), "two keys in other letters");
            !asked) {
            return asked;
        }
        return ask_variant("spaces", NoteKey(key.text() + " "),
                           "a key and the same with a space at its end");
    }

    // Real keys are lower case and without spaces, so both answers are fine.
    Result<void> ask_variant(const char* name, const NoteKey& variant, const std::string& what) {
        const auto outcome = create(variant);
        if (!outcome) return Failure(outcome.error());
        add({.name = name,
             .answer = outcome->id ? "differs" : "same",
             .says = what + (outcome->id ? " are two" : " are the same")});
        return {};
    }

    // Also after a failure, and without the stop that may be its reason.
    void clean_up() {
        for (const std::string& note : std::set(notes_)) {
            const RecordId id(note);
            if (!doors_.writer.archive_own_note(id, {})) report_.left.push_back(id);
        }
    }

    const WriteTestDoors& doors_;
    const WriteTestOptions& options_;
    const std::stop_token& stop_;
    std::int64_t begun_;
    int keys_ = 0;
    std::set<std::string> notes_;  // to be removed
    WriteTestReport report_;
};

}  // namespace

WriteTestReport run_write_test(const WriteTestDoors& doors, const WriteTestOptions& options,
                               const std::stop_token& stop) {
    return WriteTest(doors, options, stop).run();
}

Result<void> keep_facts(const Settings& settings, const std::string& portal,
                        const WriteTestReport& report) {
    const std::string path = resolve_path(settings.file, settings.store);
    if (auto made = store::make_directory_of(path); !made) return made;
    const auto sealer = open_sealer(settings, MissingKey::Make);
    if (!sealer) return Failure(sealer.error());
    const auto state = store::SqlStore::open(path, portal, store::Mode::Beside, *sealer);
    if (!state) return Failure(state.error());
    for (const Fact& fact : report.facts) {
        if (fact.answer == "unknown") continue;
        if (auto kept = (*state)->keep_fact(fact.name, fact.answer); !kept) return kept;
    }
    return {};
}

}  // namespace mentorsync
