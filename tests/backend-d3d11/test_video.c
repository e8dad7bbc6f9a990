/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_video.c - the video processor: pixels against the same calls made on the host's interfaces, and what the host is
 * told of every state, since the video processor of DXVK looks at few of them.
 */
#include <stdarg.h>
#include "../../backend/d3d11/renderer.h"
#include "core.h"
#include "shaders/colored_ps.h"
#include "shaders/colored_vs.h"

enum { RGBA8 = 28, RGBA8_TYPELESS = 27, RGBA8_SRGB = 29, D24S8 = 45, R32_UINT = 42, NV12 = 103, P8 = 113, W = 32, H = 16 };

#define TC_START_VIDEO(c) TC_START(c); \
    if (!(tc_caps.options & PVGPU_OPT_VIDEO)) { tc_stop(c); SKIP("no video processor on this machine"); }

/* A content of W x H, and a processor for it. */
struct player { uint32_t content, processor; };

static struct player player(struct pvb_context *c)
{
    struct player p = { tc_id(), tc_id() };
    SEND(c, create_video_enum, CREATE_VIDEO_ENUM, .id = p.content, .in_num = 30, .in_den = 1, .in_width = W, .in_height = H,
         .out_num = 30, .out_den = 1, .out_width = W, .out_height = H);
    SEND(c, create_video_processor, CREATE_VIDEO_PROCESSOR, .id = p.processor, .content = p.content);
    CHECK(c->objects[p.processor].host != NULL);
    return p;
}

static uint32_t input_of(struct pvb_context *c, struct player p, uint32_t resource)
{
    uint32_t id = tc_id();
    SEND(c, create_video_input, CREATE_VIDEO_INPUT, .id = id, .resource = resource, .content = p.content);
    return id;
}

static uint32_t output_of(struct pvb_context *c, struct player p, uint32_t resource)
{
    uint32_t id = tc_id();
    SEND(c, create_video_output, CREATE_VIDEO_OUTPUT, .id = id, .resource = resource, .content = p.content, .count = 1);
    return id;
}

/* A W x H picture of NV12: a ramp of luma under four blocks of color. */
static uint32_t planes_of(struct pvb_context *c, uint32_t bind)
{
    uint32_t id = tc_resource(PVGPU_DIM_TEX2D, NV12, W, H, bind);
    uint8_t *p = (uint8_t *)tc_heap + TC_WRITE;
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) p[y * W + x] = (uint8_t)(16 + x * 6 + y * 2);
    for (int y = 0; y < H / 2; y++)
        for (int x = 0; x < W / 2; x++) {
            p[W * H + y * W + x * 2] = x < W / 4 ? 64 : 192;
            p[W * H + y * W + x * 2 + 1] = y < H / 4 ? 80 : 176;
        }
    SEND(c, update_texture, UPDATE_TEXTURE, .resource = id, .right = W, .bottom = H, .back = 1, .heap = TC_HEAP,
         .heap_offset = TC_WRITE, .row_pitch = W, .depth_pitch = W * H);
    return id;
}

static uint32_t planes(struct pvb_context *c) { return planes_of(c, PVGPU_BIND_SHADER | PVGPU_BIND_TARGET); }

TEST(capabilities)
{
    const uint32_t bits = D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_INPUT | D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_OUTPUT;
    static const struct pvgpu_video_caps none;
    TC_START(c);
    if (tc_caps.options & PVGPU_OPT_VIDEO) {
        CHECK(tc_caps.video.max_streams && tc_caps.video.max_streams <= PVGPU_VIDEO_STREAMS);
        CHECK(tc_caps.video.max_states <= PVGPU_VIDEO_STREAMS);
        CHECK(tc_caps.formats[NV12].support & D3D11_FORMAT_SUPPORT_VIDEO_PROCESSOR_INPUT);
        CHECK_EQ(tc_caps.formats[RGBA8].support & bits, bits);
        for (int i = 0; i < PVGPU_VIDEO_FILTERS; i++)
            if (!(tc_caps.video.filter >> i & 1)) CHECK(!memcmp(&tc_caps.video.filters[i], &none.filters[i], sizeof none.filters[i]));
    } else {
        CHECK(!memcmp(&tc_caps.video, &none, sizeof none));
        for (int i = 0; i < PVGPU_FORMAT_LIMIT; i++) CHECK_EQ(tc_caps.formats[i].support & bits, 0);
    }
    CHECK_EQ(tc_caps.formats[D24S8].support & bits, 0);
    CHECK_EQ(tc_caps.formats[R32_UINT].support & bits, 0);
    CHECK_EQ(tc_caps.formats[RGBA8_TYPELESS].support & bits, 0);
    CHECK_EQ(tc_caps.formats[P8].support & bits, 0); /* no host at hand shows what has a palette */
    tc_stop(c);
}

static int channel(double v) { return v <= 0 ? 0 : v >= 1 ? 255 : (int)(v * 255 + 0.5); }

/* BT.601 of studio range (ITU-R BT.601; Nominal_Range 16_235). */
TEST(planes_become_colors)
{
    TC_START_VIDEO(c);
    struct player p = player(c);
    uint32_t tex = tc_resource(PVGPU_DIM_TEX2D, RGBA8, W, H, PVGPU_BIND_TARGET);
    struct pvgpu_video_stream s = { .enable = 1, .input = input_of(c, p, planes(c)), .color_space = 1 << 4, .automatic = 1 };
    const uint8_t *out;
    int worst = 0;
    SEND_TAIL(c, video_blit, VIDEO_BLIT, &s, sizeof s, .processor = p.processor, .output = output_of(c, p, tex), .n_streams = 1);
    out = tc_read(c, tex, 0, W, H, W * 4);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            double luma = (16 + x * 6 + y * 2 - 16) / 219.0, cb = ((x < W / 2 ? 64 : 192) - 127.5) / 255, cr = ((y < H / 2 ? 80 : 176) - 127.5) / 255;
            int want[3] = { channel(luma + 1.402 * cr), channel(luma - 0.344136 * cb - 0.714136 * cr), channel(luma + 1.772 * cb) };
            for (int k = 0; k < 3; k++) {
                int d = abs(want[k] - out[(y * W + x) * 4 + k]);
                if (d > worst) worst = d;
            }
        }
    printf("# off by %d at most\n", worst);
    CHECK(worst <= 2);
    tc_stop(c);
}

