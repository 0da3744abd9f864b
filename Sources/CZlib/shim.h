#include <zlib.h>

// A macro that Swift cannot import.
static inline int apus_inflate_init(z_stream *stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}
