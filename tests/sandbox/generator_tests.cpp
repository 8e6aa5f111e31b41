#include <boost/test/unit_test.hpp>

#include <algorithm>

#include <cstdlib>
#include <map>
#include <set>

#include "tests/sandbox/generator.hpp"
#include "tests/sandbox/query.hpp"

using namespace mentorsync::sandbox;

namespace {

constexpr const char* kPortal = "4242";

std::uint64_t seed() {
    const char* text = std::getenv("MENTORSYNC_SEED");  // NOLINT(concurrency-mt-unsafe)
    return text == nullptr ? 20'261'123 : std::strtoull(text, nullptr, 10);
}

using Addresses = std::map<std::string, std::vector<const Record*>>;

Addresses read_addresses(const Portal& portal) {
    Addresses addresses;
    for (const auto& [id, record] : portal.shelf(Kind::Contact).records()) {
        if (record.archived) continue;
        const std::string own = lower(record.value(Kind::Contact, "email"));
        if (!own.empty()) addresses[own].push_back(&record);
        for (const auto& more : split(record.value(Kind::Contact, "hs_additional_emails"), ';')) {
            addresses[lower(more)].push_back(&record);
        }
    }
    return addresses;
}

struct Village {
    SandboxCrm crm;
    Truth truth;
    Addresses addresses;
    explicit Village(const PortalSize& size, std::uint64_t from = seed()) {
        crm.add_portal(kPortal);
        truth = generate_portal(crm, kPortal, size, from);
        addresses = read_addresses(portal());
        BOOST_TEST_MESSAGE("seed " << from);
    }
    [[nodiscard]] const Portal& portal() const { return crm.portal(kPortal); }
    [[nodiscard]] const Record* contact(const std::string& id) const {
        return portal().shelf(Kind::Contact).find_live(id);
    }
};

// The smallest id ever known for a live contact.
std::string canonical(const Record& contact) {
    std::string smallest = contact.id;
    for (const std::string& former : contact.former_ids) {
        if (IdLess{}(former, smallest)) smallest = former;
    }
    return smallest;
}

// Who is meant by an address, or why nobody can be: read from the records alone.
struct Meant {
    std::string mentor, fault;
};

Meant meant_by(const Village& village, const std::string& address, const Record& mentee) {
    const auto found = village.addresses.find(lower(address));
    const auto contacts =
        found == village.addresses.end() ? std::vector<const Record*>() : found->second;
    if (contacts.size() > 1) return {"", "mentor_ambiguous"};
    if (contacts.size() == 1 && contacts[0] == &mentee) return {"", "mentor_is_oneself"};
    if (contacts.size() == 1) return {canonical(*contacts[0]), ""};
    for (const Owner& owner : village.portal().owners) {
        if (lower(owner.email) != lower(address)) continue;
        return owner.archived ? Meant{"", "owner_deactivated"} : Meant{"owner:" + owner.id, ""};
    }
    return {"", "mentor_unknown"};
}

// What the records say, read rule by rule by somebody who has never seen the generator.
struct Reading {
    std::map<std::string, std::string> pairs;   // id to rule
    std::map<std::string, std::string> faults;  // contact to reason

