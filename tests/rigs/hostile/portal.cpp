#include "tests/rigs/hostile/portal.hpp"

#include "tests/sandbox/desk.hpp"

namespace mentorsync::rigs {
namespace {

using sandbox::Kind;
using sandbox::Properties;

constexpr const char* kProgrammeList = "501";

Properties person(const std::string& text, const std::string& email, const std::string& canary) {
    return {{"firstname", text},
            {"lastname", text},
            {"email", email},
            {"jobtitle", canary},
            {"phone", canary},
            {"mentoring_role", text},
            {"aktori_goal", text + ";" + canary}};
}

}  // namespace

Planted plant(sandbox::SandboxCrm& crm, const std::string& portal,
              const std::vector<std::string>& strings) {
    Planted planted;
    sandbox::Desk desk(crm, portal);
    for (std::size_t i = 0; i < strings.size(); ++i) {
        const std::string& text = strings[i];
        const std::string number = std::to_string(i);
        const std::string canary = "canary" + number + "Qx7Zw";
        planted.canaries.push_back(canary);
        const std::string mentor =
            desk.add(Kind::Contact, person(text, "mentor" + number + "@example.com", canary));
        Properties mentee = person(text, canary + "@example.com", canary);
        mentee["growth_group"] = text;
        const std::string other = desk.add(Kind::Contact, mentee);
        desk.add_to_list(kProgrammeList, mentor);
        desk.add_to_list(kProgrammeList, other);
        desk.label(other, mentor, "Mentor");
        for (const char* const subject : {"Haaste: ", ""}) {
            const std::string task =
                desk.add(Kind::Task, {{"hs_task_subject", subject + text},
                                      {"hs_task_body", canary},
                                      {"hs_task_status", *subject == 0 ? text : "NOT_STARTED"},
                                      {"hs_timestamp", *subject == 0 ? text : "2026-12-01"},
                                      {"task_category", text}});
            desk.link(Kind::Task, task, Kind::Contact, other);
            planted.tasks.push_back(task);
            planted.fields += 5;
        }
        planted.mentees.push_back(other);
        planted.fields += 9;
    }
    return planted;
}

}  // namespace mentorsync::rigs
