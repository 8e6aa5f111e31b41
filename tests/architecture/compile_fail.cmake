# Compiles every snippet of a folder, and fails when one that must be refused is accepted, or is
# refused for another reason than its first line says:
#
#   // compiles
#   // refused: REGULAR EXPRESSION      to be found in what the compiler says
#
# Run by ctest: cmake -D SNIPPETS=DIR -D COMPILER=... -D INCLUDE=DIR,DIR -P compile_fail.cmake
file(GLOB snippets ${SNIPPETS}/*.cpp)
set(flags "")
string(REPLACE "," ";" directories "${INCLUDE}")
foreach(directory IN LISTS directories)
    list(APPEND flags -I${directory})
endforeach()

set(compiled 0)
set(refused 0)
foreach(snippet IN LISTS snippets)
    cmake_path(GET snippet FILENAME name)
    file(STRINGS ${snippet} head LIMIT_COUNT 1)
    execute_process(
        COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C
                ${COMPILER} -std=c++20 -fsyntax-only -fdiagnostics-color=never ${flags} ${snippet}
        RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
    if(head STREQUAL "// compiles")
        math(EXPR compiled "${compiled} + 1")
        if(NOT result EQUAL 0)
            message(SEND_ERROR "${name}: must compile, but\n${said}")
        endif()
    elseif(head MATCHES "^// refused: (.+)$")
        math(EXPR refused "${refused} + 1")
        if(result EQUAL 0)
            message(SEND_ERROR "${name}: compiles, but must not")
        elseif(NOT said MATCHES "${CMAKE_MATCH_1}")
            message(SEND_ERROR "${name}: refused for another reason than '${head}':\n${said}")
        endif()
    else()
        message(SEND_ERROR "${name}: its first line says nothing about what the compiler must do")
    endif()
endforeach()

if(compiled LESS 1 OR refused LESS 14)
    message(SEND_ERROR "only ${compiled} good and ${refused} bad snippets in ${SNIPPETS}")
endif()
message(STATUS "${compiled} snippets compile, ${refused} are refused")
