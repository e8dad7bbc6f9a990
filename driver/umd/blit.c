/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * blit.c - DXGI's Blt: back buffer to another surface, in one pass, without conversion of sRGB
 * (ns-dxgiddi-dxgi_ddi_base_functions.md). Equal sizes and formats of one family are a copy or a
 * resolve; what stretches or converts is refused.
 */
#include "entry.h"

static uint32_t family(uint32_t format)
{
    return pvgpu_format_known(format) ? pvgpu_format_rows[format].family : 0;
}

enum pvu_status pvu_blit(struct pvu_context *c, const struct pvu_blt *b)
{
    const struct pvgpu_rect *s = &b->src_rect, *d = &b->dst_rect;
    bool same_size = s->right - s->left == d->right - d->left && s->bottom - s->top == d->bottom - d->top;
    bool rotated = b->rotation > DXGI_DDI_MODE_ROTATION_IDENTITY;
    if (rotated || !same_size || family(b->src->format) != family(b->dst->format) || b->src->samples != b->dst->samples) {
        pvu_log("blit that stretches, converts, resolves or rotates: %u to %u", b->src->format, b->dst->format);
        return PVU_UNSUPPORTED;
    }
    struct pvgpu_cmd_copy_region *k = PVU_CMD(c, copy_region, COPY_REGION);
    memset((uint8_t *)k + sizeof k->hdr, 0, sizeof *k - sizeof k->hdr);
    k->dst = b->dst->id;
    k->dst_subresource = b->dst_subresource;
    k->dst_x = (uint32_t)d->left;
    k->dst_y = (uint32_t)d->top;
    k->src = b->src->id;
    k->src_subresource = b->src_subresource;
    k->has_box = 1;
    k->left = (uint32_t)s->left;
    k->top = (uint32_t)s->top;
    k->right = (uint32_t)s->right;
    k->bottom = (uint32_t)s->bottom;
    k->back = 1;
    pvu_use(c, b->src, false);
    pvu_use(c, b->dst, true);
    return PVU_OK;
}

void pvu_blit_fini(struct pvu_device *d)
{
    d->blit = NULL;
}
