/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * present.c - copies, fills and flips that Windows asks for. The DMA buffer holds whole packets: copies between
 * textures are kernel commands; a surface in the BAR2 heap (shadow, staging) goes through a texture of the same
 * size, its mirror, by commands of the driver's own context, which opens the surface just for that.
 */
#include "kmd.h"
#include "ddi.h"
#include "pvgpu_formats.h"

/* Packets written one after another into a DMA buffer; `full` sticks. */
struct stream { uint8_t *base; uint32_t size, at, packet; bool full; };

static void command(struct stream *s, const void *c, uint32_t n)
{
    if (s->full || n > s->size - s->at) { s->full = true; return; }
    RtlCopyMemory(s->base + s->at, c, n);
    s->at += n;
}

static void packet_begin(struct stream *s, uint32_t type, uint32_t context)
{
    struct pvgpu_packet p = { .type = (uint16_t)type, .context = context };
    s->packet = s->at;
    command(s, &p, sizeof p);
}

static void packet_end(struct stream *s)
{
    struct pvgpu_packet *p = (struct pvgpu_packet *)(void *)(s->base + s->packet);
    if (!s->full) p->size = s->at - s->packet;
}

struct op {
    struct pvk_adapter *a;
    const DXGKARG_PRESENT *p;
    struct pvk_alloc *src, *dst;
    uint32_t src_id, dst_id;   /* textures: of the allocation or of its mirror */
    const struct pvgpu_rect *rects; /* of this pass */
    uint32_t n_rects;
    uint64_t guest_time;
};

static void open_close(struct stream *s, struct pvk_adapter *a, const struct pvk_alloc *al, bool open)
{
    struct pvgpu_cmd_context_open c = { .context = a->own_context, .id = al->id };
    struct pvgpu_cmd_context_close d = { .context = a->own_context, .id = al->id };

    packet_begin(s, PVGPU_PACKET_KERNEL, 0);
    PVGPU_CMD_INIT(&c, CONTEXT_OPEN);
    PVGPU_CMD_INIT(&d, CONTEXT_CLOSE);
    command(s, open ? (const void *)&c : (const void *)&d, sizeof c);
    packet_end(s);
}

static uint64_t texel_offset(const struct pvk_alloc *al, const struct pvgpu_rect *r)
{
    return (uint64_t)r->top * al->pitch + pvgpu_format_row_bytes(al->desc.format, (uint32_t)r->left);
}

static bool clip(struct pvgpu_rect *r, const struct pvk_alloc *al)
{
    if (r->left < 0) r->left = 0;
    if (r->top < 0) r->top = 0;
    if (r->right > (int32_t)al->desc.width) r->right = (int32_t)al->desc.width;
    if (r->bottom > (int32_t)al->desc.height) r->bottom = (int32_t)al->desc.height;
    return r->left < r->right && r->top < r->bottom;
}

/* Heap surface to its mirror: the part that SrcRect names. */
PVK_PAGED static void put_upload(struct stream *s, const struct op *o)
{
    struct pvgpu_rect r = { o->p->SrcRect.left, o->p->SrcRect.top, o->p->SrcRect.right, o->p->SrcRect.bottom };
    struct pvgpu_cmd_update_texture c = { .resource = o->src_id, .back = 1, .heap = o->src->id, .row_pitch = o->src->pitch };

    if (!clip(&r, o->src)) return;
    open_close(s, o->a, o->src, true);
    packet_begin(s, PVGPU_PACKET_CONTEXT, o->a->own_context);
    PVGPU_CMD_INIT(&c, UPDATE_TEXTURE);
    c.left = (uint32_t)r.left;
    c.top = (uint32_t)r.top;
    c.right = (uint32_t)r.right;
    c.bottom = (uint32_t)r.bottom;
    c.heap_offset = texel_offset(o->src, &r);
    c.depth_pitch = (uint32_t)(o->src->pitch * o->src->desc.height);
    command(s, &c, sizeof c);
    packet_end(s);
    open_close(s, o->a, o->src, false);
}

