// The functions of mentorsync.h, each a line or two over `Engine`.

#include "mentorsync/mentorsync.h"

#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "sync/embed/guarded.hpp"
#include "sync/embed/handle.hpp"
#include "sync/embed/options.hpp"
#include "sync/run/documents.hpp"
#include "sync/run/exit_code.hpp"

namespace {

namespace ms = mentorsync;
namespace embed = mentorsync::embed;

using ms::blocked;
using ms::Engine;
using ms::EngineResult;
using ms::ErrorCode;
using ms::Obstacle;

constexpr std::uint32_t kMostAtOnce = 1000;

static_assert(MENTORSYNC_BUSY == static_cast<int>(ErrorCode::Busy));

tl::unexpected<Obstacle> bad_argument(std::string message) {
    return blocked({ErrorCode::InvalidArgument, std::move(message)});
}

void give(const std::string& document, mentorsync_buffer& out) {
    auto* const data = static_cast<char*>(std::malloc(document.size() + 1));
    if (data == nullptr) throw std::bad_alloc();
    std::memcpy(data, document.c_str(), document.size() + 1);
    out = {data, document.size()};
}

// Nobody's mistake in the configuration, but in how the library is called.
bool is_about_the_call(const ms::Error& error) {
    return error.code == ErrorCode::InvalidArgument || error.code == ErrorCode::Busy ||
           error.code == ErrorCode::OutOfMemory || error.code == ErrorCode::Internal;
}

// Runs `use(engine, stop)`, which returns an EngineResult<void>.
template <class Use>
mentorsync_code with_engine(mentorsync_engine* engine, mentorsync_error* error, Use use) noexcept {
    return embed::guarded(error, [&]() -> EngineResult<void> {
        embed::Call call(engine);
        if (!call.begun()) return blocked(call.begun().error());
        EngineResult<void> done = use(*engine->engine, call.stop());
        if (auto ended = call.end(); !ended) return blocked(std::move(ended).error());
        return done;
    });
}

// Runs `use(engine, stop)`, which returns a document or an Obstacle, and puts either into `out`.
template <class Use>
mentorsync_code into(mentorsync_buffer* out, mentorsync_engine* engine, mentorsync_error* error,
                     Use use) noexcept {
    if (out != nullptr) *out = {nullptr, 0};
    const auto tell = [&](const Obstacle& obstacle) {
        if (out == nullptr || is_about_the_call(obstacle.error)) return;
        give(ms::error_document({ms::json::Writer::Layout::Compact, engine->engine->portal()},
                                obstacle),
             *out);
    };
    return embed::guarded(
        error,
        [&]() -> EngineResult<void> {
            if (out == nullptr) return bad_argument("out must not be NULL");
            embed::Call call(engine);
            if (!call.begun()) return blocked(call.begun().error());
            const EngineResult<std::string> document = use(*engine->engine, call.stop());
            if (auto ended = call.end(); !ended) return blocked(std::move(ended).error());
            if (!document) return tl::unexpected(document.error());
            give(*document, *out);
            return {};
        },
        tell);
}

// Reads `text` and runs `use(engine, text, stop)`.
template <class Use>
mentorsync_code with_text(mentorsync_engine* engine, mentorsync_text text, const char* name,
                          mentorsync_error* error, Use use) noexcept {
    return with_engine(engine, error,
                       [&](Engine& used, const std::stop_token&) -> EngineResult<void> {
                           const auto read = embed::read_text(text, name);
                           if (!read) return blocked(read.error());
                           return use(used, *read);
                       });
}

}  // namespace

uint32_t mentorsync_abi_version(void) {
    return MENTORSYNC_ABI_VERSION;
}

const char* mentorsync_version(void) {
    return MENTORSYNC_VERSION;
}

const char* mentorsync_code_name(mentorsync_code code) {
    if (code == MENTORSYNC_OK) return "ok";
    return ms::name_of(static_cast<ErrorCode>(code)).data();
}

int32_t mentorsync_exit_code(mentorsync_code code) {
    if (code == MENTORSYNC_OK) return static_cast<int32_t>(ms::ExitCode::Done);
    return static_cast<int32_t>(ms::exit_code_of(static_cast<ErrorCode>(code)));
}

