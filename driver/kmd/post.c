/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * post.c - the picture outside of Direct3D: at a bugcheck; between drivers, where this device has none; and the
 * display entries of features that this driver does not offer.
 *
 * At a bugcheck all other processors stand still, any lock may be held by somebody who will never run again,
 * and the IRQL is anything. So nothing here takes a lock, allocates, or calls the kernel. The host process is not
 * part of the guest that crashed: it gets a texture of the screen's size, filled stripe by stripe through the
 * driver's own heap. A packet that somebody was writing was not published yet and is simply overwritten.
 */
#include "kmd.h"
#include "ddi.h"

PVK_PAGED NTSTATUS DDI_CALL PvkDdiStopDeviceAndReleasePostDisplayOwnership(PVOID MiniportDeviceContext,
    D3DDDI_VIDEO_PRESENT_TARGET_ID TargetId, PDXGK_DISPLAY_INFORMATION DisplayInfo)
{
    PAGED_CODE();
    /* Without a driver the device shows nothing, as a target without a display. StopDevice follows
     * (nc-dispmprt-dxgkddi_stop_device_and_release_post_display_ownership). */
    return STATUS_NOT_SUPPORTED;
}

/* One packet, written past whatever was in the making, and read by the host before this returns: about a second
 * of turns is all the patience that there is. */
static bool send_now(struct pvk_adapter *a, uint32_t type, const void *commands, uint32_t n)
{
    struct pvk_queue *q = &a->queue;
    struct pvgpu_packet p = { .size = (uint32_t)sizeof p + n, .type = (uint16_t)type, .fence = ++q->own };
    uint32_t space = 0;

    if (type == PVGPU_PACKET_CONTEXT) p.context = a->own_context;
    for (uint32_t i = 0; i < 1u << 24; i++) {
        if (pvgpu_ring_space(&q->ring, &space) != PVGPU_RING_OK) return false;
        if (space >= p.size) break;
        YieldProcessor();
    }
    if (space < p.size) return false;
    pvgpu_ring_put(&q->ring, 0, &p, sizeof p);
    pvgpu_ring_put(&q->ring, sizeof p, commands, n);
    (void)pvgpu_ring_publish(&q->ring, p.size);
    pvk_reg_write(a, PVGPU_REG_DOORBELL, 1); /* asked for or not */
    for (uint32_t i = 0; i < 1u << 24; i++) {
        if (pvk_consumed(a) >= p.fence) return true;
        YieldProcessor();
    }
    return false;
}

static bool show(struct pvk_adapter *a, uint32_t target, uint32_t resource)
{
    struct pvgpu_cmd_scanout_set c = { .scanout = target, .resource = resource, .flags = PVGPU_PRESENT_IMMEDIATE };
    PVGPU_CMD_INIT(&c, SCANOUT_SET);
    return send_now(a, PVGPU_PACKET_KERNEL, &c, sizeof c);
}

/* A fresh texture of the screen's size, black, open in the driver's own context. */
static bool make_screen(struct pvk_adapter *a, uint32_t width, uint32_t height)
{
    struct pvgpu_cmd_resource_destroy d = { .id = a->post_resource };
    struct pvgpu_cmd_context_open o = { .context = a->own_context, .id = a->post_resource };
    struct pvgpu_cmd_resource_create c = {
        .id = a->post_resource, .dimension = PVGPU_DIM_TEX2D, .format = 88 /* DXGI_FORMAT_B8G8R8X8_UNORM */,
        .bind = PVGPU_BIND_SHADER | PVGPU_BIND_TARGET, .width = width, .height = height, .depth = 1, .array = 1, .mips = 1,
        .samples = 1,
    };

    PVGPU_CMD_INIT(&c, RESOURCE_CREATE);
    PVGPU_CMD_INIT(&d, RESOURCE_DESTROY);
    PVGPU_CMD_INIT(&o, CONTEXT_OPEN);
    if (a->post_width && !send_now(a, PVGPU_PACKET_KERNEL, &d, sizeof d)) return false;
    a->post_width = 0;
    if (!send_now(a, PVGPU_PACKET_KERNEL, &c, sizeof c)) return false;
    a->post_width = width;
    a->post_height = height;
    return send_now(a, PVGPU_PACKET_KERNEL, &o, sizeof o);
}

/* Any IRQL. The mode stays; the other screens go black (nc-dispmprt-dxgkddi_system_display_enable). */
NTSTATUS DDI_CALL PvkDdiSystemDisplayEnable(PVOID MiniportDeviceContext, D3DDDI_VIDEO_PRESENT_TARGET_ID TargetId,
                                            PDXGKARG_SYSTEM_DISPLAY_ENABLE_FLAGS Flags, UINT *Width, UINT *Height,
                                            D3DDDIFORMAT *ColorFormat)
{
    struct pvk_adapter *a = MiniportDeviceContext;
    const struct pvk_target *t;

    if (!a || TargetId >= a->n_scanouts || !a->targets[TargetId].active) return STATUS_NOT_SUPPORTED;
    if (!a->started || !pvk_get(&a->queue.running) || pvk_get(&a->host_lost)) return STATUS_UNSUCCESSFUL;
    t = &a->targets[TargetId];
    if (!make_screen(a, t->width, t->height) || !show(a, TargetId, a->post_resource)) return STATUS_UNSUCCESSFUL;
    a->post_target = TargetId;
    for (uint32_t i = 0; i < a->n_scanouts; i++)
        if (i != TargetId && a->targets[i].active) (void)show(a, i, 0);
    *Width = t->width;
    *Height = t->height;
    *ColorFormat = D3DDDIFMT_X8R8G8B8;
    return STATUS_SUCCESS;
}

