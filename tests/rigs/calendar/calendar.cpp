// The calendar rig: ten years of note slots in twelve zones, ours against systemd's.
//
// First as the service steps, from one slot to the next; then with clocks that jump in both
// directions and machines that sleep, where each period's note is told once at most and each look
// finds the period that systemd's last slot belongs to. Fails on a slot that differs, a period told
// twice, and when fewer slots were seen than promised.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "sync/run/schedule.hpp"
#include "tests/rigs/arguments.hpp"
#include "tests/rigs/calendar/oracle.hpp"

namespace mentorsync::rigs {
namespace {

using namespace std::chrono_literals;
namespace chrono = std::chrono;

constexpr std::size_t kZoneFloor = 12;
constexpr std::size_t kSlotFloor = 90'000;
constexpr std::size_t kGapFloor = 100;  // slots in a skipped hour; none would prove nothing

const std::vector<std::string> kZones = {
    "Europe/Rome",  "Europe/Helsinki",   "America/New_York", "Australia/Lord_Howe",
    "Asia/Kolkata", "Africa/Casablanca", "Pacific/Apia",     "America/Sao_Paulo",
    "UTC",          "Asia/Kathmandu",    "Atlantic/Azores",  "America/St_Johns"};

NoteSchedule weekly(chrono::weekday weekday, chrono::minutes time) {
    return {.length = PeriodLength::Week, .weekday = weekday, .time_of_day = time};
}
NoteSchedule monthly(unsigned day, chrono::minutes time) {
    return {.length = PeriodLength::Month, .day_of_month = day, .time_of_day = time};
}

// Most of them lie where clocks are set: early on Sundays.
std::vector<NoteSchedule> schedules() {
    return {weekly(chrono::Sunday, 0min),
            weekly(chrono::Sunday, 15min),
            weekly(chrono::Sunday, 1h + 45min),
            weekly(chrono::Sunday, 2h),
            weekly(chrono::Sunday, 2h + 15min),
            weekly(chrono::Sunday, 2h + 30min),
            weekly(chrono::Sunday, 3h + 30min),
            weekly(chrono::Monday, 8h),
            weekly(chrono::Friday, 0min),
            weekly(chrono::Friday, 12h),
            weekly(chrono::Saturday, 23h + 59min),
            monthly(1, 8h),
            monthly(1, 0min),
            monthly(28, 2h + 30min),
            monthly(15, 23h + 59min)};
}

Decade decade_from(int year) {
    return {.begin = chrono::sys_days(chrono::year(year) / 1 / 1),
            .end = chrono::sys_days(chrono::year(year + 10) / 1 / 1)};
}

// Every zone of the system's own list.
std::vector<std::string> all_zones() {
    std::vector<std::string> zones = kZones;
    std::ifstream table("/usr/share/zoneinfo/zone1970.tab");
    for (std::string line; std::getline(table, line);) {
        if (line.empty() || line.front() == '#') continue;
        const std::size_t begin = line.find('\t', line.find('\t') + 1) + 1;
        const std::string zone = line.substr(begin, line.find('\t', begin) - begin);
        if (std::ranges::find(zones, zone) == zones.end()) zones.push_back(zone);
    }
    return zones;
}

struct Sums {
    std::set<std::string> zones;
    std::size_t slots = 0;
    std::size_t in_gaps = 0;
    std::size_t by_library = 0;
    std::size_t looks = 0;
    std::size_t differ = 0;
    std::size_t twice = 0;
    std::size_t shown = 0;

    void complain(const std::string& text) {
        if (++shown <= 20) std::cout << "  " << text << "\n";
    }
};

std::string seconds_of(Instant instant) {
    return std::to_string(chrono::floor<chrono::seconds>(instant).time_since_epoch().count());
}

class Case {
public:
    Case(const NoteSchedule& schedule, const std::string& zone, const ExpectedSlots& expected,
         Sums& sums)
        : schedule_(schedule), zone_(zone), expected_(expected.slots), sums_(sums) {
        sums_.slots += expected_.size();
        sums_.in_gaps += expected.in_gaps;
        sums_.by_library += expected.by_library;
        sums_.zones.insert(zone);
    }

    // From slot to slot, as the service waits.
    void walk() {
        Instant now = expected_.front() - 1min;
        std::set<std::string> told;
        for (const Instant expected : expected_) {
            const auto slot = next_slot(schedule_, zone_, now);
            if (!slot || *slot != expected) {
                ++sums_.differ;
                complain("expected " + seconds_of(expected) + ", fired " +
                         (slot ? seconds_of(*slot) : std::string("never")));
            }
            const std::string before = due(expected - 1min);
            const std::string after = due(expected);
            if (before == after) {
                ++sums_.differ;
                complain("nothing fell due at " + seconds_of(expected));
            }
            if (!told.insert(after).second) ++sums_.twice;
            periods_.push_back(after);
            now = expected;
        }
    }

