#include "sync/rules/note_template.hpp"

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "sync/rules/note_check.hpp"
#include "sync/rules/note_facts.hpp"
#include "sync/rules/note_tokens.hpp"
#include "sync/rules/text.hpp"

namespace mentorsync {

namespace {

namespace mustache = kainjow::mustache;

constexpr std::size_t kLargestTemplate = std::size_t{16} * 1024;

// The renderer would take "tasks.done" for a member of "tasks".
std::string flat(std::string name) {
    std::ranges::replace(name, '.', '_');
    return name;
}

std::string rebuilt(const std::vector<NoteToken>& tokens) {
    std::string text;
    for (const NoteToken& token : tokens) {
        switch (token.kind) {
            case NoteToken::Kind::Text: text += token.text; break;
            case NoteToken::Kind::Value: text += "{{" + flat(token.text) + "}}"; break;
            case NoteToken::Kind::Section: text += "{{#" + flat(token.text) + "}}"; break;
            case NoteToken::Kind::Inverted: text += "{{^" + flat(token.text) + "}}"; break;
            case NoteToken::Kind::End: text += "{{/" + flat(token.text) + "}}"; break;
        }
    }
    return text;
}

// The renderer leaves an empty line where a section showed nothing.
std::string without_empty_lines(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c != '\n' || (!result.empty() && result.back() != '\n')) result += c;
    }
    return result;
}

}  // namespace

tl::expected<NoteTemplate, Faults> NoteTemplate::parse(std::string_view file, std::string_view text,
                                                       const Disclosure& disclosure) {
    FaultList faults(file);
    if (text.size() > kLargestTemplate) {
        faults.add({}, "a template must not be larger than 16 KiB");
        return tl::make_unexpected(faults.take());
    }
    if (!is_utf8(text)) {
        faults.add({}, "the template is not UTF-8 text", "save it as UTF-8");
        return tl::make_unexpected(faults.take());
    }
    const std::vector<NoteToken> tokens = tokenise_note(text, faults);
    check_names(tokens, disclosure, faults);
    check_sections(tokens, faults);
    check_markup(tokens, faults);
    check_length(tokens, faults);
    if (!faults.empty()) return tl::make_unexpected(faults.take());

    NoteTemplate result;
    result.source_ = text;
    result.checked_ = rebuilt(tokens);
    return result;
}

Disclosed<std::string> NoteTemplate::render(const NoteFacts& facts,
                                            const Programme& programme) const {
    mustache::data data;
    for (const auto& [name, shown] : shown_in_note(facts, programme)) {
        const bool is_flag = shown.empty();
        data.set(flat(std::string(name)), is_flag ? mustache::data(true) : mustache::data(shown));
    }
    mustache::mustache renderer(checked_);
    return Disclosed<std::string>(without_empty_lines(renderer.render(data)));
}

}  // namespace mentorsync
