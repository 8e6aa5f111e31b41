#include "connector/host/handed_in.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "connector/host/document.hpp"
#include "connector/host/read_schema.hpp"

namespace mentorsync::host {

namespace {

using json::Value;

constexpr std::array<std::string_view, 7> kKeys{"coverage", "contacts", "tasks", "owners",
                                                "links",    "lists",    "gone"};
constexpr std::array<std::string_view, 5> kRecordKeys{"id", "created", "updated", "properties",
                                                      "merged"};
constexpr std::array<std::string_view, 5> kOwnerKeys{"id", "email", "first_name", "last_name",
                                                     "archived"};
constexpr std::array<std::string_view, 3> kLinkKeys{"from", "to", "labels"};
constexpr std::array<std::string_view, 2> kReferenceKeys{"kind", "id"};
constexpr std::array<std::string_view, 2> kListKeys{"id", "contacts"};
constexpr std::array<std::string_view, 3> kGoneKeys{"kind", "id", "how"};
constexpr std::array<std::string_view, 2> kCoverages{"everything", "changes"};
constexpr std::array<std::string_view, 2> kKinds{"contact", "task"};
constexpr std::array<std::string_view, 3> kHows{"archived", "erased", "left"};

Properties read_properties(Document& document, const Value& record) {
    Properties properties;
    const Value* const object = record.find("properties");
    if (object == nullptr) return properties;
    if (!object->is(json::Kind::Object)) {
        document.add_fault(object->at, "'properties' must be an object");
    }
    for (const json::Member& member : object->members) {
        if (!member.value.is(json::Kind::String)) {
            document.add_fault(member.value.at, "a property must be text");
        } else if (!member.value.text.empty()) {
            properties[member.key] = member.value.text;
        }
    }
    return properties;
}

RecordRef read_reference(Document& document, const Value& value) {
    const bool is_task = document.word(value, "kind", kKinds) == "task";
    return {is_task ? RecordKind::Task : RecordKind::Contact, RecordId(document.id(value, "id"))};
}

void add_record(Document& document, RecordKind kind, const Value& value, HandedIn& into) {
    if (!document.is_object(value, "a record", kRecordKeys)) return;
    CrmRecord record;
    record.kind = kind;
    record.id = RecordId(document.id(value, "id"));
    record.created = document.instant(value, "created");
    record.updated = document.instant(value, "updated");
    record.properties = read_properties(document, value);
    for (const Value& former : document.items(value, "merged")) {
        record.merged.emplace_back(document.id(former));
    }
    into.records[{kind, record.id}] = std::move(record);
}

void add_owner(Document& document, const Value& value, HandedIn& into) {
    if (!document.is_object(value, "an owner", kOwnerKeys)) return;
    const OwnerId id(document.id(value, "id"));
    into.owners[id] = {.id = id,
                       .email = document.text(value, "email", ""),
                       .first_name = document.text(value, "first_name", ""),
                       .last_name = document.text(value, "last_name", ""),
                       .archived = document.boolean(value, "archived")};
}

void add_link(Document& document, const Value& value, HandedIn& into) {
    if (!document.is_object(value, "a link", kLinkKeys)) return;
    std::array<RecordRef, 2> ends;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const std::string_view key = kLinkKeys[i];
        const Value* const end = value.find(key);
        if (end == nullptr) {
            document.add_fault(value.at, "'" + std::string(key) + "' is missing");
            return;
        }
        if (!document.is_object(*end, "an end of a link", kReferenceKeys)) return;
        ends[i] = read_reference(document, *end);
    }
    if (ends[0].kind == RecordKind::Task && ends[1].kind == RecordKind::Task) {
        document.add_fault(value.at, "a link must have a contact");
    }
    // What is between a contact and a task is always stored from the task.
    if (ends[1].kind == RecordKind::Task) std::swap(ends[0], ends[1]);
    CrmLink link{.from = ends[0], .to = ends[1], .types = {}};
    for (const Value& label : document.items(value, "labels")) {
        if (label.is(json::Kind::String) && !label.text.empty()) {
            link.types.push_back(type_of_label(label.text));
        } else {
            document.add_fault(label.at, "a label must be text");
        }
    }
    if (link.types.empty()) link.types.push_back({"HOST_DEFINED", 0, ""});
    into.links[{link.from, link.to}] = std::move(link);
}

void add_list(Document& document, const Value& value, HandedIn& into) {
    if (!document.is_object(value, "a list", kListKeys)) return;
    auto& members = into.lists[ListId(document.id(value, "id"))];
    for (const Value& contact : document.items(value, "contacts")) {
        members.insert(RecordId(document.id(contact)));
    }
}

void add_gone(Document& document, const Value& value, HandedIn& into) {
    if (!document.is_object(value, "what is gone", kGoneKeys)) return;
    const RecordRef ref = read_reference(document, value);
    const std::string how = document.word(value, "how", kHows);
    into.records.erase(ref);
    into.gone[ref] = how == "erased" ? GoneRecord::How::Erased
                     : how == "left" ? GoneRecord::How::Left
                                     : GoneRecord::How::Archived;
}

// Splices nodes and allocates nothing, so that it cannot end half way.
void add(HandedIn next, HandedIn& into) noexcept {
    for (const auto& [ref, record] : next.records) into.gone.erase(ref);
    for (const auto& [ref, how] : next.gone) into.records.erase(ref);
    for (auto& [list, members] : into.lists) {
        if (const auto same = next.lists.find(list); same != next.lists.end()) {
            same->second.merge(members);
        }
    }
    next.records.merge(into.records);
    next.links.merge(into.links);
    next.owners.merge(into.owners);
    next.lists.merge(into.lists);
    next.gone.merge(into.gone);
    next.is_everything = next.is_everything && into.is_everything;
    next.is_empty = false;
    into = std::move(next);
}

Properties needed(const Properties& all, const std::vector<std::string>& names) {
    Properties properties;
    for (const std::string& name : names) {
        const auto found = all.find(name);
        if (found != all.end()) properties.insert(*found);
    }
    return properties;
}

}  // namespace

Result<void> add_records(std::string_view text, HandedIn& handed_in) {
    Document document(text, "mentorsync.records/1", kKeys, ErrorCode::InvalidArgument);
    if (document.fault()) return Failure(*document.fault());
    HandedIn next;
    const Value& root = document.root();
    const auto each = [&](std::string_view key, auto add) {
        for (const Value& value : document.items(root, key)) add(document, value, next);
    };
    if (document.word(root, "coverage", kCoverages) == "changes") next.is_everything = false;
    each("contacts", [](Document& from, const Value& value, HandedIn& into) {
        add_record(from, RecordKind::Contact, value, into);
    });
    each("tasks", [](Document& from, const Value& value, HandedIn& into) {
        add_record(from, RecordKind::Task, value, into);
    });
    each("owners", add_owner);
    each("links", add_link);
    each("lists", add_list);
    each("gone", add_gone);
    if (document.fault()) return Failure(*document.fault());
    add(std::move(next), handed_in);
    return {};
}

CrmPage page_of(const HandedIn& handed_in, const PullScope& scope) {
    CrmPage page;
    for (const auto& [ref, record] : handed_in.records) {
        CrmRecord kept = record;
        kept.properties =
            needed(record.properties,
                   ref.kind == RecordKind::Task ? scope.task_properties : scope.contact_properties);
        page.records.push_back(std::move(kept));
    }
    for (const auto& [ends, link] : handed_in.links) page.links.push_back(link);
    for (const auto& [id, owner] : handed_in.owners) page.owners.push_back(owner);
    return page;
}

}  // namespace mentorsync::host
