#include "sync/rules/note_check.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "sync/rules/did_you_mean.hpp"
#include "sync/rules/note_names.hpp"

namespace mentorsync {

namespace {

using Kind = NoteToken::Kind;

constexpr std::size_t kDeepest = 16;
constexpr std::size_t kLongestNote = 65'536;
constexpr std::array<std::string_view, 11> kTags{"p",  "br", "ul", "ol", "li", "strong",
                                                 "em", "b",  "i",  "h3", "h4"};

void check_name(const NoteToken& token, const Disclosure& disclosure, FaultList& faults) {
    const NoteName* const name = find_note_name(token.text);
    if (name == nullptr) {
        std::vector<std::string_view> known;
        for (const NoteName& each : note_names()) known.push_back(each.name);
        faults.add(token.at, "unknown name " + quoted(token.text), hint_for(token.text, known));
    } else if (token.kind == Kind::Value && !name->is_value) {
        faults.add(token.at, quoted(token.text) + " shows nothing by itself",
                   "write {{#" + token.text + "}}...{{/" + token.text + "}}");
    } else if (token.kind != Kind::Value && !name->is_section) {
        faults.add(token.at, quoted(token.text) + " is always there and cannot be a section",
                   "write {{" + token.text + "}}");
    } else if (name->confidential && !disclosure.names(name->name)) {
        faults.add(token.at, quoted(token.text) + " is not disclosed",
                   "add it to \"disclose\" in the mapping, or remove it here");
    }
}

void check_end(const NoteToken& end, const std::vector<const NoteToken*>& open, FaultList& faults) {
    if (open.empty()) {
        faults.add(end.at, "nothing is open that {{/" + end.text + "}} could close");
    } else if (open.back()->text != end.text) {
        faults.add(end.at, quoted(end.text) + " is closed while " + quoted(open.back()->text) +
                               " of line " + std::to_string(open.back()->at.line) + " is open");
    }
}

// What is wrong with the markup that begins at `text`, a '<'; sets `length` to the whole tag.
std::string fault_of_tag(std::string_view text, std::size_t& length) {
    const std::size_t end = text.find('>');
    length = 1;
    if (end == std::string_view::npos) return "'<' opens no tag";
    std::string_view name = text.substr(1, end - 1);
    if (name.starts_with('/')) name.remove_prefix(1);
    if (name == "br/") name = "br";
    if (std::ranges::find(kTags, name) == kTags.end()) {
        return "markup " + quoted(text.substr(0, end + 1)) + " is not for notes";
    }
    length = end + 1;
    return {};
}

void check_text(const NoteToken& token, FaultList& faults) {
    json::Position at = token.at;
    for (std::size_t i = 0; i < token.text.size();) {
        std::size_t length = 1;
        const char c = token.text[i];
        std::string fault;
        if (c == '<') {
            fault = fault_of_tag(std::string_view(token.text).substr(i), length);
        } else if (c == '\x7F' ||
                   (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t')) {
            fault = "a control character is not for notes";
        }
        if (!fault.empty()) {
            faults.add(at, std::move(fault),
                       c == '<' ? "use plain <p>, <ul>, <li>, <strong>, or write &lt;" : "");
        }
        at.column += length;
        if (c == '\n') at = {at.line + 1, 1};
        i += length;
    }
}

}  // namespace

void check_names(const std::vector<NoteToken>& tokens, const Disclosure& disclosure,
                 FaultList& faults) {
    for (const NoteToken& token : tokens) {
        // The end of a section repeats a name that was looked at.
        if (token.kind == Kind::Text || token.kind == Kind::End) continue;
        check_name(token, disclosure, faults);
    }
}

void check_sections(const std::vector<NoteToken>& tokens, FaultList& faults) {
    std::vector<const NoteToken*> open;
    for (const NoteToken& token : tokens) {
        if (token.kind == Kind::Section || token.kind == Kind::Inverted) {
            open.push_back(&token);
        } else if (token.kind == Kind::End) {
            check_end(token, open, faults);
            if (!open.empty()) open.pop_back();
        }
        const bool first_too_deep = open.size() == kDeepest + 1 && open.back() == &token;
        if (!first_too_deep) continue;
        faults.add(token.at, "sections nest deeper than " + std::to_string(kDeepest));
    }
    for (const NoteToken* const token : open) {
        faults.add(token->at, "section " + quoted(token->text) + " is not closed",
                   "add {{/" + token->text + "}}");
    }
}

void check_markup(const std::vector<NoteToken>& tokens, FaultList& faults) {
    for (const NoteToken& token : tokens) {
        if (token.kind == Kind::Text) check_text(token, faults);
    }
}

void check_length(const std::vector<NoteToken>& tokens, FaultList& faults) {
    std::size_t longest = 0;
    for (const NoteToken& token : tokens) {
        const NoteName* const name = find_note_name(token.text);
        if (token.kind == Kind::Text) longest += token.text.size();
        if (token.kind == Kind::Value && name != nullptr) longest += name->longest;
        if (longest <= kLongestNote) continue;
        faults.add(token.at,
                   "the note could grow beyond " + std::to_string(kLongestNote) +
                       " characters, which is what a CRM takes",
                   "repeat fewer names");
        return;
    }
}

}  // namespace mentorsync
