/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * stream.c - copying out of the heap. A hypervisor or the memory manager may map it write-combined;
 * ordinary loads from there reach a few hundred MB/s, MOVNTDQA loads a whole line at a time and
 * costs nothing where the memory is cached.
 */
#include "pvu.h"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>

__attribute__((target("sse4.1"))) static size_t stream(uint8_t *to, const uint8_t *from, size_t size)
{
    size_t done = 0;
    for (; size - done >= 64; done += 64) {
        __m128i a = _mm_stream_load_si128((__m128i *)(uintptr_t)(from + done));
        __m128i b = _mm_stream_load_si128((__m128i *)(uintptr_t)(from + done + 16));
        __m128i c = _mm_stream_load_si128((__m128i *)(uintptr_t)(from + done + 32));
        __m128i d = _mm_stream_load_si128((__m128i *)(uintptr_t)(from + done + 48));
        _mm_storeu_si128((__m128i *)(void *)(to + done), a);
        _mm_storeu_si128((__m128i *)(void *)(to + done + 16), b);
        _mm_storeu_si128((__m128i *)(void *)(to + done + 32), c);
        _mm_storeu_si128((__m128i *)(void *)(to + done + 48), d);
    }
    return done;
}

static bool can_stream(void)
{
    return __builtin_cpu_supports("sse4.1");
}
#else
static size_t stream(uint8_t *to, const uint8_t *from, size_t size)
{
    (void)to, (void)from, (void)size;
    return 0;
}

static bool can_stream(void)
{
    return false;
}
#endif

void pvu_copy_from_heap(void *to, const void *from, size_t size)
{
    uint8_t *t = to;
    const uint8_t *f = from;
    size_t head = (size_t)(-(uintptr_t)f & 15u);
    if (size >= 256 && can_stream()) {
        memcpy(t, f, head);
        size_t done = head + stream(t + head, f + head, size - head);
        t += done, f += done, size -= done;
    }
    memcpy(t, f, size);
}
