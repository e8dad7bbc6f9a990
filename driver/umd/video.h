/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video.h - the video processor's objects (video.c, video_state.c, video_blit.c).
 */
#ifndef PVU_VIDEO_H
#define PVU_VIDEO_H

#include "entry.h"

#define PVU_VIDEO_FAR 16384 /* no coordinate or size is beyond it: the largest surface */

/* The host's enumerator of a content. It lives as long as the runtime's enumerator or a view that was made with it: a rotation of
 * identities makes views again. Under the device's lock. */
struct pvu_video_content {
    uint32_t id, refs;
};

struct pvu_video_enum {
    struct pvu_video_content *content; /* NULL: the host has no video processor, and was told nothing */
    bool interlaced;
};

struct pvu_video_processor {
    uint32_t id;
    /* What the next blit carries. Setters write into it; handles, enable and frame numbers are the blit's own. */
    struct pvgpu_cmd_video_blit blit;
    struct pvgpu_video_stream stream[PVGPU_VIDEO_STREAMS];
};

/* Host's answers; all 0 where it has no video processor. */
const struct pvgpu_video_caps *pvu_video_caps(const struct pvu_device *d);
/* D3D11_1DDI_VIDEO_PROCESSOR_FORMAT_SUPPORT bits. */
UINT pvu_video_format(const struct pvu_device *d, uint32_t format);
void pvu_video_content_drop(struct pvu_context *c, struct pvu_video_content *content); /* c NULL: the host keeps it */
/* The state that a new processor has. */
void pvu_video_state_init(struct pvu_video_processor *p);

#endif
