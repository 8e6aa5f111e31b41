#include "sync/rules/note_tokens.hpp"

#include <optional>
#include <utility>

#include "sync/rules/text.hpp"

namespace mentorsync {

namespace {

using Kind = NoteToken::Kind;

// Walks through a text and knows where it is.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
    [[nodiscard]] json::Position at() const noexcept { return at_; }

    std::string_view take(std::size_t bytes) {
        const std::string_view taken = rest_.substr(0, bytes);
        for (const char c : taken) {
            ++at_.column;
            if (c == '\n') at_ = {at_.line + 1, 1};
        }
        rest_.remove_prefix(taken.size());
        return taken;
    }

private:
    std::string_view rest_;
    json::Position at_;
};

struct Sigil {
    char sign;
    const char* what;
};
constexpr Sigil kRefused[] = {
    {'{', "a value is always escaped, and {{{ would not"},
    {'&', "a value is always escaped, and {{& would not"},
    {'>', "a template cannot include another"},
    {'=', "the delimiters are {{ and }}"},
};

std::optional<Kind> kind_of(char sign) {
    switch (sign) {
        case '#': return Kind::Section;
        case '^': return Kind::Inverted;
        case '/': return Kind::End;
        default: return std::nullopt;
    }
}

// `inside` is what stands between {{ and }}.
std::optional<NoteToken> read_tag(std::string_view inside, json::Position at, FaultList& faults) {
    const char sign = inside.empty() ? ' ' : inside.front();
    for (const Sigil& refused : kRefused) {
        if (sign != refused.sign) continue;
        faults.add(at, refused.what, "write {{name}}");
        return std::nullopt;
    }
    if (sign == '!') return std::nullopt;
    const std::optional<Kind> kind = kind_of(sign);
    const std::string_view name = trimmed(kind ? inside.substr(1) : inside);
    if (name.empty()) {
        faults.add(at, "this tag names nothing", "write {{name}}");
        return std::nullopt;
    }
    return NoteToken{kind.value_or(Kind::Value), std::string(name), at};
}

}  // namespace

std::vector<NoteToken> tokenise_note(std::string_view text, FaultList& faults) {
    std::vector<NoteToken> tokens;
    Cursor cursor(text);
    while (!cursor.rest().empty()) {
        const json::Position at = cursor.at();
        const std::size_t opening = cursor.rest().find("{{");
        if (opening != 0) {
            tokens.push_back({Kind::Text, std::string(cursor.take(opening)), at});
            continue;
        }
        const std::size_t closing = cursor.rest().find("}}", 2);
        if (closing == std::string_view::npos) {
            faults.add(at, "this tag is not closed", "add }}");
            return tokens;
        }
        const std::string_view inside = cursor.take(closing + 2).substr(2, closing - 2);
        if (auto token = read_tag(inside, at, faults)) tokens.push_back(*std::move(token));
        // Of a triple brace, the third closing one belongs to the tag.
        if (inside.starts_with('{') && cursor.rest().starts_with('}')) cursor.take(1);
    }
    return tokens;
}

}  // namespace mentorsync
