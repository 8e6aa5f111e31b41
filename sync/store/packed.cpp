#include "sync/store/packed.hpp"

#include <charconv>
#include <cstddef>
#include <system_error>

namespace mentorsync::store {

std::string pack(const std::vector<std::string_view>& texts) {
    std::string packed;
    for (const std::string_view text : texts) {
        packed += std::to_string(text.size());
        packed += ':';
        packed += text;
    }
    return packed;
}

Result<std::vector<std::string>> unpack(std::string_view packed) {
    std::vector<std::string> texts;
    while (!packed.empty()) {
        std::size_t length = 0;
        const char* const end = packed.data() + packed.size();
        const auto [after, failed] = std::from_chars(packed.data(), end, length);
        const bool sound = failed == std::errc{} && after != end && *after == ':' &&
                           length <= static_cast<std::size_t>(end - after) - 1;
        if (!sound) {
            return fail(ErrorCode::StoreFailed, "a staged page is damaged; start the pull again");
        }
        texts.emplace_back(after + 1, length);
        packed.remove_prefix(static_cast<std::size_t>(after - packed.data()) + 1 + length);
    }
    return texts;
}

}  // namespace mentorsync::store
