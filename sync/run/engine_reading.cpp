// What an engine tells of its state, and why.

#include "sync/run/documents.hpp"
#include "sync/run/engine_state.hpp"
#include "sync/run/explain_note.hpp"
#include "sync/run/memory_sink.hpp"

namespace mentorsync {

namespace {

using store::SqlStore;
using Blocked = tl::unexpected<Obstacle>;

}  // namespace

EngineResult<Explanation> Engine::State::explain_host(const RecordRef& record,
                                                      const std::stop_token& stop) {
    const auto rules = bind_to_portal(host, portal().mapping, stop);
    if (!rules) return Blocked(rules.error());
    const auto state = workspace.looked_at_state();
    if (!state) return blocked(state.error());
    MemorySink sink;
    if (host.holds_everything()) {
        const auto pulled = host.pull(rules->scope(), sink, observer, stop);
        if (!pulled) return blocked(pulled.error());
    }
    const auto snapshot = host.holds_everything() ? sink.taken() : (*state)->snapshot();
    if (!snapshot) return blocked(snapshot.error());
    const auto aliases = (*state)->aliases();
    if (!aliases) return blocked(aliases.error());
    return rules->explain(*snapshot, *aliases, record);
}

EngineResult<std::string> Engine::status() {
    return state_->look([this](SqlStore& known) -> Result<std::string> {
        const PortalConfiguration& portal = state_->portal();
        const auto status =
            load_status(known, portal.settings, portal.mapping.programme(), state_->clock.now());
        if (!status) return Failure(status.error());
        return status_document(state_->head(), *status);
    });
}

EngineResult<std::string> Engine::relationships() {
    return state_->look([this](SqlStore& known) -> Result<std::string> {
        const auto relationships = known.relationships();
        if (!relationships) return Failure(relationships.error());
        const auto tasks = known.tasks();
        if (!tasks) return Failure(tasks.error());
        return relationships_document(state_->head(), relationship_rows(*relationships, *tasks));
    });
}

EngineResult<std::string> Engine::tasks() {
    return state_->look([this](SqlStore& known) -> Result<std::string> {
        const auto tasks = known.tasks();
        if (!tasks) return Failure(tasks.error());
        return tasks_document(state_->head(), *tasks);
    });
}

EngineResult<std::string> Engine::progress() {
    return state_->look([this](SqlStore& known) -> Result<std::string> {
        const auto relationships = known.relationships();
        if (!relationships) return Failure(relationships.error());
        const auto tasks = known.tasks();
        if (!tasks) return Failure(tasks.error());
        return progress_document(state_->head(), *relationships, *tasks, state_->clock.now());
    });
}

EngineResult<std::string> Engine::notes() {
    return state_->look([this](SqlStore& known) -> Result<std::string> {
        const auto rows = known.notes();
        if (!rows) return Failure(rows.error());
        const auto properties = known.parked_properties();
        if (!properties) return Failure(properties.error());
        return notes_document(state_->head(), *rows, *properties);
    });
}

EngineResult<std::string> Engine::explain(std::string_view kind, std::string_view id,
                                          const std::stop_token& stop) {
    State& state = *state_;
    const auto wanted = record_kind_named(kind);
    if (!wanted || !is_crm_id(id)) {
        return blocked(ErrorCode::InvalidArgument,
                       "explain needs contact, task or note, and an id of digits");
    }
    const RecordRef record{*wanted, RecordId(std::string(id))};
    EngineResult<Explanation> explained;
    if (record.kind == RecordKind::Note) {
        const auto known = state.workspace.looked_at_state();
        if (!known) return blocked(known.error());
        auto note = explain_note(**known, record.id);
        if (!note) return blocked(std::move(note).error());
        explained = *std::move(note);
    } else if (state.is_hosted()) {
        explained = state.explain_host(record, stop);
    } else {
        if (auto rests = state.needs_rest(); !rests) return blocked(std::move(rests).error());
        explained = state.workspace.explain(record, state.observer, stop);
    }
    if (!explained) return Blocked(explained.error());
    return explain_document(state.head(), record, *explained);
}

}  // namespace mentorsync
