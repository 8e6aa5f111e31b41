// Any bytes as a zone, and any moment of three centuries: the next slot lies ahead, and what is due
// has ended.

#include <cstring>

#include "sync/run/schedule.hpp"
#include "tests/rigs/fuzz/target.hpp"

namespace {

using namespace mentorsync;

constexpr std::int64_t kCentury = 3'155'760'000'000;
constexpr const char* kZones[] = {"UTC",
                                  "Europe/Helsinki",
                                  "Australia/Lord_Howe",
                                  "Pacific/Apia",
                                  "Africa/Casablanca",
                                  "America/Sao_Paulo",
                                  "Atlantic/Azores"};

struct Drawn {
    std::int64_t now;
    std::uint16_t minute;
    std::uint8_t day;
    std::uint8_t zone;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static_cast<void>(is_time_zone(fuzz::text_of(data, size)));
    Drawn drawn{};
    if (size < sizeof drawn) return 0;
    std::memcpy(&drawn, data, sizeof drawn);
    const Instant now{std::chrono::milliseconds(drawn.now % (2 * kCentury))};
    const NoteSchedule schedule{
        .length = drawn.day % 2 == 0 ? PeriodLength::Week : PeriodLength::Month,
        .weekday = std::chrono::weekday(drawn.day % 7U),
        .day_of_month = 1U + drawn.day % 28U,
        .time_of_day = std::chrono::minutes(drawn.minute % 1440)};
    const char* const zone = kZones[drawn.zone % std::size(kZones)];
    const auto next = next_slot(schedule, zone, now);
    const auto due = last_due_period(schedule, zone, now);
    fuzz::require(next && *next > now && *next - now < std::chrono::hours(24 * 33));
    fuzz::require(due && due->begin < due->end && due->end <= now + std::chrono::hours(24));
    return 0;
}
