/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * kmd_present.c - presents and paging of the kernel driver.
 */
#include "desktop.h"

static void begin(void) { fake_init(); CHECK_EQ(fake_start(), STATUS_SUCCESS); }
static void end(void) { fake_stop(); fake_fini(); CHECK_CLEAN(); CHECK_EQ(vidpn_live(), 0); }

/* ---- Present ---- */

struct present { DXGKARG_PRESENT p; DXGK_ALLOCATIONLIST list[3]; };

static void present_fill(struct present *x, struct client *c, const struct memory *src, const struct memory *dst)
{
    memset(x, 0, sizeof *x);
    if (src) x->list[1].hDeviceSpecificAllocation = src->open;
    if (dst) x->list[2].hDeviceSpecificAllocation = dst->open;
    x->p.pDmaBuffer = c->dma;
    x->p.DmaSize = c->info.DmaBufferSize;
    x->p.pDmaBufferPrivateData = c->priv;
    x->p.DmaBufferPrivateDataSize = c->info.DmaBufferPrivateDataSize;
    x->p.pAllocationList = x->list;
    x->p.pPatchLocationListOut = c->patch_out;
    x->p.PatchLocationListOutSize = PVK_MAX_PLACES;
    x->p.DstRect = x->p.SrcRect = (RECT){ 0, 0, 64, 64 };
}

static NTSTATUS present(struct present *x, struct client *c)
{
    NTSTATUS status = f.ddi.DxgkDdiPresent(c->context, &x->p);
    c->start = 0;
    c->end = x->p.pDmaBuffer ? (uint32_t)((uint8_t *)x->p.pDmaBuffer - c->dma) : 0;
    c->n_patches = (uint32_t)(x->p.pPatchLocationListOut - c->patch_out);
    return status;
}

static void present_submit(struct client *c, uint32_t fence)
{
    DXGK_SUBMITCOMMANDFLAGS flags = { .Value = 0 };
    flags.Present = 1;
    client_submit_flags(c, fence, flags, 0);
}

TEST(present_blt)
{
    struct client c;
    struct memory src, dst;
    struct pvk_alloc_private d = texture_desc(64, 64, 0);
    const struct pvgpu_cmd_present_blt *b;
    RECT sub[3] = { { 0, 0, 8, 8 }, { 8, 8, 16, 16 }, { 20, 20, 64, 64 } };
    struct present x;

    begin();
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&src, &c, &d) && memory_make(&dst, &c, &d));
    present_fill(&x, &c, &src, &dst);
    x.p.Flags.Blt = 1;
    x.p.SubRectCnt = 3;
    x.p.pDstSubRects = sub;
    CHECK_EQ(present(&x, &c), STATUS_SUCCESS);
    CHECK_EQ(c.n_patches, 2);
    present_submit(&c, 1);
    b = (const void *)&fake_last(PVGPU_OP_PRESENT_BLT)->c;
    CHECK(b->dst == dst.id && b->src == src.id && b->n_rects == 3 && b->dst_right == 64 && b->guest_time);
    CHECK(!memcmp(b + 1, sub, sizeof sub));
    CHECK_EQ(f.notes[f.n_notes - 1].DmaCompleted.SubmissionFenceId, 1);
    /* hostile rectangles never become kernel commands */
    present_fill(&x, &c, &src, &dst);
    x.p.Flags.Blt = 1;
    x.p.SrcRect = (RECT){ 0, 0, 65, 64 };
    CHECK_EQ(present(&x, &c), STATUS_ILLEGAL_INSTRUCTION);
    x.p.SrcRect = (RECT){ 10, 0, 5, 64 };
    CHECK_EQ(present(&x, &c), STATUS_ILLEGAL_INSTRUCTION);
    x.p.SrcRect = (RECT){ 0, 0, 64, 64 };
    sub[1].right = 1000;
    x.p.SubRectCnt = 3;
    x.p.pDstSubRects = sub;
    CHECK_EQ(present(&x, &c), STATUS_ILLEGAL_INSTRUCTION);
    CHECK_EQ(c.priv->kind, PVK_DMA_EMPTY);
    present_fill(&x, &c, &src, &src);
    x.p.Flags.Blt = 1;
    CHECK_EQ(present(&x, &c), STATUS_ILLEGAL_INSTRUCTION);
    present_fill(&x, &c, NULL, &dst);
    x.p.Flags.Blt = 1;
    CHECK_EQ(present(&x, &c), STATUS_INVALID_HANDLE);
    memory_unmake(&dst, &c);
    memory_unmake(&src, &c);
    client_close(&c);
    end();
}

