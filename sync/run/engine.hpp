// One portal of one configuration, for a process that is a host: what the C face offers, in C++.
//
// Each call returns its document as JSON on one line, see docs/embedding.md. Not thread-safe. An
// engine does not outlive its clock and its log.

#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "mentorsync/clock.hpp"
#include "mentorsync/log.hpp"
#include "sync/run/configuration.hpp"
#include "sync/run/crm_network.hpp"
#include "sync/run/cycle.hpp"

namespace mentorsync {

template <class T>
using EngineResult = tl::expected<T, Obstacle>;

// Settings and mapping are right, and the mapping fits `schema`, "mentorsync.schema/1", unless that
// is empty. Fails with Configuration and faults. "mentorsync.check/1".
[[nodiscard]] EngineResult<std::string> check_configuration(const ConfigurationSource& source,
                                                            std::string_view schema);

class Engine {
public:
    // Touches neither state nor network. Fails with Configuration and faults, and with
    // InvalidArgument when the source names no portal or leaves open which one.
    [[nodiscard]] static EngineResult<std::unique_ptr<Engine>> open(
        const ConfigurationSource& source, Clock& clock, Log& log, NetworkChoice network = {});
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Changes nothing. "mentorsync.plan/1".
    [[nodiscard]] EngineResult<std::string> plan(const std::stop_token& stop);

    // "mentorsync.sync/1".
    [[nodiscard]] EngineResult<std::string> cycle(const Consent& consent,
                                                  const std::stop_token& stop);

    // What the daemon does for this portal, in a thread of its own. Both do nothing when it is so
    // already.
    [[nodiscard]] EngineResult<void> start();
    void stop();

    // From the state alone.
    [[nodiscard]] EngineResult<std::string> status();
    [[nodiscard]] EngineResult<std::string> relationships();
    [[nodiscard]] EngineResult<std::string> tasks();
    [[nodiscard]] EngineResult<std::string> progress();
    [[nodiscard]] EngineResult<std::string> notes();

    [[nodiscard]] EngineResult<std::string> explain(std::string_view kind, std::string_view id,
                                                    const std::stop_token& stop);

    // Of a host; InvalidArgument for any other kind.
    [[nodiscard]] EngineResult<void> set_schema(std::string_view document);
    [[nodiscard]] EngineResult<void> put_records(std::string_view document);
    [[nodiscard]] EngineResult<void> discard_records();
    [[nodiscard]] EngineResult<std::string> take(std::size_t limit);
    [[nodiscard]] EngineResult<std::string> settle(std::string_view document);
    [[nodiscard]] EngineResult<void> retry_note(std::string_view key);

    // For the document of a failure.
    [[nodiscard]] const std::string& portal() const noexcept;

private:
    struct State;
    explicit Engine(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace mentorsync
