#include "tests/sandbox/reading.hpp"

#include <algorithm>
#include <cstdlib>

#include "tests/sandbox/query.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr const char* kPortal = "4242";

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

void add(Reading& reading, const Record& mentee, const Meant& meant, const char* rule) {
    if (!meant.fault.empty()) reading.faults.emplace(mentee.id, meant.fault);
    if (meant.mentor.empty()) return;
    reading.pairs.emplace("pair:" + meant.mentor + ":" + canonical(mentee), rule);
}

Meant meant_by_owner(const Village& village, const Record& mentee) {
    const std::string id = mentee.value(Kind::Contact, "hubspot_owner_id");
    if (id.empty()) return {};
    const Owner* const owner = village.portal().owner(id);
    if (owner == nullptr) return {"", "owner_unknown"};
    return meant_by(village, owner->email, mentee);
}

std::string folded(const std::string& text) {
    std::string result;
    for (const std::string& word : split(lower(text), ' ')) {
        result += (result.empty() ? "" : " ") + word;
    }
    return result;
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

void read_labels(const Village& village, const Record& mentee, Reading& reading) {
    const Links& links = village.portal().links;
    const LinkType* const label = links.labelled(Kind::Contact, Kind::Contact, "Mentor");
    for (const auto& [other, types] : links.of(Kind::Contact, mentee.id, Kind::Contact)) {
        const Record* const mentor = village.contact(other);
        if (!types.contains(label->id) || mentor == nullptr) continue;
        add(reading, mentee, {canonical(*mentor), ""}, "association_label");
    }
}

}  // namespace

std::uint64_t seed_of_run() {
    const char* text = std::getenv("MENTORSYNC_SEED");  // NOLINT(concurrency-mt-unsafe)
    return text == nullptr ? 20'261'123 : std::strtoull(text, nullptr, 10);
}

Village::Village(const PortalSize& size, std::uint64_t seed) {
    crm.add_portal(kPortal);
    truth = generate_portal(crm, kPortal, size, seed);
    addresses = read_addresses(portal());
}

const Portal& Village::portal() const {
    return crm.portal(kPortal);
}

const Record* Village::contact(const std::string& id) const {
    return portal().shelf(Kind::Contact).find_live(id);
}

Reading read_pairs(const Village& village) {
    Reading reading;
    for (const std::string& id : village.truth.scope) {
        const Record& mentee = *village.contact(id);
        read_labels(village, mentee, reading);
        const std::string address = mentee.value(Kind::Contact, "mentor_email");
        if (!address.empty()) {
            add(reading, mentee, meant_by(village, address, mentee), "contact_property");
        }
        const std::string role = mentee.value(Kind::Contact, "mentoring_role");
        if (role.find("aktori") != std::string::npos) {
            add(reading, mentee, meant_by_owner(village, mentee), "contact_owner");
        }
    }
    return reading;
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
            const bool member = list.name == "Kasvuryhmä Copy" && list.members.contains(id);
            if (member) groups["group:list:" + list.id].insert(canonical(person));
        }
    }
    return groups;
}

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

}  // namespace mentorsync::sandbox
