#pragma once

#include <string>
#include <vector>

#include "mentorsync/crm_connector.hpp"

namespace mentorsync {

[[nodiscard]] inline Disclosed<std::string> disclosed(std::string text) {
    return Disclosure::stored(std::move(text));
}

[[nodiscard]] inline NoteDraft draft(const std::string& key) {
    return {NoteKey(key), Instant{std::chrono::milliseconds{1'788'220'800'000}},
            disclosed("<p>3/5</p>")};
}

// key0, key1 ...
[[nodiscard]] inline std::vector<NoteDraft> drafts(std::size_t count) {
    std::vector<NoteDraft> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(draft("key" + std::to_string(i)));
    return all;
}

}  // namespace mentorsync