/* Five hundred rectangles through small buffers: every one of them once, in order, progress every time. */
TEST(present_sub_rects)
{
    static RECT sub[500];
    struct client c;
    struct memory src, dst, shadow;
    struct pvk_alloc_private d = texture_desc(1024, 1024, 0), s;

    begin();
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&src, &c, &d) && memory_make(&dst, &c, &d));
    s = heap_desc(1024 * 1024 * 4);
    s.dimension = PVGPU_DIM_TEX2D;
    s.format = 87;
    s.width = s.height = 1024;
    s.stride = 4096;
    CHECK(memory_make(&shadow, &c, &s));
    for (int i = 0; i < 500; i++) sub[i] = (RECT){ i, i, i + 1 + i % 7, i + 1 };
    for (int kind = 0; kind < 3; kind++) { /* texture to texture, to a heap surface, and a fill */
        for (UINT size = 4096; size <= 65536; size *= 4) {
            uint32_t from = f.n_log, fence = f.n_notes + 1, calls = 0, seen = 0, last = 0;
            struct present x;
            NTSTATUS status;
            present_fill(&x, &c, kind < 2 ? &src : NULL, kind == 1 ? &shadow : &dst);
            x.p.Flags.Blt = kind < 2;
            x.p.Flags.ColorFill = kind == 2;
            x.p.Color = 0xff112233;
            x.p.DstRect = x.p.SrcRect = (RECT){ 0, 0, 1024, 1024 };
            x.p.SubRectCnt = 500;
            x.p.pDstSubRects = sub;
            do {
                x.p.pDmaBuffer = c.dma;
                x.p.DmaSize = size;
                x.p.pDmaBufferPrivateData = c.priv;
                x.p.pPatchLocationListOut = c.patch_out;
                x.list[2].SegmentId = kind == 1 ? PVK_SEG_HEAP : 0;
                x.list[2].PhysicalAddress.QuadPart = kind == 1 ? (LONGLONG)PVK_BASE_HEAP : 0;
                status = present(&x, &c);
                CHECK(status == STATUS_SUCCESS || status == STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER);
                CHECK(x.p.MultipassOffset > last && x.p.MultipassOffset <= 500);
                last = x.p.MultipassOffset;
                CHECK(c.end <= size);
                present_submit(&c, fence++);
                fake_dpc();
            } while (status != STATUS_SUCCESS && ++calls < 1000);
            CHECK(calls < 1000);
            for (uint32_t i = from; i < f.n_log; i++) {
                const void *l = &f.log[i].c;
                if (f.log[i].c.hdr.op == PVGPU_OP_PRESENT_BLT) seen += ((const struct pvgpu_cmd_present_blt *)l)->n_rects;
                if (f.log[i].c.hdr.op == PVGPU_OP_COLOR_FILL) seen += ((const struct pvgpu_cmd_color_fill *)l)->n_rects;
            }
            CHECK_EQ(seen, 500);
            if (kind == 1) CHECK_EQ(fake_count(from, PVGPU_OP_READ_TEXTURE), 500);
        }
    }
    memory_unmake(&shadow, &c);
    memory_unmake(&dst, &c);
    memory_unmake(&src, &c);
    client_close(&c);
    end();
}

/* Shadow surface to primary: uploaded by the driver's own context, which opens it only for that. */
TEST(present_from_heap_surface)
{
    struct client c;
    struct memory shadow, primary;
    struct pvk_alloc_private s = heap_desc(128 * 256), d = texture_desc(60, 128, 0);
    const struct pvgpu_cmd_update_texture *u;
    struct present x;

    begin();
    CHECK(client_open(&c, false, true));
    s.dimension = PVGPU_DIM_TEX2D;
    s.format = 87;
    s.width = 60;
    s.height = 128;
    s.stride = 256;
    CHECK(memory_make(&shadow, &c, &s) && memory_make(&primary, &c, &d));
    present_fill(&x, &c, &shadow, &primary);
    x.p.Flags.Blt = 1;
    x.p.SrcRect = x.p.DstRect = (RECT){ 4, 8, 60, 128 };
    x.list[1].SegmentId = PVK_SEG_HEAP;
    x.list[1].PhysicalAddress.QuadPart = (LONGLONG)PVK_BASE_HEAP + 0x4000;
    CHECK_EQ(present(&x, &c), STATUS_SUCCESS);
    present_submit(&c, 1);
    u = (const void *)&fake_last(PVGPU_OP_UPDATE_TEXTURE)->c;
    CHECK(u->heap == shadow.id && u->heap_offset == 8 * 256 + 16 && u->row_pitch == 256 && u->left == 4 && u->bottom == 128);
    CHECK_EQ(fake_last(PVGPU_OP_UPDATE_TEXTURE)->context, 1);
    CHECK_EQ(f.objects[shadow.id].opens[1], 0); /* closed again */
    CHECK_EQ(((const struct pvgpu_cmd_present_blt *)(const void *)&fake_last(PVGPU_OP_PRESENT_BLT)->c)->src, u->resource);
    CHECK_EQ(f.notes[f.n_notes - 1].DmaCompleted.SubmissionFenceId, 1);
    memory_unmake(&primary, &c);
    memory_unmake(&shadow, &c);
    client_close(&c);
    end();
}

