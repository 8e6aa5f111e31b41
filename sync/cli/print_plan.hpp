// A proposal, for people.

#pragma once

#include "sync/cli/console.hpp"
#include "sync/run/cycle.hpp"

namespace mentorsync::cli {

// At most this many actions and failing records are listed for people; the counts are whole.
inline constexpr std::size_t kListed = 20;

// What was read, what would change, what is set aside.
void print_proposal(const Console& console, const std::string& portal, const Proposal& proposal);

// What of the records is in sync, excluded and failing, and why.
void print_accounting(const Console& console, const store::Accounting& accounting);

// The same in one line of counts, for what runs often.
void print_accounting_line(const Console& console, const store::Accounting& accounting);

}  // namespace mentorsync::cli