void mentorsync_options_init(mentorsync_options* options, size_t struct_size) {
    if (options == nullptr || struct_size < sizeof(size_t)) return;
    std::memset(static_cast<void*>(options), 0, struct_size);
    options->struct_size = struct_size;
}

void mentorsync_buffer_free(mentorsync_buffer* buffer) {
    if (buffer == nullptr) return;
    std::free(buffer->data);
    *buffer = {nullptr, 0};
}

mentorsync_code mentorsync_check(const mentorsync_options* options, mentorsync_text schema,
                                 mentorsync_buffer* out, mentorsync_error* error) {
    if (out != nullptr) *out = {nullptr, 0};
    std::string portal;
    const auto tell = [&](const Obstacle& obstacle) {
        if (out == nullptr || is_about_the_call(obstacle.error)) return;
        give(ms::error_document({ms::json::Writer::Layout::Compact, portal}, obstacle), *out);
    };
    return embed::guarded(
        error,
        [&]() -> EngineResult<void> {
            if (out == nullptr) return bad_argument("out must not be NULL");
            const auto known = embed::read_options(options);
            if (!known) return blocked(known.error());
            const auto source = embed::read_source(*known);
            if (!source) return blocked(source.error());
            portal = source->portal;
            const auto document = embed::read_text(schema, "schema");
            if (!document) return blocked(document.error());
            const auto checked = ms::check_configuration(*source, *document);
            if (!checked) return tl::unexpected(checked.error());
            give(*checked, *out);
            return {};
        },
        tell);
}

mentorsync_code mentorsync_open(const mentorsync_options* options, mentorsync_engine** engine,
                                mentorsync_error* error) {
    if (engine != nullptr) *engine = nullptr;
    return embed::guarded(error, [&]() -> EngineResult<void> {
        if (engine == nullptr) return bad_argument("engine must not be NULL");
        const auto known = embed::read_options(options);
        if (!known) return blocked(known.error());
        const auto source = embed::read_source(*known);
        if (!source) return blocked(source.error());
        auto handle = std::make_unique<mentorsync_engine>(*known);
        auto opened = Engine::open(*source, handle->callbacks, handle->callbacks,
                                   handle->callbacks.network());
        if (!opened) return tl::unexpected(std::move(opened).error());
        handle->engine = *std::move(opened);
        *engine = handle.release();
        return {};
    });
}

mentorsync_code mentorsync_close(mentorsync_engine* engine, mentorsync_error* error) {
    if (engine == nullptr) return embed::report(error, MENTORSYNC_OK, "");
    return embed::guarded(error, [&]() -> EngineResult<void> {
        if (auto used = embed::may_use(engine); !used) return blocked(std::move(used).error());
        if (engine->callbacks.is_calling_back() || engine->is_busy.exchange(true)) {
            return blocked({ErrorCode::Busy, "another call is under way with this engine"});
        }
        delete engine;
        return {};
    });
}

mentorsync_code mentorsync_cancel(mentorsync_engine* engine, mentorsync_error* error) {
    return embed::guarded(error, [&]() -> EngineResult<void> {
        if (auto used = embed::may_use(engine); !used) return blocked(std::move(used).error());
        engine->callbacks.cancel();
        return {};
    });
}

mentorsync_code mentorsync_plan(mentorsync_engine* engine, mentorsync_buffer* out,
                                mentorsync_error* error) {
    return into(out, engine, error,
                [](Engine& used, const std::stop_token& stop) { return used.plan(stop); });
}

mentorsync_code mentorsync_cycle(mentorsync_engine* engine, mentorsync_text acceptance,
                                 mentorsync_buffer* out, mentorsync_error* error) {
    return into(out, engine, error,
                [&](Engine& used, const std::stop_token& stop) -> EngineResult<std::string> {
                    const auto hash = embed::read_text(acceptance, "acceptance");
                    if (!hash) return blocked(hash.error());
                    ms::Consent consent;
                    if (!hash->empty()) consent.acceptance = std::string(*hash);
                    return used.cycle(consent, stop);
                });
}

mentorsync_code mentorsync_start(mentorsync_engine* engine, mentorsync_error* error) {
    return with_engine(engine, error,
                       [](Engine& used, const std::stop_token&) { return used.start(); });
}

mentorsync_code mentorsync_stop(mentorsync_engine* engine, mentorsync_error* error) {
    return with_engine(engine, error,
                       [](Engine& used, const std::stop_token&) -> EngineResult<void> {
                           used.stop();
                           return {};
                       });
}