/* To a staging surface: the fence waits for the host's GPU, since the CPU reads next. */
TEST(present_to_heap_surface)
{
    struct client c;
    struct memory staging, src;
    struct pvk_alloc_private s = heap_desc(64 * 256), d = texture_desc(64, 64, 0);
    struct present x;

    begin();
    CHECK(client_open(&c, false, true));
    s.dimension = PVGPU_DIM_TEX2D;
    s.format = 88;
    s.width = s.height = 64;
    s.stride = 256;
    CHECK(memory_make(&staging, &c, &s) && memory_make(&src, &c, &d));
    present_fill(&x, &c, &src, &staging);
    x.p.Flags.Blt = 1;
    x.list[2].SegmentId = PVK_SEG_HEAP;
    x.list[2].PhysicalAddress.QuadPart = (LONGLONG)PVK_BASE_HEAP;
    CHECK_EQ(present(&x, &c), STATUS_SUCCESS);
    f.gpu_slow = true;
    present_submit(&c, 1);
    fake_dpc();
    CHECK_EQ(fake_count(0, PVGPU_OP_READ_TEXTURE), 1);
    CHECK_EQ(fake_count(0, PVGPU_OP_SIGNAL), 1);
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED), 0); /* consumed, not written yet */
    f.gpu_slow = false;
    fake_gpu_done();
    fake_dpc();
    CHECK_EQ(fake_notes(0, DXGK_INTERRUPT_DMA_COMPLETED), 1);
    memory_unmake(&src, &c);
    memory_unmake(&staging, &c);
    client_close(&c);
    end();
}

TEST(present_flip)
{
    struct client gdi;
    struct memory primary, back;
    struct pvk_alloc_private d = texture_desc(1280, 720, PVK_DESC_PRIMARY);
    DXGK_SUBMITCOMMANDFLAGS flags = { .Value = 0 };
    struct present x;

    begin();
    light(&gdi, &primary);
    CHECK(memory_make(&back, &gdi, &d));
    present_fill(&x, &gdi, &back, NULL);
    x.p.Flags.Flip = 1;
    x.p.pDmaBuffer = NULL; /* MMIO: judged only */
    x.p.FlipInterval = D3DDDI_FLIPINTERVAL_ONE;
    CHECK_EQ(present(&x, &gdi), STATUS_SUCCESS);
    CHECK(x.p.pDmaBuffer == NULL);
    /* in the stream (traps.md S15) */
    present_fill(&x, &gdi, &back, NULL);
    x.p.Flags.Flip = 1;
    x.p.FlipInterval = D3DDDI_FLIPINTERVAL_IMMEDIATE;
    x.list[1].SegmentId = PVK_SEG_APERTURE;
    x.list[1].PhysicalAddress.QuadPart = (LONGLONG)PVK_BASE_APERTURE + 0x900000;
    CHECK_EQ(present(&x, &gdi), STATUS_SUCCESS);
    flags.Present = flags.Flip = 1;
    client_submit_flags(&gdi, 9, flags, 0);
    fake_dpc();
    CHECK_EQ(f.last_scanout_resource[0], back.id);
    CHECK_EQ(((const struct pvgpu_cmd_scanout_set *)(const void *)&fake_last(PVGPU_OP_SCANOUT_SET)->c)->flags,
             PVGPU_PRESENT_IMMEDIATE);
    CHECK_EQ(f.notes[f.n_notes - 1].DmaCompleted.SubmissionFenceId, 9);
    fake_vblank(0);
    CHECK_EQ((uint64_t)last_vsync()->CrtcVsync.PhysicalAddress.QuadPart, PVK_BASE_APERTURE + 0x900000);
    memory_unmake(&back, &gdi);
    dark(&gdi, &primary);
    end();
}

