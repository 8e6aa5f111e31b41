#include "sync/rules/fault_list.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace mentorsync {

namespace {

constexpr std::size_t kLongest = 60;

}  // namespace

void FaultList::add(json::Position at, std::string what, std::string hint) {
    faults_.push_back({file_, at, std::move(what), std::move(hint)});
}

void FaultList::append(Faults faults) {
    std::ranges::move(faults, std::back_inserter(faults_));
}

void FaultList::note_suggestion(json::Position object, std::string_view key) {
    suggestions_.emplace_back(object, key);
}

bool FaultList::has_suggested(json::Position object, std::string_view key) const {
    return std::ranges::any_of(
        suggestions_, [&](const auto& each) { return each.first == object && each.second == key; });
}

Faults FaultList::take() {
    std::ranges::stable_sort(faults_, {}, [&](const Fault& fault) {
        return std::tuple(fault.file != file_, fault.file, fault.at.line, fault.at.column);
    });
    return std::exchange(faults_, {});
}

std::string quoted(std::string_view word) {
    const bool cut = word.size() > kLongest;
    if (cut) {
        std::size_t end = kLongest;
        while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) --end;
        word = word.substr(0, end);
    }
    std::string text = "'";
    for (const char c : word) {
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == '\x7F';
        text += control ? '?' : c;
    }
    return text + (cut ? "...'" : "'");
}

}  // namespace mentorsync
