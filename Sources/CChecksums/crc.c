#include "apus_checksums.h"

#if defined(__x86_64__)

#include <immintrin.h>

int apus_crc_can_fold(void) { return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1"); }

/* Reflected words: the product of two is one bit short, which the powers make up for. */
__attribute__((target("pclmul,sse4.1"))) static inline __m128i fold(__m128i block, __m128i powers, __m128i next) {
    __m128i first = _mm_clmulepi64_si128(block, powers, 0x00);
    __m128i second = _mm_clmulepi64_si128(block, powers, 0x11);
    return _mm_xor_si128(_mm_xor_si128(first, second), next);
}

__attribute__((target("pclmul,sse4.1"))) size_t apus_crc_fold(
    const uint8_t *bytes, size_t count, uint64_t value, const uint64_t powers[4], uint8_t folded[16]) {
    const __m128i *block = (const __m128i *)bytes;
    const __m128i far = _mm_loadu_si128((const __m128i *)powers);
    const __m128i near = _mm_loadu_si128((const __m128i *)(powers + 2));
    __m128i a = _mm_xor_si128(_mm_loadu_si128(block), _mm_cvtsi64_si128((long long)value));
    __m128i b = _mm_loadu_si128(block + 1);
    __m128i c = _mm_loadu_si128(block + 2);
    __m128i d = _mm_loadu_si128(block + 3);
    size_t taken = 64;
    for (block += 4; taken + 64 <= count; block += 4, taken += 64) {
        a = fold(a, far, _mm_loadu_si128(block));
        b = fold(b, far, _mm_loadu_si128(block + 1));
        c = fold(c, far, _mm_loadu_si128(block + 2));
        d = fold(d, far, _mm_loadu_si128(block + 3));
    }
    b = fold(a, near, b);
    c = fold(b, near, c);
    d = fold(c, near, d);
    _mm_storeu_si128((__m128i *)folded, d);
    return taken;
}

#else

int apus_crc_can_fold(void) { return 0; }

size_t apus_crc_fold(
    const uint8_t *bytes, size_t count, uint64_t value, const uint64_t powers[4], uint8_t folded[16]) {
    return 0;
}

#endif
