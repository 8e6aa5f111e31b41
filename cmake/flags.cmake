# mentorsync_flags: how our own code is compiled. Warnings become errors only where
# CMAKE_COMPILE_WARNING_AS_ERROR says so (presets dev and tsan), so that another compiler's new
# warning does not break a user's build.
add_library(mentorsync_flags INTERFACE)
target_compile_options(mentorsync_flags INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Wsuggest-override -Wformat=2
    -Wcast-align -Wcast-qual -Wundef -Wextra-semi>
    -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(mentorsync_flags INTERFACE
        $<$<COMPILE_LANGUAGE:CXX>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op>)
endif()
target_compile_definitions(mentorsync_flags INTERFACE
    $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>
    $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
target_link_options(mentorsync_flags INTERFACE -Wl,-z,relro -Wl,-z,now)

if(MENTORSYNC_SANITIZE)
    # For every target, tests included: a sanitizer sees only what it instrumented.
    add_compile_options(-fsanitize=${MENTORSYNC_SANITIZE} -fno-sanitize-recover=all
                        -fno-omit-frame-pointer -g1)
    add_link_options(-fsanitize=${MENTORSYNC_SANITIZE})
endif()
