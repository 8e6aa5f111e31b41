#include "sync/manual/roff.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace mentorsync::manual {

namespace {

constexpr std::size_t kLineLength = 78;

// What the first byte of a character of so many bytes holds of it.
constexpr std::array<unsigned, 5> kLeadBits{0, 0x7f, 0x1f, 0x0f, 0x07};

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& letter : result) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return result;
}

std::string_view glyph_of(char letter) {
    switch (letter) {
        case '\\': return "\\e";
        case '-': return "\\-";
        case '\'': return "\\(aq";
        case '"': return "\\(dq";
        case '`': return "\\(ga";
        case '^': return "\\(ha";
        case '~': return "\\(ti";
        default: return {};
    }
}

// The character that begins at `text`, of `length` bytes, as groff names it.
std::string named(std::string_view text, std::size_t length) {
    std::uint32_t point = static_cast<unsigned char>(text.front()) & kLeadBits[length];
    for (const char byte : text.substr(1, length - 1)) {
        point = (point << 6U) | (static_cast<unsigned char>(byte) & 0x3fU);
    }
    std::array<char, 16> name{};
    std::snprintf(name.data(), name.size(), "\\[u%04X]", static_cast<unsigned>(point));
    return name.data();
}

std::size_t length_of(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    if (byte < 0x80) return 1;
    if (byte < 0xe0) return 2;
    return byte < 0xf0 ? 3 : 4;
}

// A line that begins with a period would be a request; with an apostrophe too, but that is escaped.
std::string_view guard_of(std::string_view line) {
    return line.starts_with('.') ? "\\&" : "";
}

// Text with its `code` in bold. A backtick without a partner stands for itself.
std::string prose(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto begin = text.find('`');
        const auto end = begin == std::string_view::npos ? begin : text.find('`', begin + 1);
        if (end == std::string_view::npos) return result + escaped(text);
        result += escaped(text.substr(0, begin));
        result += bold(text.substr(begin + 1, end - begin - 1));
        text.remove_prefix(end + 1);
    }
    return result;
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = std::min(length_of(text[at]), text.size() - at);
        if (length > 1) {
            result += named(text.substr(at), length);
        } else if (const auto glyph = glyph_of(text[at]); !glyph.empty()) {
            result += glyph;
        } else {
            result += text[at];
        }
        at += length;
    }
    return result;
}

std::string bold(std::string_view text) {
    return "\\fB" + escaped(text) + "\\fR";
}

std::string italic(std::string_view text) {
    return "\\fI" + escaped(text) + "\\fR";
}

// Neither hyphenated nor stretched: most words here are to be typed.
Page::Page(const PageTitle& title)
    : out_(".\\\" Made from the definitions that the program itself runs by.\n.TH " +
           escaped(upper(title.name)) + " " + std::to_string(title.section) + " " + title.date +
           " \"mentorsync " + title.version + "\" \"mentorsync\"\n.nh\n.ad l\n") {}

Page& Page::section(std::string_view name) {
    out_ += ".SH " + escaped(name) + "\n";
    return *this;
}

Page& Page::subsection(std::string_view name) {
    out_ += ".SS " + escaped(name) + "\n";
    return *this;
}

Page& Page::paragraph(std::string_view text) {
    break_paragraph();
    fill(text);
    return *this;
}

Page& Page::paragraph_of(const std::string& made) {
    break_paragraph();
    return line(made);
}

Page& Page::item(const std::string& term, std::string_view text) {
    out_ += ".TP\n" + term + "\n";
    fill(text);
    return *this;
}

Page& Page::indent() {
    out_ += ".RS\n";
    return *this;
}

Page& Page::outdent() {
    out_ += ".RE\n";
    return *this;
}

Page& Page::literal(std::string_view lines) {
    break_paragraph();
    out_ += ".RS 4\n.nf\n";
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        out_ += guard_of(lines);
        out_ += escaped(lines.substr(0, end)) + "\n";
        if (end == std::string_view::npos) break;
        lines.remove_prefix(end + 1);
    }
    out_ += ".fi\n.RE\n";
    return *this;
}

Page& Page::line(const std::string& made) {
    out_ += made + "\n";
    return *this;
}

// A heading has begun a paragraph already.
void Page::break_paragraph() {
    const auto last = out_.rfind('\n', out_.size() - 2) + 1;
    if (out_.compare(last, 2, ".S") != 0) out_ += ".PP\n";
}

void Page::fill(std::string_view text) {
    const std::string made = text.empty() ? "\\&" : prose(text);
    std::size_t column = 0;
    for (std::string_view rest = made; !rest.empty();) {
        const auto word = rest.substr(0, rest.find(' '));
        if (column > 0 && column + 1 + word.size() > kLineLength) {
            out_ += '\n';
            column = 0;
        }
        out_ += column > 0 ? std::string_view(" ") : guard_of(word);
        out_ += word;
        column += word.size() + 1;
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
    out_ += '\n';
}

}  // namespace mentorsync::manual
