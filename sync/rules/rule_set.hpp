// The mapping, as the rest of mentorsync uses it. The only bilingual room: what goes in speaks CRM,
// what comes out speaks mentoring.
//
//   parse_mapping   text -> Mapping      offline: every fault at once
//   bind_mapping    Mapping + CrmSchema -> RuleSet   names resolved; faults where the portal lacks
//   one RuleSet         what to pull, and what the pulled records mean
//
// Pure: no I/O, no clock, no connector. A RuleSet exists only if it is valid for its portal.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "mentorsync/crm.hpp"
#include "mentorsync/crm_connector.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/mentoring.hpp"
#include "mentorsync/programme.hpp"
#include "sync/rules/fault.hpp"

namespace mentorsync {

// Reads a file that the mapping names, relative to the mapping's own folder.
using ReadFile = std::function<Result<std::string>(std::string_view name)>;

// A mapping that is right as far as one can say without the portal. Copyable.
class Mapping {
public:
    struct Content;
    explicit Mapping(std::shared_ptr<const Content> content) : content_(std::move(content)) {}

    [[nodiscard]] const Content& content() const noexcept { return *content_; }

    // The same content, shared: equal pointers are the same mapping, for as long as one is held.
    [[nodiscard]] const std::shared_ptr<const Content>& shared() const noexcept { return content_; }
    [[nodiscard]] const Programme& programme() const noexcept;

    // What decides whether an accepted mapping is still the same one: everything that changes what
    // is read, decided or written; not comments, spaces or the order of keys. Includes the text of
    // the note template.
    [[nodiscard]] std::string canonical_text() const;

private:
    std::shared_ptr<const Content> content_;
};

// Returns the mapping, or every fault that can be found without a portal. `file` is used in
// messages only.
[[nodiscard]] tl::expected<Mapping, Faults> parse_mapping(std::string_view file,
                                                          std::string_view text,
                                                          const ReadFile& read_file);

// Something that the mapping needs in the portal, and that `setup` can create.
struct SetupItem {
    enum class Kind { PropertyGroup, Property, LabelPair };
    Kind kind = Kind::Property;
    RecordKind record = RecordKind::Contact;  // of a group or property
    NewProperty property;                     // of a property; for a group only `group`
    NewLabelPair labels;                      // of a label pair
    std::string why;                          // one sentence for the admin
};

// What the portal still lacks, in the order in which it has to be created. Empty when nothing does.
[[nodiscard]] std::vector<SetupItem> missing_setup(const Mapping& mapping, const CrmSchema& schema);

// What became of every record of a snapshot.
struct Translation {
    Seen seen;
    std::map<RecordRef, RecordStatus> statuses;  // every record of the snapshot, once
    std::vector<SetAside> set_aside;             // why; ordered by record
};

// One record, explained.
struct Explanation {
    RecordStatus status = RecordStatus::Excluded;
    std::vector<std::string> lines;  // plain sentences: rule, property names, ids, what follows
};

class RuleSet {
public:
    struct Bound;
    explicit RuleSet(std::shared_ptr<const Bound> bound) : bound_(std::move(bound)) {}

    [[nodiscard]] const Programme& programme() const noexcept;

    // Whether the portal keeps the key of a note unique. False only where the mapping settles for
    // less (`"without_unique_key": "settle"`).
    [[nodiscard]] bool has_unique_key() const noexcept;

    // What to pull so that `translate` can see everything.
    [[nodiscard]] PullScope scope() const;

    // Reads a snapshot. Total: whatever a record holds, it is in sync, excluded or failing, and the
    // others go on. `known` are aliases from earlier merges.
    [[nodiscard]] Translation translate(const CrmSnapshot& snapshot, const Aliases& known) const;

    // Which rules looked at a record, on which properties, and what follows. Shows values of the
    // record only where they are no person's words: options, dates, states, ids.
    [[nodiscard]] Explanation explain(const CrmSnapshot& snapshot, const Aliases& known,
                                      const RecordRef& record) const;

    // How many members the programme's list has in this snapshot; empty when it has no list.
    [[nodiscard]] std::optional<std::size_t> people_in_list(const CrmSnapshot& snapshot) const;

    // The HTML of a note: the admin's template or ours in the programme's language, with `facts`
    // filled in and escaped; at most 65,536 characters.
    [[nodiscard]] Disclosed<std::string> render_note(const NoteFacts& facts) const;

private:
    std::shared_ptr<const Bound> bound_;
};

// Resolves every name of `mapping` in the portal, or returns every fault: properties, options,
// labels, lists that do not exist. What `missing_setup` would create is a fault too, whose hint
// names `mentorsync setup`.
[[nodiscard]] tl::expected<RuleSet, Faults> bind_mapping(const Mapping& mapping,
                                                         const CrmSchema& schema);

}  // namespace mentorsync
