/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * frame.c - pictures of scanouts for the presenters. A frame is copied into one of a few staging
 * textures of its scanout and handed out in order when that can be mapped without waiting; it stays
 * mapped until it is given back.
 */
#include <stdlib.h>
#include "renderer.h"

static void slot_fini(struct pvb_renderer *r, struct pvb_d11_slot *s)
{
    if (s->mapped && s->staging) ID3D11DeviceContext_Unmap(r->ctx, (ID3D11Resource *)s->staging, 0);
    pvb_d11_release(s->staging);
    free(s->black);
    *s = (struct pvb_d11_slot){ 0 };
}

static void slot_put(struct pvb_renderer *r, struct pvb_d11_slot *s)
{
    if (!s || --s->refs) return;
    if (s->mapped && s->staging) ID3D11DeviceContext_Unmap(r->ctx, (ID3D11Resource *)s->staging, 0);
    s->mapped = false;
}

/* Gives an unused slot this size; format 0 makes black. */
static bool slot_fit(struct pvb_renderer *r, struct pvb_d11_slot *s, uint32_t width, uint32_t height, uint32_t format)
{
    D3D11_TEXTURE2D_DESC d = { width, height, 1, 1, (DXGI_FORMAT)format, { 1, 0 }, D3D11_USAGE_STAGING, 0,
                               D3D11_CPU_ACCESS_READ };

    if (s->width == width && s->height == height && s->format == format && (s->staging || s->black)) return true;
    slot_fini(r, s);
    if (format) {
        if (FAILED(ID3D11Device_CreateTexture2D(r->device, &d, NULL, &s->staging))) return false;
    } else {
        s->black = calloc((size_t)width * height, 4);
        if (!s->black) return false;
    }
    s->width = width;
    s->height = height;
    s->format = format;
    return true;
}

/* The slot for a new frame. When all are under way the newest frame's is drawn over: both frames are
 * handed out, and nobody misses more than a picture that was replaced before it could be shown. */
static struct pvb_d11_slot *slot_get(struct pvb_renderer *r, uint32_t scanout, uint32_t width, uint32_t height, uint32_t format)
{
    struct pvb_d11_frames *f = &r->frames;
    struct pvb_d11_slot *free_slot = NULL;

    for (uint32_t i = 0; i < PVB_D11_FRAME_SLOTS; i++) {
        struct pvb_d11_slot *s = &f->slots[scanout][i];
        if (s->refs) continue;
        if (!free_slot || (s->width == width && s->height == height && s->format == format)) free_slot = s;
    }
    if (free_slot) return slot_fit(r, free_slot, width, height, format) ? free_slot : NULL;
    for (uint64_t k = f->tail; k-- != f->head;) {
        struct pvb_d11_slot *s = f->ring[k % PVB_D11_FRAMES].slot;
        if (f->ring[k % PVB_D11_FRAMES].frame.scanout != scanout) continue;
        return s->width == width && s->height == height && s->format == format && !s->mapped ? s : NULL;
    }
    return NULL;
}

/* Format of a staging texture that holds B8G8R8A8 (or, with any alpha, B8G8R8X8) as it is; 0: convert. */
static uint32_t direct_format(const struct pvb_d11_resource *res)
{
    if (res->info.samples != 1) return 0;
    switch (pvgpu_format_rows[res->host_format].family) {
    case DXGI_FORMAT_B8G8R8A8_TYPELESS: return DXGI_FORMAT_B8G8R8A8_UNORM;
    case DXGI_FORMAT_B8G8R8X8_TYPELESS: return DXGI_FORMAT_B8G8R8X8_UNORM;
    default: return 0;
    }
}

static void queue(struct pvb_renderer *r, const struct pvb_frame *frame, struct pvb_d11_slot *s)
{
    struct pvb_d11_frames *f = &r->frames;
    struct pvb_d11_frame *e;

    s->refs++;
    if (f->tail - f->head == PVB_D11_FRAMES) { /* a guest that floods; the replaced frame is never reported */
        if (pvb_d11_first(r, PVB_D11_EV_FRAME)) pvb_log(1, "more than %u frames under way: one is dropped", PVB_D11_FRAMES);
        e = &f->ring[(f->tail - 1) % PVB_D11_FRAMES];
        slot_put(r, e->slot);
    } else {
        e = &f->ring[f->tail++ % PVB_D11_FRAMES];
    }
    e->frame = *frame;
    e->frame.width = s->width;
    e->frame.height = s->height;
    e->slot = s;
}

