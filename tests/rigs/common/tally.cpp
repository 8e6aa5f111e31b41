#include "tests/rigs/common/tally.hpp"

#include <sstream>

namespace mentorsync::rigs {

namespace {

constexpr std::string_view kBad[] = {"lost", "doubled", "risen", "broken"};

}  // namespace

void Tally::add(std::string_view name, std::uint64_t count) {
    counts_.try_emplace(std::string(name), 0).first->second += count;
}

void Tally::add_all(const Tally& other) {
    for (const auto& [name, count] : other.counts_) add(name, count);
}

std::uint64_t Tally::of(std::string_view name) const {
    const auto found = counts_.find(name);
    return found == counts_.end() ? 0 : found->second;
}

std::uint64_t Tally::bad() const {
    std::uint64_t sum = 0;
    for (const std::string_view name : kBad) sum += of(name);
    return sum;
}

std::string Tally::line(std::string_view rig, std::initializer_list<std::string_view> names) const {
    std::string text(rig);
    text += ':';
    const auto append = [&](std::string_view name) {
        text += ' ' + std::string(name) + '=' + std::to_string(of(name));
    };
    for (const std::string_view name : names) append(name);
    for (const std::string_view name : kBad) append(name);
    return text;
}

std::string Tally::text() const {
    std::string text;
    for (const auto& [name, count] : counts_) text += name + ' ' + std::to_string(count) + '\n';
    return text;
}

Tally Tally::read(const std::string& text) {
    Tally tally;
    std::istringstream in(text);
    std::string name;
    std::uint64_t count = 0;
    while (in >> name >> count) tally.add(name, count);
    return tally;
}

}  // namespace mentorsync::rigs
