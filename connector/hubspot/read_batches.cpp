#include <algorithm>

#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/reads.hpp"

namespace mentorsync::hubspot {

namespace {

constexpr std::string_view kNotFound = "OBJECT_NOT_FOUND";

// Whether `contact` has one of these addresses.
bool has_email_of(const CrmRecord& contact, const Ids& asked) {
    return std::ranges::any_of(emails_of(contact),
                               [&](const std::string& email) { return asked.contains(email); });
}

}  // namespace

void Reads::read_records(RecordKind kind, const std::vector<std::string>& ids, bool archived) {
    for (std::size_t at = 0; at < ids.size(); at += kBatchInputs) {
        const auto first = ids.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = std::min(kBatchInputs, ids.size() - at);
        push_batch({.kind = kind,
                    .asked = {first, first + static_cast<std::ptrdiff_t>(count)},
                    .archived = archived});
    }
}

void Reads::read_emails(const std::vector<std::string>& emails) {
    for (std::size_t at = 0; at < emails.size(); at += kBatchInputs) {
        const auto first = emails.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = std::min(kBatchInputs, emails.size() - at);
        push_batch({.kind = RecordKind::Contact,
                    .asked = {first, first + static_cast<std::ptrdiff_t>(count)},
                    .by_email = true});
    }
}

void Reads::push_batch(Batch batch) {
    const auto properties =
        batch.kind == RecordKind::Contact ? contact_properties() : task_properties();
    Call call{.endpoint = Endpoint::BatchReadRecords,
              .parts = {.type = batch.kind},
              .body = batch_read_body(batch.asked, properties,
                                      batch.by_email ? kEmailProperty : std::string_view{})};
    if (batch.archived) call.query.push_back({"archived", "true"});
    jobs_.push({std::move(call), [this, batch = std::move(batch)](Reply& reply) {
                    return take_batch(batch, reply);
                }});
}

Result<void> Reads::take_batch(const Batch& batch, Reply& reply) {
    if (!reply.answer) {
        const Error& error = reply.answer.error();
        if (error.code == ErrorCode::Rejected) return split_batch(batch, error);
        if (error.code != ErrorCode::NotFound) return Failure(error);
        // None of them exists; but only a 404 that says so is proof.
        if (reply.fault.category != kNotFound) {
            state_.all_read = false;
            return {};
        }
        if (!batch.by_email) note_absent(batch, batch.asked);
        return {};
    }
    auto records = decode_records(batch.kind, reply.answer->body);
    if (!records) {
        return Failure(bad_shape(Endpoint::BatchReadRecords, client_.version(), "/results",
                                 "there is no array"));
    }
    Match found = match(batch, *std::move(records));
    settle_faults(batch, reply.answer->body, found);
    settle_strangers(batch, found);
    // Asked for alone, silence is an answer; a row that cannot be read is none.
    const bool is_silent = found.strangers.empty() && found.page.unreadable.empty();
    if (batch.asked.size() == 1 && is_silent) note_absent(batch, found.missing);
    if (batch.archived) {
        for (const CrmRecord& record : found.page.records) {
            state_.archived.insert({batch.kind, record.id});
        }
        return {};
    }
    if (batch.by_email) state_.found_by_email += found.page.records.size();
    return take(found.page);
}

Result<void> Reads::split_batch(const Batch& batch, const Error& error) {
    if (batch.asked.size() == 1) {
        CrmPage page;
        // An address is personal: it is not repeated here.
        set_aside(page, batch.kind, batch.by_email ? "" : batch.asked.front(), error.message);
        return take(page);
    }
    const auto middle = static_cast<std::ptrdiff_t>(batch.asked.size() / 2);
    Batch first = batch;
    first.asked.erase(first.asked.begin() + middle, first.asked.end());
    Batch second = batch;
    second.asked.erase(second.asked.begin(), second.asked.begin() + middle);
    push_batch(std::move(first));
    push_batch(std::move(second));
    return {};
}

Reads::Match Reads::match(const Batch& batch, RecordPage&& page) const {
    const Ids asked(batch.asked.begin(), batch.asked.end());
    Match found;
    found.page.unreadable = std::move(page.unreadable);
    Ids unanswered = asked;
    Ids seen;
    for (const auto& entry : found.page.unreadable) unanswered.erase(entry.record.id.text());
    for (CrmRecord& record : page.records) {
        if (!seen.insert(record.id.text()).second) continue;
        bool wanted =
            batch.by_email ? has_email_of(record, asked) : unanswered.erase(record.id.text()) > 0;
        for (const RecordId& id : record.merged) {
            wanted = unanswered.erase(id.text()) > 0 || wanted;
        }
        (wanted ? found.page.records : found.strangers).push_back(std::move(record));
    }
    if (!batch.by_email) found.missing.assign(unanswered.begin(), unanswered.end());
    return found;
}

void Reads::settle_faults(const Batch& batch, const json::Value& body, Match& match) {
    for (const Fault& fault : decode_faults(body)) {
        for (const std::string& id : fault.ids) std::erase(match.missing, id);
        if (fault.category == kNotFound && !batch.by_email) note_absent(batch, fault.ids);
        if (fault.category != kNotFound) set_fault_aside(batch, fault, match.page);
    }
}

void Reads::set_fault_aside(const Batch& batch, const Fault& fault, CrmPage& page) {
    const std::string reason =
        row_error_of(Endpoint::BatchReadRecords, client_.version(), fault).message;
    if (fault.ids.empty()) set_aside(page, batch.kind, "", reason);
    for (const std::string& id : fault.ids) {
        const bool named = !batch.by_email && is_crm_id(id);
        set_aside(page, batch.kind, named ? id : "", reason);
    }
}

void Reads::settle_strangers(const Batch& batch, Match& match) {
    if (match.missing.empty() || match.strangers.empty()) return;
    if (match.missing.size() == 1 && match.strangers.size() == 1) {
        // A merge: the answer comes under the id of the heir.
        CrmRecord heir = std::move(match.strangers.front());
        heir.merged.emplace_back(match.missing.front());
        match.page.records.push_back(std::move(heir));
        match.missing.clear();
        match.strangers.clear();
        return;
    }
    if (batch.asked.size() == 1) return;
    // Which one is whose heir does not show in one answer; asked for alone, each does.
    for (const std::string& id : match.missing) {
        push_batch({.kind = batch.kind, .asked = {id}, .archived = batch.archived});
    }
}

void Reads::note_absent(const Batch& batch, const std::vector<std::string>& ids) {
    auto& absent = batch.archived ? state_.not_archived : state_.not_live;
    for (const std::string& id : ids) absent.insert({batch.kind, RecordId(id)});
}

void Reads::set_aside(CrmPage& page, RecordKind kind, const std::string& id,
                      const std::string& reason) {
    state_.all_read = false;
    page.unreadable.push_back({{kind, RecordId(id)}, reason});
}

}  // namespace mentorsync::hubspot