void pvb_d11_frame_start(struct pvb_renderer *r, void *resource, const struct pvb_frame *frame)
{
    struct pvb_d11_resource *res = resource;
    struct pvb_d11_slot *s = NULL;
    uint32_t scanout = frame->scanout % PVGPU_MAX_SCANOUTS, format;
    ID3D11Resource *from;

    if (res && (res->info.dimension == PVGPU_DIM_TEX2D || res->info.dimension == PVGPU_DIM_CUBE)) {
        format = direct_format(res);
        from = format ? res->any : (ID3D11Resource *)pvb_d11_blit_to_bgra(r, res);
        if (!format) format = DXGI_FORMAT_B8G8R8A8_UNORM;
        if (from) s = slot_get(r, scanout, res->info.width, res->info.height, format);
        if (s) {
            pvb_d11_kernel_copy(r);
            ID3D11DeviceContext_CopySubresourceRegion(r->ctx, (ID3D11Resource *)s->staging, 0, 0, 0, 0, from, 0, NULL);
        }
    }
    /* Nothing to show, or no way to: black of the scanout's size; then whatever picture there is. */
    if (!s && frame->width && frame->height) s = slot_get(r, scanout, frame->width, frame->height, 0);
    if (!s && r->frames.last[scanout] && r->frames.last[scanout]->refs) s = r->frames.last[scanout];
    for (uint64_t k = r->frames.tail; !s && k-- != r->frames.head;)
        if (r->frames.ring[k % PVB_D11_FRAMES].frame.scanout == frame->scanout) s = r->frames.ring[k % PVB_D11_FRAMES].slot;
    if (!s) {
        if (pvb_d11_first(r, PVB_D11_EV_FRAME)) pvb_log(0, "a frame of scanout %u is lost: out of memory", frame->scanout);
        return;
    }
    queue(r, frame, s);
    pvb_d11_waiting(r);
    pvb_d11_flush(r); /* a frame is on its way: the GPU should have it now */
    r->unflushed = false;
}

/* False: the GPU is not there yet. */
static bool slot_map(struct pvb_renderer *r, struct pvb_d11_slot *s)
{
    HRESULT hr;

    if (s->mapped) return true;
    if (s->black) {
        s->map = (D3D11_MAPPED_SUBRESOURCE){ s->black, s->width * 4, 0 };
        return s->mapped = true;
    }
    hr = ID3D11DeviceContext_Map(r->ctx, (ID3D11Resource *)s->staging, 0, D3D11_MAP_READ, D3D11_MAP_FLAG_DO_NOT_WAIT, &s->map);
    if (hr == DXGI_ERROR_WAS_STILL_DRAWING) return false;
    if (FAILED(hr)) { r->lost = true; return false; }
    return s->mapped = true;
}

int pvb_d11_frames_poll(struct pvb_renderer *r, void (*frame)(void *arg, const struct pvb_frame *f), void *arg)
{
    struct pvb_d11_frames *f = &r->frames;

    while (f->head != f->tail) {
        struct pvb_d11_frame *e = &f->ring[f->head % PVB_D11_FRAMES];
        if (!slot_map(r, e->slot)) break;
        e->frame.pixels = e->slot->map.pData;
        e->frame.pitch = e->slot->map.RowPitch;
        e->frame.held = e->slot; /* with the entry's reference */
        f->last[e->frame.scanout % PVGPU_MAX_SCANOUTS] = e->slot;
        f->head++;
        if (frame) frame(arg, &e->frame);
        else slot_put(r, e->slot);
        r->napped = 0;
    }
    return (int)(f->tail - f->head);
}

void pvb_d11_frame_done(struct pvb_renderer *r, const struct pvb_frame *frame)
{
    slot_put(r, frame->held);
}

void pvb_d11_frames_fini(struct pvb_renderer *r)
{
    for (uint32_t k = 0; k < PVGPU_MAX_SCANOUTS; k++)
        for (uint32_t i = 0; i < PVB_D11_FRAME_SLOTS; i++) slot_fini(r, &r->frames.slots[k][i]);
}
