// What commands ask of the daemon, served between two ticks.

#include <algorithm>
#include <utility>

#include "mentorsync/json.hpp"
#include "sync/run/beside.hpp"
#include "sync/run/event.hpp"
#include "sync/run/move_note.hpp"
#include "sync/run/portal_state.hpp"
#include "sync/run/sync_json.hpp"
#include "sync/run/telling_outbox.hpp"

namespace mentorsync {

namespace {

store::Answer refused(const Error& error) {
    return {.code = error.code, .good = false, .text = error.message};
}

store::Answer refused(ErrorCode code, std::string text) {
    return {.code = code, .good = false, .text = std::move(text)};
}

// The text under `key` of a request's argument; empty when there is none.
std::string argument_of(const store::Request& request, std::string_view key) {
    const auto tree = json::parse(request.argument, json::Dialect::Strict, {.bytes = 4'096});
    const json::Value* const value = tree ? tree->find(key) : nullptr;
    return value != nullptr && value->is(json::Kind::String) ? value->text : std::string();
}

// The person is erased in the state; the backups are the command's own business.
store::Answer forget(store::PersonalData& people, std::string_view contact, Instant now) {
    if (!is_crm_id(contact)) return refused(ErrorCode::InvalidArgument, "no contact has this id");
    const auto erased = people.erase(RecordId(std::string(contact)), now);
    if (!erased) return refused(erased.error());
    return {.good = true, .text = "{}"};
}

}  // namespace

void PortalService::State::serve_requests(const std::stop_token& stop) {
    const auto open = store.open_requests(doors.clock.now());
    if (!open) {
        failed(open.error());
        return;
    }
    for (const store::Request& request : *open) {
        if (stop.stop_requested()) return;
        const store::Answer answer = answer_to(request, stop);
        if (!is_store_sound) return;  // it is served again once the store can be written
        Event event("request", name());
        event.with("id", request.id).with("command", request.command);
        event.with("outcome", answer.good ? std::string_view("done") : name_of(answer.code));
        doors.log.write(LogLevel::Info, event.line());
        if (const auto answered = store.answer(request.id, answer); !answered) {
            failed(answered.error());
            return;
        }
    }
}

store::Answer PortalService::State::answer_to(const store::Request& request,
                                              const std::stop_token& stop) {
    if (request.command == kSyncRequest) return answer_sync(request, stop);
    if (request.command == kForgetRequest) {
        return forget(store, argument_of(request, "contact"), doors.clock.now());
    }
    const bool is_retry = request.command == kRetryRequest;
    if (!is_retry && request.command != kCancelRequest) {
        return refused(ErrorCode::InvalidArgument,
                       "the daemon knows no such request; is it of the same version?");
    }
    const std::string key = argument_of(request, "key");
    TellingOutbox outbox(store, doors.log, name());
    const auto moved = move_note(store, outbox, key, is_retry ? NoteMove::Retry : NoteMove::Cancel,
                                 doors.clock.now());
    if (!moved) {
        if (moved.error().code == ErrorCode::StoreFailed) failed(moved.error());
        return refused(moved.error());
    }
    look_for_deliveries();
    return {.good = true, .text = moved_note_json(name(), key, *moved)};
}

// A person who asks ends a pause, and does not wait for the next try; what the CRM asked for stays.
store::Answer PortalService::State::answer_sync(const store::Request& request,
                                                const std::stop_token& stop) {
    if (board.mood == PortalMood::Limited && retry_at && *retry_at > elapsed()) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(*retry_at - elapsed());
        return refused(ErrorCode::RateLimited,
                       "the CRM asked to wait; the daemon asks it again in " +
                           std::to_string(left.count()) + " s");
    }
    TickChoice choice{
        .kind = store::PullKind::Everything,
        .audit_requests = budget.left(elapsed(), configuration.settings.audit_budget)};
    if (std::string hash = argument_of(request, "accept"); !hash.empty()) {
        choice.consent.acceptance = std::move(hash);
    }
    if (std::string hash = argument_of(request, "plan"); !hash.empty()) {
        choice.consent.plan_hash = std::move(hash);
    }
    auto done = tick(choice, stop);
    if (!done) return refused(done.error().error);
    if (!done->proposal)
        return refused(ErrorCode::Internal, "a sync of everything planned nothing");
    return {.good = true,
            .text = sync_json(name(), {.proposal = *std::move(done->proposal),
                                       .delivery = std::move(done->delivery),
                                       .unclean_backups = std::move(done->unclean_backups)})};
}

}  // namespace mentorsync
