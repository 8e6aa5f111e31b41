#include "tests/hubspot/people_at_work.hpp"

namespace mentorsync::hubspot {

PeopleAtWork::PeopleAtWork(MirrorBench& bench, std::uint64_t seed) : bench_(bench), random_(seed) {
    for (int i = 0; i < 4; ++i) {
        // The address of a contact to be, or of nobody.
        bench.add_owner(std::to_string(501 + i), "p" + std::to_string(3 * i) + "@agency.example");
    }
    for (int i = 0; i < 14; ++i) add_contact();
    for (int i = 0; i < 9; ++i) add_task();
    for (int i = 0; i < 12; ++i) {
        move_people();
        move_links();
    }
}

std::string PeopleAtWork::any(Kind kind, bool archived) {
    std::vector<std::string> ids;
    for (const auto& [id, record] : bench_.portal.shelf(kind).records()) {
        if (record.archived.has_value() == archived) ids.push_back(id);
    }
    return ids.empty() ? "" : ids[below(ids.size())];
}

std::string PeopleAtWork::any_owner() {
    return below(4) == 0 ? "" : bench_.portal.owners[below(bench_.portal.owners.size())].id;
}

std::string PeopleAtWork::any_email() {
    return "p" + std::to_string(below(static_cast<std::size_t>(people_) + 2)) + "@agency.example";
}

std::string PeopleAtWork::add_contact() {
    const std::string id =
        bench_.contact("p" + std::to_string(people_++) + "@agency.example",
                       {{"hubspot_owner_id", any_owner()},
                        {"company", below(3) == 0 ? any_email() : std::string()}});
    return "contact " + id + " is created";
}

std::string PeopleAtWork::add_task() {
    const std::string id = bench_.task("Haaste", any_owner());
    const std::string contact = any(Kind::Contact);
    if (below(3) > 0 && !contact.empty()) bench_.link_task(id, contact);
    return "task " + id + " is created";
}

std::string PeopleAtWork::edit_contact() {
    const std::string id = any(Kind::Contact);
    if (id.empty()) return add_contact();
    switch (below(4)) {
        case 0: return add_contact();
        case 1: bench_.desk.edit(Kind::Contact, id, {{"company", any_email()}}); break;
        case 2: bench_.desk.edit(Kind::Contact, id, {{"hubspot_owner_id", any_owner()}}); break;
        default:
            bench_.desk.edit(Kind::Contact, id, {{"firstname", "N" + std::to_string(below(9))}});
    }
    return "contact " + id + " is edited";
}

std::string PeopleAtWork::edit_task() {
    const std::string id = any(Kind::Task);
    if (id.empty()) return add_task();
    switch (below(3)) {
        case 0: return add_task();
        case 1: bench_.desk.edit(Kind::Task, id, {{"hubspot_owner_id", any_owner()}}); break;
        default: bench_.desk.edit(Kind::Task, id, {{"hs_task_subject", std::to_string(below(9))}});
    }
    return "task " + id + " is edited";
}

std::string PeopleAtWork::move_people() {
    const std::string id = any(Kind::Contact);
    const std::string list = below(3) == 0 ? "12" : "11";
    if (id.empty()) return "nobody is moved";
    if (below(3) == 0) {
        bench_.desk.remove_from_list(list, id);
        return "contact " + id + " leaves " + list;
    }
    bench_.desk.add_to_list(list, id);
    return "contact " + id + " joins " + list;
}

std::string PeopleAtWork::move_links() {
    const std::string one = any(Kind::Contact);
    const std::string other = any(Kind::Contact);
    const std::string task = any(Kind::Task);
    if (one.empty() || task.empty()) return "nothing is linked";
    switch (below(5)) {
        case 0: bench_.desk.link(Kind::Task, task, Kind::Contact, one); break;
        case 1: bench_.desk.unlink(Kind::Task, task, Kind::Contact, one); break;
        case 2:
            if (one != other) bench_.desk.unlink(Kind::Contact, one, Kind::Contact, other);
            break;
        case 3:
            if (one != other) bench_.desk.link(Kind::Contact, one, Kind::Contact, other);
            break;
        default:
            if (one != other) bench_.desk.label(one, other, "Mentor");
    }
    return "contacts " + one + " and " + other + " or task " + task + " are linked otherwise";
}

std::string PeopleAtWork::archive_or_restore(Kind kind) {
    const std::string archived = any(kind, true);
    if (below(2) == 0 && !archived.empty()) {
        bench_.desk.restore(kind, archived);
        return std::string(sandbox::singular(kind)) + " " + archived + " is restored";
    }
    const std::string id = any(kind);
    if (!id.empty()) bench_.desk.remove(kind, id);
    return std::string(sandbox::singular(kind)) + " " + id + " is archived";
}

std::string PeopleAtWork::merge() {
    std::string done = "merged:";
    for (std::size_t left = 1 + below(3); left > 0; --left) {
        const std::string one = any(Kind::Contact);
        const std::string other = any(Kind::Contact);
        if (one.empty() || one == other) continue;
        const std::string heir = bench_.desk.merge(one, other);
        done += " ";
        done.append(one).append("+").append(other).append("=").append(heir);
    }
    return done;
}

std::string PeopleAtWork::swap_emails() {
    const std::string one = any(Kind::Contact);
    const std::string other = any(Kind::Contact);
    if (one.empty() || one == other) return "no address is swapped";
    const auto email = [&](const std::string& id) {
        return bench_.portal.shelf(Kind::Contact).find(id)->value(Kind::Contact, "email");
    };
    const std::string first = email(one);
    const std::string second = email(other);
    bench_.desk.edit(Kind::Contact, one, {{"email", second}});
    bench_.desk.edit(Kind::Contact, other, {{"email", first}});
    return "contacts " + one + " and " + other + " swap addresses";
}

std::string PeopleAtWork::change_owner() {
    sandbox::Owner& owner = bench_.portal.owners[below(bench_.portal.owners.size())];
    if (below(2) == 0) {
        owner.archived = !owner.archived;
    } else {
        owner.email = any_email();
    }
    return "owner " + owner.id + " changes";
}

std::string PeopleAtWork::edit_something() {
    switch (below(12)) {
        case 0:
        case 1: return edit_contact();
        case 2:
        case 3: return edit_task();
        case 4: return move_people();
        case 5:
        case 6: return move_links();
        case 7: return archive_or_restore(Kind::Contact);
        case 8: return archive_or_restore(Kind::Task);
        case 9: return merge();
        case 10: return below(2) == 0 ? swap_emails() : change_owner();
        default: break;
    }
    const std::string id = any(Kind::Contact, below(4) == 0);
    if (!id.empty()) bench_.desk.erase_for_privacy(id);
    return "contact " + id + " is erased";
}

}  // namespace mentorsync::hubspot