/* Mirror to heap surface, rectangle by rectangle: what lies between them stays as the CPU left it. */
PVK_PAGED static void put_readback(struct stream *s, const struct op *o)
{
    open_close(s, o->a, o->dst, true);
    packet_begin(s, PVGPU_PACKET_CONTEXT, o->a->own_context);
    for (uint32_t i = 0; i < o->n_rects; i++) {
        struct pvgpu_rect r = o->rects[i];
        struct pvgpu_cmd_read_texture c = { .resource = o->dst_id, .back = 1, .heap = o->dst->id, .row_pitch = o->dst->pitch };
        if (!clip(&r, o->dst)) continue;
        PVGPU_CMD_INIT(&c, READ_TEXTURE);
        c.left = (uint32_t)r.left;
        c.top = (uint32_t)r.top;
        c.right = (uint32_t)r.right;
        c.bottom = (uint32_t)r.bottom;
        c.heap_offset = texel_offset(o->dst, &r);
        c.depth_pitch = (uint32_t)(o->dst->pitch * o->dst->desc.height);
        command(s, &c, sizeof c);
    }
    packet_end(s);
    open_close(s, o->a, o->dst, false);
}

PVK_PAGED static void put_rects(struct stream *s, const struct op *o)
{
    uint32_t n = o->n_rects * (uint32_t)sizeof o->rects[0]; /* 16 bytes each: no padding follows */
    command(s, o->rects, n);
}

PVK_PAGED static void put_blt(struct stream *s, const struct op *o)
{
    const DXGKARG_PRESENT *p = o->p;
    struct pvgpu_cmd_present_blt c = {
        .dst = o->dst_id, .src = o->src_id,
        .dst_left = p->DstRect.left, .dst_top = p->DstRect.top, .dst_right = p->DstRect.right, .dst_bottom = p->DstRect.bottom,
        .src_left = p->SrcRect.left, .src_top = p->SrcRect.top, .src_right = p->SrcRect.right, .src_bottom = p->SrcRect.bottom,
        .guest_time = o->guest_time, .n_rects = o->n_rects,
    };

    packet_begin(s, PVGPU_PACKET_KERNEL, 0);
    PVGPU_CMD_INIT(&c, PRESENT_BLT);
    c.hdr.size += o->n_rects * (uint32_t)sizeof o->rects[0];
    command(s, &c, sizeof c);
    put_rects(s, o);
    packet_end(s);
}

PVK_PAGED static void put_fill(struct stream *s, const struct op *o)
{
    struct pvgpu_cmd_color_fill c = { .dst = o->dst_id, .color = o->p->Color, .n_rects = o->n_rects };

    packet_begin(s, PVGPU_PACKET_KERNEL, 0);
    PVGPU_CMD_INIT(&c, COLOR_FILL);
    c.hdr.size += o->n_rects * (uint32_t)sizeof o->rects[0];
    command(s, &c, sizeof c);
    put_rects(s, o);
    packet_end(s);
}

/* Rectangles that one pass may take so that all packets fit. */
PVK_PAGED static uint32_t room(const struct op *o, uint32_t size)
{
    uint32_t packet = sizeof(struct pvgpu_packet), each = sizeof(struct pvgpu_rect), fixed;

    fixed = packet + (uint32_t)sizeof(struct pvgpu_cmd_present_blt);
    if (o->src && o->src->desc.kind == PVK_ALLOC_HEAP)
        fixed += 3 * packet + 2 * (uint32_t)sizeof(struct pvgpu_cmd_context_open) +
                 (uint32_t)sizeof(struct pvgpu_cmd_update_texture);
    if (o->dst->desc.kind == PVK_ALLOC_HEAP) {
        fixed += 3 * packet + 2 * (uint32_t)sizeof(struct pvgpu_cmd_context_open);
        each += (uint32_t)sizeof(struct pvgpu_cmd_read_texture);
    }
    if (size > 256u << 10) size = 256u << 10; /* far below a packet's and the ring's size */
    if (size <= fixed) return 0;
    return (size - fixed) / each < 1024 ? (size - fixed) / each : 1024;
}

