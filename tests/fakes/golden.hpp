// Golden files: inputs under tests/data, and beside each the text that people read, in a file that
// ends in .expected.
//
// MENTORSYNC_GOLDEN=write writes the expected files anew; what changed is then read in the diff.

#pragma once

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace mentorsync::golden {

[[nodiscard]] inline std::filesystem::path path_of(const std::string& name) {
    return std::filesystem::path(MENTORSYNC_SOURCE_DIR) / "tests/data" / name;
}

// The content of tests/data/NAME; empty when there is none.
[[nodiscard]] inline std::string read(const std::string& name) {
    std::ifstream file(path_of(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The names of all files in tests/data/FOLDER that are no expected texts, in order.
[[nodiscard]] inline std::vector<std::string> inputs(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_of(folder))) {
        if (entry.path().extension() != ".expected") {
            names.push_back(entry.path().filename().string());
        }
    }
    std::ranges::sort(names);
    return names;
}

// Holds `actual` against tests/data/NAME.expected.
inline void compare(const std::string& name, const std::string& actual) {
    const char* const mode = std::getenv("MENTORSYNC_GOLDEN");  // NOLINT(concurrency-mt-unsafe)
    if (mode != nullptr && std::string_view(mode) == "write") {
        std::ofstream(path_of(name + ".expected"), std::ios::binary) << actual;
    }
    BOOST_TEST(actual == read(name + ".expected"));
}

}  // namespace mentorsync::golden
