#include "sync/daemon/console_log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace mentorsync::daemon {

namespace {

bool goes_to_the_journal() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this program changes the environment
    const char* const stream = std::getenv("JOURNAL_STREAM");
    struct stat status {};
    if (stream == nullptr || fstat(STDERR_FILENO, &status) != 0) return false;
    return stream == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
        case LogLevel::Debug: return spdlog::level::debug;
        case LogLevel::Info: return spdlog::level::info;
        case LogLevel::Warning: return spdlog::level::warn;
        case LogLevel::Error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

class ConsoleLog final : public Log {
public:
    ConsoleLog(LogFormat format, LogLevel least, const Clock& clock)
        : format_(format),
          has_priority_(goes_to_the_journal()),
          clock_(clock),
          logger_("mentorsyncd", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
        logger_.set_pattern("%v");
        logger_.set_level(level_of(least));
        logger_.set_error_handler([](const std::string& /*why*/) {});
    }

    void write(LogLevel level, std::string_view line) override {
        const auto at = level_of(level);
        if (!logger_.should_log(at)) return;
        std::string text = format_line(format_, level, clock_.now(), line);
        if (has_priority_) text = "<" + std::to_string(priority_of(level)) + ">" + text;
        logger_.log(at, spdlog::string_view_t(text));
        logger_.flush();
    }

private:
    LogFormat format_;
    bool has_priority_;
    const Clock& clock_;
    spdlog::logger logger_;
};

}  // namespace

std::unique_ptr<Log> open_console_log(LogFormat format, LogLevel least, const Clock& clock) {
    return std::make_unique<ConsoleLog>(format, least, clock);
}

}  // namespace mentorsync::daemon
