#ifndef APUS_CHECKSUMS_H
#define APUS_CHECKSUMS_H

#include <stddef.h>
#include <stdint.h>

/* Whether the processor multiplies polynomials, which folding takes. */
int apus_crc_can_fold(void);

/* Folds the start of some bytes into sixteen whose check with the value 0 is that of all of them with `value`, for
   checks with reflected input and output. Answers how many bytes that were, a multiple of 64; `count` must be 64 at
   least. `powers` are of x modulo the check's polynomial, the highest power in the lowest bit: those to 575, 511, 191
   and 127. */
size_t apus_crc_fold(
    const uint8_t *bytes, size_t count, uint64_t value, const uint64_t powers[4], uint8_t folded[16]);

#endif
