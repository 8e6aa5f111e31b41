// What a rig counts. Everything but lost, doubled, risen and broken is information.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace mentorsync::rigs {

class Tally {
public:
    void add(std::string_view name, std::uint64_t count = 1);
    void add_all(const Tally& other);

    [[nodiscard]] std::uint64_t of(std::string_view name) const;

    // The sum of what must never happen.
    [[nodiscard]] std::uint64_t bad() const;

    // "RIG: images=10012 lost=0 doubled=0 risen=0 broken=0", with these counts before the bad ones.
    [[nodiscard]] std::string line(std::string_view rig,
                                   std::initializer_list<std::string_view> names) const;

    // "name count" a line, to be read by `read`.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] static Tally read(const std::string& text);

private:
    std::map<std::string, std::uint64_t, std::less<>> counts_;
};

}  // namespace mentorsync::rigs