TEST(present_flags)
{
    struct client c;
    struct memory src, dst;
    struct pvk_alloc_private d = texture_desc(64, 64, 0);

    begin();
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&src, &c, &d) && memory_make(&dst, &c, &d));
    for (UINT bits = 0; bits < 1u << 13; bits++) {
        struct present x;
        NTSTATUS status;
        present_fill(&x, &c, &src, &dst);
        x.p.Flags.Value = bits;
        status = present(&x, &c);
        if (bits == 1 || bits == 2 || bits == 4) CHECK_EQ(status, STATUS_SUCCESS);
        else CHECK(status == STATUS_ILLEGAL_INSTRUCTION || status == STATUS_GRAPHICS_CANNOTCOLORCONVERT);
    }
    memory_unmake(&dst, &c);
    memory_unmake(&src, &c);
    client_close(&c);
    end();
}

/* ---- paging ---- */

static uint8_t system_memory[1 << 20] __attribute__((aligned(4096)));

static NTSTATUS page(DXGKARG_BUILDPAGINGBUFFER *p)
{
    static uint8_t dma[4096];
    NTSTATUS status;
    p->pDmaBuffer = dma;
    p->DmaSize = sizeof dma;
    status = f.ddi.DxgkDdiBuildPagingBuffer(f.adapter, p);
    CHECK(status == STATUS_GRAPHICS_ALLOCATION_BUSY ? p->pDmaBuffer == dma : (uint8_t *)p->pDmaBuffer > dma);
    return status;
}

TEST(paging_transfer)
{
    struct client c;
    struct memory m;
    struct pvk_alloc_private d = heap_desc(256 << 10);
    DXGKARG_BUILDPAGINGBUFFER p;
    D3DDDI_PATCHLOCATIONLIST in = { .AllocationIndex = 0 };
    uint64_t cmd[4], run;
    struct pvk_adapter *a;
    PMDL mdl = IoAllocateMdl(system_memory, sizeof system_memory, FALSE, FALSE, NULL);

    MmBuildMdlForNonPagedPool(mdl);
    begin();
    a = f.adapter;
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&m, &c, &d));
    client_list(&c, 0, &m, PVK_SEG_HEAP, PVK_BASE_HEAP + 0x10000);
    topology(cmd, 1);
    CHECK_EQ(client_render(&c, cmd, 16, &in, 1, 1), STATUS_SUCCESS);
    client_submit(&c, 1);
    CHECK(f.objects[m.id].placed);
    for (int i = 0; i < 256 << 10; i++) pvk_heap_at(a, PVK_OWN_BYTES + 0x10000, &run)[i] = (uint8_t)(i * 7);
    memset(&p, 0, sizeof p);
    p.Operation = DXGK_OPERATION_TRANSFER;
    p.Transfer.hAllocation = m.alloc;
    p.Transfer.TransferSize = 256 << 10;
    p.Transfer.Source.SegmentId = PVK_SEG_HEAP;
    p.Transfer.Source.SegmentAddress.QuadPart = (LONGLONG)PVK_BASE_HEAP + 0x10000;
    p.Transfer.Destination.pMdl = mdl;
    p.Transfer.MdlOffset = 3;
    CHECK_EQ(page(&p), STATUS_GRAPHICS_ALLOCATION_BUSY); /* may be in use: Windows drains it and comes again */
    CHECK(f.objects[m.id].placed);
    p.Transfer.Flags.AllocationIsIdle = 1;
    CHECK_EQ(page(&p), STATUS_SUCCESS);
    CHECK(!f.objects[m.id].placed); /* the host has let go before the bytes are somebody else's */
    for (int i = 0; i < 256 << 10; i += 999) CHECK_EQ(system_memory[3 * 4096 + i], (uint8_t)(i * 7));
    /* back, to another place, in two pieces: TransferOffset counts on the segment's side only */
    for (int half = 0; half < 2; half++) {
        memset(&p, 0, sizeof p);
        p.Operation = DXGK_OPERATION_TRANSFER;
        p.Transfer.hAllocation = m.alloc;
        p.Transfer.TransferOffset = (UINT)half * (128u << 10);
        p.Transfer.TransferSize = 128 << 10;
        p.Transfer.Source.pMdl = mdl;
        p.Transfer.MdlOffset = 3u + (UINT)half * 32;
        p.Transfer.Destination.SegmentId = PVK_SEG_HEAP;
        p.Transfer.Destination.SegmentAddress.QuadPart = (LONGLONG)PVK_BASE_HEAP + 0x200000;
        CHECK_EQ(page(&p), STATUS_SUCCESS);
    }
    for (int i = 0; i < 256 << 10; i += 777) CHECK_EQ(pvk_heap_at(a, PVK_OWN_BYTES + 0x200000, &run)[i], (uint8_t)(i * 7));
    client_list(&c, 0, &m, PVK_SEG_HEAP, PVK_BASE_HEAP + 0x200000);
    CHECK_EQ(client_render(&c, cmd, 16, &in, 1, 1), STATUS_SUCCESS);
    client_submit(&c, 2);
    CHECK_EQ(f.objects[m.id].offset, PVK_OWN_BYTES + 0x200000);
    memory_unmake(&m, &c);
    client_close(&c);
    end();
    IoFreeMdl(mdl);
}

