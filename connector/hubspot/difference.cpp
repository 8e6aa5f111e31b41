#include "connector/hubspot/difference.hpp"

#include <algorithm>

namespace mentorsync::hubspot {

namespace {

// Source: HubSpot CRM API guide, Associations, default type ids.
constexpr int kTaskToContact = 204;

using LinksBySource = std::map<RecordRef, Picture::Links>;

Picture::Links in_order(Picture::Links links) {
    const auto by_id = [](const LinkType& a, const LinkType& b) { return a.type_id < b.type_id; };
    for (auto& [to, types] : links) std::ranges::sort(types, by_id);
    return links;
}

LinksBySource links_today(const PullScope& scope, const Picture& picture,
                          const Belonging& belonging) {
    LinksBySource all;
    for (const std::string& id : belonging.people) {
        const auto links = picture.links_from.find(id);
        if (!scope.contact_links || links == picture.links_from.end()) continue;
        all.emplace(RecordRef{RecordKind::Contact, RecordId(id)}, in_order(links->second));
    }
    for (const std::string& id : belonging.tasks) {
        const auto contacts = picture.contacts_of.find(id);
        if (contacts == picture.contacts_of.end()) continue;
        Picture::Links links;
        for (const std::string& contact : contacts->second) {
            if (!belonging.contacts.contains(contact)) continue;
            links[contact] = {{"HUBSPOT_DEFINED", kTaskToContact, ""}};
        }
        if (!links.empty()) all.emplace(RecordRef{RecordKind::Task, RecordId(id)}, links);
    }
    return all;
}

LinksBySource links_in(const CrmSnapshot& snapshot) {
    LinksBySource all;
    for (const CrmLink& link : snapshot.links) all[link.from][link.to.id.text()] = link.types;
    for (auto& [from, links] : all) links = in_order(std::move(links));
    return all;
}

class Comparison {
public:
    Comparison(const PullScope& scope, const CrmSnapshot& stored, const Picture& picture,
               const Belonging& belonging)
        : stored_(stored),
          picture_(picture),
          belonging_(belonging),
          links_(links_today(scope, picture, belonging)) {}

    [[nodiscard]] Difference run() {
        compare_records(RecordKind::Contact, belonging_.contacts);
        compare_records(RecordKind::Task, belonging_.tasks);
        compare_links();
        compare_people();
        difference_.records = touched_.size();
        return std::move(difference_);
    }

private:
    [[nodiscard]] static std::map<RecordRef, const CrmRecord*> records_of(
        const CrmSnapshot& snapshot, RecordKind kind) {
        std::map<RecordRef, const CrmRecord*> records;
        for (const CrmRecord& record : snapshot.records) {
            if (record.kind == kind) records.emplace(RecordRef{kind, record.id}, &record);
        }
        return records;
    }

    void compare_records(RecordKind kind, const Ids& today) {
        const auto before = records_of(stored_, kind);
        for (const std::string& id : today) {
            const RecordRef ref{kind, RecordId(id)};
            const CrmRecord& record = picture_.records(kind).find(id)->second;
            const auto known = before.find(ref);
            const bool same = known != before.end() && *known->second == record;
            if (same) continue;
            difference_.page.records.push_back(record);
            touched_.insert(ref);
        }
        for (const auto& [ref, record] : before) {
            if (today.contains(ref.id.text())) continue;
            difference_.gone.gone.push_back({ref, GoneRecord::How::Left});
            touched_.insert(ref);
        }
    }

    void compare_links() {
        const LinksBySource before = links_in(stored_);
        std::set<RecordRef> sources;
        for (const auto* all : {&before, &std::as_const(links_)}) {
            for (const auto& [from, links] : *all) sources.insert(from);
        }
        for (const RecordRef& from : sources) {
            if (find(before, from) == find(links_, from)) continue;
            touched_.insert(from);
            replace_links(from);
        }
        add_links_to_replaced();
    }

    [[nodiscard]] static const Picture::Links& find(const LinksBySource& all,
                                                    const RecordRef& from) {
        static const Picture::Links none;
        const auto found = all.find(from);
        return found == all.end() ? none : found->second;
    }

    void replace_links(const RecordRef& from) {
        difference_.gone.links_of.push_back({from, RecordKind::Contact});
        for (const auto& [to, types] : find(links_, from)) add_link(from, to, types);
    }

    void add_link(const RecordRef& from, const std::string& to,
                  const std::vector<LinkType>& types) {
        difference_.page.links.push_back({from, {RecordKind::Contact, RecordId(to)}, types});
    }

    // Links of others lead to contacts whose own links are replaced, or who have left; they stay.
    void add_links_to_replaced() {
        Ids targets;
        std::set<RecordRef> replaced;
        for (const LinksOf& links : difference_.gone.links_of) {
            replaced.insert(links.record);
            if (links.record.kind == RecordKind::Contact) targets.insert(links.record.id.text());
        }
        for (const GoneRecord& gone : difference_.gone.gone) {
            if (gone.record.kind == RecordKind::Contact) targets.insert(gone.record.id.text());
        }
        if (targets.empty()) return;
        for (const auto& [from, links] : links_) {
            if (replaced.contains(from)) continue;
            for (const auto& [to, types] : links) {
                if (targets.contains(to)) add_link(from, to, types);
            }
        }
    }

    void compare_people() {
        const std::set<CrmMembership> before(stored_.memberships.begin(),
                                             stored_.memberships.end());
        difference_.lists_changed = before != picture_.memberships;
        std::map<std::string, CrmOwner, std::less<>> owners;
        for (const CrmOwner& owner : stored_.owners) owners.emplace(owner.id.text(), owner);
        difference_.owners_changed = owners != picture_.owners;
    }

    const CrmSnapshot& stored_;
    const Picture& picture_;
    const Belonging& belonging_;
    LinksBySource links_;
    std::set<RecordRef> touched_;
    Difference difference_;
};

}  // namespace

Difference find_difference(const PullScope& scope, const CrmSnapshot& stored,
                           const Picture& picture, const Belonging& belonging) {
    return Comparison(scope, stored, picture, belonging).run();
}

}  // namespace mentorsync::hubspot
