// The manual page of a program, from its command line.

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/manual/outline.hpp"
#include "sync/manual/roff.hpp"

namespace mentorsync::manual {

// What no command line tells.
struct ProgramNotes {
    std::string description;                                   // paragraphs, split by empty lines
    std::vector<std::pair<std::string, std::string>> files;    // path, what it is
    std::vector<std::pair<std::string, std::string>> signals;  // name, what it does; may be empty
    std::vector<std::string> see_also;                         // "mentorsync(1)"
};

[[nodiscard]] std::string program_page(const Program& program, const PageTitle& title,
                                       const ProgramNotes& notes);

// "MENTORSYNC(5)" and the like below the heading SEE ALSO.
void write_see_also(Page& page, const std::vector<std::string>& pages);

}  // namespace mentorsync::manual
