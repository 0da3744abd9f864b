#ifndef APUS_FILES_H
#define APUS_FILES_H

#include <sys/types.h>

/* Whether the byte at an offset of a file is in memory, so that reading it does not wait for the disk; not so behind
   the end of the file. 1 also where the file system cannot tell. */
int apus_is_in_memory(int descriptor, off_t offset);

#endif
