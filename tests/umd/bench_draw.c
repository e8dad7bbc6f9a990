/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * bench_draw.c - nanoseconds that the driver takes for a draw with what programs change between draws.
 * The kernel side costs next to nothing here. Prints one line a case; the budget is 80 ns for a draw
 * with a state change.
 */
#include "fake.h"

#include <time.h>

static struct fake k;
enum { RING = 1 << 20 };
static D3D10DDI_HRESOURCE cb[2], texture[2], constants, vertices, ring;
static D3D10DDI_HSHADERRESOURCEVIEW srv[2];
static D3D10DDI_HBLENDSTATE blend[2];

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void draw(unsigned i)
{
    k.f->pfnDrawIndexed(k.device, 36, i, 0);
}

static void draw_cb(unsigned i)
{
    k.f->pfnVsSetConstantBuffers(k.device, 0, 1, &cb[i & 1], NULL, NULL);
    draw(i);
}

static void draw_srv(unsigned i)
{
    k.f->pfnPsSetShaderResources(k.device, 0, 1, &srv[i & 1]);
    draw(i);
}

static void draw_blend(unsigned i)
{
    static const FLOAT factor[4] = { 1, 1, 1, 1 };
    k.f->pfnSetBlendState(k.device, blend[i & 1], factor, ~0u);
    draw(i);
}

static void draw_redundant(unsigned i)
{
    k.f->pfnPsSetShaderResources(k.device, 0, 1, &srv[0]);
    k.f->pfnVsSetConstantBuffers(k.device, 0, 1, &cb[0], NULL, NULL);
    draw(i);
}

static void draw_constants(unsigned i)
{
    D3D10DDI_MAPPED_SUBRESOURCE m;
    k.f->pfnDynamicConstantBufferMapDiscard(k.device, constants, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
    memset(m.pData, (int)i, 64);
    k.f->pfnDynamicConstantBufferUnmap(k.device, constants, 0);
    draw(i);
}

static void draw_stream(unsigned i)
{
    D3D10DDI_MAPPED_SUBRESOURCE m;
    k.f->pfnDynamicIABufferMapDiscard(k.device, vertices, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
    memset(m.pData, (int)i, 64);
    k.f->pfnDynamicIABufferUnmap(k.device, vertices, 0);
    draw(i);
}

/* The way of streamed geometry: a little more of a large buffer each time. */
static void draw_append(unsigned i)
{
    D3D10DDI_MAPPED_SUBRESOURCE m;
    k.f->pfnDynamicIABufferMapNoOverwrite(k.device, ring, 0, D3D10_DDI_MAP_WRITE_NOOVERWRITE, 0, &m);
    memset((uint8_t *)m.pData + (i * 512u) % RING, (int)i, 512);
    k.f->pfnDynamicIABufferUnmap(k.device, ring, 0);
    draw(i);
}

static void measure(const char *name, void (*one)(unsigned), unsigned n)
{
    enum { ROUNDS = 5 };
    uint64_t best = ~0ull;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t start = now();
        for (unsigned i = 0; i < n; i++) one(i);
        uint64_t took = now() - start;
        if (took < best) best = took;
    }
    printf("umd %-28s %6.1f ns\n", name, (double)best / n);
}

int main(void)
{
    k.cmd_size = 256 << 10;
    k.list_size = 4096;
    k.quick = true;
    if (!fake_open(&k)) return 1;
    for (int i = 0; i < 2; i++) {
        cb[i] = fake_buffer(&k, 256, D3D10_DDI_BIND_CONSTANT_BUFFER, D3D10_DDI_USAGE_DEFAULT, NULL);
        texture[i] = fake_texture(&k, 4, 4, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                  D3D10_DDI_USAGE_DEFAULT, NULL, 0);
        srv[i] = fake_srv(&k, texture[i], DXGI_FORMAT_R8G8B8A8_UNORM);
        blend[i] = fake_blend(&k, (UINT8)i);
    }
    constants = fake_buffer(&k, 64, D3D10_DDI_BIND_CONSTANT_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    vertices = fake_buffer(&k, 8192, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    ring = fake_buffer(&k, RING, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    measure("draw", draw, 200000);
    measure("constant buffer + draw", draw_cb, 200000);
    measure("shader resource + draw", draw_srv, 200000);
    measure("blend state + draw", draw_blend, 200000);
    measure("same state + draw", draw_redundant, 200000);
    measure("64 constants + draw", draw_constants, 200000);
    measure("discard 8 KiB + draw", draw_stream, 200000);
    measure("append to 1 MiB + draw", draw_append, 2000);
    return 0;
}
