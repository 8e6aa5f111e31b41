#include <algorithm>
#include <array>

#include "sync/rules/did_you_mean.hpp"
#include "sync/rules/parse_parts.hpp"
#include "sync/rules/reader.hpp"

namespace mentorsync {

namespace {

using Source = RelationshipRule::Source;

constexpr std::array<std::string_view, 3> kKeys{"kind", "from", "where"};
constexpr std::array<std::string_view, 2> kKinds{"pair", "peer_group"};
constexpr std::array<std::string_view, 4> kSources{"association_label", "contact_property",
                                                   "contact_owner", "list"};
constexpr std::array<std::string_view, 2> kLabelKeys{"mentor", "mentee"};
constexpr const char* kFromHint = R"("from": {"contact_property": "mentor_email"})";

void parse_labels(const json::Value& value, RelationshipRule& rule, FaultList& faults) {
    if (!check_object(value, "'association_label'", kLabelKeys, faults)) return;
    const json::Value* const mentor = required(value, "mentor", R"("mentor": "Mentor")", faults);
    const json::Value* const mentee = required(value, "mentee", R"("mentee": "Mentee")", faults);
    if (mentor == nullptr || mentee == nullptr) return;
    auto mentor_label = read_name(*mentor, "'mentor'", faults);
    auto mentee_label = read_name(*mentee, "'mentee'", faults);
    if (!mentor_label || !mentee_label) return;
    if (*mentor_label == *mentee_label) {
        faults.add(mentee->at, "both sides carry the label " + quoted(mentee_label->text),
                   "who is the mentor shows only when the labels differ");
    }
    rule.mentor_label = *std::move(mentor_label);
    rule.mentee_label = *std::move(mentee_label);
}

void parse_source(const json::Member& source, RelationshipRule& rule, FaultList& faults) {
    const json::Value& value = source.value;
    if (source.key == "association_label") {
        rule.source = Source::AssociationLabel;
        parse_labels(value, rule, faults);
    } else if (source.key == "contact_property") {
        rule.source = Source::ContactProperty;
        if (auto name = read_name(value, "'contact_property'", faults)) {
            rule.property = *std::move(name);
        }
    } else if (source.key == "contact_owner") {
        rule.source = Source::ContactOwner;
        if (!value.is_true()) faults.add(value.at, "'contact_owner' must be true");
    } else {
        rule.source = Source::List;
        if (auto name = read_name(value, "'list'", faults)) rule.list = *std::move(name);
    }
}

// Labels and owners name one person for another; a list names members.
bool fits(RelationshipKind kind, Source source) {
    if (source == Source::ContactProperty) return true;
    return (kind == RelationshipKind::PeerGroup) == (source == Source::List);
}

// Returns the member that says where the relationship is written down.
const json::Member* find_source(const json::Value& from, FaultList& faults) {
    if (!check_object(from, "'from'", kSources, faults)) return nullptr;
    const json::Member* source = nullptr;
    bool all_known = true;
    for (const json::Member& member : from.members) {
        if (std::ranges::find(kSources, member.key) == kSources.end()) {
            all_known = false;
        } else if (source != nullptr) {
            faults.add(
                member.key_at,
                "'from' names one source, and " + quoted(member.key) + " would be the second",
                "write one rule for each");
        } else {
            source = &member;
        }
    }
    if (source == nullptr && all_known) {
        faults.add(from.at, "'from' must not be empty", kFromHint);
    }
    return source;
}

void parse_from(const json::Value& from, const std::optional<std::string_view>& kind,
                RelationshipRule& rule, FaultList& faults) {
    const json::Member* const source = find_source(from, faults);
    if (source == nullptr) return;
    parse_source(*source, rule, faults);
    if (!kind || fits(rule.kind, rule.source)) return;
    faults.add(source->key_at,
               "a " + std::string(*kind) + " cannot come from " + quoted(source->key),
               rule.kind == RelationshipKind::Pair
                   ? "use association_label, contact_property or contact_owner"
                   : "use contact_property or list");
}

RelationshipRule parse_rule(const json::Value& value, FaultList& faults) {
    RelationshipRule rule;
    rule.at = value.at;
    if (!check_object(value, "a relationship rule", kKeys, faults)) return rule;

    std::optional<std::string_view> kind;
    if (const auto* const word = required(value, "kind", R"("kind": "pair")", faults)) {
        kind = read_word(*word, "kind", kKinds, faults);
        rule.kind = kind == "peer_group" ? RelationshipKind::PeerGroup : RelationshipKind::Pair;
    }
    if (const auto* const from = required(value, "from", kFromHint, faults)) {
        parse_from(*from, kind, rule, faults);
    }
    if (const json::Value* const where = value.find("where")) {
        rule.where = parse_condition(*where, faults);
    }
    return rule;
}

}  // namespace

void parse_relationships(const json::Value& value, Mapping::Content& content, FaultList& faults) {
    const auto* const items = read_items(value, "'relationships'", faults);
    if (items == nullptr) return;
    for (const json::Value& item : *items) {
        const std::size_t faults_before = faults.size();
        RelationshipRule rule = parse_rule(item, faults);
        if (faults.size() == faults_before) content.relationships.push_back(std::move(rule));
    }
}

std::string relationship_rule_name(std::size_t index) {
    return "relationships[" + std::to_string(index) + "]";
}

}  // namespace mentorsync
