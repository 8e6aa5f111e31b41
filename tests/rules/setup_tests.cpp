#include <boost/test/unit_test.hpp>

#include "mentorsync/own_names.hpp"
#include "tests/rules/portal.hpp"

using namespace mentorsync;

namespace {

Mapping example() {
    return test::parsed(test::file_text("config/mapping.example.json"));
}

std::string outline(const std::vector<SetupItem>& items) {
    std::string text;
    for (const SetupItem& item : items) {
        switch (item.kind) {
            case SetupItem::Kind::PropertyGroup:
                text += "group on " + std::string(name_of(item.record)) + "\n";
                break;
            case SetupItem::Kind::Property:
                text += item.property.name + " " + item.property.type + " on " +
                        std::string(name_of(item.record)) + "\n";
                break;
            case SetupItem::Kind::LabelPair:
                text += item.labels.name + " " + item.labels.label + "/" +
                        item.labels.inverse_label + "\n";
                break;
        }
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(setup_tests)

BOOST_AUTO_TEST_CASE(an_empty_portal_lacks_everything_groups_first) {
    BOOST_TEST(outline(missing_setup(example(), CrmSchema{})) ==
               "group on contact\n"
               "group on note\n"
               "mentorsync_key string on note\n"
               "mentoring_mentor string on contact\n"
               "mentoring_mentees number on contact\n"
               "mentoring_progress number on contact\n"
               "mentoring_overdue number on contact\n"
               "mentorsync_pair Mentor/Aktori\n");
}

BOOST_AUTO_TEST_CASE(a_portal_that_is_set_up_lacks_nothing) {
    BOOST_TEST(missing_setup(example(), test::full_schema()).empty());
}

BOOST_AUTO_TEST_CASE(the_key_is_unique_and_hidden) {
    for (const SetupItem& item : missing_setup(example(), CrmSchema{})) {
        const bool is_key = item.property.name == kKeyProperty;
        BOOST_TEST(item.property.unique == is_key);
        BOOST_TEST(item.property.hidden == is_key);
        BOOST_TEST(!item.why.empty());
        if (item.kind != SetupItem::Kind::LabelPair) {
            BOOST_TEST(item.property.group == kPropertyGroup);
            BOOST_TEST(!item.property.label.empty());
            BOOST_TEST((item.property.kind == item.record));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_mapping_that_tells_nothing_needs_nothing) {
    const Mapping mapping =
        test::parsed(test::mapping_with(R"({"kind": "pair", "from": {"contact_owner": true}})"));
    BOOST_TEST(missing_setup(mapping, CrmSchema{}).empty());
}

BOOST_AUTO_TEST_CASE(a_label_of_which_one_side_exists_is_left_to_people) {
    CrmSchema schema = test::full_schema();
    schema.contact_labels.pop_back();
    BOOST_TEST(missing_setup(example(), schema).empty());
}

BOOST_AUTO_TEST_SUITE_END()
