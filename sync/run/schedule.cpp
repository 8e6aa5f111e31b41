#include "sync/run/schedule.hpp"

#include <date/tz.h>

#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace mentorsync {

namespace {

namespace chrono = std::chrono;

const date::time_zone* find_zone(std::string_view name) {
    try {
        return date::locate_zone(std::string(name));
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

// Midnight of a local day, or what comes right after it where a zone skips it.
Instant to_instant(const date::time_zone& zone, chrono::sys_days day, chrono::minutes time_of_day) {
    const date::local_time<chrono::minutes> local(day.time_since_epoch() + time_of_day);
    const auto info = zone.get_info(local);
    if (info.result == date::local_info::nonexistent) {
        return chrono::time_point_cast<chrono::milliseconds>(info.second.begin);
    }
    // Of a repeated hour the first pass counts.
    return chrono::time_point_cast<chrono::milliseconds>(
        chrono::sys_seconds(local.time_since_epoch() - info.first.offset));
}

chrono::sys_days local_day(const date::time_zone& zone, Instant now) {
    const auto info = zone.get_info(chrono::floor<chrono::seconds>(now));
    return chrono::floor<chrono::days>(now + info.offset);
}

// The day of the slot that belongs to the period after the one that `day` lies in, counted back.
chrono::sys_days slot_day(const NoteSchedule& schedule, chrono::sys_days day) {
    if (schedule.length == PeriodLength::Week) {
        return day - (chrono::weekday(day) - schedule.weekday);
    }
    const chrono::year_month_day civil(day);
    auto month = civil.year() / civil.month();
    if (civil.day() < chrono::day(schedule.day_of_month)) month -= chrono::months(1);
    return month / chrono::day(schedule.day_of_month);
}

chrono::sys_days step(const NoteSchedule& schedule, chrono::sys_days slot, int periods) {
    if (schedule.length == PeriodLength::Week) return slot + chrono::weeks(periods);
    const chrono::year_month_day civil(slot);
    return (civil.year() / civil.month() + chrono::months(periods)) / civil.day();
}

std::string week_id(chrono::sys_days monday) {
    // A week belongs to the year that holds its Thursday.
    const auto thursday = monday + chrono::days(3);
    const auto year = chrono::year_month_day(thursday).year();
    const auto week =
        (thursday - chrono::sys_days(year / chrono::January / 1)) / chrono::weeks(1) + 1;
    char text[16];
    std::snprintf(text, sizeof text, "%04d-W%02d", int(year), static_cast<int>(week));
    return text;
}

std::string month_id(chrono::year_month month) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u", int(month.year()), unsigned(month.month()));
    return text;
}

// The last whole period that ended at or before the start of `slot`.
Period period_before(const NoteSchedule& schedule, const date::time_zone& zone,
                     chrono::sys_days slot) {
    Period period;
    chrono::sys_days first;
    chrono::sys_days after;
    if (schedule.length == PeriodLength::Week) {
        after = slot - (chrono::weekday(slot) - chrono::Monday);
        first = after - chrono::weeks(1);
        period.id = week_id(first);
    } else {
        const chrono::year_month_day civil(slot);
        const auto month = civil.year() / civil.month();
        after = month / 1;
        first = (month - chrono::months(1)) / 1;
        period.id = month_id(month - chrono::months(1));
    }
    period.begin = to_instant(zone, first, chrono::minutes(0));
    period.end = to_instant(zone, after, chrono::minutes(0));
    period.first_day = first;
    period.last_day = after - chrono::days(1);
    return period;
}

}  // namespace

bool is_time_zone(std::string_view name) {
    return find_zone(name) != nullptr;
}

std::optional<Period> last_due_period(const NoteSchedule& schedule, std::string_view time_zone,
                                      Instant now) {
    const date::time_zone* const zone = find_zone(time_zone);
    if (zone == nullptr) return std::nullopt;
    auto slot = slot_day(schedule, local_day(*zone, now));
    if (to_instant(*zone, slot, schedule.time_of_day) > now) slot = step(schedule, slot, -1);
    return period_before(schedule, *zone, slot);
}

std::optional<Period> due_period(const Programme& programme, Instant now) {
    if (!programme.schedule) return std::nullopt;
    return last_due_period(*programme.schedule, programme.time_zone, now);
}

std::optional<Instant> next_slot(const NoteSchedule& schedule, std::string_view time_zone,
                                 Instant now) {
    const date::time_zone* const zone = find_zone(time_zone);
    if (zone == nullptr) return std::nullopt;
    auto slot = slot_day(schedule, local_day(*zone, now));
    while (to_instant(*zone, slot, schedule.time_of_day) <= now) slot = step(schedule, slot, 1);
    return to_instant(*zone, slot, schedule.time_of_day);
}

}  // namespace mentorsync