/* One row as B8G8R8X8; sources are documented as 32 and as 24 bits a pixel. */
static void convert_row(uint8_t *to, const uint8_t *from, uint32_t n, uint32_t bytes)
{
    for (uint32_t x = 0; x < n; x++, from += bytes) {
        *to++ = from[0];
        *to++ = from[1];
        *to++ = from[2];
        *to++ = 0xff;
    }
}

/* Any IRQL, after a SystemDisplayEnable that succeeded. */
void DDI_CALL PvkDdiSystemDisplayWrite(PVOID MiniportDeviceContext, PVOID Source, UINT SourceWidth, UINT SourceHeight,
                                       UINT SourceStride, UINT PositionX, UINT PositionY)
{
    struct pvk_adapter *a = MiniportDeviceContext;
    uint32_t bytes = SourceStride / 4 >= SourceWidth ? 4 : 3, width = SourceWidth, height = SourceHeight, stripe;
    uint8_t *heap = a->heap_chunk[0] + PVK_OWN_STRIPE;

    if (!a->post_width || !Source || PositionX >= a->post_width || PositionY >= a->post_height) return;
    if (width > a->post_width - PositionX) width = a->post_width - PositionX;
    if (height > a->post_height - PositionY) height = a->post_height - PositionY;
    if (!width || !height) return;
    stripe = PVK_STRIPE_BYTES / (width * 4);
    for (uint32_t y = 0; y < height; y += stripe) {
        uint32_t rows = height - y < stripe ? height - y : stripe;
        struct pvgpu_cmd_update_texture c = {
            .resource = a->post_resource, .left = PositionX, .top = PositionY + y, .right = PositionX + width,
            .bottom = PositionY + y + rows, .back = 1, .heap = a->own_heap, .heap_offset = PVK_OWN_STRIPE,
            .row_pitch = width * 4, .depth_pitch = width * 4 * rows,
        };
        for (uint32_t r = 0; r < rows; r++)
            convert_row(heap + (size_t)r * width * 4, (const uint8_t *)Source + (size_t)(y + r) * SourceStride, width, bytes);
        pvgpu_fence(); /* the heap may be mapped write-combined */
        PVGPU_CMD_INIT(&c, UPDATE_TEXTURE);
        if (!send_now(a, PVGPU_PACKET_CONTEXT, &c, sizeof c)) return;
    }
    (void)show(a, a->post_target, a->post_resource);
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiSetPalette(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_SETPALETTE pSetPalette)
{
    PAGED_CODE();
    return STATUS_INVALID_PARAMETER; /* no palettized mode is offered */
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiStopCapture(IN_CONST_HANDLE hAdapter, IN_CONST_PDXGKARG_STOPCAPTURE pStopCapture)
{
    PAGED_CODE();
    return STATUS_SUCCESS;
}

/* MaxOverlays is 0. */
PVK_PAGED NTSTATUS DDI_CALL PvkDdiCreateOverlay(IN_CONST_HANDLE hAdapter, INOUT_PDXGKARG_CREATEOVERLAY pCreateOverlay)
{
    PAGED_CODE();
    return STATUS_INVALID_PARAMETER;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiUpdateOverlay(IN_CONST_HANDLE hOverlay, IN_CONST_PDXGKARG_UPDATEOVERLAY pUpdateOverlay)
{
    PAGED_CODE();
    return STATUS_INVALID_PARAMETER;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiFlipOverlay(IN_CONST_HANDLE hOverlay, IN_CONST_PDXGKARG_FLIPOVERLAY pFlipOverlay)
{
    PAGED_CODE();
    return STATUS_INVALID_PARAMETER;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiDestroyOverlay(IN_CONST_HANDLE hOverlay)
{
    PAGED_CODE();
    return STATUS_SUCCESS;
}

PVK_PAGED NTSTATUS DDI_CALL PvkDdiSetDisplayPrivateDriverFormat(IN_CONST_HANDLE hAdapter,
    IN_CONST_PDXGKARG_SETDISPLAYPRIVATEDRIVERFORMAT pSetDisplayPrivateDriverFormat)
{
    PAGED_CODE();
    return STATUS_UNSUCCESSFUL; /* PrivateDriverFormatAttribute is always 0 (nc-d3dkmddi-dxgkddi_setdisplayprivatedriverformat) */
}
