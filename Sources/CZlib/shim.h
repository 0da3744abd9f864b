#include <zlib.h>

// A macro that Swift cannot import.
static inline int apus_inflate_init(z_stream *stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}

// A macro as well; the default level, and as much memory as zlib itself takes by default.
static inline int apus_deflate_init(z_stream *stream, int window_bits) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
}
