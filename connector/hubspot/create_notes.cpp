#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/hubspot_connector.hpp"
#include "connector/hubspot/instant.hpp"
#include "mentorsync/own_names.hpp"

namespace mentorsync::hubspot {

namespace {

using Rows = std::vector<std::size_t>;  // places among the drafts

std::string create_body(std::span<const NoteDraft> drafts, const Rows& rows) {
    json::Writer out;
    out.begin_object().key("inputs").begin_array();
    for (const std::size_t row : rows) {
        const NoteDraft& draft = drafts[row];
        out.begin_object().member("objectWriteTraceId", draft.key.text());
        out.key("associations").begin_array().end_array();
        out.key("properties").begin_object();
        out.member(kKeyProperty, draft.key.text());
        out.member("hs_timestamp", format_instant(draft.timestamp));
        out.member("hs_note_body", draft.body.value());
        out.end_object().end_object();
    }
    out.end_array().end_object();
    return out.take();
}

bool is_about_rows(ErrorCode code) {
    return code == ErrorCode::Rejected || code == ErrorCode::KeyTaken;
}

// Of a create: that the CRM did not act on it, and not because of its rows.
bool says_nothing_was_created(ErrorCode code) {
    return code == ErrorCode::Unauthorized || code == ErrorCode::MissingScope ||
           code == ErrorCode::NotFound || code == ErrorCode::Internal || is_transient(code);
}

// Creates the rows of one call: as one batch, and in halves where the CRM refuses a whole batch.
class Creation {
public:
    Creation(Client& client, std::span<const NoteDraft> drafts)
        : client_(client), drafts_(drafts), outcomes_(drafts.size()) {
        for (std::size_t row = 0; row < drafts.size(); ++row) {
            rows_by_key_.emplace(drafts[row].key.text(), row);
        }
    }

    [[nodiscard]] bool has_repeated_key() const { return rows_by_key_.size() != drafts_.size(); }

    Result<std::vector<RowOutcome>> run(const std::stop_token& stop) {
        Rows all(drafts_.size());
        for (std::size_t row = 0; row < all.size(); ++row) all[row] = row;
        if (!all.empty()) todo_.push_back(std::move(all));
        while (!todo_.empty()) {
            const Rows rows = std::move(todo_.front());
            todo_.pop_front();
            if (auto sent = send(rows, stop); !sent) {
                // Nothing was created by this batch, nor by those before it.
                if (!any_settled_) return Failure(std::move(sent).error());
                todo_.push_front(rows);
                give_up(sent.error());
            }
        }
        return std::move(outcomes_);
    }

private:
    // Fails only when nothing was created for these rows, for a reason that is not theirs.
    Result<void> send(const Rows& rows, const std::stop_token& stop) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped on request");
        const Reply reply = client_.send(
            {.endpoint = Endpoint::CreateNotes, .body = create_body(drafts_, rows)}, stop);
        if (reply.answer) {
            take(rows, reply.answer->body);
            return {};
        }
        const Error& error = reply.answer.error();
        if (is_about_rows(error.code)) return refuse(rows, reply);
        if (says_nothing_was_created(error.code)) return Failure(error);
        settle(rows, {ErrorCode::Ambiguous, error.message});
        return {};
    }

    // A whole batch was refused: sets aside the rows that are named, or looks for them by halving.
    Result<void> refuse(const Rows& rows, const Reply& reply) {
        const Error& error = reply.answer.error();
        const auto& names = reply.fault.properties;
        if (reply.fault.has_code("PROPERTY_DOESNT_EXIST") &&
            std::ranges::find(names, kKeyProperty) != names.end()) {
            return fail(error.code, error.message + ": run mentorsync setup");
        }
        if (rows.size() == 1) {
            settle(rows, error);
            return {};
        }
        Rows bad;
        for (const std::string& key : reply.fault.trace_ids) {
            const auto found = rows_by_key_.find(key);
            const bool sent =
                found != rows_by_key_.end() && std::ranges::find(rows, found->second) != rows.end();
            if (sent) bad.push_back(found->second);
        }
        if (bad.size() == 1) {
            settle(bad, error);
            Rows rest;
            std::ranges::copy_if(rows, std::back_inserter(rest),
                                 [&](std::size_t row) { return row != bad.front(); });
            todo_.push_front(std::move(rest));
            return {};
        }
        const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
        todo_.emplace_front(middle, rows.end());
        todo_.emplace_front(rows.begin(), middle);
        return {};
    }

    // Settles each row by what the answer says of it; a row that is not mentioned may exist.
    void take(const Rows& rows, const json::Value& body) {
        settle(rows, {ErrorCode::Ambiguous, describe(Endpoint::CreateNotes, client_.version()) +
                                                ": the answer does not mention this note"});
        for (const Fault& fault : decode_faults(body)) {
            for (const std::string& key : fault.trace_ids) {
                const auto found = rows_by_key_.find(key);
                if (found == rows_by_key_.end()) continue;
                outcomes_[found->second].error =
                    row_error_of(Endpoint::CreateNotes, client_.version(), fault);
            }
        }
        const json::Value* const results = find_results(body);
        if (results == nullptr) return;
        for (const json::Value& item : results->items) take_result(item);
    }

    void take_result(const json::Value& item) {
        const auto id = decode_id(item.find("id"));
        // The trace id is only a help where the answer leaves the property out.
        std::string key = decode_text(item.find_path({"properties", kKeyProperty}));
        if (key.empty()) key = decode_text(item.find("objectWriteTraceId"));
        const auto found = rows_by_key_.find(key);
        if (!id || found == rows_by_key_.end()) return;
        RowOutcome& outcome = outcomes_[found->second];
        if (outcome.id && outcome.id->text() != *id) {
            outcome = {std::nullopt, Error{ErrorCode::Ambiguous,
                                           describe(Endpoint::CreateNotes, client_.version()) +
                                               ": the answer names two notes for one key"}};
            return;
        }
        outcome = {RecordId(*id), std::nullopt};
    }

    void settle(const Rows& rows, const Error& error) {
        any_settled_ = true;
        for (const std::size_t row : rows) outcomes_[row] = {std::nullopt, error};
    }

    void give_up(const Error& error) {
        for (const Rows& rows : todo_) settle(rows, error);
        todo_.clear();
    }

    Client& client_;
    std::span<const NoteDraft> drafts_;
    std::vector<RowOutcome> outcomes_;
    std::map<std::string, std::size_t, std::less<>> rows_by_key_;
    std::deque<Rows> todo_;
    bool any_settled_ = false;
};

}  // namespace

Result<std::vector<RowOutcome>> HubspotConnector::create_notes(std::span<const NoteDraft> drafts,
                                                               const std::stop_token& stop) {
    if (drafts.size() > kBatchInputs) {
        return fail(ErrorCode::InvalidArgument, "at most 100 notes can be created at a time");
    }
    Creation creation(client_, drafts);
    if (creation.has_repeated_key()) {
        return fail(ErrorCode::InvalidArgument, "two notes of one batch have the same key");
    }
    return creation.run(stop);
}

}  // namespace mentorsync::hubspot
