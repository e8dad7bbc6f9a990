/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pointer.c - the hardware pointer: an image in the driver's own part of the heap, which the host draws over
 * the picture. Two places a screen, used in turn, so that the host never reads what is being written.
 */
#include "kmd.h"
#include "ddi.h"

/* One pixel as A8R8G8B8 with the masked colour's meaning: alpha 0 replaces, 0xff is exclusive or
 * (ns-d3dkmddi-_dxgkarg_setpointershape). AND 1 XOR 0 leaves the screen: exclusive or with black. */
static uint32_t mono_pixel(const DXGKARG_SETPOINTERSHAPE *p, uint32_t x, uint32_t y)
{
    const uint8_t *and_mask = p->pPixels, *xor_mask = and_mask + (size_t)p->Pitch * p->Height;
    size_t at = (size_t)y * p->Pitch + x / 8;
    uint32_t bit = 0x80u >> (x % 8), rgb = xor_mask[at] & bit ? 0xffffffu : 0;
    return (and_mask[at] & bit ? 0xff000000u : 0) | rgb;
}

PVK_PAGED static void send_shape(struct pvk_adapter *a, uint32_t scanout)
{
    struct pvk_cursor *c = &a->cursor[scanout];
    struct pvgpu_cmd_cursor_shape s = {
        .scanout = scanout, .heap = a->own_heap, .width = c->width, .height = c->height, .pitch = c->width * 4,
        .hot_x = c->hot_x, .hot_y = c->hot_y, .masked = c->masked,
    };

    if (!c->width) return;
    s.offset = PVK_OWN_CURSORS + (2 * (uint64_t)scanout + c->turn) * PVK_CURSOR_BYTES;
    PVGPU_CMD_INIT(&s, CURSOR_SHAPE);
    pvk_kernel_send_sure(a, &s, sizeof s, NULL);
}

PVK_PAGED static void send_position(struct pvk_adapter *a, uint32_t scanout)
{
    const struct pvk_cursor *c = &a->cursor[scanout];
    struct pvgpu_cmd_cursor_move m = { .scanout = scanout, .visible = c->visible, .x = c->x, .y = c->y };

    PVGPU_CMD_INIT(&m, CURSOR_MOVE);
    pvk_kernel_send_sure(a, &m, sizeof m, NULL);
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiSetPointerShape(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_SETPOINTERSHAPE pSetPointerShape)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_SETPOINTERSHAPE *p = pSetPointerShape;

    PAGED_CODE();
    if (!(a->features & PVGPU_FEATURE_CURSOR) || p->VidPnSourceId >= a->n_scanouts || !p->Width || !p->Height ||
        p->Width > PVK_CURSOR_MAX || p->Height > PVK_CURSOR_MAX || !p->pPixels)
        return STATUS_NO_MEMORY; /* Windows draws it itself */
    for (uint32_t t = 0; t < a->n_scanouts; t++) {
        struct pvk_cursor *c = &a->cursor[t];
        uint8_t *image;
        uint64_t run;
        if (!a->targets[t].active || a->targets[t].source != p->VidPnSourceId) continue;
        c->turn ^= 1;
        c->width = p->Width;
        c->height = p->Height;
        c->hot_x = p->XHot < p->Width ? p->XHot : p->Width; /* the host takes no spot outside of the image */
        c->hot_y = p->YHot < p->Height ? p->YHot : p->Height;
        c->masked = !p->Flags.Color;
        image = pvk_heap_at(a, PVK_OWN_CURSORS + (2 * (uint64_t)t + c->turn) * PVK_CURSOR_BYTES, &run);
        for (uint32_t y = 0; y < p->Height; y++) {
            uint8_t *row = image + (size_t)y * p->Width * 4;
            if (!p->Flags.Monochrome) {
                RtlCopyMemory(row, (const uint8_t *)p->pPixels + (size_t)y * p->Pitch, p->Width * 4);
                continue;
            }
            for (uint32_t x = 0; x < p->Width; x++) {
                uint32_t v = mono_pixel(p, x, y);
                RtlCopyMemory(row + 4 * x, &v, 4);
            }
        }
        send_shape(a, t);
    }
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiSetPointerPosition(IN_CONST_HANDLE hAdapter,
                                                     IN_CONST_PDXGKARG_SETPOINTERPOSITION pSetPointerPosition)
{
    struct pvk_adapter *a = hAdapter;
    const DXGKARG_SETPOINTERPOSITION *p = pSetPointerPosition;

    PAGED_CODE();
    if (!(a->features & PVGPU_FEATURE_CURSOR)) return STATUS_SUCCESS;
    for (uint32_t t = 0; t < a->n_scanouts; t++) {
        struct pvk_cursor *c = &a->cursor[t];
        /* A source without a path: success, and nothing changes (nc-d3dkmddi-dxgkddi_setpointerposition). */
        if (!a->targets[t].active || a->targets[t].source != p->VidPnSourceId) continue;
        c->x = p->X;
        c->y = p->Y;
        c->visible = p->Flags.Visible;
        send_position(a, t);
    }
    return STATUS_SUCCESS;
}

PVK_PAGED void pvk_pointer_restore(struct pvk_adapter *a)
{
    if (!(a->features & PVGPU_FEATURE_CURSOR)) return;
    for (uint32_t t = 0; t < a->n_scanouts; t++) {
        if (!a->targets[t].active || !a->cursor[t].width) continue;
        send_shape(a, t); /* the image is in our heap, which outlives the host */
        send_position(a, t);
    }
}
