#include <array>

#include "sync/rules/note_facts.hpp"

namespace mentorsync {

namespace {

using Months = std::array<std::string_view, 12>;

constexpr Months kFinnish{"tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu",  "kesäkuu",
                          "heinäkuu", "elokuu",   "syyskuu",   "lokakuu",  "marraskuu", "joulukuu"};
constexpr Months kSwedish{"januari", "februari", "mars",      "april",   "maj",      "juni",
                          "juli",    "augusti",  "september", "oktober", "november", "december"};
constexpr Months kEnglish{"January", "February", "March",     "April",   "May",      "June",
                          "July",    "August",   "September", "October", "November", "December"};

constexpr std::string_view kDash = "\u2013";

std::string number(std::chrono::day day) {
    return std::to_string(static_cast<unsigned>(day));
}

std::string number(std::chrono::year year) {
    return std::to_string(static_cast<int>(year));
}

std::string_view month_in(const Months& months, std::chrono::month month) {
    return month.ok() ? months[static_cast<unsigned>(month) - 1] : std::string_view{};
}

bool is_whole_month(const Period& period) {
    const auto& last = period.last_day;
    return period.first_day.day() == std::chrono::day(1) &&
           period.first_day.month() == last.month() &&
           last == std::chrono::year_month_day(last.year() / last.month() / std::chrono::last);
}

// "16.–22.11.2026": each end leaves out what it shares with the other.
std::string finnish(const Period& period) {
    const auto& first = period.first_day;
    const auto& last = period.last_day;
    const auto month = [](const std::chrono::year_month_day& day) {
        return std::to_string(static_cast<unsigned>(day.month())) + ".";
    };
    std::string text = number(first.day()) + ".";
    if (first.year() != last.year() || first.month() != last.month()) text += month(first);
    if (first.year() != last.year()) text += number(first.year());
    return text.append(kDash) + number(last.day()) + "." + month(last) + number(last.year());
}

// "16–22 november 2026", "30 november – 6 december 2026".
std::string with_month_names(const Period& period, const Months& months) {
    const auto& first = period.first_day;
    const auto& last = period.last_day;
    const bool other_year = first.year() != last.year();
    std::string text = number(first.day());
    if (other_year || first.month() != last.month()) {
        text.append(" ").append(month_in(months, first.month()));
        if (other_year) text += " " + number(first.year());
        text.append(" ").append(kDash).append(" ");
    } else {
        text.append(kDash);
    }
    text += number(last.day());
    return text.append(" ").append(month_in(months, last.month())) + " " + number(last.year());
}

const Months& months_in(std::string_view language) {
    if (language == "fi") return kFinnish;
    return language == "sv" ? kSwedish : kEnglish;
}

}  // namespace

std::string period_text(const Period& period, std::string_view language) {
    const Months& months = months_in(language);
    if (is_whole_month(period)) {
        return std::string(month_in(months, period.first_day.month())) + " " +
               number(period.first_day.year());
    }
    return language == "fi" ? finnish(period) : with_month_names(period, months);
}

}  // namespace mentorsync