/* Copies and fills: as many destination rectangles as fit; MultipassOffset counts those that are done. */
PVK_PAGED static NTSTATUS put_pass(struct op *o, DXGKARG_PRESENT *p, struct stream *s)
{
    struct pvgpu_rect whole = { p->DstRect.left, p->DstRect.top, p->DstRect.right, p->DstRect.bottom };
    uint32_t total = p->pDstSubRects ? p->SubRectCnt : 0, left, n;

    PVGPU_STATIC_ASSERT(sizeof(RECT) == sizeof(struct pvgpu_rect), "rectangles are the same four numbers");
    if (p->MultipassOffset > total) return STATUS_ILLEGAL_INSTRUCTION;
    left = total ? total - p->MultipassOffset : 1;
    n = room(o, s->size);
    if (!n) return STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER;
    if (n > left) n = left;
    o->rects = total ? (const struct pvgpu_rect *)(const void *)(p->pDstSubRects + p->MultipassOffset) : &whole;
    o->n_rects = n;
    if (o->src && o->src->desc.kind == PVK_ALLOC_HEAP) put_upload(s, o);
    if (o->src) put_blt(s, o);
    else put_fill(s, o);
    if (o->dst->desc.kind == PVK_ALLOC_HEAP) put_readback(s, o);
    if (s->full) return STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER; /* room() was wrong: nothing is submitted */
    if (total) p->MultipassOffset += n;
    return n < left ? STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER : STATUS_SUCCESS;
}

PVK_PAGED static NTSTATUS find(const DXGKARG_PRESENT *p, UINT index, bool needed, struct pvk_alloc **out)
{
    const struct pvk_open *o = p->pAllocationList[index].hDeviceSpecificAllocation;

    *out = o ? o->alloc : NULL;
    if ((o && !o->alloc) || (needed && !o)) return STATUS_INVALID_HANDLE;
    if (*out && ((*out)->desc.dimension != PVGPU_DIM_TEX2D || (*out)->desc.samples > 1)) return STATUS_ILLEGAL_INSTRUCTION;
    return STATUS_SUCCESS;
}

/* The flags' legal combinations (ns-d3dkmddi-_dxgk_presentflags); what was not offered is refused. */
PVK_PAGED static NTSTATUS check_flags(struct pvk_adapter *a, const DXGK_PRESENTFLAGS *f)
{
    unsigned kinds = f->Blt + f->ColorFill + f->Flip;

    if (f->SrcColorKey || f->DstColorKey || f->Rotate || f->FlipStereo || f->FlipStereoTemporaryMono ||
        f->FlipStereoPreferRight || f->BltStereoUseRight || f->FlipWithMultiPlaneOverlay || f->FlipWithNoWait) {
        pvk_name_once(a, 3, "a present with flags 0x%x is refused\n", f->Value);
        return STATUS_ILLEGAL_INSTRUCTION;
    }
    if (f->LinearToSrgb) {
        pvk_name_once(a, 4, "a present from linear to sRGB is refused\n");
        return STATUS_GRAPHICS_CANNOTCOLORCONVERT;
    }
    return kinds == 1 ? STATUS_SUCCESS : STATUS_ILLEGAL_INSTRUCTION;
}

PVK_PAGED static bool rect_ok(const RECT *r, int64_t left, int64_t top, int64_t right, int64_t bottom)
{
    return r->left < r->right && r->top < r->bottom && r->left >= left && r->top >= top && r->right <= right &&
           r->bottom <= bottom;
}

/* A kernel command that breaks a rule would stop the host for all, and these numbers come from a program. */
PVK_PAGED static bool rects_ok(const DXGKARG_PRESENT *p, const struct pvk_alloc *src, const struct pvk_alloc *dst)
{
    const int64_t limit = 65536; /* not "far": a macro of windef.h */

    if (!rect_ok(&p->DstRect, -limit, -limit, limit, limit)) return false;
    if (src && !rect_ok(&p->SrcRect, 0, 0, src->desc.width, src->desc.height)) return false;
    for (UINT i = p->MultipassOffset; p->pDstSubRects && i < p->SubRectCnt; i++)
        if (!rect_ok(&p->pDstSubRects[i], 0, 0, dst->desc.width, dst->desc.height)) return false;
    return true;
}

PVK_PAGED static uint32_t texture_of(struct pvk_adapter *a, struct pvk_alloc *al)
{
    return al->desc.kind == PVK_ALLOC_HEAP ? pvk_alloc_mirror(a, al) : al->id;
}

