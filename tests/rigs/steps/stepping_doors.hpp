// The doors of a cycle with a step before and after every effect: where a process can die, or sleep
// while another one runs.

#pragma once

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "connector/http/transport.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync::rigs {

// Counts steps, and tells of each.
class Steps {
public:
    void at_each(std::function<void(int step)> action) { action_ = std::move(action); }
    void take(bool delivering) {
        ++taken_;
        delivering_.push_back(delivering);
        if (action_) action_(taken_);
    }
    [[nodiscard]] int taken() const noexcept { return taken_; }

    // Of every step taken, whether it belonged to the outbox rather than to the pull.
    [[nodiscard]] const std::vector<bool>& delivering() const noexcept { return delivering_; }

    // Requests that may have changed something in the CRM.
    void sent(std::span<const http::Request> wave) {
        for (const http::Request& request : wave) {
            if (request.request_class != http::RequestClass::Read) ++writes_;
        }
    }
    [[nodiscard]] int writes() const noexcept { return writes_; }

    bool in_delivery = false;

private:
    int taken_ = 0;
    int writes_ = 0;
    std::function<void(int)> action_;
    std::vector<bool> delivering_;
};

class SteppingTransport final : public http::Transport {
public:
    SteppingTransport(http::Transport& inner, Steps& steps) : inner_(inner), steps_(steps) {}

    std::vector<Result<http::Response>> exchange(std::span<const http::Request> wave,
                                                 const std::stop_token& stop) override {
        steps_.take(steps_.in_delivery);
        auto answers = inner_.exchange(wave, stop);
        steps_.sent(wave);
        steps_.take(steps_.in_delivery);
        return answers;
    }

private:
    http::Transport& inner_;
    Steps& steps_;
};

// Passes every call on; `stepped` ones are surrounded by steps.
class SteppingStore final : public store::StateStore,
                            public store::Staging,
                            public CrmMirror,
                            public store::Outbox {
public:
    template <class Store>
    SteppingStore(Store& inner, Steps& steps)
        : state_(inner), staging_(inner), mirror_(inner), outbox_(inner), steps_(steps) {}

    Result<store::PortalState> portal() override {
        steps_.in_delivery = false;
        return state_.portal();
    }
    Result<Aliases> aliases() override { return state_.aliases(); }
    Result<Known> load(const Seen& seen, const std::optional<Period>& due) override {
        return state_.load(seen, due);
    }
    Result<void> commit(const store::Commit& commit) override {
        auto done = stepped([&] { return state_.commit(commit); });
        steps_.in_delivery = true;
        return done;
    }

    Result<void> keep_up(const store::Upkeep& upkeep) override {
        return stepped([&] { return state_.keep_up(upkeep); });
    }

    Result<void> begin(const std::string& scope, store::PullKind kind, Instant now) override {
        return staging_.begin(scope, kind, now);
    }
    Result<CrmSnapshot> merged() const override { return staging_.merged(); }
    Result<void> discard() override { return staging_.discard(); }
    Result<void> take(const CrmPage& page) override {
        return stepped([&] { return staging_.take(page); });
    }
    Result<bool> has(const RecordRef& record) const override { return staging_.has(record); }
    Result<std::optional<std::string>> resume_point(std::string_view stream) const override {
        return staging_.resume_point(stream);
    }
    Result<CrmSnapshot> taken() const override { return staging_.taken(); }

    Result<std::optional<Instant>> updated(const RecordRef& record) const override {
        return mirror_.updated(record);
    }
    Result<std::vector<RecordId>> members(const ListId& list) const override {
        return mirror_.members(list);
    }
    Result<CrmSnapshot> snapshot() const override { return mirror_.snapshot(); }

    Result<std::vector<OutboxRow>> due(Instant now, std::size_t limit) override {
        return outbox_.due(now, limit);
    }
    Result<std::vector<OutboxRow>> to_audit(Instant now, std::size_t limit) override {
        return outbox_.to_audit(now, limit);
    }
    Result<bool> advance(const NoteKey& key, RowState from, const RowChange& change,
                         const std::string& operation, const std::string& outcome) override {
        return stepped([&] { return outbox_.advance(key, from, change, operation, outcome); });
    }
    Result<std::vector<store::PropertyRow>> waiting_properties(std::size_t limit) override {
        return outbox_.waiting_properties(limit);
    }
    Result<void> finish_property(const store::PropertyRow& row, const std::string& error) override {
        return stepped([&] { return outbox_.finish_property(row, error); });
    }

private:
    template <class Effect>
    auto stepped(Effect effect) -> decltype(effect()) {
        steps_.take(steps_.in_delivery);
        auto done = effect();
        steps_.take(steps_.in_delivery);
        return done;
    }

    store::StateStore& state_;
    store::Staging& staging_;
    const CrmMirror& mirror_;
    store::Outbox& outbox_;
    Steps& steps_;
};

}  // namespace mentorsync::rigs
