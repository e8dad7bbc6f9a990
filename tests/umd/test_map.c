/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_map.c - what a program writes into mapped memory is what the host gets, and what it reads is
 * what the host had; upload memory comes back, and not before the host has read it.
 */
#include "fake.h"
#include "pvu.h"
#include "tap.h"

#include <pthread.h>
#include <unistd.h>

static struct fake k;

static uint8_t *map(D3D10DDI_HRESOURCE r, UINT sub, D3D10_DDI_MAP type, UINT flags, UINT *pitch)
{
    D3D10DDI_MAPPED_SUBRESOURCE m;
    memset(&m, 0xcc, sizeof m);
    k.f->pfnResourceMap(k.device, r, sub, type, flags, &m);
    if (pitch) *pitch = m.RowPitch;
    if (m.pData) CHECK(m.RowPitch != 0 && m.DepthPitch != 0);
    return m.pData;
}

static void unmap(D3D10DDI_HRESOURCE r, UINT sub)
{
    k.f->pfnResourceUnmap(k.device, r, sub);
}

static void flush(void)
{
    k.f->pfnFlush(k.device, 0);
}

static unsigned seed = 1;
static unsigned rnd(unsigned n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

/* Random maps of buffers of every size class against a model of what Direct3D promises. */
TEST(any_order_of_maps_gives_the_same_bytes)
{
    static const UINT sizes[] = { 16, 100, 4096, 5000, 70000, 5 << 20 };
    CHECK(fake_open(&k));
    for (unsigned s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        UINT size = sizes[s];
        uint8_t *model = calloc(1, size), *known = calloc(1, size); /* known 0: undefined after a DISCARD */
        D3D10DDI_HRESOURCE r = fake_buffer(&k, size, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
        D3D10DDI_HRESOURCE other = fake_buffer(&k, size, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DEFAULT, NULL);
        memset(known, 1, size);
        for (int step = 0; step < (size > 1 << 20 ? 12 : 60); step++) {
            unsigned what = rnd(5), at = rnd(size), n = 1 + rnd(size - at);
            if (what == 4) { /* the host writes into it: what our side knew is stale */
                k.f->pfnResourceCopy(k.device, r, other);
                memset(model, 0, size);
                memset(known, 1, size);
                continue;
            }
            bool discard = what == 0;
            uint8_t *p = map(r, 0, discard ? D3D10_DDI_MAP_WRITE_DISCARD : D3D10_DDI_MAP_WRITE_NOOVERWRITE, 0, NULL);
            CHECK(p != NULL);
            if (!p) break;
            if (discard) memset(known, 0, size);
            for (unsigned i = 0; i < n; i++) {
                p[at + i] = model[at + i] = (uint8_t)rnd(256);
                known[at + i] = 1;
            }
            unmap(r, 0);
            if (rnd(4) == 0) flush();
        }
        flush();
        unsigned wrong = 0;
        for (UINT i = 0; i < size; i++) wrong += known[i] && fake_contents(&k, r)[i] != model[i];
        CHECK_EQ(wrong, 0);
        fake_destroy_resource(&k, r);
        fake_destroy_resource(&k, other);
        free(model);
        free(known);
    }
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(no_overwrite_sends_only_what_changed)
{
    CHECK(fake_open(&k));
    D3D10DDI_HRESOURCE r = fake_buffer(&k, 1 << 20, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    for (unsigned i = 0; i < 100; i++) {
        uint8_t *p = map(r, 0, D3D10_DDI_MAP_WRITE_NOOVERWRITE, 0, NULL);
        memset(p + i * 1000, 0x40 + i, 1000);
        unmap(r, 0);
    }
    flush();
    CHECK(k.ops[PVGPU_IX_UPDATE_INLINE] >= 100);
    CHECK_EQ(k.ops[PVGPU_IX_UPDATE_BUFFER], 0);
    CHECK_EQ(k.ops[PVGPU_IX_READ_BUFFER], 0); /* a fresh buffer is known to be zero */
    for (unsigned i = 0; i < 100000; i++)
        if (fake_contents(&k, r)[i] != 0x40 + i / 1000) {
            CHECK_EQ(fake_contents(&k, r)[i], 0x40 + i / 1000);
            break;
        }
    fake_destroy_resource(&k, r);
    fake_close(&k);
}

TEST(discard_renames)
{
    CHECK(fake_open(&k));
    D3D10DDI_HRESOURCE r = fake_buffer(&k, 8192, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    k.hold = true; /* the host lags: spans may not be reused, which fake_consume checks */
    uint8_t *last = NULL;
    for (unsigned i = 0; i < 300; i++) {
        uint8_t *p = map(r, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, NULL);
        CHECK(p != last);
        last = p;
        memset(p, (int)i, 8192);
        unmap(r, 0);
        k.f->pfnDraw(k.device, 3, 0);
        if (i % 50 == 49) flush();
    }
    flush();
    fake_consume(&k);
    CHECK_EQ(fake_contents(&k, r)[8191], 299 & 0xff);
    fake_destroy_resource(&k, r);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(upload_memory_comes_back)
{
    CHECK(fake_open(&k));
    D3D10DDI_HRESOURCE r = fake_buffer(&k, 1 << 20, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    for (unsigned i = 0; i < 400; i++) { /* 400 MiB through a host that keeps up */
        uint8_t *p = map(r, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, NULL);
        memset(p, (int)i, 1 << 20);
        unmap(r, 0);
        flush();
    }
    CHECK(k.n_allocations <= 6);
    CHECK_EQ(fake_contents(&k, r)[77], 399 & 0xff);
    fake_destroy_resource(&k, r);
    k.f->pfnFlush(k.device, D3DWDDM1_3DDI_TRIM_MEMORY);
    CHECK(k.n_allocations <= 3); /* trimmed: the control heap, and what is in use */
    fake_close(&k);
}

static int host_went_on; /* set before it does, so that whoever waited for the host sees it */

static void *slow_host(void *arg)
{
    (void)arg;
    for (unsigned i = 0; i < 20000 && !fake_is_waited_for(&k); i++) usleep(1000);
    __atomic_store_n(&host_went_on, 1, __ATOMIC_SEQ_CST);
    fake_consume(&k);
    return NULL;
}

TEST(a_full_upload_heap_waits_for_the_host)
{
    pthread_t t;
    CHECK(fake_open(&k));
    D3D10DDI_HRESOURCE r = fake_buffer(&k, 4 << 20, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    k.hold = true;
    for (unsigned i = 0; i < 15; i++) {
        uint8_t *p = map(r, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, NULL);
        memset(p, (int)i, 4 << 20);
        unmap(r, 0);
    }
    flush();
    CHECK_EQ(pthread_create(&t, NULL, slow_host, NULL), 0);
    for (unsigned i = 15; i < 18; i++) { /* beyond the limit of 64 MiB: waits, does not grow */
        uint8_t *p = map(r, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, NULL);
        CHECK(p != NULL);
        memset(p, (int)i, 4 << 20);
        unmap(r, 0);
    }
    pthread_join(t, NULL);
    CHECK(k.n_allocations <= 19);
    k.hold = false;
    flush();
    CHECK_EQ(fake_contents(&k, r)[5], 17);
    fake_destroy_resource(&k, r);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(without_memory_for_chunks_pieces_are_small)
{
    enum { SIZE = 9 << 20 };
    uint8_t *data = malloc(SIZE);
    CHECK(fake_open(&k));
    k.no_more_heaps = true;
    for (int i = 0; i < SIZE; i++) data[i] = (uint8_t)(i >> 8);
    D3D10DDI_HRESOURCE r = fake_buffer(&k, SIZE, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DEFAULT, data);
    D3D10DDI_HRESOURCE m = fake_buffer(&k, 3 << 20, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    D3D10DDI_HRESOURCE t = fake_texture(&k, 1024, 1024, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                        D3D10_DDI_USAGE_DEFAULT, data, 4096);
    CHECK(r.pDrvPrivate && m.pDrvPrivate && t.pDrvPrivate);
    for (int i = 0; i < 3; i++) {
        uint8_t *p = map(m, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, NULL);
        CHECK(p != NULL);
        if (p) memset(p, 60 + i, 3 << 20);
        unmap(m, 0);
    }
    D3D10DDI_HRESOURCE s = fake_buffer(&k, 64, 0, D3D10_DDI_USAGE_STAGING, NULL); /* this one cannot be: it says so */
    CHECK(s.pDrvPrivate == NULL);
    CHECK_EQ(fake_take_error(&k), E_OUTOFMEMORY);
    flush();
    CHECK(memcmp(fake_contents(&k, r), data, SIZE) == 0);
    CHECK_EQ(fake_contents(&k, m)[(3 << 20) - 1], 62);
    CHECK(k.ops[PVGPU_IX_UPDATE_TEXTURE] >= 8);
    CHECK_EQ(k.n_allocations, 2 + 3); /* control heap, first chunk, and the resources */
    fake_destroy_resource(&k, t);
    fake_destroy_resource(&k, m);
    fake_destroy_resource(&k, r);
    free(data);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

/* ---- textures ---- */

TEST(textures_go_in_bands_and_blocks)
{
    enum { W = 2048, H = 2048 };
    CHECK(fake_open(&k));
    uint32_t *data = calloc(W * H, 4);
    D3D10DDI_HRESOURCE t = fake_texture(&k, W, H, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                        D3D10_DDI_USAGE_DEFAULT, data, W * 4);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_UPDATE_TEXTURE], 4); /* 16 MiB in pieces of 4 */
    D3D10DDI_HRESOURCE bc = fake_texture(&k, 17, 9, DXGI_FORMAT_BC1_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                         D3D10_DDI_USAGE_DEFAULT, data, 40);
    fake_text_reset(&k);
    D3D10_DDI_BOX box = { 4, 4, 0, 17, 9, 1 };
    k.f->pfnResourceUpdateSubresourceUP(k.device, bc, 0, &box, data, 32, 0, D3D11_1DDI_COPY_DISCARD);
    D3D10_DDI_BOX nothing = { 4, 4, 0, 4, 9, 1 };
    k.f->pfnResourceUpdateSubresourceUP(k.device, bc, 0, &nothing, data, 32, 0, 0);
    flush();
    CHECK(strstr(k.text, "left=0 top=0 front=0 right=17 bottom=9 back=1") != NULL);
    CHECK(strstr(k.text, "left=4 top=4 front=0 right=17 bottom=9 back=1") != NULL);
    CHECK(strstr(k.text, "flags=0x1") != NULL);
    CHECK(strstr(k.text, "row_pitch=48") != NULL); /* 5 blocks of 8 bytes, rounded up to 16 */
    CHECK_EQ(k.ops[PVGPU_IX_UPDATE_TEXTURE], 6);
    D3D10DDI_HRESOURCE dynamic = fake_texture(&k, 33, 5, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                              D3D10_DDI_USAGE_DYNAMIC, NULL, 0);
    UINT pitch;
    uint8_t *p = map(dynamic, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &pitch);
    CHECK(p != NULL);
    CHECK_EQ(pitch, 144);
    memset(p, 1, pitch * 5);
    unmap(dynamic, 0);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_UPDATE_TEXTURE], 7);
    fake_destroy_resource(&k, dynamic);
    fake_destroy_resource(&k, bc);
    fake_destroy_resource(&k, t);
    free(data);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

/* ---- staging ---- */

TEST(a_readback_waits_for_the_host)
{
    UINT pitch;
    pthread_t thread;
    CHECK(fake_open(&k));
    D3D10DDI_HRESOURCE t = fake_texture(&k, 10, 6, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET,
                                        D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    D3D10DDI_HRESOURCE s = fake_texture(&k, 10, 6, DXGI_FORMAT_R8G8B8A8_UNORM, 0, D3D10_DDI_USAGE_STAGING, NULL, 0);
    CHECK(!k.f->pfnResourceIsStagingBusy(k.device, s));
    k.hold = true;
    k.f->pfnResourceCopy(k.device, s, t);
    CHECK(k.f->pfnResourceIsStagingBusy(k.device, s));
    CHECK(map(s, 0, D3D10_DDI_MAP_READ, D3D10_DDI_MAP_FLAG_DONOTWAIT, NULL) == NULL);
    CHECK_EQ(fake_take_error(&k), DXGI_DDI_ERR_WASSTILLDRAWING);
    CHECK_EQ(k.ops[PVGPU_IX_READ_TEXTURE], 1); /* and it was submitted, so that asking again can succeed */
    host_went_on = 0;
    CHECK_EQ(pthread_create(&thread, NULL, slow_host, NULL), 0);
    uint32_t *p = (uint32_t *)(void *)map(s, 0, D3D10_DDI_MAP_READ, 0, &pitch);
    CHECK(__atomic_load_n(&host_went_on, __ATOMIC_SEQ_CST));
    pthread_join(thread, NULL);
    CHECK(p != NULL);
    for (unsigned y = 0; p && y < 6; y++)
        for (unsigned x = 0; x < 10; x++) CHECK_EQ(p[y * pitch / 4 + x], 1 + y * 10 + x);
    unmap(s, 0);
    CHECK(!k.f->pfnResourceIsStagingBusy(k.device, s));
    CHECK(map(s, 0, D3D10_DDI_MAP_READ, D3D10_DDI_MAP_FLAG_DONOTWAIT, NULL) != NULL);
    unmap(s, 0);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_destroy_resource(&k, s);
    fake_destroy_resource(&k, t);
    fake_close(&k);
}

TEST(staging_goes_both_ways)
{
    uint8_t data[256];
    CHECK(fake_open(&k));
    for (int i = 0; i < 256; i++) data[i] = (uint8_t)i;
    D3D10DDI_HRESOURCE a = fake_buffer(&k, 256, 0, D3D10_DDI_USAGE_STAGING, data);
    D3D10DDI_HRESOURCE b = fake_buffer(&k, 256, 0, D3D10_DDI_USAGE_STAGING, NULL);
    D3D10DDI_HRESOURCE g = fake_buffer(&k, 256, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DEFAULT, NULL);
    k.f->pfnResourceCopy(k.device, g, a);       /* up */
    uint8_t *p = map(a, 0, D3D10_DDI_MAP_WRITE, 0, NULL); /* waits until the host has read it */
    memset(p, 0xee, 256);
    unmap(a, 0);
    CHECK_EQ(fake_contents(&k, g)[200], 200);
    D3D10_DDI_BOX box = { 16, 0, 0, 48, 1, 1 };
    k.f->pfnResourceCopyRegion(k.device, b, 0, 100, 0, 0, g, 0, &box, 0); /* down */
    p = map(b, 0, D3D10_DDI_MAP_READWRITE, 0, NULL);
    CHECK_EQ(p[99], 0);
    CHECK_EQ(p[100], 16);
    CHECK_EQ(p[131], 47);
    p[0] = 77;
    unmap(b, 0);
    k.f->pfnResourceCopyRegion(k.device, a, 0, 0, 0, 0, b, 0, NULL, 0); /* between two of them */
    p = map(a, 0, D3D10_DDI_MAP_READ, 0, NULL);
    CHECK_EQ(p[0], 77);
    CHECK_EQ(p[131], 47);
    unmap(a, 0);
    fake_destroy_resource(&k, g);
    fake_destroy_resource(&k, b);
    fake_destroy_resource(&k, a);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

TEST(a_default_buffer_maps_with_its_contents)
{
    uint8_t data[1000];
    CHECK(fake_open(&k));
    memset(data, 9, sizeof data);
    D3D10DDI_HRESOURCE r = fake_buffer(&k, 1000, D3D10_DDI_BIND_SHADER_RESOURCE, D3D10_DDI_USAGE_DEFAULT, data);
    uint8_t *p = map(r, 0, D3D10_DDI_MAP_READWRITE, 0, NULL);
    CHECK_EQ(p[999], 9);
    p[500] = 10;
    unmap(r, 0);
    flush();
    CHECK_EQ(fake_contents(&k, r)[499], 9);
    CHECK_EQ(fake_contents(&k, r)[500], 10);
    fake_destroy_resource(&k, r);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

/* ---- queries ---- */

static D3D10DDI_HQUERY query(D3D10DDI_QUERY type)
{
    D3D10DDIARG_CREATEQUERY a = { .Query = type };
    D3D10DDI_HQUERY q = { .pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateQuerySize(k.device, &a)) };
    k.f->pfnCreateQuery(k.device, &a, q, (D3D10DDI_HRTQUERY){ .handle = q.pDrvPrivate });
    return q;
}

static void destroy_query(D3D10DDI_HQUERY q)
{
    k.f->pfnDestroyQuery(k.device, q);
    fake_free(&k, q.pDrvPrivate);
}

TEST(queries_answer_when_the_host_has)
{
    uint64_t data;
    CHECK(fake_open(&k));
    D3D10DDI_HQUERY q = query(D3D10DDI_QUERY_OCCLUSION);
    k.hold = true;
    k.f->pfnQueryBegin(k.device, q);
    k.f->pfnQueryEnd(k.device, q);
    data = 0x1122334455667788;
    k.f->pfnQueryGetData(k.device, q, &data, 8, 0);
    CHECK_EQ(fake_take_error(&k), DXGI_DDI_ERR_WASSTILLDRAWING);
    CHECK_EQ(data, 0x1122334455667788); /* untouched while pending */
    CHECK_EQ(k.ops[PVGPU_IX_QUERY_END], 1);
    fake_consume(&k);
    k.f->pfnQueryGetData(k.device, q, NULL, 0, 0);
    CHECK_EQ(fake_take_error(&k), S_OK);
    k.f->pfnQueryGetData(k.device, q, &data, 8, 0);
    CHECK_EQ(data, 0x5a5a5a5a5a5a5a5a);
    /* a second End: the first answer is stale; DO_NOT_FLUSH is not asked for ever without a submission */
    k.f->pfnQueryEnd(k.device, q);
    CHECK_EQ(k.ops[PVGPU_IX_QUERY_BEGIN], 1);
    k.hold = false;
    unsigned polls = 0;
    do {
        k.f->pfnQueryGetData(k.device, q, &data, 8, 1);
        polls++;
    } while (fake_take_error(&k) == DXGI_DDI_ERR_WASSTILLDRAWING && polls < 1000);
    CHECK(polls > 1 && polls < 100);
    CHECK_EQ(k.ops[PVGPU_IX_QUERY_BEGIN], 2); /* End without Begin is both */
    destroy_query(q);
    q = query(D3D10DDI_QUERY_EVENT);
    k.f->pfnQueryEnd(k.device, q);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_QUERY_BEGIN], 2); /* an event has no Begin */
    destroy_query(q);
    fake_close(&k);
}

TEST(a_slot_is_not_reused_while_the_host_owes_an_answer)
{
    CHECK(fake_open(&k));
    k.hold = true;
    for (int i = 0; i < 1000; i++) {
        D3D10DDI_HQUERY q = query(D3D10DDI_QUERY_TIMESTAMP);
        k.f->pfnQueryEnd(k.device, q);
        destroy_query(q);
    }
    flush();
    for (unsigned i = 0; i < k.n_pending; i++)
        for (unsigned j = i + 1; j < k.n_pending; j++)
            if (k.pending[i].query && k.pending[j].query && k.pending[i].allocation == k.pending[j].allocation &&
                k.pending[i].offset == k.pending[j].offset) {
                CHECK(!"two answers for one slot");
                i = j = k.n_pending;
            }
    unsigned heaps = k.n_allocations;
    fake_consume(&k);
    for (int i = 0; i < 1000; i++) {
        D3D10DDI_HQUERY q = query(D3D10DDI_QUERY_TIMESTAMP);
        k.f->pfnQueryEnd(k.device, q);
        destroy_query(q);
    }
    flush();
    CHECK_EQ(k.n_allocations, heaps); /* answered slots are used again */
    fake_consume(&k);
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

/* Polls submit nothing, so only asking the kernel driver tells that the device is gone. */
TEST(polls_end_when_the_device_is_gone)
{
    for (int way = 0; way < 4; way++) {
        uint64_t data, start;
        HRESULT error;
        k.host_gone = false;
        CHECK(fake_open(&k));
        D3D10DDI_HRESOURCE t = fake_texture(&k, 10, 6, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET,
                                            D3D10_DDI_USAGE_DEFAULT, NULL, 0);
        D3D10DDI_HRESOURCE s = fake_texture(&k, 10, 6, DXGI_FORMAT_R8G8B8A8_UNORM, 0, D3D10_DDI_USAGE_STAGING, NULL, 0);
        D3D10DDI_HQUERY q = query(D3D10DDI_QUERY_EVENT);
        k.hold = true;
        k.f->pfnResourceCopy(k.device, s, t);
        k.f->pfnQueryEnd(k.device, q);
        flush();
        start = pvu_os_time_ns();
        for (unsigned polls = 0; ; polls++) {
            if (polls == 10 && way & 2) k.next_result[FAKE_ESCAPE] = D3DDDIERR_DEVICEREMOVED;
            if (polls == 10) k.host_gone = true;
            if (way & 1) map(s, 0, D3D10_DDI_MAP_READ, D3D10_DDI_MAP_FLAG_DONOTWAIT, NULL);
            else k.f->pfnQueryGetData(k.device, q, &data, 4, 0);
            error = fake_take_error(&k);
            if (error != DXGI_DDI_ERR_WASSTILLDRAWING || pvu_os_time_ns() - start > 5000000000u) break;
        }
        CHECK_EQ(error, D3DDDIERR_DEVICEREMOVED);
        CHECK(!k.f->pfnResourceIsStagingBusy(k.device, s)); /* who waits for it must not wait for ever */
        destroy_query(q);
        fake_destroy_resource(&k, s);
        fake_destroy_resource(&k, t);
        fake_close(&k);
    }
}

TAP_MAIN(RUN(any_order_of_maps_gives_the_same_bytes); RUN(no_overwrite_sends_only_what_changed); RUN(discard_renames);
         RUN(upload_memory_comes_back); RUN(a_full_upload_heap_waits_for_the_host); RUN(without_memory_for_chunks_pieces_are_small);
         RUN(textures_go_in_bands_and_blocks);
         RUN(a_readback_waits_for_the_host); RUN(staging_goes_both_ways); RUN(a_default_buffer_maps_with_its_contents);
         RUN(queries_answer_when_the_host_has); RUN(a_slot_is_not_reused_while_the_host_owes_an_answer);
         RUN(polls_end_when_the_device_is_gone))
