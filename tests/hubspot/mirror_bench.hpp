// A portal and its mirror: complete pulls, and pulls of what changed since.

#pragma once

#include "tests/hubspot/bench.hpp"
#include "tests/hubspot/memory_mirror.hpp"

namespace mentorsync::hubspot {

inline const std::vector<Audit> kAllAudits{Audit::Trailing, Audit::Associations, Audit::Owners,
                                           Audit::Archived};

struct MirrorBench : Bench {
    explicit MirrorBench(ApiVersion version = kDefaultApiVersion) : Bench(version) {
        add_list("11", "Mentoring");
        add_list("12", "Group");
        labels = portal.links.define(sandbox::Kind::Contact, sandbox::Kind::Contact, "Mentor",
                                     "Mentee", "mentoring");
    }

    // Everything that a mapping can ask for, of a list.
    [[nodiscard]] PullScope list_scope() const {
        PullScope scope = everybody_scope();
        scope.people_list = ListId("11");
        scope.email_references = {"company"};
        scope.owner_references = true;
        return scope;
    }
    [[nodiscard]] PullScope everybody_scope() const {
        PullScope scope;
        scope.member_lists = {ListId("12")};
        scope.contact_properties = {"company", "firstname"};
        scope.task_properties = {"hs_task_subject", "hs_task_status"};
        scope.contact_links = true;
        scope.label_type_ids = labels;
        scope.owned_tasks = true;
        return scope;
    }

    Result<PullReport> pull_everything(const PullScope& scope) {
        sink = {};
        auto report = pull(scope);
        if (report) {
            mirror.replace(sink, report->coverage);
            cursors = report->cursors;
        }
        return report;
    }

    Result<PullReport> pull_changes(const PullScope& scope, std::vector<Audit> audits = {},
                                    std::size_t audit_requests = SIZE_MAX) {
        pages = {};
        const ChangeRequest request{cursors, std::move(audits), audit_requests};
        auto report =
            hubspot.pull_changes(scope, request, mirror, pages, observer, std::stop_token{});
        if (report) {
            mirror.apply(pages.pages, report->coverage);
            cursors = report->cursors;
        }
        return report;
    }

    // What a complete pull brings today.
    [[nodiscard]] std::set<std::string> truth(const PullScope& scope) {
        sink = {};
        const auto report = pull(scope);
        MemoryMirror whole;
        if (report) whole.replace(sink, report->coverage);
        return whole.lines();
    }

    void pass(std::chrono::milliseconds time) {
        clock.advance(time);
        crm.set_now(crm.now() + time);
    }

    // How this record went, in the last pull of changes; empty: it is not gone.
    [[nodiscard]] std::optional<GoneRecord::How> gone(RecordKind kind,
                                                      const std::string& id) const {
        for (const CrmPage& page : pages.pages) {
            for (const GoneRecord& gone : page.gone) {
                if (gone.record == RecordRef{kind, RecordId(id)}) return gone.how;
            }
        }
        return std::nullopt;
    }

    std::vector<int> labels;
    MemoryMirror mirror;
    PageSink pages;
    ChangeCursors cursors;
};

}  // namespace mentorsync::hubspot