/* ---- the same calls, made natively ---- */

struct picture { uint32_t format; const void *bytes; }; /* W x H */

static ID3D11Texture2D *native_texture(struct picture p)
{
    const D3D11_TEXTURE2D_DESC d = { W, H, 1, 1, (DXGI_FORMAT)p.format, { 1, 0 }, D3D11_USAGE_DEFAULT,
                                     D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    const D3D11_SUBRESOURCE_DATA data = { p.bytes, p.format == NV12 ? W : W * 4, 0 };
    ID3D11Texture2D *t = NULL;
    CHECK(SUCCEEDED(ID3D11Device_CreateTexture2D(tc_renderer->device, &d, &data, &t)));
    return t;
}

static void native_read(ID3D11Texture2D *t, uint32_t format, uint32_t out[W * H])
{
    const D3D11_TEXTURE2D_DESC d = { W, H, 1, 1, (DXGI_FORMAT)format, { 1, 0 }, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ, 0 };
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11Texture2D *staging = NULL;
    CHECK(SUCCEEDED(ID3D11Device_CreateTexture2D(tc_renderer->device, &d, NULL, &staging)));
    ID3D11DeviceContext_CopyResource(tc_renderer->ctx, (ID3D11Resource *)staging, (ID3D11Resource *)t);
    if (SUCCEEDED(ID3D11DeviceContext_Map(tc_renderer->ctx, (ID3D11Resource *)staging, 0, D3D11_MAP_READ, 0, &m))) {
        for (int y = 0; y < H; y++) memcpy(out + y * W, (char *)m.pData + (size_t)y * m.RowPitch, W * 4);
        ID3D11DeviceContext_Unmap(tc_renderer->ctx, (ID3D11Resource *)staging, 0);
    } else CHECK(!"mapped");
    pvb_d11_release(staging);
}

/* Of a stream: color space and rectangles. */
static void native_stream(ID3D11VideoProcessor *p, UINT n, const struct pvgpu_video_stream *s)
{
    ID3D11VideoContext *v = tc_renderer->video.ctx;
    const RECT source = { s->source.left, s->source.top, s->source.right, s->source.bottom },
        dest = { s->dest.left, s->dest.top, s->dest.right, s->dest.bottom };
    D3D11_VIDEO_PROCESSOR_COLOR_SPACE space = { 0 };
    space.Nominal_Range = s->color_space >> 4;
    ID3D11VideoContext_VideoProcessorSetStreamColorSpace(v, p, n, &space);
    ID3D11VideoContext_VideoProcessorSetStreamSourceRect(v, p, n, (BOOL)s->source_on, &source);
    ID3D11VideoContext_VideoProcessorSetStreamDestRect(v, p, n, (BOOL)s->dest_on, &dest);
}

/* Shows up to two pictures on a third: the result in out. */
static void native_blit(struct picture under, const struct picture *pictures, const struct pvgpu_video_stream *s, uint32_t n,
                        uint32_t out[W * H])
{
    const D3D11_VIDEO_PROCESSOR_CONTENT_DESC d = { D3D11_VIDEO_FRAME_FORMAT_PROGRESSIVE, { 30, 1 }, W, H, { 30, 1 }, W, H,
                                                   D3D11_VIDEO_USAGE_PLAYBACK_NORMAL };
    const D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC in = { .ViewDimension = D3D11_VPIV_DIMENSION_TEXTURE2D };
    const D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC to = { .ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2D };
    ID3D11VideoDevice *dev = tc_renderer->video.device;
    ID3D11VideoProcessorEnumerator *content = NULL;
    ID3D11VideoProcessor *p = NULL;
    ID3D11VideoProcessorOutputView *output = NULL;
    ID3D11Texture2D *target = native_texture(under), *textures[2] = { NULL };
    D3D11_VIDEO_PROCESSOR_STREAM streams[2] = { { 0 } };

    CHECK(SUCCEEDED(ID3D11VideoDevice_CreateVideoProcessorEnumerator(dev, &d, &content)));
    CHECK(SUCCEEDED(ID3D11VideoDevice_CreateVideoProcessor(dev, content, 0, &p)));
    CHECK(SUCCEEDED(ID3D11VideoDevice_CreateVideoProcessorOutputView(dev, (ID3D11Resource *)target, content, &to, &output)));
    for (uint32_t i = 0; i < n; i++) {
        textures[i] = native_texture(pictures[i]);
        CHECK(SUCCEEDED(ID3D11VideoDevice_CreateVideoProcessorInputView(dev, (ID3D11Resource *)textures[i], content, &in,
                                                                       &streams[i].pInputSurface)));
        streams[i].Enable = TRUE;
        native_stream(p, i, &s[i]);
    }
    CHECK(SUCCEEDED(ID3D11VideoContext_VideoProcessorBlt(tc_renderer->video.ctx, p, output, 0, n, streams)));
    native_read(target, under.format, out);
    for (uint32_t i = 0; i < n; i++) {
        pvb_d11_release(streams[i].pInputSurface);
        pvb_d11_release(textures[i]);
    }
    pvb_d11_release(output);
    pvb_d11_release(target);
    pvb_d11_release(p);
    pvb_d11_release(content);
}

/* A W x H picture of four bytes a pixel in a guest's texture: that of a back buffer, which is typeless on the host. */
static uint32_t colors(struct pvb_context *c, struct picture p)
{
    uint32_t id = tc_resource(PVGPU_DIM_TEX2D, p.format, W, H, PVGPU_BIND_TARGET);
    memcpy(tc_heap + TC_WRITE, p.bytes, W * H * 4);
    SEND(c, update_texture, UPDATE_TEXTURE, .resource = id, .right = W, .bottom = H, .back = 1, .heap = TC_HEAP,
         .heap_offset = TC_WRITE, .row_pitch = W * 4);
    return id;
}

static void ramp(uint32_t out[W * H], uint32_t seed)
{
    for (uint32_t i = 0; i < W * H; i++) out[i] = (i * 2654435761u + seed) | 0xff000000u;
}

/* Two streams in turn as differing states on one processor; format: of target and of the first picture. */
static void compare(struct pvb_context *c, uint32_t format)
{
    static uint32_t under[W * H], over[W * H], want[W * H];
    struct player p = player(c);
    ramp(under, 1);
    ramp(over, 77);
    uint32_t target = colors(c, (struct picture){ format, under }), top = colors(c, (struct picture){ format, over });
    uint32_t film = planes(c); /* its bytes stay in the heap */
    const struct picture pictures[2] = { { format, over }, { NV12, tc_heap + TC_WRITE } };
    struct pvgpu_video_stream s[2] = {
        { .enable = 1, .input = input_of(c, p, top), .automatic = 1, .dest_on = 1, .dest = { 2, 1, 30, 15 } },
        { .enable = 1, .input = input_of(c, p, film), .automatic = 1, .color_space = 1 << 4, .source_on = 1, .source = { 4, 2, 28, 14 },
          .dest_on = 1, .dest = { 8, 4, 24, 12 } },
    };
    uint32_t output = output_of(c, p, target);

    for (int pass = 0; pass < 3; pass++) {
        if (pass == 1) { /* other rectangles, and none where there was one */
            s[0].source_on = 1;
            s[0].source = (struct pvgpu_rect){ 0, 0, 16, 8 };
            s[1].source_on = 0;
            s[1].dest = (struct pvgpu_rect){ -4, -2, 12, 20 };
        }
        if (pass == 2) {
            s[0].source_on = s[1].dest_on = 0;
            s[1].color_space = 0;
        }
        native_blit((struct picture){ format, under }, pictures, s, 2, want);
        SEND_TAIL(c, video_blit, VIDEO_BLIT, s, sizeof s, .processor = p.processor, .output = output, .n_streams = 2);
        memcpy(under, tc_read(c, target, 0, W, H, W * 4), sizeof under);
        CHECK(!memcmp(under, want, sizeof want));
    }
}

TEST(pictures_are_the_hosts)
{
    TC_START_VIDEO(c);
    compare(c, RGBA8);
    tc_stop(c);
}

/* Texels of such a format mean other colors, so that the view of a typeless texture will not do. */
TEST(back_buffers_keep_their_format)
{
    TC_START_VIDEO(c);
    compare(c, RGBA8_SRGB);
    tc_stop(c);
}

TEST(a_processor_holds_its_content)
{
    TC_START_VIDEO(c);
    struct player p = player(c);
    uint32_t tex = tc_resource(PVGPU_DIM_TEX2D, RGBA8, W, H, PVGPU_BIND_TARGET);
    struct pvgpu_video_stream s = { .enable = 1, .input = input_of(c, p, planes(c)) };
    uint32_t output = output_of(c, p, tex);
    ID3D11VideoProcessorEnumerator *content = c->objects[p.content].host;
    ID3D11VideoProcessorEnumerator_AddRef(content);
    CHECK(ID3D11VideoProcessorEnumerator_Release(content) >= 2); /* ours, and one of the processor */
    tc_destroy(c, p.content);
    SEND_TAIL(c, video_blit, VIDEO_BLIT, &s, sizeof s, .processor = p.processor, .output = output, .n_streams = 1);
    tc_stop(c);
}

/* Of a picture as large as the output every pixel is shown as it is. */
TEST(mips_and_slices)
{
    const struct pvb_resource_info from = { .dimension = PVGPU_DIM_TEX2D, .format = RGBA8, .bind = PVGPU_BIND_TARGET, .width = 2 * W,
        .height = 2 * H, .depth = 1, .array = 2, .mips = 2, .samples = 1 }, to = { .dimension = PVGPU_DIM_TEX2D, .format = RGBA8,
        .bind = PVGPU_BIND_TARGET, .width = 2 * W, .height = 2 * H, .depth = 1, .array = 3, .mips = 2, .samples = 1 };
    static uint32_t bytes[W * H], zero[W * H];
    TC_START_VIDEO(c);
    struct player p = player(c);
    uint32_t source = tc_resource_of(&from), target = tc_resource_of(&to), in = tc_id(), out = tc_id();
    struct pvgpu_video_stream s = { .enable = 1, .input = in };

    CHECK(source && target);
    ramp(bytes, 5);
    memcpy(tc_heap + TC_WRITE, bytes, sizeof bytes);
    SEND(c, update_texture, UPDATE_TEXTURE, .resource = source, .subresource = 3, .right = W, .bottom = H, .back = 1, .heap = TC_HEAP,
         .heap_offset = TC_WRITE, .row_pitch = W * 4);
    SEND(c, create_video_input, CREATE_VIDEO_INPUT, .id = in, .resource = source, .content = p.content, .mip = 1, .slice = 1);
    SEND(c, create_video_output, CREATE_VIDEO_OUTPUT, .id = out, .resource = target, .content = p.content, .mip = 1, .first = 1,
         .count = 2);
    SEND_TAIL(c, video_blit, VIDEO_BLIT, &s, sizeof s, .processor = p.processor, .output = out, .n_streams = 1);
    CHECK(!memcmp(tc_read(c, target, 3, W, H, W * 4), bytes, sizeof bytes));
    CHECK(!memcmp(tc_read(c, target, 1, W, H, W * 4), zero, sizeof zero));
    tc_stop(c);
}

/* As on Direct3D; and a texture without any binding may be shown. */
TEST(views_hold_their_textures)
{
    static uint32_t want[W * H];
    TC_START_VIDEO(c);
    struct player p = player(c);
    uint32_t film = planes_of(c, 0), top = tc_resource(PVGPU_DIM_TEX2D, RGBA8_SRGB, W, H, PVGPU_BIND_TARGET),
        target = tc_resource(PVGPU_DIM_TEX2D, RGBA8, W, H, PVGPU_BIND_TARGET);
    struct pvgpu_video_stream s[2] = { { .enable = 1, .input = input_of(c, p, top) }, { .enable = 1, .input = input_of(c, p, film) } };
    uint32_t output = output_of(c, p, target), lost = output_of(c, p, top);

    for (int pass = 0; pass < 2; pass++) {
        SEND_TAIL(c, video_blit, VIDEO_BLIT, s, sizeof s, .processor = p.processor, .output = output, .n_streams = 2);
        if (!pass) memcpy(want, tc_read(c, target, 0, W, H, W * 4), sizeof want);
        if (!pass) tc_resource_drop(film);
        if (!pass) tc_resource_drop(top);
    }
    CHECK(want[0] != 0);
    CHECK(!memcmp(tc_read(c, target, 0, W, H, W * 4), want, sizeof want));
    SEND_TAIL(c, video_blit, VIDEO_BLIT, &s[1], sizeof s[1], .processor = p.processor, .output = lost, .n_streams = 1);
    tc_stop(c);
}

/* A blit is none of the pipeline's business. */
TEST(draws_go_on_after_a_blit)
{
    static const struct { float x, y, color[4]; } corners[3] = { { -1, -1, { 1, 0, 0, 1 } }, { -1, 3, { 1, 0, 0, 1 } }, { 3, -1, { 1, 0, 0, 1 } } };
    const struct pvgpu_input_element e[2] = { { 0, 0, 16, 0, 0, 0 }, { 1, 0, 2, 8, 0, 0 } };
    const struct pvgpu_viewport viewport = { 0, 0, W, H, 0, 1 };
    TC_START_VIDEO(c);
    struct player p = player(c);
    uint32_t target = tc_resource(PVGPU_DIM_TEX2D, RGBA8, W, H, PVGPU_BIND_TARGET), other = tc_resource(PVGPU_DIM_TEX2D, RGBA8, W, H,
        PVGPU_BIND_TARGET), layout = tc_id(), buffer = tc_resource(PVGPU_DIM_BUFFER, 0, sizeof corners, 1, PVGPU_BIND_VERTEX);
    const struct pvgpu_om_view view = { tc_id(), 0 };
    const struct pvgpu_vertex_buffer vb = { buffer, sizeof corners[0], 0, 0 };
    struct pvgpu_video_stream s = { .enable = 1, .input = input_of(c, p, planes(c)) };

    SEND_TAIL(c, update_inline, UPDATE_INLINE, corners, sizeof corners, .resource = buffer, .n = sizeof corners);
    SEND(c, create_rtv, CREATE_RTV, .id = view.view, .resource = target, .dimension = PVGPU_VIEW_TEX2D);
    SEND_TAIL(c, create_input_layout, CREATE_INPUT_LAYOUT, e, sizeof e, .id = layout, .n_elements = 2);
    SEND_TAIL(c, set_targets, SET_TARGETS, &view, sizeof view, .n_rtv = 1, .n = 1);
    SEND_TAIL(c, set_viewports, SET_VIEWPORTS, &viewport, sizeof viewport, .n = 1);
    SEND_TAIL(c, set_vertex_buffers, SET_VERTEX_BUFFERS, &vb, sizeof vb, .n = 1);
    SEND(c, set_topology, SET_TOPOLOGY, .topology = 4);
    SEND(c, set_input_layout, SET_INPUT_LAYOUT, .layout = layout);
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_VS, .shader = tc_shader(c, PVGPU_STAGE_VS, colored_vs, 0, false));
    SEND(c, set_shader, SET_SHADER, .stage = PVGPU_STAGE_PS, .shader = tc_shader(c, PVGPU_STAGE_PS, colored_ps, 0, false));
    for (int pass = 0; pass < 2; pass++) {
        const uint32_t *out;
        SEND(c, clear_rtv, CLEAR_RTV, .view = view.view);
        SEND_TAIL(c, video_blit, VIDEO_BLIT, &s, sizeof s, .processor = p.processor, .output = output_of(c, p, other), .n_streams = 1);
        SEND(c, draw, DRAW, .vertices = 3);
        out = tc_read(c, target, 0, W, H, W * 4);
        CHECK_EQ(out[0], 0xff0000ffu);
        CHECK_EQ(out[W * H - 1], 0xff0000ffu);
    }
    tc_stop(c);
}

