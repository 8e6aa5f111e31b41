#include "tests/rigs/kill/sums.hpp"

#include <cstddef>
#include <fstream>

namespace mentorsync::rigs {

void write_sums(const Sums& sums, const std::string& path) {
    std::ofstream file(path);
    file << sums.kills << ' ' << sums.escaped << ' ' << sums.lost << ' ' << sums.doubled << ' '
         << sums.risen << ' ' << sums.differ << ' ' << sums.violations << ' ' << sums.failed
         << '\n';
    file << sums.hits.size() << '\n';
    for (const auto& [call, hits] : sums.hits) file << call << ' ' << hits << '\n';
    for (const std::string& place : sums.places) file << place << '\n';
}

bool add_sums(const std::string& path, Sums& sums) {
    std::ifstream file(path);
    Sums read;
    std::size_t calls = 0;
    if (!(file >> read.kills >> read.escaped >> read.lost >> read.doubled >> read.risen >>
          read.differ >> read.violations >> read.failed >> calls)) {
        return false;
    }
    sums.kills += read.kills;
    sums.escaped += read.escaped;
    sums.lost += read.lost;
    sums.doubled += read.doubled;
    sums.risen += read.risen;
    sums.differ += read.differ;
    sums.violations += read.violations;
    sums.failed += read.failed;
    for (std::size_t i = 0; i < calls; ++i) {
        std::string call;
        std::uint64_t hits = 0;
        file >> call >> hits;
        sums.hits[call] += hits;
    }
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) sums.places.insert(line);
    return true;
}

}  // namespace mentorsync::rigs
