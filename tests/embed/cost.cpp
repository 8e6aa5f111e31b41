// What a call through the C face costs beside the same call in C++: both engines in one process,
// the calls one after the other, so that whatever else the machine does is done to both.
//
// usage: embed_cost [RECORDS [ROUNDS]]

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "sync/run/engine.hpp"
#include "sync/run/system_clock.hpp"
#include "tests/embed/office.hpp"

namespace {

using namespace mentorsync;

struct NoLog final : Log {
    void write(LogLevel /*level*/, std::string_view /*line*/) override {}
};

// So many mentees of one mentor, each with a task.
std::string records(int count) {
    const std::string times =
        R"("created": "2026-11-01T00:00:00Z", "updated": "2026-11-01T00:00:00Z")";
    std::string contacts = R"({"id": "1", )" + times + R"(, "properties": {"email": "b@x.fi"}})";
    std::string tasks;
    std::string links;
    for (int i = 2; i < count + 2; ++i) {
        const std::string id = std::to_string(i);
        contacts += R"(, {"id": ")" + id + R"(", )" + times + R"(, "properties": {"email": "m)" +
                    id + R"(@x.fi", "mentor": "b@x.fi"}})";
        tasks += (i == 2 ? "" : ", ") + (R"({"id": ")" + id) + R"(", )" + times +
                 R"(, "properties": {"subject": "C", "state": "new"}})";
        links += (i == 2 ? "" : ", ") + (R"({"from": {"kind": "task", "id": ")" + id) +
                 R"("}, "to": {"kind": "contact", "id": ")" + id + R"("}})";
    }
    return R"({"schema": "mentorsync.records/1", "contacts": [)" + contacts + R"(], "tasks": [)" +
           tasks + R"(], "links": [)" + links + "]}";
}

double nanoseconds_of(const std::function<bool()>& call) {
    const auto begun = std::chrono::steady_clock::now();
    if (!call()) {
        std::puts("a call failed");
        std::exit(1);
    }
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begun)
        .count();
}

// The middle of the ratios of neighbours, and the middle of each.
struct Cost {
    double cpp = 0;
    double face = 0;
    double ratio = 0;
};

double middle(std::vector<double> values) {
    std::ranges::nth_element(values,
                             values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

Cost compare(int rounds, const std::function<bool()>& in_cpp, const std::function<bool()>& in_c) {
    std::vector<double> cpp;
    std::vector<double> face;
    std::vector<double> ratios;
    for (int i = 0; i < rounds; ++i) {
        // Who goes first takes turns.
        const bool cpp_first = i % 2 == 0;
        double first = nanoseconds_of(cpp_first ? in_cpp : in_c);
        double second = nanoseconds_of(cpp_first ? in_c : in_cpp);
        if (!cpp_first) std::swap(first, second);
        cpp.push_back(first);
        face.push_back(second);
        ratios.push_back(second / first);
    }
    return {middle(cpp), middle(face), middle(ratios)};
}

}  // namespace

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 100;
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 400;
    SystemClock clock;
    NoLog log;
    const std::string document = records(count);
    const mentorsync_text text{document.data(), document.size()};

    auto opened = Engine::open({.file = "settings",
                                .settings = office::kSettings,
                                .mapping = office::kMapping,
                                .portal = {}},
                               clock, log);
    if (!opened) return 1;
    Engine& cpp = **opened;
    office::Engine face;
    bool good = cpp.set_schema(office::kSchema) && cpp.put_records(document) && face.hand_in() == 0;
    mentorsync_discard_records(face.handle, nullptr);
    good = good && mentorsync_put_records(face.handle, text, nullptr) == 0 && face.cycle() == 0;
    const auto plan = cpp.plan({});
    if (!good || !plan) return 1;
    const std::size_t at = plan->find("\"acceptance\":\"") + 14;
    Consent consent;
    consent.acceptance = plan->substr(at, 12);
    if (!cpp.cycle(consent, {})) return 1;

    std::printf("%d mentees, %d rounds, medians of neighbouring calls\n", count, rounds);
    double worst = 0;
    const auto show = [&](const char* name, const Cost& cost) {
        std::printf("  %-14s C++ %9.1f us   C %9.1f us   ratio %.4f\n", name, cost.cpp / 1000,
                    cost.face / 1000, cost.ratio);
        worst = std::max(worst, cost.ratio);
    };
    show("status", compare(
                       rounds, [&] { return cpp.status().has_value(); },
                       [&] { return mentorsync_status(face.handle, face.into(), nullptr) == 0; }));
    show("relationships",
         compare(
             rounds, [&] { return cpp.relationships().has_value(); },
             [&] { return mentorsync_relationships(face.handle, face.into(), nullptr) == 0; }));
    show("tasks", compare(
                      rounds, [&] { return cpp.tasks().has_value(); },
                      [&] { return mentorsync_tasks(face.handle, face.into(), nullptr) == 0; }));
    show("put_records",
         compare(
             rounds, [&] { return cpp.put_records(document).has_value(); },
             [&] { return mentorsync_put_records(face.handle, text, nullptr) == 0; }));
    show("cycle",
         compare(
             std::max(rounds / 10, 11), [&] { return cpp.cycle({}, {}).has_value(); },
             [&] {
                 return mentorsync_cycle(face.handle, {nullptr, 0}, face.into(), nullptr) == 0;
             }));
    show("take",
         compare(
             rounds, [&] { return cpp.take(100).has_value(); }, [&] { return face.take() == 0; }));
    std::printf("the face costs at most %.1f %% more\n", (worst - 1) * 100);
    return 0;
}
