/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Row-major 4x4 matrices for row vectors: v * world * view * projection. Left-handed, depth 0..1.
 */
#ifndef SAMPLE_MATH_H
#define SAMPLE_MATH_H

#include <math.h>

struct mat4 { float m[4][4]; };
struct vec3 { float x, y, z; };

static inline struct mat4 mat4_mul(struct mat4 a, struct mat4 b)
{
    struct mat4 r;
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) {
            float sum = 0;
            for (int k = 0; k < 4; k++) sum += a.m[i][k] * b.m[k][j];
            r.m[i][j] = sum;
        }
    return r;
}

static inline struct mat4 mat4_translation(float x, float y, float z)
{
    struct mat4 r = { { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { x, y, z, 1 } } };
    return r;
}

static inline struct mat4 mat4_scale(float s)
{
    struct mat4 r = { { { s, 0, 0, 0 }, { 0, s, 0, 0 }, { 0, 0, s, 0 }, { 0, 0, 0, 1 } } };
    return r;
}

/* About a unit axis, in radians. */
static inline struct mat4 mat4_rotation(struct vec3 a, float angle)
{
    float c = cosf(angle), s = sinf(angle), t = 1 - c;
    struct mat4 r = { { { t * a.x * a.x + c, t * a.x * a.y + s * a.z, t * a.x * a.z - s * a.y, 0 },
                        { t * a.x * a.y - s * a.z, t * a.y * a.y + c, t * a.y * a.z + s * a.x, 0 },
                        { t * a.x * a.z + s * a.y, t * a.y * a.z - s * a.x, t * a.z * a.z + c, 0 },
                        { 0, 0, 0, 1 } } };
    return r;
}

/* fov: vertical, in radians. */
static inline struct mat4 mat4_perspective(float fov, float aspect, float near_z, float far_z)
{
    float y = 1 / tanf(fov / 2), x = y / aspect, q = far_z / (far_z - near_z);
    struct mat4 r = { { { x, 0, 0, 0 }, { 0, y, 0, 0 }, { 0, 0, q, 1 }, { 0, 0, -near_z * q, 0 } } };
    return r;
}

#endif