static void clear_part(struct pvb_context *c, uint32_t view, float red, const struct pvgpu_rect *r, uint32_t n)
{
    SEND_TAIL(c, clear_view, CLEAR_VIEW, r, n * sizeof *r, .view = view, .r = red, .a = 1, .n_rects = n);
}

/* ClearView of an output view writes the texture, whether the view is of it or of a copy; one of an input view is the host's, and
 * a blit shows what it left. */
TEST(video_views_are_cleared)
{
    static const struct pvgpu_rect parts[2] = { { 2, 1, 5, 3 }, { 20, 10, 32, 16 } };
    static uint32_t under[W * H], want[W * H];
    TC_START_VIDEO(c);
    struct player p = player(c);
    for (int format = RGBA8; format <= RGBA8_SRGB; format++) {
        ramp(under, 1);
        memcpy(want, under, sizeof want);
        for (int i = 0; i < 2; i++)
            for (int y = parts[i].top; y < parts[i].bottom; y++)
                for (int x = parts[i].left; x < parts[i].right; x++) want[y * W + x] = 0xff0000ffu;
        uint32_t target = colors(c, (struct picture){ (uint32_t)format, under }), output = output_of(c, p, target);
        uint32_t input = input_of(c, p, target);
        clear_part(c, output, 1, parts, 2);
        CHECK(!memcmp(tc_read(c, target, 0, W, H, W * 4), want, sizeof want));
        clear_part(c, input, 1, parts, 1);
        SEND(c, discard, DISCARD, .view = input);
        SEND_TAIL(c, discard, DISCARD, parts, sizeof parts, .view = output, .n_rects = 2);
        clear_part(c, output, 0, NULL, 0);
        for (int i = 0; i < W * H; i++) want[i] = 0xff000000u;
        CHECK(!memcmp(tc_read(c, target, 0, W, H, W * 4), want, sizeof want));
    }
    tc_stop(c);
}

