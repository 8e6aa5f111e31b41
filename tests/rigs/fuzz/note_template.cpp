// Any bytes as a note template, and as the name of a mentor. What comes out has our own tags only.

#include "sync/rules/note_template.hpp"
#include "tests/rigs/fuzz/target.hpp"
#include "tests/rigs/hostile/sinks.hpp"

namespace {

using namespace mentorsync;

constexpr const char* kOwn = "<p>{{mentor}} {{mentor.name}} {{programme}}</p>";
constexpr std::size_t kLongestNote = 65'536;

void render(std::string_view text, const std::string& name) {
    const Disclosure disclosure({"mentor.name"});
    const auto read = NoteTemplate::parse("own.mustache", text, disclosure);
    if (!read) return;
    NoteFacts facts;
    facts.kind = NoteKind::Start;
    facts.progress = StateOrCount<Progress>(Progress{});
    facts.people = StateOrCount<int>(2);
    facts.mentor_name = disclosure.open("mentor.name", Private<std::string>(name));
    Programme programme;
    programme.name = name;
    const auto note = read->render(facts, programme);
    fuzz::require(note.value().size() <= 4 * kLongestNote);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(fuzz::text_of(data, size));
    render(text, "Kaisa");
    render(kOwn, text);
    return 0;
}
