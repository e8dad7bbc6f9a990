/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * dxbc_parse.c - the container's header, checksum, signature and token chunks.
 *
 * Header: "DXBC", 16 bytes of checksum, a word that is 1, the whole size, the number of chunks, their
 * offsets. The checksum is MD5's compression over everything after it, with a padding of its own: the
 * length in bits stands in the first word of the last block, not in its last two words.
 */
#include "dxbc_parse.h"

#include <string.h>

#define FOURCC(a, b, c, d) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)
#define HEADER_SIZE 32u
#define HASHED_FROM 20u

static uint32_t read_u32(const uint8_t *p)
{
    uint32_t v;

    memcpy(&v, p, sizeof(v));
    return v;
}

static uint32_t rotate(uint32_t x, unsigned n)
{
    return x << n | x >> (32 - n);
}

/* One step of RFC 1321. */
static void md5_block(uint32_t state[4], const uint32_t x[16])
{
    static const uint32_t k[64] = {
        0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
        0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
        0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
        0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
        0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
        0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
        0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
        0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
    };
    static const uint8_t shift[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    unsigned i;

    for (i = 0; i < 64; i++) {
        uint32_t f, t;
        unsigned g;

        switch (i / 16) {
        case 0:
            f = (b & c) | (~b & d);
            g = i;
            break;
        case 1:
            f = (d & b) | (~d & c);
            g = (5 * i + 1) % 16;
            break;
        case 2:
            f = b ^ c ^ d;
            g = (3 * i + 5) % 16;
            break;
        default:
            f = c ^ (b | ~d);
            g = 7 * i % 16;
            break;
        }
        t = d;
        d = c;
        c = b;
        b += rotate(a + f + k[i] + x[g], shift[i / 16][i % 4]);
        a = t;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

static void checksum(const uint8_t *data, size_t size, uint32_t state[4])
{
    uint32_t x[16];
    size_t rest = size % 64, whole = size - rest, at;
    uint8_t *bytes = (uint8_t *)x;
    uint32_t bits = (uint32_t)size * 8;

    state[0] = 0x67452301;
    state[1] = 0xefcdab89;
    state[2] = 0x98badcfe;
    state[3] = 0x10325476;
    for (at = 0; at < whole; at += 64) {
        memcpy(x, data + at, 64);
        md5_block(state, x);
    }
    memset(x, 0, sizeof(x));
    if (rest >= 56) {
        memcpy(bytes, data + whole, rest);
        bytes[rest] = 0x80;
        md5_block(state, x);
        memset(x, 0, sizeof(x));
        x[0] = bits;
    } else {
        x[0] = bits;
        memcpy(bytes + 4, data + whole, rest);
        bytes[4 + rest] = 0x80;
    }
    x[15] = bits >> 2 | 1;
    md5_block(state, x);
}

/* A chunk's bytes without its head. */
struct span {
    const uint8_t *data;
    uint32_t size;
};

static bool read_signature(struct span s, uint32_t tag, struct rt_signature *out)
{
    bool has_stream = tag != FOURCC('I', 'S', 'G', 'N') && tag != FOURCC('O', 'S', 'G', 'N') && tag != FOURCC('P', 'C', 'S', 'G');
    bool has_precision = has_stream && tag != FOURCC('O', 'S', 'G', '5');
    uint32_t stride = 24 + (has_stream ? 4 : 0) + (has_precision ? 4 : 0), count, i;

    if (s.size < 8)
        return false;
    count = read_u32(s.data);
    if (count > RT_MAX_SIGNATURE || count * stride > s.size - 8)
        return false;
    out->count = count;
    for (i = 0; i < count; i++) {
        const uint8_t *p = s.data + 8 + (size_t)i * stride;
        struct rt_signature_element *e = &out->elements[i];
        uint32_t name, masks;

        e->stream = has_stream ? read_u32(p) : 0;
        p += has_stream ? 4 : 0;
        name = read_u32(p);
        if (name >= s.size || !memchr(s.data + name, 0, s.size - name))
            return false;
        e->semantic = (const char *)s.data + name;
        e->semantic_index = read_u32(p + 4);
        e->system_value = read_u32(p + 8);
        e->component_type = read_u32(p + 12);
        e->reg = read_u32(p + 16);
        masks = read_u32(p + 20);
        e->mask = masks & 0xff;
        e->rw_mask = masks >> 8 & 0xff;
    }
    return true;
}

static bool read_tokens(struct span s, struct rt_dxbc *out)
{
    uint32_t version;

    if (s.size < 8 || s.size % 4)
        return false;
    version = read_u32(s.data);
    out->n_tokens = read_u32(s.data + 4);
    if (out->n_tokens < 2 || out->n_tokens > s.size / 4 || (uintptr_t)s.data % 4)
        return false;
    out->tokens = (const uint32_t *)(const void *)s.data;
    out->program_type = version >> 16;
    out->major = version >> 4 & 15;
    out->minor = version & 15;
    return true;
}

static bool read_chunk(uint32_t tag, struct span s, struct rt_dxbc *out)
{
    switch (tag) {
    case FOURCC('I', 'S', 'G', 'N'):
    case FOURCC('I', 'S', 'G', '1'):
        out->has_input = true;
        return read_signature(s, tag, &out->input);
    case FOURCC('O', 'S', 'G', 'N'):
    case FOURCC('O', 'S', 'G', '1'):
    case FOURCC('O', 'S', 'G', '5'):
        out->has_output = true;
        return read_signature(s, tag, &out->output);
    case FOURCC('P', 'C', 'S', 'G'):
    case FOURCC('P', 'S', 'G', '1'):
        out->has_patch = true;
        return read_signature(s, tag, &out->patch);
    case FOURCC('S', 'H', 'D', 'R'):
    case FOURCC('S', 'H', 'E', 'X'):
        return read_tokens(s, out);
    case FOURCC('I', 'F', 'C', 'E'):
        out->interfaces = s.data;
        out->interfaces_size = s.size;
        return true;
    default:
        return true;
    }
}

bool rt_dxbc_parse(const void *data, size_t size, struct rt_dxbc *out)
{
    const uint8_t *bytes = data;
    uint32_t sum[4], total, count, i;

    memset(out, 0, sizeof(*out));
    if (!data || size < HEADER_SIZE || read_u32(bytes) != FOURCC('D', 'X', 'B', 'C'))
        return false;
    total = read_u32(bytes + 24);
    count = read_u32(bytes + 28);
    if (total < HEADER_SIZE || total > size || count > (total - HEADER_SIZE) / 4)
        return false;
    checksum(bytes + HASHED_FROM, total - HASHED_FROM, sum);
    if (memcmp(sum, bytes + 4, 16))
        return false;
    for (i = 0; i < count; i++) {
        uint32_t offset = read_u32(bytes + HEADER_SIZE + (size_t)i * 4);
        struct span s;

        if (offset > total || total - offset < 8)
            return false;
        s.size = read_u32(bytes + offset + 4);
        s.data = bytes + offset + 8;
        if (s.size > total - offset - 8)
            return false;
        if (!read_chunk(read_u32(bytes + offset), s, out))
            return false;
    }
    return true;
}