/* DXVK makes views of anything, and some of them take it down. */
TEST(other_textures_are_refused)
{
    static const struct { uint32_t format, misc; bool in, out; } cases[] = {
        { RGBA8, 0, true, true }, { R32_UINT, 0, false, false }, { RGBA8_TYPELESS, 0, false, false }, { RGBA8, PVGPU_MISC_TILED, false, false },
    };
    TC_START_VIDEO(c);
    struct player p = player(c);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct pvb_resource_info info = { .dimension = PVGPU_DIM_TEX2D, .format = cases[i].format, .bind = PVGPU_BIND_TARGET,
            .misc = cases[i].misc, .width = 256, .height = 256, .depth = 1, .array = 1, .mips = 1, .samples = 1 };
        uint32_t id;
        if ((info.misc & PVGPU_MISC_TILED) && !(tc_caps.options & PVGPU_OPT_TILED_1)) continue;
        id = tc_resource_of(&info);
        CHECK(id != 0);
        CHECK_EQ(c->objects[input_of(c, p, id)].host != NULL, cases[i].in);
        CHECK_EQ(c->objects[output_of(c, p, id)].host != NULL, cases[i].out);
    }
    uint32_t depth = tc_resource(PVGPU_DIM_TEX2D, D24S8, W, H, PVGPU_BIND_DEPTH);
    CHECK(c->objects[input_of(c, p, depth)].host == NULL);
    if (tc_renderer->video.dxvk) CHECK(c->objects[output_of(c, p, planes(c))].host == NULL);
    tc_stop(c);
}

