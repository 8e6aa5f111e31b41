// A portal to change, and a doctor to look at it.

#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "sync/run/doctor.hpp"
#include "tests/run/world.hpp"

namespace mentorsync::tests {

struct Clinic {
    World world{sandbox::tiny_size()};
    PortalSettings settings;

    [[nodiscard]] sandbox::Portal& portal() { return world.crm.portal(World::kPortal); }

    [[nodiscard]] Diagnosis examine() {
        return examine_portal({.settings = settings,
                               .mapping = world.mapping,
                               .crm = world.session.reader(),
                               .probe = world.session.probe(),
                               .traffic = world.session.traffic(),
                               .state = world.store.get(),
                               .clock = world.clock,
                               .observer = world.observer},
                              {});
    }
};

// The worst finding of a check; an empty one when the check was not made.
[[nodiscard]] inline Finding finding_of(const Diagnosis& diagnosis, std::string_view check) {
    Finding worst_one;
    for (const Finding& finding : diagnosis) {
        if (finding.check != check) continue;
        if (worst_one.check.empty() || worst_one.verdict < finding.verdict) worst_one = finding;
    }
    return worst_one;
}

[[nodiscard]] inline std::string text_of(const Diagnosis& diagnosis) {
    std::string text;
    for (const Finding& finding : diagnosis) {
        text += std::string(name_of(finding.verdict)) + " " + finding.check + ": " + finding.what +
                " -> " + finding.fix + "\n";
    }
    return text;
}

}  // namespace mentorsync::tests
