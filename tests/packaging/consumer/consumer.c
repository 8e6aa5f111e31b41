#include <mentorsync/mentorsync.h>
#include <stdio.h>

/* Whether the library that runs is the one that the header is of. */
int main(void) {
    printf("%d %d\n", (int)MENTORSYNC_ABI_VERSION, (int)mentorsync_abi_version());
    return MENTORSYNC_ABI_VERSION == mentorsync_abi_version() ? 0 : 1;
}