/* ---- what the host is told ---- */

static char told[4096];
static int told_blits;

static void note(const char *format, ...)
{
    size_t at = strlen(told);
    va_list args;
    va_start(args, format);
    vsnprintf(told + at, sizeof told - at, format, args);
    va_end(args);
}

#define PRC ID3D11VideoContext *v, ID3D11VideoProcessor *p
#define R(r) (int)(r)->left, (int)(r)->top, (int)(r)->right, (int)(r)->bottom
static void STDMETHODCALLTYPE on_target(PRC, BOOL on, const RECT *r) { note("target %d %d,%d,%d,%d;", on, R(r)); }
static void STDMETHODCALLTYPE on_background(PRC, BOOL ycbcr, const D3D11_VIDEO_COLOR *k)
{
    note("background %d %g,%g,%g,%g;", ycbcr, k->RGBA.R, k->RGBA.G, k->RGBA.B, k->RGBA.A);
}
static void STDMETHODCALLTYPE on_space(PRC, const D3D11_VIDEO_PROCESSOR_COLOR_SPACE *k)
{
    note("space %u%u%u%u%u;", k->Usage, k->RGB_Range, k->YCbCr_Matrix, k->YCbCr_xvYCC, k->Nominal_Range);
}
static void STDMETHODCALLTYPE on_alpha_fill(PRC, D3D11_VIDEO_PROCESSOR_ALPHA_FILL_MODE m, UINT n) { note("fill %d,%u;", (int)m, n); }
static void STDMETHODCALLTYPE on_constriction(PRC, BOOL on, SIZE s) { note("constriction %d %d,%d;", on, (int)s.cx, (int)s.cy); }
static void STDMETHODCALLTYPE on_stereo(PRC, BOOL on) { note("stereo %d;", on); }
static void STDMETHODCALLTYPE on_frame_format(PRC, UINT n, D3D11_VIDEO_FRAME_FORMAT m) { note("%u:format %d;", n, (int)m); }
static void STDMETHODCALLTYPE on_stream_space(PRC, UINT n, const D3D11_VIDEO_PROCESSOR_COLOR_SPACE *k)
{
    note("%u:", n);
    on_space(v, p, k);
}
static void STDMETHODCALLTYPE on_rate(PRC, UINT n, D3D11_VIDEO_PROCESSOR_OUTPUT_RATE m, BOOL repeat, const DXGI_RATIONAL *k)
{
    note("%u:rate %d,%d,%u/%u;", n, (int)m, repeat, k ? k->Numerator : 0, k ? k->Denominator : 0);
}
static void STDMETHODCALLTYPE on_source(PRC, UINT n, BOOL on, const RECT *r) { note("%u:source %d %d,%d,%d,%d;", n, on, R(r)); }
static void STDMETHODCALLTYPE on_dest(PRC, UINT n, BOOL on, const RECT *r) { note("%u:dest %d %d,%d,%d,%d;", n, on, R(r)); }
static void STDMETHODCALLTYPE on_alpha(PRC, UINT n, BOOL on, FLOAT a) { note("%u:alpha %d %g;", n, on, a); }
static void STDMETHODCALLTYPE on_aspect(PRC, UINT n, BOOL on, const DXGI_RATIONAL *a, const DXGI_RATIONAL *b)
{
    note("%u:aspect %d %u/%u,%u/%u;", n, on, a->Numerator, a->Denominator, b->Numerator, b->Denominator);
}
static void STDMETHODCALLTYPE on_luma(PRC, UINT n, BOOL on, FLOAT a, FLOAT b) { note("%u:luma %d %g,%g;", n, on, a, b); }
static void STDMETHODCALLTYPE on_stream_stereo(PRC, UINT n, BOOL on, D3D11_VIDEO_PROCESSOR_STEREO_FORMAT m, BOOL left, BOOL base,
                                               D3D11_VIDEO_PROCESSOR_STEREO_FLIP_MODE flip, int offset)
{
    note("%u:stereo %d %d,%d,%d,%d,%d;", n, on, (int)m, left, base, (int)flip, offset);
}
static void STDMETHODCALLTYPE on_automatic(PRC, UINT n, BOOL on) { note("%u:automatic %d;", n, on); }
static void STDMETHODCALLTYPE on_filter(PRC, UINT n, D3D11_VIDEO_PROCESSOR_FILTER k, BOOL on, int level)
{
    note("%u:filter %d %d,%d;", n, (int)k, on, level);
}
static void STDMETHODCALLTYPE on_rotation(PRC, UINT n, BOOL on, D3D11_VIDEO_PROCESSOR_ROTATION m)
{
    note("%u:rotation %d %d;", n, on, (int)m);
}
/* Whether each frame is the input itself; 9: there is no right side. */
static void note_frames(const char *name, UINT n, ID3D11VideoProcessorInputView **left, ID3D11VideoProcessorInputView **right,
                        ID3D11VideoProcessorInputView *in)
{
    for (UINT k = 0; k < n; k++) note("%s %d%d;", name, left[k] == in, right ? right[k] == in : 9);
}
static HRESULT STDMETHODCALLTYPE on_blt(PRC, ID3D11VideoProcessorOutputView *o, UINT frame, UINT n, const D3D11_VIDEO_PROCESSOR_STREAM *s)
{
    told_blits++;
    note("blt %u,%u", frame, n);
    for (UINT i = 0; i < n; i++)
        note(" %d,%u,%u,%u,%d%d", s[i].Enable, s[i].OutputIndex, s[i].InputFrameOrField, s[i].PastFrames + s[i].FutureFrames,
             s[i].pInputSurface != NULL, s[i].pInputSurfaceRight != NULL);
    note(";");
    for (UINT i = 0; i < n; i++) {
        note_frames("past", s[i].PastFrames, s[i].ppPastSurfaces, s[i].ppPastSurfacesRight, s[i].pInputSurface);
        note_frames("future", s[i].FutureFrames, s[i].ppFutureSurfaces, s[i].ppFutureSurfacesRight, s[i].pInputSurface);
    }
    return S_OK;
}
static void STDMETHODCALLTYPE on_palette(PRC, UINT n, UINT count, const UINT *k) { note("%u:palette %u %x;", n, count, count ? k[count - 1] : 0); }
#undef PRC
#undef R