PVK_PAGED static NTSTATUS copy_or_fill(struct pvk_adapter *a, DXGKARG_PRESENT *p, struct pvk_dma_private *d)
{
    struct op o = { .a = a, .p = p, .guest_time = pvk_now_100ns() * 100 };
    struct stream s = { .base = p->pDmaBuffer, .size = p->DmaSize & ~7u };
    NTSTATUS status = find(p, DXGK_PRESENT_DESTINATION_INDEX, true, &o.dst);

    if (NT_SUCCESS(status)) status = find(p, DXGK_PRESENT_SOURCE_INDEX, p->Flags.Blt, &o.src);
    if (!NT_SUCCESS(status)) return status;
    if (p->Flags.ColorFill) o.src = NULL;
    /* NoScreenToScreenBlt was said; the host would stop at it. */
    if (o.src == o.dst || !rects_ok(p, o.src, o.dst)) return STATUS_ILLEGAL_INSTRUCTION;
    if (p->PatchLocationListOutSize < 2) return STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER;
    o.dst_id = texture_of(a, o.dst);
    if (o.src) o.src_id = texture_of(a, o.src);
    if (!o.dst_id || (o.src && !o.src_id)) return STATUS_NO_MEMORY;
    d->kind = PVK_DMA_PACKETS;
    d->readback = o.dst->desc.kind == PVK_ALLOC_HEAP;
    if (o.src) pvk_dma_reference(d, p->pAllocationList, DXGK_PRESENT_SOURCE_INDEX, p->pPatchLocationListOut++);
    pvk_dma_reference(d, p->pAllocationList, DXGK_PRESENT_DESTINATION_INDEX, p->pPatchLocationListOut++);
    status = put_pass(&o, p, &s);
    if (s.full || !s.at) d->kind = PVK_DMA_EMPTY;
    else p->pDmaBuffer = s.base + s.at;
    return status;
}

PVK_PAGED static NTSTATUS flip(struct pvk_adapter *a, DXGKARG_PRESENT *p, struct pvk_dma_private *d)
{
    static const char mark[16] = "pvgpu flip";
    struct pvk_alloc *src;
    NTSTATUS status = find(p, DXGK_PRESENT_SOURCE_INDEX, true, &src);

    if (!NT_SUCCESS(status)) return status;
    if (src->desc.kind != PVK_ALLOC_RESOURCE || !pvk_format_to_d3d(src->desc.format)) return STATUS_ILLEGAL_INSTRUCTION;
    /* Without a DMA buffer only the source is judged; SetVidPnSourceAddress flips (ns-d3dkmddi-_dxgk_flipcaps). */
    if (!p->pDmaBuffer) return STATUS_SUCCESS;
    if (p->DmaSize < sizeof mark || p->PatchLocationListOutSize < 1) return STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER;
    d->kind = PVK_DMA_FLIP;
    d->flip_id = src->id;
    d->flip_flags = p->FlipInterval == D3DDDI_FLIPINTERVAL_IMMEDIATE ? PVGPU_PRESENT_IMMEDIATE : 0;
    d->guest_time = pvk_now_100ns() * 100;
    d->flip_place = pvk_dma_reference(d, p->pAllocationList, DXGK_PRESENT_SOURCE_INDEX, p->pPatchLocationListOut++);
    RtlCopyMemory(p->pDmaBuffer, mark, sizeof mark);
    p->pDmaBuffer = (uint8_t *)p->pDmaBuffer + sizeof mark;
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiPresent(IN_CONST_HANDLE hContext, INOUT_PDXGKARG_PRESENT pPresent)
{
    const struct pvk_context *c = hContext;
    struct pvk_adapter *a = c->device->adapter;
    DXGKARG_PRESENT *p = pPresent;
    struct pvk_dma_private *d = p->pDmaBufferPrivateData;
    NTSTATUS status;

    PAGED_CODE();
    if (d && p->DmaBufferPrivateDataSize >= sizeof *d) pvk_dma_begin(d, PVK_DMA_EMPTY, c->device, p->pDmaBuffer);
    else if (p->pDmaBuffer) return STATUS_NO_MEMORY;
    status = check_flags(a, &p->Flags);
    if (!NT_SUCCESS(status)) return status;
    if (pvk_device_is_lost(c->device)) return STATUS_GRAPHICS_GPU_EXCEPTION_ON_DEVICE;
    if (p->Flags.Flip) {
        status = flip(a, p, d);
    } else {
        if (!p->pDmaBuffer) return STATUS_ILLEGAL_INSTRUCTION;
        status = copy_or_fill(a, p, d);
    }
    if (NT_SUCCESS(status)) PVK_COUNT(a->n_presents);
    if (p->pDmaBuffer && (NT_SUCCESS(status) || status == STATUS_GRAPHICS_INSUFFICIENT_DMA_BUFFER))
        p->pDmaBufferPrivateData = d + 1;
    return status;
}
