// States in memory that begin with their schema, so that a rig which makes a hundred thousand of
// them does not make the same tables as often: that is most of the time in which nothing can break.

#pragma once

namespace mentorsync::rigs {

// From here on, in this process and those that it forks, a database in memory is opened as a copy
// of one that the store has made. Files are opened as ever.
void begin_with_ready_states();

}  // namespace mentorsync::rigs
