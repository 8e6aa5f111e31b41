# Writes HEADER to OUTPUT as COMPILER's preprocessor leaves it: declarations, without those of the
# system and without attributes.
file(READ ${HEADER} text)
string(REGEX REPLACE "#include <[^\n]*\n" "" text "${text}")
get_filename_component(folder ${OUTPUT} DIRECTORY)
file(MAKE_DIRECTORY ${folder})
file(WRITE ${OUTPUT}.in "${text}")
execute_process(
    COMMAND ${COMPILER} -E -P -x c -std=c99 -DMENTORSYNC_API= ${OUTPUT}.in
    OUTPUT_VARIABLE plain
    COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE ${OUTPUT}.in)
file(WRITE ${OUTPUT} "${plain}")