/* From here on our functions are asked in place of the host's. */
static ID3D11VideoContext *listen(void)
{
    static ID3D11VideoContextVtbl table;
    static ID3D11VideoContext ours = { &table };
    ID3D11VideoContext *host = tc_renderer->video.ctx;
    table.VideoProcessorSetOutputTargetRect = on_target;
    table.VideoProcessorSetOutputBackgroundColor = on_background;
    table.VideoProcessorSetOutputColorSpace = on_space;
    table.VideoProcessorSetOutputAlphaFillMode = on_alpha_fill;
    table.VideoProcessorSetOutputConstriction = on_constriction;
    table.VideoProcessorSetOutputStereoMode = on_stereo;
    table.VideoProcessorSetStreamFrameFormat = on_frame_format;
    table.VideoProcessorSetStreamColorSpace = on_stream_space;
    table.VideoProcessorSetStreamOutputRate = on_rate;
    table.VideoProcessorSetStreamSourceRect = on_source;
    table.VideoProcessorSetStreamDestRect = on_dest;
    table.VideoProcessorSetStreamAlpha = on_alpha;
    table.VideoProcessorSetStreamPixelAspectRatio = on_aspect;
    table.VideoProcessorSetStreamLumaKey = on_luma;
    table.VideoProcessorSetStreamStereoFormat = on_stream_stereo;
    table.VideoProcessorSetStreamAutoProcessingMode = on_automatic;
    table.VideoProcessorSetStreamFilter = on_filter;
    table.VideoProcessorSetStreamRotation = on_rotation;
    table.VideoProcessorSetStreamPalette = on_palette;
    table.VideoProcessorBlt = on_blt;
    tc_renderer->video.ctx = &ours;
    told[0] = 0;
    told_blits = 0;
    return host;
}

static void expect_told(const char *want)
{
    if (strcmp(told, want)) {
        printf("# told %s\n#  not %s\n", told, want);
        CHECK(!"told");
    }
    told[0] = 0;
}

/* Everything that a blit carries, in what order the setters are: once, and then only what is new. */
TEST(every_state_is_told)
{
    TC_START_VIDEO(c);
    struct player p = player(c);
    uint32_t in = input_of(c, p, planes(c)), out = output_of(c, p, tc_resource(PVGPU_DIM_TEX2D, RGBA8, W, H, PVGPU_BIND_TARGET));
    ID3D11VideoContext *host = listen();
    struct pvgpu_video_stream s[2] = { { .enable = 1, .input = in, .input_right = in, .output_index = 3, .input_frame = 4, .frame_format = 2,
        .color_space = 0x2a, .rate = 2, .repeat = 1, .rate_num = 5, .rate_den = 6, .source_on = 1, .source = { 1, 2, 3, 4 }, .dest_on = 1,
        .dest = { 5, 6, 7, 8 }, .alpha_on = 1, .alpha = 0.5f, .luma_on = 1, .luma_lower = 0.25f, .luma_upper = 0.75f, .aspect_on = 1,
        .source_num = 1, .source_den = 2, .dest_num = 3, .dest_den = 4, .stereo_on = 1, .stereo_format = 4, .left0 = 1, .base0 = 1,
        .flip = 2, .mono_offset = -9, .automatic = 1, .rotation_on = 1, .rotation = 3, .filters_on = 0x81,
        .levels = { 10, 11, 12, 13, 14, 15, 16, -17 } } };
#define BLIT(n, ...) SEND_TAIL(c, video_blit, VIDEO_BLIT, s, sizeof s[0] * (n), .processor = p.processor, .output = out, .n_streams = n, __VA_ARGS__)
#define WHOLE .target_on = 1, .target_left = 1, .target_top = 2, .target_right = 3, .target_bottom = 4, .background_ycbcr = 1, \
    .background_0 = 0.25f, .background_1 = 0.5f, .background_2 = 0.75f, .background_3 = 1, .color_space = 0x15, .alpha_fill = 3, \
    .alpha_fill_stream = 7, .constriction_on = 1, .constriction_width = 8, .constriction_height = 9, .stereo = 1
    BLIT(1, WHOLE, .frame = 11);
    expect_told("target 1 1,2,3,4;background 1 0.25,0.5,0.75,1;space 10101;fill 3,7;constriction 1 8,9;stereo 1;0:format 2;"
                "0:space 01012;0:rate 2,1,5/6;0:source 1 1,2,3,4;0:dest 1 5,6,7,8;0:alpha 1 0.5;0:luma 1 0.25,0.75;"
                "0:aspect 1 1/2,3/4;0:stereo 1 4,1,1,2,-9;0:automatic 1;0:rotation 1 3;0:filter 0 1,10;0:filter 7 1,-17;"
                "blt 11,1 1,3,4,0,11;");
    BLIT(1, WHOLE, .frame = 12);
    expect_told("blt 12,1 1,3,4,0,11;");
    /* One that is new, whose switches are off; and of the other what differs. */
    s[0].levels[7] = -18;
    s[0].luma_on = 0;
    s[0].mono_offset = 9;
    s[0].levels[1] = 99; /* not on: of no matter */
    BLIT(2, WHOLE);
    expect_told("0:luma 0 0.25,0.75;0:stereo 1 4,1,1,2,9;0:filter 7 1,-18;1:format 0;1:space 00000;1:rate 0,0,0/0;1:automatic 0;"
                "blt 0,2 1,3,4,0,11 0,0,0,0,00;");
    BLIT(0, .background_3 = 1);
    expect_told("target 0 0,0,0,0;background 0 0,0,0,1;space 00000;fill 0,0;constriction 0 0,0;stereo 0;blt 0,0;");
    /* The second stream was told of before the blit without any. */
    BLIT(2, .background_3 = 1);
    expect_told("blt 0,2 1,3,4,0,11 0,0,0,0,00;");
    tc_renderer->video.ctx = host;
    tc_stop(c);
}

