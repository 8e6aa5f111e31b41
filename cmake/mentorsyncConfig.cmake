# find_package(mentorsync) gives the target mentorsync::mentorsync.
include(${CMAKE_CURRENT_LIST_DIR}/mentorsyncTargets.cmake)
