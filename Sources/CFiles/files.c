#define _GNU_SOURCE
#include "apus_files.h"

#include <errno.h>
#include <sys/uio.h>

int apus_is_in_memory(int descriptor, off_t offset) {
#ifdef RWF_NOWAIT
    char byte;
    struct iovec part = {&byte, 1};
    ssize_t count = preadv2(descriptor, &part, 1, offset, RWF_NOWAIT);
    return count == 1 || (count < 0 && errno != EAGAIN);
#else
    return 1;
#endif
}