/* Frames before and after the input go with a blit where the host takes so many; a palette goes to a host that shows some. */
TEST(frames_and_palettes_are_told)
{
    static const uint32_t entries[3] = { 1, 2, 0xff00ff00 };
    TC_START_VIDEO(c);
    struct player p = player(c);
    uint32_t in = input_of(c, p, planes(c)), other = input_of(c, p, planes(c));
    uint32_t out = output_of(c, p, tc_resource(PVGPU_DIM_TEX2D, RGBA8, W, H, PVGPU_BIND_TARGET));
    uint32_t past = tc_renderer->video.past, future = tc_renderer->video.future;
    ID3D11VideoContext *host = listen();
    struct pvgpu_video_stream s[1] = { { .enable = 1, .input = in, .past = 2, .future = 1, .past_frames = { other, in }, .future_frames = { other } } };
    tc_renderer->video.past = 2;
    tc_renderer->video.future = 1;
    BLIT(1, .frame = 5);
    CHECK(strstr(told, "blt 5,1 1,0,0,3,10;past 09;past 19;future 09;") != NULL);
    told[0] = 0;
    s[0].input_right = in;
    s[0].past_right[0] = s[0].future_right[0] = in;
    s[0].past_right[1] = other;
    BLIT(1, .frame = 6);
    expect_told("blt 6,1 1,0,0,3,11;past 01;past 10;future 01;");
    tc_renderer->video.future = 0;
    BLIT(1, .frame = 7);
    tc_renderer->video.future = 1;
    tc_renderer->video.past = 1;
    BLIT(1, .frame = 8);
    expect_told("");
    SEND_TAIL(c, video_palette, VIDEO_PALETTE, entries, sizeof entries, .processor = p.processor, .stream = 0, .n_entries = 3);
    CHECK_EQ(tc_renderer->video.palettes, false);
    tc_renderer->video.palettes = true;
    SEND_TAIL(c, video_palette, VIDEO_PALETTE, entries, sizeof entries, .processor = p.processor, .stream = 0, .n_entries = 3);
    SEND(c, video_palette, VIDEO_PALETTE, .processor = p.processor, .stream = 1);
    SEND(c, video_palette, VIDEO_PALETTE, .processor = p.processor, .stream = PVGPU_VIDEO_STREAMS - 1);
    expect_told("0:palette 3 ff00ff00;1:palette 0 0;");
    tc_renderer->video.palettes = false;
    tc_renderer->video.past = past;
    tc_renderer->video.future = future;
    tc_renderer->video.ctx = host;
    tc_stop(c);
}

/* Of a texture whose view is of a copy: one copy, made for the first view. */
TEST(copies_are_announced)
{
    TC_START_VIDEO(c);
    struct player p = player(c);
    uint32_t plain = tc_resource(PVGPU_DIM_TEX2D, NV12, W, H, 0), back = tc_resource(PVGPU_DIM_TEX2D, RGBA8_SRGB, W, H, PVGPU_BIND_TARGET);
    CHECK(!pvb_renderer_d3d11.video_copies(tc_renderer, pvb_resource(c, plain)));
    CHECK(pvb_renderer_d3d11.video_copies(tc_renderer, pvb_resource(c, back)));
    CHECK(!pvb_renderer_d3d11.video_copies(tc_renderer, pvb_resource(c, tc_resource(PVGPU_DIM_BUFFER, 0, 64, 1, PVGPU_BIND_VERTEX))));
    (void)input_of(c, p, back);
    CHECK(!pvb_renderer_d3d11.video_copies(tc_renderer, pvb_resource(c, back)));
    tc_stop(c);
}

/* ---- what a host says that can more than DXVK ---- */

static struct { D3D11_VIDEO_PROCESSOR_CAPS caps; D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS rate; HRESULT content, filter, rates;
                int asked; } rich;
static ID3D11VideoProcessorEnumeratorVtbl rich_table;
static ID3D11VideoProcessorEnumerator rich_content = { &rich_table };

