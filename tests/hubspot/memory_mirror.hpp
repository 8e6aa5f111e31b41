// What is stored of a portal, in memory, and the staging before it: pages of pulls are applied as
// `CrmPage` says.

#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/hubspot/list_sink.hpp"

namespace mentorsync {

class MemoryMirror final : public CrmMirror {
public:
    // The text of `CrmPage` leaves open whether links that lead to a record go with it, and whether
    // replacing a contact's links replaces those of others to it. A connector must be right with
    // either.
    bool links_go_both_ways = false;

    // A complete pull becomes what is stored.
    void replace(const ListSink& sink, Coverage coverage) {
        records_ = sink.records;
        links_.clear();
        add_links(sink.links);
        owners_.clear();
        add_owners(sink.owners);
        memberships_ = sink.memberships;
        coverage_ = coverage;
    }

    // The pages of a pull of changes. A list, or the owners, that came as a finished stream are
    // replaced.
    void apply(const std::vector<CrmPage>& pages, Coverage coverage) {
        for (const CrmPage& page : pages) {
            if (page.stream.starts_with("list:") && page.resume_after.empty()) {
                const ListId list(page.stream.substr(5));
                std::erase_if(memberships_, [&](const auto& entry) { return entry.list == list; });
            }
            if (page.stream == "owners") owners_.clear();
            for (const GoneRecord& gone : page.gone) remove(gone.record);
            for (const LinksOf& links : page.links_of) remove_links(links);
            for (const CrmRecord& record : page.records) {
                records_.insert_or_assign({record.kind, record.id}, record);
            }
            add_links(page.links);
            add_owners(page.owners);
            memberships_.insert(page.memberships.begin(), page.memberships.end());
        }
        coverage_ = coverage;
    }

    Result<std::optional<Instant>> updated(const RecordRef& record) const override {
        const auto found = records_.find(record);
        if (found == records_.end()) return std::optional<Instant>();
        return std::optional(found->second.updated);
    }

    Result<std::vector<RecordId>> members(const ListId& list) const override {
        std::vector<RecordId> members;
        for (const CrmMembership& membership : memberships_) {
            if (membership.list == list) members.push_back(membership.contact);
        }
        return members;
    }

    Result<CrmSnapshot> snapshot() const override {
        ++snapshots;
        CrmSnapshot snapshot;
        for (const auto& [ref, record] : records_) snapshot.records.push_back(record);
        for (const auto& [ends, types] : links_) {
            snapshot.links.push_back({ends.first, ends.second, types});
        }
        for (const auto& [id, owner] : owners_) snapshot.owners.push_back(owner);
        snapshot.memberships.assign(memberships_.begin(), memberships_.end());
        snapshot.coverage = coverage_;
        return snapshot;
    }

    // One line a record, link, owner and membership: what two mirrors are compared by.
    [[nodiscard]] std::set<std::string> lines() const {
        std::set<std::string> lines;
        for (const auto& [ref, record] : records_) {
            std::string line =
                text_of(ref) + " " + std::to_string(record.updated.time_since_epoch().count());
            for (const auto& [name, value] : record.properties) line += " " + name + "=" + value;
            for (const RecordId& former : record.merged) line += " was " + former.text();
            lines.insert(std::move(line));
        }
        for (const auto& [ends, types] : links_) {
            std::set<int> ids;
            for (const LinkType& type : types) ids.insert(type.type_id);
            std::string line = text_of(ends.first) + " > " + text_of(ends.second);
            for (const int id : ids) line += " " + std::to_string(id);
            lines.insert(std::move(line));
        }
        for (const auto& [id, owner] : owners_) {
            lines.insert("owner " + id.text() + " " + owner.email +
                         (owner.archived ? " archived" : ""));
        }
        for (const CrmMembership& membership : memberships_) {
            lines.insert("list " + membership.list.text() + " " + membership.contact.text());
        }
        return lines;
    }

    mutable std::size_t snapshots = 0;  // how often everything was asked for

private:
    [[nodiscard]] static std::string text_of(const RecordRef& ref) {
        return std::string(name_of(ref.kind)) + " " + ref.id.text();
    }

    void remove(const RecordRef& record) {
        records_.erase(record);
        std::erase_if(links_, [&](const auto& link) {
            return link.first.first == record ||
                   (links_go_both_ways && link.first.second == record);
        });
    }

    void remove_links(const LinksOf& links) {
        std::erase_if(links_, [&](const auto& link) {
            const auto& [from, to] = link.first;
            const bool back = links_go_both_ways || from.kind == RecordKind::Task;
            return (from == links.record && to.kind == links.other) ||
                   (back && to == links.record && from.kind == links.other);
        });
    }

    void add_links(const std::vector<CrmLink>& links) {
        for (const CrmLink& link : links) {
            links_.insert_or_assign({link.from, link.to}, link.types);
        }
    }
    void add_owners(const std::vector<CrmOwner>& owners) {
        for (const CrmOwner& owner : owners) owners_.insert_or_assign(owner.id, owner);
    }

    std::map<RecordRef, CrmRecord> records_;
    std::map<std::pair<RecordRef, RecordRef>, std::vector<LinkType>> links_;
    std::map<OwnerId, CrmOwner> owners_;
    std::set<CrmMembership> memberships_;
    Coverage coverage_ = Coverage::Partial;
};

// Keeps the pages of one pull of changes.
class PageSink final : public CrmSink {
public:
    Result<void> take(const CrmPage& page) override {
        pages.push_back(page);
        return {};
    }
    Result<bool> has(const RecordRef& /*record*/) const override { return false; }
    Result<std::optional<std::string>> resume_point(std::string_view stream) const override {
        for (const CrmPage& page : pages) {
            if (page.stream == stream && page.resume_after.empty()) {
                return std::optional<std::string>();
            }
        }
        return std::optional<std::string>("");
    }
    Result<CrmSnapshot> taken() const override { return CrmSnapshot{}; }

    std::vector<CrmPage> pages;
};

}  // namespace mentorsync
