// A sink that keeps every page in memory, and can break off like a process that is killed.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "mentorsync/crm_connector.hpp"

namespace mentorsync {

class ListSink final : public CrmSink {
public:
    // From the next page on, `pages` are taken and then every one fails.
    void break_after(std::size_t pages) { left_ = pages; }
    void mend() { left_.reset(); }

    Result<void> take(const CrmPage& page) override {
        if (left_ && (*left_)-- == 0) {
            left_ = 0;
            return fail(ErrorCode::StoreFailed, "the disk is full");
        }
        for (const CrmRecord& record : page.records) {
            records.insert_or_assign({record.kind, record.id}, record);
        }
        links.insert(links.end(), page.links.begin(), page.links.end());
        owners.insert(owners.end(), page.owners.begin(), page.owners.end());
        memberships.insert(page.memberships.begin(), page.memberships.end());
        unreadable.insert(unreadable.end(), page.unreadable.begin(), page.unreadable.end());
        if (!page.stream.empty()) resume_[page.stream] = page.resume_after;
        return {};
    }

    Result<bool> has(const RecordRef& record) const override { return records.contains(record); }

    Result<std::optional<std::string>> resume_point(std::string_view stream) const override {
        const auto found = resume_.find(stream);
        if (found == resume_.end()) return std::optional<std::string>("");
        if (found->second.empty()) return std::optional<std::string>();
        return std::optional(found->second);
    }

    Result<CrmSnapshot> taken() const override {
        CrmSnapshot snapshot;
        for (const auto& [ref, record] : records) snapshot.records.push_back(record);
        snapshot.links = links;
        snapshot.owners = owners;
        snapshot.memberships.assign(memberships.begin(), memberships.end());
        return snapshot;
    }

    [[nodiscard]] std::set<std::string> ids(RecordKind kind) const {
        std::set<std::string> found;
        for (const auto& [ref, record] : records) {
            if (ref.kind == kind) found.insert(ref.id.text());
        }
        return found;
    }

    // "task 7 > 3", each once.
    [[nodiscard]] std::set<std::string> link_names() const {
        std::set<std::string> names;
        for (const CrmLink& link : links) {
            names.insert(std::string(name_of(link.from.kind)) + " " + link.from.id.text() + " > " +
                         link.to.id.text());
        }
        return names;
    }

    std::map<RecordRef, CrmRecord> records;
    std::vector<CrmLink> links;
    std::vector<CrmOwner> owners;
    std::set<CrmMembership> memberships;
    std::vector<CrmPage::Unreadable> unreadable;

private:
    std::map<std::string, std::string, std::less<>> resume_;
    std::optional<std::size_t> left_;
};

struct NoObserver final : PullObserver {
    void progressed(const PullProgress& progress) override {
        ++told;
        last = progress;
    }
    std::size_t told = 0;
    PullProgress last;
};

}  // namespace mentorsync