    void add(const Record& mentee, const Meant& meant, const char* rule) {
        if (!meant.fault.empty()) faults.emplace(mentee.id, meant.fault);
        if (meant.mentor.empty()) return;
        pairs.emplace("pair:" + meant.mentor + ":" + canonical(mentee), rule);
    }
};

Meant meant_by_owner(const Village& village, const Record& mentee) {
    const std::string id = mentee.value(Kind::Contact, "hubspot_owner_id");
    if (id.empty()) return {};
    const Owner* const owner = village.portal().owner(id);
    if (owner == nullptr) return {"", "owner_unknown"};
    return meant_by(village, owner->email, mentee);
}

Reading read_pairs(const Village& village) {
    const Portal& portal = village.portal();
    const LinkType* const label = portal.links.labelled(Kind::Contact, Kind::Contact, "Mentor");
    Reading reading;
    for (const std::string& id : village.truth.scope) {
        const Record& mentee = *village.contact(id);
        for (const auto& [other, types] : portal.links.of(Kind::Contact, id, Kind::Contact)) {
            const Record* const mentor = village.contact(other);
            if (types.contains(label->id) && mentor != nullptr) {
                reading.add(mentee, {canonical(*mentor), ""}, "association_label");
            }
        }
        const std::string address = mentee.value(Kind::Contact, "mentor_email");
        if (!address.empty()) {
            reading.add(mentee, meant_by(village, address, mentee), "contact_property");
        }
        const std::string role = mentee.value(Kind::Contact, "mentoring_role");
        if (role.find("aktori") != std::string::npos) {
            reading.add(mentee, meant_by_owner(village, mentee), "contact_owner");
        }
    }
    return reading;
}

std::string folded(const std::string& text) {
    std::string result;
    for (const std::string& word : split(lower(text), ' ')) {
        result += (result.empty() ? "" : " ") + word;
    }
    return result;
}

std::map<std::string, std::set<std::string>> read_groups(const Village& village) {
    std::map<std::string, std::set<std::string>> groups;
    for (const std::string& id : village.truth.scope) {
        const Record& person = *village.contact(id);
        const std::string value = person.value(Kind::Contact, "growth_group");
        if (!value.empty()) {
            groups["group:growth_group:" + folded(value)].insert(canonical(person));
        }
        for (const List& list : village.portal().lists) {
            if (list.name == "Kasvuryhmä Copy" && list.members.contains(id)) {
                groups["group:list:" + list.id].insert(canonical(person));
            }
        }
    }
    return groups;
}

// The people a task is about: those it is linked to, or the CRM user it belongs to.
std::vector<std::string> people_of(const Village& village, const Record& task) {
    std::vector<std::string> people;
    for (const auto& [id, types] : village.portal().links.of(Kind::Task, task.id, Kind::Contact)) {
        if (village.contact(id) != nullptr) people.push_back(canonical(*village.contact(id)));
    }
    const Owner* const owner = village.portal().owner(task.value(Kind::Task, "hubspot_owner_id"));
    if (!people.empty() || owner == nullptr) return people;
    const auto found = village.addresses.find(lower(owner->email));
    if (found != village.addresses.end() && found->second.size() == 1) {
        people.push_back(canonical(*found->second[0]));
    }
    return people;
}

// The pairs a task counts for, by the rulings.
std::vector<std::string> counted_for(const Village& village, const Record& task) {
    const auto people = people_of(village, task);
    const auto among = [&](const std::string& id) {
        return std::find(people.begin(), people.end(), id) != people.end();
    };
    std::vector<std::string> both;
    std::vector<std::string> all;
    for (const TruePair& pair : village.truth.pairs) {
        if (among(pair.mentee)) all.push_back(pair.id());
        if (among(pair.mentee) && among(pair.mentor)) both.push_back(pair.id());
    }
    return both.empty() ? all : both;
}

std::string read_kind(const Record& task) {
    if (task.value(Kind::Task, "hs_task_subject").starts_with("Haaste:")) return "challenge";
    return task.value(Kind::Task, "task_category") == "learning" ? "practice" : "";
}

std::string read_state(const Record& task) {
    static const std::map<std::string, std::string> states{{"NOT_STARTED", "open"},
                                                           {"IN_PROGRESS", "started"},
                                                           {"WAITING", "waiting"},
                                                           {"COMPLETED", "done"},
                                                           {"DEFERRED", "dropped"}};
    const auto found = states.find(task.value(Kind::Task, "hs_task_status"));
    return found == states.end() ? "" : found->second;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(generator_tests)

BOOST_AUTO_TEST_CASE(the_records_say_exactly_the_pairs_of_the_truth) {
    for (const PortalSize& size : {tiny_size(), demo_size(), large_size()}) {
        const Village village(size);
        const Reading reading = read_pairs(village);
        std::map<std::string, std::string> pairs;
        for (const TruePair& pair : village.truth.pairs) pairs.emplace(pair.id(), pair.rule);
        for (const auto& [id, rule] : reading.pairs) {
            BOOST_TEST(pairs[id] == rule, id << " is " << pairs[id] << ", read as " << rule);
        }
        BOOST_TEST(reading.pairs.size() == pairs.size());
        BOOST_TEST(village.truth.pairs.size() == static_cast<std::size_t>(size.pairs));
    }
}

BOOST_AUTO_TEST_CASE(the_records_say_exactly_who_fails_and_why) {
    const Village village(large_size());
    std::map<std::string, std::string> faults = read_pairs(village).faults;
    for (const auto& [id, members] : read_groups(village)) {
        if (members.size() == 1) faults.emplace(*members.begin(), "group_of_one");
    }
    std::map<std::string, std::string> truth;
    for (const TrueRecord& record : village.truth.records) {
        const bool failing = record.status == Accounted::Failing;
        if (record.kind == Kind::Contact && failing) truth.emplace(record.id, record.reason);
    }
    BOOST_TEST((faults == truth));
    std::set<std::string> reasons;
    for (const auto& [id, reason] : truth) reasons.insert(reason);
    BOOST_TEST(reasons.size() == 6U);
}

BOOST_AUTO_TEST_CASE(the_records_say_exactly_the_groups_of_the_truth) {
    const Village village(large_size());
    auto groups = read_groups(village);
    std::erase_if(groups, [](const auto& group) { return group.second.size() < 2; });
    BOOST_TEST(groups.size() == village.truth.groups.size());
    for (const TrueGroup& group : village.truth.groups) {
        const std::set<std::string> members(group.members.begin(), group.members.end());
        BOOST_TEST((groups[group.id] == members), group.id);
    }
    BOOST_TEST(groups.size() == 21U);
}

BOOST_AUTO_TEST_CASE(the_records_say_exactly_which_tasks_count_and_for_whom) {
    for (const PortalSize& size : {tiny_size(), demo_size(), large_size()}) {
        const Village village(size);
        std::vector<TrueTask> tasks;
        std::map<std::string, std::string> reasons;
        for (const auto& [id, task] : village.portal().shelf(Kind::Task).records()) {
            if (task.archived) continue;
            const TrueTask read{id, read_kind(task), read_state(task),
                                task.value(Kind::Task, "hs_timestamp"), counted_for(village, task)};
            if (read.kind.empty()) {
                reasons[id] = "no_learning_rule";
            } else if (read.relationships.empty()) {
                reasons[id] = "person_outside";
            } else if (read.state.empty()) {
                reasons[id] = "state_unknown";
            } else {
                tasks.push_back(read);
            }
        }
        BOOST_TEST((tasks == village.truth.tasks));
        for (const TrueRecord& record : village.truth.records) {
            if (record.kind == Kind::Task) {
                BOOST_TEST(record.reason == reasons[record.id], record.id);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_live_contact_and_task_is_accounted_for_once) {
    const Village village(demo_size());
    std::set<std::pair<Kind, std::string>> accounted;
    for (const TrueRecord& record : village.truth.records) {
        BOOST_TEST(accounted.insert({record.kind, record.id}).second);
        BOOST_TEST((record.status == Accounted::InSync) == record.reason.empty());
    }
    std::size_t live = 0;
    for (const Kind kind : {Kind::Contact, Kind::Task}) {
        for (const auto& [id, record] : village.portal().shelf(kind).records()) {
            if (record.archived) continue;
            ++live;
            BOOST_TEST((accounted.contains({kind, id})));
        }
    }
    BOOST_TEST(live == accounted.size());
}

BOOST_AUTO_TEST_CASE(a_tenth_of_the_records_is_messy) {
    for (const PortalSize& size : {demo_size(), large_size()}) {
        const Village village(size);
        BOOST_TEST(village.truth.messy * 10 >= village.truth.records.size());
    }
}

BOOST_AUTO_TEST_CASE(the_large_portal_has_the_size_it_promises) {
    const Village village(large_size());
    BOOST_TEST(village.portal().shelf(Kind::Contact).records().size() >= 5'000U);
    BOOST_TEST(village.portal().shelf(Kind::Task).records().size() == 3'000U);
    BOOST_TEST(village.truth.pairs.size() == 200U);
}

BOOST_AUTO_TEST_CASE(the_same_seed_makes_the_same_portal_and_another_makes_another) {
    const Village first(demo_size(), 5);
    const Village second(demo_size(), 5);
    const Village other(demo_size(), 6);
    BOOST_TEST((first.truth == second.truth));
    BOOST_TEST((first.truth != other.truth));
    const Record& a = *first.contact(first.truth.scope[3]);
    BOOST_TEST((a.properties == second.contact(first.truth.scope[3])->properties));
}

BOOST_AUTO_TEST_CASE(the_people_of_the_story_are_a_pair_under_their_names) {
    for (const std::uint64_t from : {1U, 2U, 3U}) {
        const Village village(demo_size(), from);
        const TruePair story{"1001", "1002", "association_label"};
        BOOST_TEST(village.truth.mentor_of_story == story.mentor);
        BOOST_TEST(village.truth.mentee_of_story == story.mentee);
        const auto& pairs = village.truth.pairs;
        BOOST_TEST((std::find(pairs.begin(), pairs.end(), story) != pairs.end()));
        BOOST_TEST(village.contact("1001")->value(Kind::Contact, "lastname") == "Lehtovaara");
    }
}

BOOST_AUTO_TEST_CASE(the_smallest_pull_of_the_large_portal_reads_each_task_page_once) {
    const Village village(large_size());
    const RequestCount count = minimum_requests(village.truth);
    BOOST_TEST(count.tasks == (village.truth.sizes.live_tasks + 99) / 100);
    BOOST_TEST(count.memberships == 3U);
    BOOST_TEST(count.contacts == 5U);
    BOOST_TEST(count.total() < 60U);
}

BOOST_AUTO_TEST_CASE(a_portal_smaller_than_its_batches_is_listed_whole) {
    const Village village(tiny_size());
    const RequestCount count = minimum_requests(village.truth);
    BOOST_TEST(count.contacts + count.mentors + count.associations == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