TEST(paging_others)
{
    struct client c;
    struct memory heap, texture;
    struct pvk_alloc_private d = heap_desc(8192), t = texture_desc(64, 64, 0);
    DXGKARG_BUILDPAGINGBUFFER p;
    struct pvk_adapter *a;
    uint64_t run;
    uint8_t *bytes;

    begin();
    a = f.adapter;
    CHECK(client_open(&c, false, false));
    CHECK(memory_make(&heap, &c, &d) && memory_make(&texture, &c, &t));
    bytes = pvk_heap_at(a, PVK_OWN_BYTES + 0x5000, &run);
    memset(bytes, 0xee, 16384);
    memset(&p, 0, sizeof p);
    p.Operation = DXGK_OPERATION_FILL;
    p.Fill.hAllocation = heap.alloc;
    p.Fill.FillSize = 8192;
    p.Fill.FillPattern = 0x11223344;
    p.Fill.Destination.SegmentId = PVK_SEG_HEAP;
    p.Fill.Destination.SegmentAddress.QuadPart = (LONGLONG)PVK_BASE_HEAP + 0x5000;
    CHECK_EQ(page(&p), STATUS_SUCCESS);
    CHECK(bytes[0] == 0x44 && bytes[8191] == 0x11 && bytes[8192] == 0xee);
    /* host memory moves no bytes: out and in again, busy or not */
    memset(&p, 0, sizeof p);
    p.Operation = DXGK_OPERATION_TRANSFER;
    p.Transfer.hAllocation = texture.alloc;
    p.Transfer.TransferSize = 16384;
    p.Transfer.Source.SegmentId = PVK_SEG_HOST;
    CHECK_EQ(page(&p), STATUS_SUCCESS);
    memset(&p, 0, sizeof p);
    p.Operation = DXGK_OPERATION_DISCARD_CONTENT;
    p.DiscardContent.hAllocation = heap.alloc;
    p.DiscardContent.SegmentId = PVK_SEG_HEAP;
    CHECK_EQ(page(&p), STATUS_GRAPHICS_ALLOCATION_BUSY);
    p.DiscardContent.Flags.AllocationIsIdle = 1;
    CHECK_EQ(page(&p), STATUS_SUCCESS);
    for (int op = DXGK_OPERATION_READ_PHYSICAL; op <= DXGK_OPERATION_UNMAP_APERTURE_SEGMENT; op++) {
        memset(&p, 0, sizeof p);
        p.Operation = (DXGK_BUILDPAGINGBUFFER_OPERATION)op;
        CHECK_EQ(page(&p), STATUS_SUCCESS);
    }
    {
        static uint8_t tiny[16];
        memset(&p, 0, sizeof p);
        p.Operation = DXGK_OPERATION_READ_PHYSICAL;
        p.pDmaBuffer = tiny;
        p.DmaSize = sizeof tiny;
        CHECK_EQ(f.ddi.DxgkDdiBuildPagingBuffer(f.adapter, &p), STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER);
    }
    memory_unmake(&texture, &c);
    memory_unmake(&heap, &c);
    client_close(&c);
    end();
}

TAP_MAIN(RUN(present_blt); RUN(present_sub_rects); RUN(present_from_heap_surface); RUN(present_to_heap_surface);
         RUN(present_flip); RUN(present_flags); RUN(paging_transfer); RUN(paging_others))