static HRESULT STDMETHODCALLTYPE rich_create(ID3D11VideoDevice *d, const D3D11_VIDEO_PROCESSOR_CONTENT_DESC *k,
                                             ID3D11VideoProcessorEnumerator **out)
{
    CHECK(k->InputWidth == 1920 && k->OutputHeight == 1080 && k->InputFrameRate.Numerator == 30);
    rich.asked = (int)k->InputFrameFormat;
    if (SUCCEEDED(rich.content)) *out = &rich_content;
    return rich.content;
}
static ULONG STDMETHODCALLTYPE rich_release(ID3D11VideoProcessorEnumerator *e) { return 0; }
static HRESULT STDMETHODCALLTYPE rich_caps(ID3D11VideoProcessorEnumerator *e, D3D11_VIDEO_PROCESSOR_CAPS *out)
{
    *out = rich.caps;
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE rich_rate(ID3D11VideoProcessorEnumerator *e, UINT n, D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS *out)
{
    *out = rich.rate;
    if (rich.asked) out->PastFrames = 99, out->ProcessorCaps = 1;
    return n ? E_INVALIDARG : S_OK;
}
static HRESULT STDMETHODCALLTYPE rich_custom(ID3D11VideoProcessorEnumerator *e, UINT n, UINT i, D3D11_VIDEO_PROCESSOR_CUSTOM_RATE *out)
{
    *out = (D3D11_VIDEO_PROCESSOR_CUSTOM_RATE){ { 10 + i, 4 }, 5 + i, i == 1, 2 + i };
    return n || i > 1 ? rich.rates : S_OK;
}
static HRESULT STDMETHODCALLTYPE rich_range(ID3D11VideoProcessorEnumerator *e, D3D11_VIDEO_PROCESSOR_FILTER n,
                                            D3D11_VIDEO_PROCESSOR_FILTER_RANGE *out)
{
    *out = (D3D11_VIDEO_PROCESSOR_FILTER_RANGE){ -100 - (int)n, 100 + (int)n, (int)n, 0.5f };
    return n == 2 ? rich.filter : S_OK;
}

TEST(capabilities_of_a_rich_host)
{
    ID3D11VideoDeviceVtbl table = { .CreateVideoProcessorEnumerator = rich_create };
    ID3D11VideoDevice ours = { &table };
    struct pvgpu_video_caps caps = { 0 };
    TC_START(c);
    ID3D11VideoDevice *host = tc_renderer->video.device;
    uint32_t most = tc_renderer->video.max_streams, states = tc_renderer->video.max_states;
    uint32_t past = tc_renderer->video.past, future = tc_renderer->video.future;

    rich_table.Release = rich_release;
    rich_table.GetVideoProcessorCaps = rich_caps;
    rich_table.GetVideoProcessorRateConversionCaps = rich_rate;
    rich_table.GetVideoProcessorFilterRange = rich_range;
    rich_table.GetVideoProcessorCustomRate = rich_custom;
    rich.caps = (D3D11_VIDEO_PROCESSOR_CAPS){ 0x1f, 0x7ff, 0x80000105, 0xf, 0x6, 0x3f, 2, 1000, 70 };
    rich.rate = (D3D11_VIDEO_PROCESSOR_RATE_CONVERSION_CAPS){ 2, 1, 0x3f, 0x9, 3 };
    rich.filter = S_OK;
    rich.content = S_OK;
    rich.rates = E_FAIL;
    tc_renderer->video.device = &ours;
    CHECK(pvb_d11_video_caps(tc_renderer, &caps));
    CHECK(caps.device == 0x1f && caps.feature == 0x7ff && caps.filter == 5 && caps.input_format == 0xf);
    CHECK(caps.auto_stream == 6 && caps.stereo == 0x3f);
    const struct pvgpu_video_conversion *still = &caps.conversions[0], *fields = &caps.conversions[1];
    CHECK(still->past == 2 && still->future == 1 && still->conversion == 0x3f && still->telecine == 9);
    CHECK(fields->past == PVGPU_VIDEO_FRAMES && fields->future == 1 && fields->conversion == 1);
    CHECK(tc_renderer->video.past == PVGPU_VIDEO_FRAMES && tc_renderer->video.future == 1);
    /* The third rate is told of and refused. */
    CHECK(still->n_rates == 2 && still->rates[1].num == 11 && still->rates[1].den == 4 && still->rates[1].output_frames == 6);
    CHECK(still->rates[1].interlaced == 1 && still->rates[0].interlaced == 0 && still->rates[1].input_frames == 3 && !still->rates[2].num);
    rich.rates = S_OK;
    rich.rate.CustomRateCount = 1000;
    CHECK(pvb_d11_video_caps(tc_renderer, &caps));
    CHECK_EQ(caps.conversions[1].n_rates, PVGPU_VIDEO_RATES);
    CHECK(caps.max_streams == PVGPU_VIDEO_STREAMS && caps.max_states == PVGPU_VIDEO_STREAMS);
    CHECK_EQ(tc_renderer->video.max_streams, PVGPU_VIDEO_STREAMS);
    CHECK(caps.filters[0].minimum == -100 && caps.filters[2].maximum == 102 && caps.filters[2].standard == 2);
    CHECK(caps.filters[1].minimum == 0 && caps.filters[2].multiplier == 0.5f);
    /* A filter without a range is none; a host without streams, rates or contents has no video processor. */
    rich.filter = E_NOTIMPL;
    CHECK(pvb_d11_video_caps(tc_renderer, &caps));
    CHECK(caps.filter == 1 && caps.filters[2].maximum == 0);
    rich.caps.MaxInputStreams = 0;
    CHECK(!pvb_d11_video_caps(tc_renderer, &caps));
    rich.caps.MaxInputStreams = 1;
    rich.caps.RateConversionCapsCount = 0;
    CHECK(!pvb_d11_video_caps(tc_renderer, &caps));
    rich.caps.RateConversionCapsCount = 1;
    rich.content = E_NOTIMPL;
    CHECK(!pvb_d11_video_caps(tc_renderer, &caps));
    tc_renderer->video.device = host;
    tc_renderer->video.past = past;
    tc_renderer->video.future = future;
    tc_renderer->video.max_streams = most;
    tc_renderer->video.max_states = states;
    tc_stop(c);
}

TEST(more_streams_than_the_host_has)
{
    struct pvgpu_video_stream s[PVGPU_VIDEO_STREAMS];
    TC_START_VIDEO(c);
    struct player p = player(c);
    uint32_t in = input_of(c, p, planes(c)), out = output_of(c, p, tc_resource(PVGPU_DIM_TEX2D, RGBA8, W, H, PVGPU_BIND_TARGET));
    ID3D11VideoContext *host = listen();
    uint32_t most = tc_renderer->video.max_streams, states = tc_renderer->video.max_states;
    memset(s, 0, sizeof s);
    for (int i = 0; i < (int)PVGPU_VIDEO_STREAMS; i++) {
        s[i].enable = 1;
        s[i].input = in;
    }
    tc_renderer->video.max_streams = 8;
    tc_renderer->video.max_states = 10;
    BLIT(8, .frame = 0);
    CHECK_EQ(told_blits, 1);
    BLIT(9, .frame = 0);
    CHECK_EQ(told_blits, 1);
    for (int i = 8; i < (int)PVGPU_VIDEO_STREAMS; i++) s[i].enable = s[i].input = 0;
    BLIT(10, .frame = 0);
    CHECK_EQ(told_blits, 2);
    BLIT(11, .frame = 0);
    CHECK_EQ(told_blits, 2);
    tc_renderer->video.max_streams = most;
    tc_renderer->video.max_states = states;
    tc_renderer->video.ctx = host;
    tc_stop(c);
}

TC_LAST_CASE

TAP_MAIN(RUN(capabilities); RUN(planes_become_colors); RUN(pictures_are_the_hosts); RUN(back_buffers_keep_their_format);
         RUN(a_processor_holds_its_content); RUN(mips_and_slices); RUN(views_hold_their_textures);
         RUN(draws_go_on_after_a_blit); RUN(video_views_are_cleared); RUN(other_textures_are_refused); RUN(every_state_is_told);
         RUN(frames_and_palettes_are_told); RUN(copies_are_announced);
         RUN(capabilities_of_a_rich_host);
         RUN(more_streams_than_the_host_has); RUN(renderer_leaves_nothing))
