# Fails when a file includes from a room it may not know. Run by ctest: cmake -P layers.cmake
#
# A line reads: files under this folder may include from these, and from their own. The second
# table names the libraries that only one room may see.
set(may_include
    "include/mentorsync : mentorsync"
    "connector/json     : mentorsync"
    "connector/http     : mentorsync"
    "connector/hubspot  : mentorsync connector/http"
    "connector/host     : mentorsync"
    "sync/rules         : mentorsync"
    "sync/plan          : mentorsync"
    "sync/store         : mentorsync sync/plan"
    "sync/run           : mentorsync connector/hubspot connector/host connector/http sync/rules sync/plan sync/store"
    "sync/cli           : mentorsync sync/run"
    "sync/daemon        : mentorsync sync/run"
    "sync/embed         : mentorsync sync/run")
set(only_in
    "rapidjson/ : connector/json"
    "curl/      : connector/http"
    "openssl/   : connector/http sync/store sync/run"
    "sqlite3    : sync/store"
    "CLI/       : sync/cli sync/daemon"
    "spdlog/    : sync/cli sync/daemon"
    "systemd/   : sync/daemon"
    "prometheus/ : sync/daemon"
    "boost/     : sync/daemon"
    "kainjow/   : sync/rules"
    "date/      : sync/run"
    "nlohmann/  : tests")

file(GLOB_RECURSE sources RELATIVE ${SOURCE_DIR}
    ${SOURCE_DIR}/include/*.[hc]pp ${SOURCE_DIR}/include/*.h
    ${SOURCE_DIR}/connector/*.[hc]pp ${SOURCE_DIR}/sync/*.[hc]pp)
list(LENGTH sources count)
if(count LESS 20)
    message(FATAL_ERROR "only ${count} files found under ${SOURCE_DIR}: this test sees nothing")
endif()

foreach(file IN LISTS sources)
    set(allowed "")
    foreach(line IN LISTS may_include)
        string(REGEX MATCH "^([^ ]+) +: (.*)$" _ "${line}")
        set(room ${CMAKE_MATCH_1})
        set(others ${CMAKE_MATCH_2})
        if(file MATCHES "^${room}/")
            string(REPLACE " " "|" allowed "${others}|${room}")
        endif()
    endforeach()
    if(NOT allowed)
        message(SEND_ERROR "${file}: lies in no room")
        continue()
    endif()

    file(STRINGS ${SOURCE_DIR}/${file} includes REGEX "^#include ")
    foreach(include IN LISTS includes)
        if(include MATCHES "^#include \"" AND NOT include MATCHES "^#include \"(${allowed})/")
            message(SEND_ERROR "${file}: ${include} is not for its room (${allowed})")
        endif()
        foreach(line IN LISTS only_in)
            string(REGEX MATCH "^([^ ]+) +: (.*)$" _ "${line}")
            set(library ${CMAKE_MATCH_1})
            string(REPLACE " " "|" rooms "${CMAKE_MATCH_2}")
            if(include MATCHES "^#include <${library}" AND NOT file MATCHES "^(${rooms})/")
                message(SEND_ERROR "${file}: ${include} belongs to ${rooms} only")
            endif()
        endforeach()
    endforeach()
endforeach()
message(STATUS "layers: ${count} files read")