mentorsync_code mentorsync_status(mentorsync_engine* engine, mentorsync_buffer* out,
                                  mentorsync_error* error) {
    return into(out, engine, error,
                [](Engine& used, const std::stop_token&) { return used.status(); });
}

mentorsync_code mentorsync_relationships(mentorsync_engine* engine, mentorsync_buffer* out,
                                         mentorsync_error* error) {
    return into(out, engine, error,
                [](Engine& used, const std::stop_token&) { return used.relationships(); });
}

mentorsync_code mentorsync_tasks(mentorsync_engine* engine, mentorsync_buffer* out,
                                 mentorsync_error* error) {
    return into(out, engine, error,
                [](Engine& used, const std::stop_token&) { return used.tasks(); });
}

mentorsync_code mentorsync_progress(mentorsync_engine* engine, mentorsync_buffer* out,
                                    mentorsync_error* error) {
    return into(out, engine, error,
                [](Engine& used, const std::stop_token&) { return used.progress(); });
}

mentorsync_code mentorsync_notes(mentorsync_engine* engine, mentorsync_buffer* out,
                                 mentorsync_error* error) {
    return into(out, engine, error,
                [](Engine& used, const std::stop_token&) { return used.notes(); });
}

mentorsync_code mentorsync_explain(mentorsync_engine* engine, mentorsync_text kind,
                                   mentorsync_text id, mentorsync_buffer* out,
                                   mentorsync_error* error) {
    return into(out, engine, error,
                [&](Engine& used, const std::stop_token& stop) -> EngineResult<std::string> {
                    const auto wanted = embed::read_text(kind, "kind");
                    if (!wanted) return blocked(wanted.error());
                    const auto record = embed::read_text(id, "id");
                    if (!record) return blocked(record.error());
                    return used.explain(*wanted, *record, stop);
                });
}

mentorsync_code mentorsync_set_schema(mentorsync_engine* engine, mentorsync_text document,
                                      mentorsync_error* error) {
    return with_text(engine, document, "document", error,
                     [](Engine& used, std::string_view text) { return used.set_schema(text); });
}

mentorsync_code mentorsync_put_records(mentorsync_engine* engine, mentorsync_text document,
                                       mentorsync_error* error) {
    return with_text(engine, document, "document", error,
                     [](Engine& used, std::string_view text) { return used.put_records(text); });
}

mentorsync_code mentorsync_discard_records(mentorsync_engine* engine, mentorsync_error* error) {
    return with_engine(engine, error,
                       [](Engine& used, const std::stop_token&) { return used.discard_records(); });
}

mentorsync_code mentorsync_take(mentorsync_engine* engine, uint32_t limit, mentorsync_buffer* out,
                                mentorsync_error* error) {
    return into(out, engine, error,
                [&](Engine& used, const std::stop_token&) -> EngineResult<std::string> {
                    if (limit < 1 || limit > kMostAtOnce) {
                        return bad_argument("limit must be between 1 and 1000");
                    }
                    return used.take(limit);
                });
}

mentorsync_code mentorsync_settle(mentorsync_engine* engine, mentorsync_text document,
                                  mentorsync_buffer* out, mentorsync_error* error) {
    return into(out, engine, error,
                [&](Engine& used, const std::stop_token&) -> EngineResult<std::string> {
                    const auto text = embed::read_text(document, "document");
                    if (!text) return blocked(text.error());
                    return used.settle(*text);
                });
}

mentorsync_code mentorsync_retry_note(mentorsync_engine* engine, mentorsync_text key,
                                      mentorsync_error* error) {
    return with_text(engine, key, "key", error,
                     [](Engine& used, std::string_view text) { return used.retry_note(text); });
}

mentorsync_code mentorsync_response_set(mentorsync_response* response, int32_t status,
                                        mentorsync_text headers, mentorsync_text body) {
    return embed::guarded(nullptr, [&]() -> EngineResult<void> {
        if (response == nullptr) return bad_argument("response must not be NULL");
        const auto lines = embed::read_text(headers, "headers");
        if (!lines) return blocked(lines.error());
        const auto content = embed::read_text(body, "body");
        if (!content) return blocked(content.error());
        response->answer = embed::answer_of(status, *lines, *content);
        response->is_set = true;
        return {};
    });
}
