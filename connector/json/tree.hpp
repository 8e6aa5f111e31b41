// Builds a checked `Value` from the events of a parser, which names every event by its offset in
// the text. Knows no parser. One builder reads one document.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connector/json/lines.hpp"
#include "mentorsync/json.hpp"

namespace mentorsync::json {

// Every event returns whether to go on; `failure` says why not. `begin` is the offset of the first
// byte of a key or value.
class TreeBuilder {
public:
    TreeBuilder(std::string_view text, const Limits& limits) : lines_(text), limits_(limits) {}
    TreeBuilder(const TreeBuilder&) = delete;
    TreeBuilder& operator=(const TreeBuilder&) = delete;

    [[nodiscard]] bool scalar(Kind kind, std::string_view text, std::size_t begin);
    [[nodiscard]] bool key(std::string_view name, std::size_t begin);

    // Fails beyond `limits.depth`.
    [[nodiscard]] bool open(Kind kind, std::size_t begin);

    // Fails when an object that ends here has a key twice, at the place of the second.
    [[nodiscard]] bool close();

    [[nodiscard]] const std::optional<ParseError>& failure() const noexcept { return failure_; }
    [[nodiscard]] Value take() noexcept { return std::move(root_); }

private:
    struct Open {
        Kind kind = Kind::Null;
        Position at;
        std::size_t first = 0;  // of its members or items on their stack
    };

    // Counts one more value; fails beyond `limits.values`.
    bool count(Position at);

    // Where a finished value belongs: the root, an object's latest member, or one more of an array.
    [[nodiscard]] Value& next_place();
    bool fail(Position at, std::string what);

    Lines lines_;
    Limits limits_;
    Value root_;
    std::vector<Open> open_;
    // Of everything that is open, so that a vector is made once, in its final size.
    std::vector<Member> members_;
    std::vector<Value> items_;
    std::vector<const Member*> sorted_;
    std::size_t values_ = 0;
    std::optional<ParseError> failure_;
};

}  // namespace mentorsync::json
