#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "sync/rules/built_in_templates.hpp"
#include "sync/rules/note_facts.hpp"
#include "sync/rules/note_template.hpp"
#include "tests/rules/portal.hpp"

using namespace mentorsync;

namespace {

Period week() {
    using namespace std::chrono;
    return {"2026-W47", {}, {}, 2026y / November / 16d, 2026y / November / 22d};
}

NoteFacts facts_of(NoteKind kind) {
    NoteFacts facts;
    facts.kind = kind;
    if (kind == NoteKind::Progress) facts.period = week();
    Progress progress;
    progress.all = 6;
    progress.dropped = 1;
    progress.done = 3;
    progress.open = 2;
    progress.overdue = 1;
    facts.progress = StateOrCount<Progress>(progress);
    facts.people = StateOrCount<int>(2);
    return facts;
}

// The only way to a disclosed name is a mapping that discloses it.
Disclosed<std::string> disclosed(const std::string& name) {
    return *Disclosure({"mentor.name"}).open("mentor.name", Private<std::string>(name));
}

NoteFacts group_of(int members) {
    NoteFacts facts = facts_of(NoteKind::Progress);
    facts.relationship = RelationshipKind::PeerGroup;
    facts.people = StateOrCount<int>(members);
    return facts;
}

std::string note(const NoteFacts& facts, const std::string& language = "en",
                 const std::string& name = "Growth") {
    const std::string text = R"({"programme": {"name": ")" + name + R"(", "language": ")" +
                             language + R"(", "time_zone": "UTC", "people": "everyone"},
        "relationships": [{"kind": "pair", "from": {"contact_owner": true}}],
        "progress_notes": {"schedule": "Mon 08:00"}, "disclose": ["mentor.name"]})";
    return test::bound(text).render_note(facts).value();
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string with_template(const std::string& text, const NoteFacts& facts) {
    const auto parsed = NoteTemplate::parse("own", text, Disclosure({"mentor.name"}));
    BOOST_TEST_REQUIRE(parsed.has_value());
    Programme programme;
    programme.name = "Growth";
    return parsed->render(facts, programme).value();
}

