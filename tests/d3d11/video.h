/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * video.h - what the cases of area video share (video.c, video_objects.c).
 */
#ifndef CONF_VIDEO_H
#define CONF_VIDEO_H

#include "conf.h"

enum { W = 32, H = 16 };

struct video {
    ID3D11VideoDevice *device;
    ID3D11VideoContext *ctx;
    ID3D11VideoProcessorEnumerator *content; /* of video_content */
    ID3D11VideoProcessor *p;
};
extern const D3D11_VIDEO_PROCESSOR_CONTENT_DESC video_content;

/* Each leaves the case when a creation fails. */
struct video video_bare(struct conf *c);       /* device and context alone */
struct video video_interfaces(struct conf *c); /* without a processor */
struct video video_processor(struct conf *c);
ID3D11VideoProcessorInputView *video_input(struct conf *c, const struct video *v, void *texture, UINT mip, UINT slice);
ID3D11VideoProcessorOutputView *video_output(struct conf *c, const struct video *v, void *texture, UINT mip, UINT slice);
/* A picture to blit from: some that can be drawn to, some that are bound to nothing. */
ID3D11Texture2D *video_picture(struct conf *c, DXGI_FORMAT format, UINT w, UINT h, UINT seed);
ID3D11Texture2D *video_target(struct conf *c, DXGI_FORMAT format, UINT w, UINT h); /* cleared */
HRESULT video_blit(const struct video *v, ID3D11VideoProcessorOutputView *out, ID3D11VideoProcessorInputView *in); /* of one stream */

/* Cases of video_objects.c. */
void video_state(struct conf *c);
void video_more_state(struct conf *c);
void video_objects(struct conf *c);
void video_releases(struct conf *c);
void video_views_refused(struct conf *c);
void video_blits_refused(struct conf *c);
void video_nothing_else(struct conf *c);
void video_creation_flag(struct conf *c);

#endif