    // Looks at moments that jump about; a look tells what nobody was told.
    void jump(std::mt19937_64& random, std::size_t looks) {
        Instant now = expected_.front();
        std::set<std::string> told;
        for (std::size_t i = 0; i < looks; ++i) {
            now = std::clamp(moved(random, now), expected_.front(), expected_.back());
            const auto later = std::ranges::upper_bound(expected_, now);
            const auto index = static_cast<std::size_t>(later - expected_.begin()) - 1;
            const std::string period = due(now);
            ++sums_.looks;
            if (period != periods_.at(index)) {
                ++sums_.differ;
                complain("at " + seconds_of(now) + " " + period + " is due, not " +
                         periods_.at(index));
            }
            told.insert(period);
            const auto next = next_slot(schedule_, zone_, now);
            if (later != expected_.end() && (!next || *next != *later)) ++sums_.differ;
        }
    }

private:
    [[nodiscard]] std::string due(Instant now) const {
        const auto period = last_due_period(schedule_, zone_, now);
        return period ? period->id : std::string("nothing");
    }

    [[nodiscard]] Instant moved(std::mt19937_64& random, Instant now) const {
        const auto minutes = [&](int limit) {
            return chrono::minutes(static_cast<std::int64_t>(random() % std::uint64_t(limit)));
        };
        switch (random() % 5) {
            case 0: return now + minutes(10 * 7 * 24 * 60);  // it was switched off for weeks
            case 1: return now - minutes(3 * 7 * 24 * 60);   // somebody set the clock back
            case 2: return expected_.at(random() % expected_.size()) + minutes(3) - 1min;
            case 3: return now + minutes(90);
            default: return now + minutes(7 * 24 * 60);
        }
    }

    void complain(const std::string& what) {
        sums_.complain(expression_of(schedule_) + " " + zone_ + ": " + what);
    }

    NoteSchedule schedule_;
    std::string zone_;
    std::vector<Instant> expected_;
    std::vector<std::string> periods_;  // by slot
    Sums& sums_;
};

// The past has what no future rule announces: a day that Samoa left out, clocks set at midnight, a
// month without summer time.
std::vector<int> decades_of(const std::string& zone, bool is_long) {
    static const std::set<std::string> kPast = {"Pacific/Apia", "America/Sao_Paulo",
                                                "America/St_Johns", "Africa/Casablanca"};
    if (is_long || kPast.contains(zone)) return {2026, 2010};
    return {2026};
}

void run(const Arguments& arguments, Sums& sums) {
    std::mt19937_64 random(arguments.seed);
    const auto zones = arguments.is_long ? all_zones() : kZones;
    std::size_t number = 0;
    for (const std::string& zone : zones) {
        for (const int decade : decades_of(zone, arguments.is_long)) {
            for (const NoteSchedule& schedule : schedules()) {
                if (!arguments.mine(number++)) continue;
                const auto expected = expected_slots(schedule, zone, decade_from(decade));
                Case slots(schedule, zone, expected, sums);
                slots.walk();
                slots.jump(random, 500);
            }
        }
    }
}

int calendar(const Arguments& arguments) {
    Sums sums;
    std::cout << "seed " << arguments.seed << "\n";
    run(arguments, sums);
    std::cout << "calendar: zones=" << sums.zones.size() << " slots=" << sums.slots
              << " in_gaps=" << sums.in_gaps << " without_systemd=" << sums.by_library
              << " jumps=" << sums.looks << " differ=" << sums.differ << " twice=" << sums.twice
              << "\n";
    if (sums.by_library * 100 > sums.slots) {
        std::cout << "systemd-analyze does not answer; is the package systemd installed?\n";
        return 1;
    }
    const bool enough =
        sums.zones.size() >= kZoneFloor && sums.slots >= kSlotFloor && sums.in_gaps >= kGapFloor;
    if (!enough) std::cout << "fewer than promised\n";
    return enough && sums.differ == 0 && sums.twice == 0 ? 0 : 1;
}

}  // namespace
}  // namespace mentorsync::rigs

int main(int argc, char** argv) {
    return mentorsync::rigs::calendar(mentorsync::rigs::read_arguments(argc, argv));
}
