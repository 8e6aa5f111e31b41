// Any bytes as an event of the daemon: one line, whose characters stay where they are.

#include "sync/daemon/log_line.hpp"
#include "tests/rigs/fuzz/target.hpp"
#include "tests/rigs/hostile/sinks.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mentorsync;
    const std::string_view text = fuzz::text_of(data, size);
    const std::string escaped = daemon::escaped(text);
    fuzz::require(escaped.find('\n') == std::string::npos);
    for (const auto format : {daemon::LogFormat::Text, daemon::LogFormat::Json}) {
        const std::string line = daemon::format_line(format, LogLevel::Warning, Instant{}, text);
        fuzz::require(line.find('\n') == std::string::npos);
        fuzz::require(rigs::fault_in_text("> " + line).empty());
        if (format == daemon::LogFormat::Json) {
            fuzz::require(line.starts_with("{") && line.ends_with("}"));
        }
    }
    return 0;
}
