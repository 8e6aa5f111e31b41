#include <algorithm>

#include "connector/hubspot/changes.hpp"

namespace mentorsync::hubspot {

namespace {

std::vector<std::string> listed(const Ids& ids) {
    return {ids.begin(), ids.end()};
}

Ids without(Ids ids, const Ids& others) {
    std::erase_if(ids, [&](const std::string& id) { return others.contains(id); });
    return ids;
}

}  // namespace

void Changes::doubt(const Walk& walk) {
    for (const auto& [id, hit] : walk.hits) {
        walk.kind == RecordKind::Contact ? doubt_contact(id, hit.record)
                                         : doubt_task(id, hit.record);
    }
}

void Changes::doubt_contact(const std::string& id, const CrmRecord& hit) {
    const bool is_known = picture_.contacts.contains(id);
    const bool took_in_somebody = std::ranges::any_of(hit.merged, [this](const RecordId& former) {
        return picture_.contacts.contains(former.text());
    });
    if (is_known) {
        picture_.links_known.erase(id);
        picture_.tasks_known.erase(id);
    }
    if (is_known || !scope_.people_list || took_in_somebody) {
        doubtful_contacts_.insert(id);
    } else {
        unknown_contacts_.emplace(id, emails_of(hit));
    }
}

void Changes::doubt_task(const std::string& id, const CrmRecord& hit) {
    if (picture_.records(RecordKind::Task).contains(id)) {
        doubtful_records_.insert(id);
        picture_.contacts_known.erase(id);
    }
    picture_.strangers.emplace(id, hit.value(kOwnerProperty));
}

Result<void> Changes::settle() {
    belonging_ = find_belonging(scope_, picture_);
    while (ask()) {
        if (auto done = drain(); !done) return done;
        take_answers();
        belonging_ = find_belonging(scope_, picture_);
    }
    return {};
}

// Pushes the reads that are missing for certainty. Returns whether there were any.
bool Changes::ask() {
    asked_ = std::exchange(belonging_.lacks, {});
    ask_named_strangers();
    asked_contacts_ = without(std::exchange(doubtful_contacts_, {}), given_up_contacts_);
    asked_tasks_ = without(std::exchange(doubtful_records_, {}), given_up_tasks_);
    asked_contacts_.merge(without(std::move(asked_.contacts), given_up_contacts_));
    asked_tasks_.merge(without(std::move(asked_.tasks), given_up_tasks_));
    asked_.contacts.clear();
    asked_.tasks.clear();
    if (asked_.nothing() && asked_contacts_.empty() && asked_tasks_.empty()) ask_fates();
    if (asked_.nothing() && asked_contacts_.empty() && asked_tasks_.empty()) return false;

    ask_records(RecordKind::Contact, asked_contacts_);
    ask_records(RecordKind::Task, asked_tasks_);
    const auto into = [](std::vector<CrmLink>& all) {
        return [&all](std::vector<CrmLink>& links) -> Result<void> {
            std::ranges::move(links, std::back_inserter(all));
            return {};
        };
    };
    read_links({RecordKind::Contact, RecordKind::Contact, into(links_)}, asked_.links_of);
    read_links({RecordKind::Contact, RecordKind::Task, into(tasks_of_)}, asked_.tasks_of);
    read_links({RecordKind::Task, RecordKind::Contact, into(contacts_of_)}, asked_.contacts_of);
    read_emails(listed(asked_.emails));
    read_owned(asked_.owners);
    return true;
}

// Who was asked for before and not answered is asked for alone: then silence is an answer.
void Changes::ask_records(RecordKind kind, const Ids& ids) {
    Ids together;
    for (const std::string& id : ids) {
        if (asked_once_.insert({kind, RecordId(id)}).second) {
            together.insert(id);
        } else {
            read_records(kind, {id});
        }
    }
    read_records(kind, listed(together));
}

// Contacts that a search showed, and whose address somebody refers to.
void Changes::ask_named_strangers() {
    for (auto stranger = unknown_contacts_.begin(); stranger != unknown_contacts_.end();) {
        const bool named = std::ranges::any_of(stranger->second, [this](const std::string& email) {
            return belonging_.emails.contains(email);
        });
        if (named) doubtful_contacts_.insert(stranger->first);
        stranger = named ? unknown_contacts_.erase(stranger) : std::next(stranger);
    }
}

// What was stored and does not belong any more is read once more: it may be elsewhere, or nowhere.
void Changes::ask_fates() {
    for (const CrmRecord& record : stored_.records) {
        const std::string& id = record.id.text();
        const bool contact = record.kind == RecordKind::Contact;
        const bool known = picture_.records(record.kind).contains(id);
        const Ids& ours = contact ? belonging_.contacts : belonging_.tasks;
        const Ids& fresh = contact ? picture_.fresh : picture_.fresh_tasks;
        const Ids& given_up = contact ? given_up_contacts_ : given_up_tasks_;
        if (!known || ours.contains(id) || fresh.contains(id) || given_up.contains(id)) continue;
        (contact ? asked_contacts_ : asked_tasks_).insert(id);
    }
}

void Changes::take_answers() {
    for (const RecordRef& record : state_.not_live) picture_.lose(record);
    picture_.see_links(asked_.links_of, std::exchange(links_, {}));
    picture_.see_tasks(asked_.tasks_of, std::exchange(tasks_of_, {}));
    picture_.see_contacts(asked_.contacts_of, std::exchange(contacts_of_, {}));
    picture_.emails_known.merge(Ids(asked_.emails));
    picture_.owners_searched.merge(Ids(asked_.owners));
    // Their owners are as the search says; their own records will tell.
    for (const std::string& task : std::exchange(doubtful_tasks_, {})) {
        picture_.strangers.emplace(task, asked_.owners.empty() ? "" : *asked_.owners.begin());
    }
    expect_answers(RecordKind::Contact, asked_contacts_);
    expect_answers(RecordKind::Task, asked_tasks_);
    doubt_addresses();
}

// Whoever was asked for twice and is neither here nor absent is left as he was stored.
void Changes::expect_answers(RecordKind kind, const Ids& asked) {
    const bool contact = kind == RecordKind::Contact;
    const Ids& fresh = contact ? picture_.fresh : picture_.fresh_tasks;
    Ids former;
    if (contact) {
        for (const std::string& id : fresh) {
            const auto record = picture_.contacts.find(id);
            if (record == picture_.contacts.end()) continue;
            for (const RecordId& old : record->second.merged) former.insert(old.text());
        }
    }
    for (const std::string& id : asked) {
        const RecordRef ref{kind, RecordId(id)};
        // Whoever links to a former id, now or whenever it is asked, does not lead there.
        if (former.contains(id)) picture_.absent.insert(id);
        if (fresh.contains(id) || former.contains(id) || state_.not_live.contains(ref)) continue;
        if (asked_twice_.insert(ref).second) {
            (contact ? doubtful_contacts_ : doubtful_records_).insert(id);
        } else {
            (contact ? given_up_contacts_ : given_up_tasks_).insert(id);
            state_.all_read = false;
        }
    }
}

// Who is believed to have an address that was asked for anew, and did not answer to it, is read.
void Changes::doubt_addresses() {
    if (asked_.emails.empty()) return;
    for (const auto& [id, contact] : picture_.contacts) {
        if (picture_.fresh.contains(id)) continue;
        const Ids emails = emails_of(contact);
        const bool asked = std::ranges::any_of(
            emails, [this](const std::string& email) { return asked_.emails.contains(email); });
        if (asked) doubtful_contacts_.insert(id);
    }
}

Result<void> Changes::find_fates(std::vector<GoneRecord>& gone) {
    for (const RecordKind kind : {RecordKind::Contact, RecordKind::Task}) {
        std::vector<std::string> absent;
        for (const GoneRecord& record : gone) {
            const bool asked =
                record.record.kind == kind && state_.not_live.contains(record.record);
            if (asked) absent.push_back(record.record.id.text());
        }
        read_records(kind, absent, true);
    }
    if (auto done = drain(); !done) return done;
    for (GoneRecord& record : gone) {
        if (!state_.not_live.contains(record.record)) continue;
        if (state_.archived.contains(record.record)) record.how = GoneRecord::How::Archived;
        if (state_.not_archived.contains(record.record)) record.how = GoneRecord::How::Erased;
    }
    return {};
}

}  // namespace mentorsync::hubspot