std::string faults_of(const std::string& text) {
    const auto parsed = NoteTemplate::parse("own", text, Disclosure());
    std::string all;
    if (parsed) return all;
    for (const Fault& fault : parsed.error()) all += to_text(fault) + "\n";
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(notes_tests)

struct Golden {
    const char* name;
    const char* language;
    NoteFacts facts;
};
std::ostream& operator<<(std::ostream& out, const Golden& row) {
    return out << row.name << '.' << row.language;
}

std::vector<Golden> golden_notes() {
    NoteFacts named = facts_of(NoteKind::Progress);
    named.mentor_name = disclosed("Kaisa Lehtovaara");
    NoteFacts idle = facts_of(NoteKind::Progress);
    idle.progress = StateOrCount<Progress>(Progress{});
    std::vector<Golden> notes;
    for (const char* const language : {"fi", "sv", "en"}) {
        notes.push_back({"start", language, facts_of(NoteKind::Start)});
        notes.push_back({"progress", language, named});
        notes.push_back({"without_tasks", language, idle});
        notes.push_back({"closing", language, facts_of(NoteKind::Closing)});
        notes.push_back({"group", language, group_of(4)});
        notes.push_back({"small_group", language, group_of(2)});
    }
    return notes;
}

BOOST_DATA_TEST_CASE(a_note_reads_as_agreed, golden_notes(), row) {
    const std::string path =
        "tests/data/notes/" + std::string(row.name) + "." + row.language + ".html";
    BOOST_TEST(note(row.facts, row.language, "Kasvu 2026") == test::file_text(path));
}

BOOST_AUTO_TEST_CASE(our_templates_pass_our_own_checks) {
    for (const NoteKind kind : {NoteKind::Start, NoteKind::Progress, NoteKind::Closing}) {
        for (const char* const language : {"fi", "sv", "en"}) {
            const std::string path =
                "config/templates/" + std::string(name_of(kind)) + "." + language + ".mustache";
            const std::string_view text = built_in_template(kind, language);
            BOOST_TEST(text == test::file_text(path));
            BOOST_TEST(NoteTemplate::parse(path, text, Disclosure({"mentor.name"})).has_value());
        }
        BOOST_TEST(built_in_template(kind, "de") == built_in_template(kind, "en"));
    }
}

BOOST_AUTO_TEST_CASE(a_group_of_fewer_than_three_tells_no_figure) {
    const std::string two = note(group_of(2));
    for (const char* const figure : {"3/5", "60", "Open", "members"}) {
        BOOST_TEST(!has(two, figure), figure);
    }
    BOOST_TEST(has(note(group_of(3)), "3/5"));
    BOOST_TEST(has(note(group_of(3)), "members: 3"));
}

BOOST_AUTO_TEST_CASE(a_name_is_text_whatever_it_holds) {
    NoteFacts facts = facts_of(NoteKind::Progress);
    facts.mentor_name = disclosed("<script>alert('x')</script> \"&\" {{programme.name}}");
    const std::string text = note(facts);
    BOOST_TEST(has(text,
                   "&lt;script&gt;alert(&apos;x&apos;)&lt;/script&gt; &quot;&amp;&quot; "
                   "{{programme.name}}"));
    BOOST_TEST(!has(text, "<script"));
}

BOOST_AUTO_TEST_CASE(a_name_breaks_no_line_and_turns_no_direction) {
    NoteFacts facts = facts_of(NoteKind::Progress);
    facts.mentor_name = disclosed("Kaisa\r\n\xE2\x80\xAE\x07Lehto");
    BOOST_TEST(has(note(facts), "Mentor: Kaisa Lehto</p>"));
}

BOOST_AUTO_TEST_CASE(a_name_of_a_mebibyte_makes_no_long_note) {
    NoteFacts facts = facts_of(NoteKind::Progress);
    facts.mentor_name = disclosed(std::string(1'048'576, '"'));
    BOOST_TEST(note(facts).size() < 65'536U);
    facts.mentor_name = disclosed(" \n ");
    BOOST_TEST(!has(note(facts), "Mentor:"));
}

BOOST_AUTO_TEST_CASE(the_programmes_name_is_escaped_too) {
    BOOST_TEST(has(note(facts_of(NoteKind::Start), "en", "R&D <3"), "R&amp;D &lt;3"));
}

BOOST_AUTO_TEST_CASE(an_own_template_replaces_the_progress_note_only) {
    const std::string text = test::mapping_with(
        R"({"kind": "pair", "from": {"contact_owner": true}})",
        R"(, "progress_notes": {"schedule": "Mon 08:00", "template": "own.mustache"})");
    const auto read = [](std::string_view) -> Result<std::string> {
        return std::string("<p>{{tasks.done}} of {{tasks.all}}</p>");
    };
    const auto rules = bind_mapping(*parse_mapping("m.json", text, read), test::full_schema());
    BOOST_TEST(rules->render_note(facts_of(NoteKind::Progress)).value() == "<p>3 of 5</p>");
    BOOST_TEST(has(rules->render_note(facts_of(NoteKind::Start)).value(), "under way"));
    BOOST_TEST(has(rules->render_note(facts_of(NoteKind::Closing)).value(), "its end"));
}

BOOST_AUTO_TEST_CASE(sections_show_when_there_is_something_to_show) {
    const std::string text =
        "{{#pair}}pair{{/pair}}{{#group}}group{{/group}}{{#tasks}}, tasks{{/tasks}}"
        "{{#tasks.overdue}}, {{tasks.overdue}} late{{/tasks.overdue}}"
        "{{^mentor.name}}, unnamed{{/mentor.name}}{{! a comment }}{{#period}}, "
        "{{period}}{{/period}}";
    BOOST_TEST(with_template(text, facts_of(NoteKind::Start)) == "pair, tasks, 1 late, unnamed");
    BOOST_TEST(with_template(text, group_of(2)) == "group, unnamed, 16–22 November 2026");
}

BOOST_AUTO_TEST_CASE(dropped_tasks_are_no_tasks) {
    NoteFacts facts = facts_of(NoteKind::Start);
    Progress progress;
    progress.all = 2;
    progress.dropped = 2;
    facts.progress = StateOrCount<Progress>(progress);
    BOOST_TEST(with_template("{{tasks.all}}{{^tasks}}-{{/tasks}}"
                             "{{#tasks.done_percent}}%{{/tasks.done_percent}}",
                             facts) == "0-");
}

BOOST_AUTO_TEST_CASE(a_template_has_limits) {
    BOOST_TEST(faults_of(std::string(16 * 1024, ' ')) == "");
    BOOST_TEST(faults_of(std::string(16 * 1024 + 1, ' ')) ==
               "own:1:1: error: a template must not be larger than 16 KiB\n");
    BOOST_TEST(faults_of("\xFF") ==
               "own:1:1: error: the template is not UTF-8 text (save it as UTF-8)\n");
    BOOST_TEST(faults_of("a\n"
                         "b\x01") == "own:2:2: error: a control character is not for notes\n");
    std::string deep;
    for (int i = 0; i < 17; ++i) deep += "{{#pair}}";
    for (int i = 0; i < 17; ++i) deep += "{{/pair}}";
    BOOST_TEST(faults_of(deep) == "own:1:145: error: sections nest deeper than 16\n");
    std::string many;
    for (int i = 0; i < 43; ++i) many += "{{programme.name}}";
    BOOST_TEST(faults_of(many) ==
               "own:1:757: error: the note could grow beyond 65536 characters, which is what a CRM "
               "takes (repeat fewer names)\n");
}

BOOST_AUTO_TEST_CASE(plain_tags_are_for_notes) {
    BOOST_TEST(
        faults_of("<h3>a</h3><p><strong>b</strong><br/><br><em>c</em></p><ol><li>d</li></ol>") ==
        "");
    BOOST_TEST(faults_of("<p") != "");
    BOOST_TEST(faults_of("<P>") != "");
    BOOST_TEST(faults_of("<{{programme.name}}>") != "");
}

struct Dates {
    const char* language;
    std::chrono::year_month_day first;
    std::chrono::year_month_day last;
    const char* text;
};
std::ostream& operator<<(std::ostream& out, const Dates& row) {
    return out << row.language << ' ' << row.text;
}

using namespace std::chrono_literals;
using std::chrono::December;
using std::chrono::January;
using std::chrono::November;
const Dates kDates[] = {
    {"fi", 2026y / November / 16d, 2026y / November / 22d, "16.–22.11.2026"},
    {"fi", 2026y / November / 30d, 2026y / December / 6d, "30.11.–6.12.2026"},
    {"fi", 2026y / December / 28d, 2027y / January / 3d, "28.12.2026–3.1.2027"},
    {"fi", 2026y / November / 1d, 2026y / November / 30d, "marraskuu 2026"},
    {"sv", 2026y / November / 16d, 2026y / November / 22d, "16–22 november 2026"},
    {"sv", 2026y / November / 30d, 2026y / December / 6d, "30 november – 6 december 2026"},
    {"sv", 2026y / December / 28d, 2027y / January / 3d, "28 december 2026 – 3 januari 2027"},
    {"sv", 2026y / January / 1d, 2026y / January / 31d, "januari 2026"},
    {"en", 2026y / November / 16d, 2026y / November / 22d, "16–22 November 2026"},
    {"en", 2026y / December / 1d, 2026y / December / 31d, "December 2026"},
};
BOOST_DATA_TEST_CASE(periods_are_written_the_way_of_the_language, kDates, row) {
    Period period;
    period.first_day = row.first;
    period.last_day = row.last;
    BOOST_TEST(period_text(period, row.language) == row.text);
}

BOOST_AUTO_TEST_SUITE_END()
