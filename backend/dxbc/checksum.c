/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * checksum.c - the digest in a DXBC container's header.
 *
 * It is MD5 (RFC 1321) over everything after the digest itself (from byte 20), but for the way the
 * last block is made. MD5 ends with the left-over data, the byte 0x80, zeros, and the length in bits as
 * 64 bits. Here the last block begins with the length in bits (32 bits) and ends with that number
 * divided by four, its lowest bit set (32 bits); the left-over data stands between them, followed by
 * 0x80 and zeros. Left-over data of 56 bytes or more fills a block of its own (data, 0x80, zeros), and
 * the last block holds the two numbers alone. The result is the state, stored as MD5 stores it.
 */
#include <string.h>
#include "pvb_dxbc.h"

static const uint32_t sines[64] = { /* floor(2^32 * |sin(i + 1)|) */
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af,
    0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa,
    0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
    0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97,
    0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
    0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391
};

static const uint8_t rotations[16] = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};

static void transform(uint32_t state[4], const uint8_t block[64])
{
    uint32_t w[16], a = state[0], b = state[1], c = state[2], d = state[3];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] | (uint32_t)block[4 * i + 1] << 8 | (uint32_t)block[4 * i + 2] << 16 |
               (uint32_t)block[4 * i + 3] << 24;
    for (int i = 0; i < 64; i++) {
        uint32_t f, word;
        switch (i >> 4) {
        case 0: f = (b & c) | (~b & d); word = (uint32_t)i; break;
        case 1: f = (d & b) | (~d & c); word = 5u * (uint32_t)i + 1u; break;
        case 2: f = b ^ c ^ d; word = 3u * (uint32_t)i + 5u; break;
        default: f = c ^ (b | ~d); word = 7u * (uint32_t)i; break;
        }
        uint32_t x = a + f + sines[i] + w[word & 15u];
        int r = rotations[(i >> 4) * 4 + (i & 3)];
        a = d;
        d = c;
        c = b;
        b += x << r | x >> (32 - r);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

static void put(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> 8 * i);
}

void pvb_dxbc_checksum(const void *container, size_t size, uint8_t sum[16])
{
    uint32_t state[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    const uint8_t *data = (const uint8_t *)container + 20;
    size_t n = size > 20 ? size - 20 : 0, left = n % 64;
    uint32_t bits = (uint32_t)n * 8u;
    uint8_t block[64];
    for (size_t i = 0; i + 64 <= n; i += 64) transform(state, data + i);

    data += n - left;
    memset(block, 0, sizeof block);
    if (left >= 56) {
        memcpy(block, data, left);
        block[left] = 0x80;
        transform(state, block);
        memset(block, 0, sizeof block);
    } else {
        if (left) memcpy(block + 4, data, left);
        block[4 + left] = 0x80;
    }
    put(block, bits);
    put(block + 60, bits >> 2 | 1u);
    transform(state, block);
    for (int i = 0; i < 4; i++) put(sum + 4 * i, state[i]);
}
