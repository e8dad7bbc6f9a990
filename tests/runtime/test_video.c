/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_video.c - the runtime's video interfaces over a driver that only remembers: when they are there, how its objects end,
 * which of its answers pass, what reaches it.
 */
#include "device.h"

static ID3D11VideoDevice *video;
static ID3D11VideoContext *vc;
static ID3D11VideoProcessorEnumerator *content;

static const D3D11_VIDEO_PROCESSOR_CONTENT_DESC description = {
    D3D11_VIDEO_FRAME_FORMAT_PROGRESSIVE, {30, 1}, 64, 32, {30, 1}, 64, 32, D3D11_VIDEO_USAGE_PLAYBACK_NORMAL,
};

static bool begin_video_over(UINT threading)
{
    fake_reset();
    fake.video = FAKE_VIDEO_WHOLE;
    fake.threading = threading;
    return SUCCEEDED(fake_device(&device, &context)) &&
        SUCCEEDED(ID3D11Device_QueryInterface(device, &IID_ID3D11VideoDevice, (void **)&video)) &&
        SUCCEEDED(ID3D11DeviceContext_QueryInterface(context, &IID_ID3D11VideoContext, (void **)&vc)) &&
        SUCCEEDED(ID3D11VideoDevice_CreateVideoProcessorEnumerator(video, &description, &content));
}

static bool begin_video(void) { return begin_video_over(D3D11DDICAPS_FREETHREADED); }

static void end_video(void)
{
    ID3D11VideoDevice_Release(video);
    ID3D11VideoContext_Release(vc);
    end();
}

static HRESULT input(ID3D11Texture2D *t, ID3D11VideoProcessorInputView **out)
{
    D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC d = {.ViewDimension = D3D11_VPIV_DIMENSION_TEXTURE2D};

    return ID3D11VideoDevice_CreateVideoProcessorInputView(video, (ID3D11Resource *)t, content, &d, out);
}

static HRESULT output(ID3D11Texture2D *t, ID3D11VideoProcessorOutputView **out)
{
    D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC d = {.ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2D};

    return ID3D11VideoDevice_CreateVideoProcessorOutputView(video, (ID3D11Resource *)t, content, &d, out);
}

TEST(without_a_table_there_is_no_video)
{
    enum fake_video v;
    void *out;

    for (v = FAKE_VIDEO_NONE; v <= FAKE_VIDEO_REFUSED; v++) {
        fake_reset();
        fake.video = v;
        CHECK_EQ(fake_device(&device, &context), S_OK);
        out = &v;
        CHECK_EQ(ID3D11Device_QueryInterface(device, &IID_ID3D11VideoDevice, &out), E_NOINTERFACE);
        CHECK(out == NULL);
        CHECK_EQ(ID3D11DeviceContext_QueryInterface(context, &IID_ID3D11VideoContext, &out), E_NOINTERFACE);
        end();
    }
}

TEST(a_table_with_a_hole_is_refused)
{
    fake_reset();
    fake.video = FAKE_VIDEO_HOLE;
    CHECK_EQ(fake_device(&device, NULL), DXGI_ERROR_DRIVER_INTERNAL_ERROR);
    CHECK(device == NULL);
    CHECK_EQ(fake.devices, 0);
    CHECK_EQ(fake.kmt_devices, 0);
}

TEST(video_objects_end_after_what_needs_them)
{
    ID3D11VideoProcessorOutputView *out;
    ID3D11VideoProcessorInputView *in;
    ID3D11VideoProcessor *p;
    ID3D11Texture2D *t;

    CHECK(begin_video());
    t = make_texture(device, 32, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_RENDER_TARGET, 1, 1);
    CHECK_EQ(ID3D11VideoDevice_CreateVideoProcessor(video, content, 0, &p), S_OK);
    CHECK_EQ(input(t, &in), S_OK);
    CHECK_EQ(output(t, &out), S_OK);
    CHECK_EQ(ID3D11VideoProcessorEnumerator_Release(content), 0);
    ID3D11Texture2D_Release(t);
    CHECK(!strcmp(fake.video_log, "EPIO"));
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], 0);
    ID3D11VideoProcessor_Release(p);
    ID3D11VideoProcessorInputView_Release(in);
    CHECK(!strcmp(fake.video_log, "EPIOpi"));
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], 0);
    ID3D11VideoProcessorOutputView_Release(out);
    CHECK(!strcmp(fake.video_log, "EPIOpioe"));
    CHECK_EQ(fake.destroyed[FAKE_RESOURCE], 1);
    end_video();
}

/* A view that is only asked for is made and given up. */
TEST(asking_for_a_view_asks_the_driver)
{
    ID3D11Texture2D *t;

    CHECK(begin_video());
    t = make_texture(device, 32, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_RENDER_TARGET, 1, 1);
    CHECK_EQ(input(t, NULL), S_OK);
    fake.video_result = DXGI_ERROR_UNSUPPORTED;
    CHECK_EQ(output(t, NULL), DXGI_ERROR_UNSUPPORTED);
    CHECK(!strcmp(fake.video_log, "EIi"));
    CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device), S_OK);
    ID3D11Texture2D_Release(t);
    ID3D11VideoProcessorEnumerator_Release(content);
    end_video();
}

/* The codes of each entry's page; another one is the end of the device. */
TEST(only_the_pages_codes_pass)
{
    static const struct { HRESULT code, want; bool of_enum; } rows[] = {
        {E_OUTOFMEMORY, E_OUTOFMEMORY, false}, {DXGI_ERROR_UNSUPPORTED, DXGI_ERROR_UNSUPPORTED, false},
        {E_OUTOFMEMORY, E_OUTOFMEMORY, true}, {E_FAIL, DXGI_ERROR_DEVICE_REMOVED, false},
        {D3DDDIERR_DEVICEREMOVED, DXGI_ERROR_DEVICE_REMOVED, false}, {DXGI_ERROR_UNSUPPORTED, DXGI_ERROR_DEVICE_REMOVED, true},
        {D3DDDIERR_DEVICEREMOVED, DXGI_ERROR_DEVICE_REMOVED, true},
    };
    ID3D11VideoProcessorEnumerator *e;
    ID3D11VideoProcessorInputView *in;
    ID3D11Texture2D *t;
    unsigned i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK(begin_video());
        t = make_texture(device, 32, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_RENDER_TARGET, 1, 1);
        fake.video_result = rows[i].code;
        if (rows[i].of_enum) CHECK_EQ(ID3D11VideoDevice_CreateVideoProcessorEnumerator(video, &description, &e), rows[i].want);
        else CHECK_EQ(input(t, &in), rows[i].want);
        CHECK_EQ(ID3D11Device_GetDeviceRemovedReason(device) != S_OK, rows[i].want == DXGI_ERROR_DEVICE_REMOVED);
        ID3D11Texture2D_Release(t);
        ID3D11VideoProcessorEnumerator_Release(content);
        end_video();
    }
}

TEST(a_blit_brings_its_reference_frames)
{
    ID3D11VideoProcessorOutputView *out;
    ID3D11VideoProcessorInputView *in, *past[3];
    D3D11_VIDEO_PROCESSOR_STREAM s[5] = {{.Enable = TRUE}};
    D3D11_VIDEO_PROCESSOR_CUSTOM_RATE rate;
    ID3D11VideoProcessor *p;
    ID3D11Texture2D *t;

    CHECK(begin_video());
    t = make_texture(device, 32, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_RENDER_TARGET, 1, 1);
    CHECK_EQ(ID3D11VideoDevice_CreateVideoProcessor(video, content, 0, &p), S_OK);
    CHECK_EQ(input(t, &in), S_OK);
    CHECK_EQ(output(t, &out), S_OK);
    past[0] = past[1] = past[2] = in;
    s[0].pInputSurface = in;
    s[0].ppPastSurfaces = s[0].ppFutureSurfaces = past;
    s[0].PastFrames = 2;
    s[0].FutureFrames = 1;
    CHECK_EQ(ID3D11VideoContext_VideoProcessorBlt(vc, p, out, 0, 1, s), S_OK);
    CHECK_EQ(fake.video_frames, 3);
    s[0].PastFrames = 3;
    CHECK_EQ(ID3D11VideoContext_VideoProcessorBlt(vc, p, out, 0, 1, s), E_INVALIDARG);
    s[0].PastFrames = 2;
    past[1] = NULL;
    CHECK_EQ(ID3D11VideoContext_VideoProcessorBlt(vc, p, out, 0, 1, s), E_INVALIDARG);
    past[1] = in;
    s[0].ppPastSurfaces = NULL;
    CHECK_EQ(ID3D11VideoContext_VideoProcessorBlt(vc, p, out, 0, 1, s), E_INVALIDARG);
    s[0].ppPastSurfaces = s[0].ppPastSurfacesRight = past; /* a right side without stereo */
    CHECK_EQ(ID3D11VideoContext_VideoProcessorBlt(vc, p, out, 0, 1, s), E_INVALIDARG);
    s[0].ppPastSurfacesRight = NULL;
    s[0].PastFrames = 0;
    CHECK_EQ(ID3D11VideoContext_VideoProcessorBlt(vc, p, out, 0, 5, s), E_INVALIDARG); /* states */
    s[1] = s[2] = s[0];
    CHECK_EQ(ID3D11VideoContext_VideoProcessorBlt(vc, p, out, 0, 2, s), S_OK);
    CHECK_EQ(ID3D11VideoContext_VideoProcessorBlt(vc, p, out, 0, 3, s), E_INVALIDARG); /* streams at a time */
    CHECK(!strcmp(fake.video_log, "EPIOBB"));
    CHECK_EQ(ID3D11VideoProcessorEnumerator_GetVideoProcessorCustomRate(content, 0, 2, &rate), S_OK);
    CHECK(rate.CustomRate.Numerator == 2 && rate.OutputFrames == 0 && rate.InputInterlaced == TRUE && rate.InputFramesOrFields == 9);
    CHECK_EQ(ID3D11VideoProcessorEnumerator_GetVideoProcessorCustomRate(content, 0, 3, &rate), E_INVALIDARG);
    CHECK_EQ(ID3D11VideoProcessorEnumerator_GetVideoProcessorCustomRate(content, 1, 0, &rate), E_INVALIDARG);
    ID3D11VideoContext_VideoProcessorSetStreamFilter(vc, p, 0, D3D11_VIDEO_PROCESSOR_FILTER_BRIGHTNESS, TRUE, 3);
    ID3D11VideoContext_VideoProcessorSetStreamFilter(vc, p, 4, D3D11_VIDEO_PROCESSOR_FILTER_BRIGHTNESS, TRUE, 3);
    ID3D11VideoContext_VideoProcessorSetStreamFilter(vc, p, 0, D3D11_VIDEO_PROCESSOR_FILTER_HUE, TRUE, 3); /* it has none */
    CHECK_EQ(fake.video_sets, 1);
    ID3D11VideoProcessor_Release(p);
    ID3D11VideoProcessorInputView_Release(in);
    ID3D11VideoProcessorOutputView_Release(out);
    ID3D11VideoProcessorEnumerator_Release(content);
    ID3D11Texture2D_Release(t);
    end_video();
}

/* Directly, and in lists of the runtime's own; a driver's deferred context has no handle of a video view. */
TEST(clears_of_video_views_reach_the_driver)
{
    enum { LISTS = D3D11DDICAPS_FREETHREADED | D3D11DDICAPS_COMMANDLISTS | D3D11DDICAPS_COMMANDLISTS_BUILD_2 };
    static const FLOAT color[4] = {1, 235, 3, 4};
    static const D3D11_RECT whole[] = {{2, 0, 4, 2}, {-3, 4, 99, 6}, {5, 5, 5, 5}}, across = {3, 0, 6, 2}, down = {2, 1, 6, 2};
    ID3D11DeviceContext1 *now, *later;
    ID3D11VideoProcessorOutputView *out;
    ID3D11VideoProcessorInputView *in;
    ID3D11Texture2D *t, *nv12;
    ID3D11CommandList *list;
    unsigned i;

    for (i = 0; i < 2; i++) {
        CHECK(begin_video_over(i ? LISTS : 0));
        CHECK_EQ(ID3D11DeviceContext_QueryInterface(context, &IID_ID3D11DeviceContext1, (void **)&now), S_OK);
        t = make_texture(device, 32, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_RENDER_TARGET, 1, 1);
        nv12 = make_texture(device, 32, DXGI_FORMAT_NV12, 0, 1, 1);
        CHECK_EQ(input(nv12, &in), S_OK);
        CHECK_EQ(output(t, &out), S_OK);
        ID3D11DeviceContext1_ClearView(now, (ID3D11View *)in, color, whole, 2);
        CHECK_EQ(fake.clear_rects, 2);
        CHECK(fake.clear_color == 235);
        ID3D11DeviceContext1_ClearView(now, (ID3D11View *)in, color, &across, 1);
        ID3D11DeviceContext1_ClearView(now, (ID3D11View *)in, color, &down, 1);
        CHECK(!strcmp(fake.video_log, "EIOx"));
        ID3D11DeviceContext1_ClearView(now, (ID3D11View *)out, color, &across, 1);
        ID3D11DeviceContext1_ClearView(now, (ID3D11View *)out, color, NULL, 0);
        CHECK_EQ(fake.clear_rects, 0);
        ID3D11DeviceContext1_DiscardView(now, (ID3D11View *)in);
        ID3D11DeviceContext1_DiscardView1(now, (ID3D11View *)out, &down, 1);
        CHECK(!strcmp(fake.video_log, "EIOxyyuv"));
        CHECK_EQ(ID3D11Device_CreateDeferredContext(device, 0, (ID3D11DeviceContext **)&list), S_OK);
        CHECK_EQ(ID3D11DeviceContext_QueryInterface((ID3D11DeviceContext *)list, &IID_ID3D11DeviceContext1, (void **)&later), S_OK);
        ID3D11DeviceContext_Release((ID3D11DeviceContext *)list);
        ID3D11DeviceContext1_ClearView(later, (ID3D11View *)out, color, &across, 1);
        ID3D11DeviceContext1_DiscardView(later, (ID3D11View *)in);
        CHECK_EQ(ID3D11DeviceContext1_FinishCommandList(later, FALSE, &list), S_OK);
        ID3D11DeviceContext_ExecuteCommandList(context, list, FALSE);
        CHECK(!strcmp(fake.video_log, i ? "EIOxyyuv" : "EIOxyyuvyu"));
        ID3D11CommandList_Release(list);
        ID3D11DeviceContext1_Release(later);
        ID3D11DeviceContext1_Release(now);
        ID3D11VideoProcessorInputView_Release(in);
        ID3D11VideoProcessorOutputView_Release(out);
        ID3D11VideoProcessorEnumerator_Release(content);
        ID3D11Texture2D_Release(t);
        ID3D11Texture2D_Release(nv12);
        end_video();
    }
}

/* What the pages do not allow is E_INVALIDARG, or dropped, and the driver hears nothing of it. */
TEST(misuse_of_video_reaches_no_driver)
{
    D3D11_VIDEO_PROCESSOR_CONTENT_DESC c;
    D3D11_VIDEO_PROCESSOR_INPUT_VIEW_DESC in = {.ViewDimension = D3D11_VPIV_DIMENSION_TEXTURE2D};
    D3D11_VIDEO_PROCESSOR_OUTPUT_VIEW_DESC out = {.ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2D};
    D3D11_VIDEO_PROCESSOR_STREAM s = {.Enable = TRUE};
    static const RECT turned = {8, 0, 2, 4};
    ID3D11VideoProcessorEnumerator *e;
    ID3D11VideoProcessorOutputView *ov;
    ID3D11VideoProcessorInputView *iv;
    ID3D11VideoProcessor *p, *none;
    ID3D11Texture2D *t, *plain, *staging;
    const D3D11_TEXTURE2D_DESC sd = {32, 32, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, {1, 0}, D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ, 0};
    ID3D11Buffer *b;

    CHECK(begin_video());
    t = make_texture(device, 32, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_RENDER_TARGET, 1, 2);
    plain = make_texture(device, 32, DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_BIND_SHADER_RESOURCE, 1, 1);
    b = make_buffer(device, 64, D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    CHECK_EQ(ID3D11Device_CreateTexture2D(device, &sd, NULL, &staging), S_OK);
    CHECK_EQ(ID3D11VideoDevice_CreateVideoProcessor(video, content, 0, &p), S_OK);
    CHECK(!strcmp(fake.video_log, "EP"));
#define NO(call) CHECK_EQ(call, E_INVALIDARG)
    c = description, c.InputFrameFormat = 3;
    NO(ID3D11VideoDevice_CreateVideoProcessorEnumerator(video, &c, &e));
    c = description, c.InputWidth = 0;
    NO(ID3D11VideoDevice_CreateVideoProcessorEnumerator(video, &c, &e));
    c = description, c.Usage = 3;
    NO(ID3D11VideoDevice_CreateVideoProcessorEnumerator(video, &c, &e));
    NO(ID3D11VideoDevice_CreateVideoProcessorEnumerator(video, NULL, &e));
    NO(ID3D11VideoDevice_CreateVideoProcessorEnumerator(video, &description, NULL));
    NO(ID3D11VideoDevice_CreateVideoProcessor(video, content, 9, &none)); /* no such conversion */
    NO(ID3D11VideoDevice_CreateVideoProcessor(video, NULL, 0, &none));
    NO(ID3D11VideoDevice_CreateVideoProcessorInputView(video, (ID3D11Resource *)t, NULL, &in, &iv));
    NO(ID3D11VideoDevice_CreateVideoProcessorInputView(video, NULL, content, &in, &iv));
    NO(ID3D11VideoDevice_CreateVideoProcessorInputView(video, (ID3D11Resource *)t, content, NULL, &iv));
    NO(ID3D11VideoDevice_CreateVideoProcessorInputView(video, (ID3D11Resource *)b, content, &in, &iv));
    NO(ID3D11VideoDevice_CreateVideoProcessorInputView(video, (ID3D11Resource *)staging, content, &in, &iv));
    in.Texture2D.MipSlice = 1;
    NO(ID3D11VideoDevice_CreateVideoProcessorInputView(video, (ID3D11Resource *)t, content, &in, &iv));
    in.Texture2D.MipSlice = 0, in.Texture2D.ArraySlice = 2;
    NO(ID3D11VideoDevice_CreateVideoProcessorInputView(video, (ID3D11Resource *)t, content, &in, &iv));
    in.Texture2D.ArraySlice = 0, in.ViewDimension = 0;
    NO(ID3D11VideoDevice_CreateVideoProcessorInputView(video, (ID3D11Resource *)t, content, &in, &iv));
    NO(ID3D11VideoDevice_CreateVideoProcessorOutputView(video, (ID3D11Resource *)plain, content, &out, &ov)); /* not bound as a target */
    NO(ID3D11VideoDevice_CreateVideoProcessorOutputView(video, (ID3D11Resource *)b, content, &out, &ov));
    out.Texture2D.MipSlice = 1;
    NO(ID3D11VideoDevice_CreateVideoProcessorOutputView(video, (ID3D11Resource *)t, content, &out, &ov));
    out.ViewDimension = D3D11_VPOV_DIMENSION_TEXTURE2DARRAY, out.Texture2DArray.MipSlice = 0, out.Texture2DArray.ArraySize = 3;
    NO(ID3D11VideoDevice_CreateVideoProcessorOutputView(video, (ID3D11Resource *)t, content, &out, &ov));
    out.Texture2DArray.ArraySize = 0;
    NO(ID3D11VideoDevice_CreateVideoProcessorOutputView(video, (ID3D11Resource *)t, content, &out, &ov));
    CHECK(!strcmp(fake.video_log, "EP"));
    CHECK_EQ(input(t, &iv), S_OK);
    CHECK_EQ(output(t, &ov), S_OK);
    NO(ID3D11VideoContext_VideoProcessorBlt(vc, p, ov, 0, 1, &s)); /* a stream without a picture */
    NO(ID3D11VideoContext_VideoProcessorBlt(vc, p, ov, 0, 1, NULL));
    s.pInputSurface = iv;
    NO(ID3D11VideoContext_VideoProcessorBlt(vc, p, NULL, 0, 1, &s));
    NO(ID3D11VideoContext_VideoProcessorBlt(vc, NULL, ov, 0, 1, &s));
    ID3D11VideoContext_VideoProcessorSetStreamSourceRect(vc, p, 0, TRUE, &turned);
    ID3D11VideoContext_VideoProcessorSetStreamFilter(vc, p, 9, D3D11_VIDEO_PROCESSOR_FILTER_BRIGHTNESS, TRUE, 3);
    CHECK_EQ(fake.video_sets, 0);
    CHECK(!strcmp(fake.video_log, "EPIO"));
    CHECK_EQ(ID3D11VideoContext_VideoProcessorBlt(vc, p, ov, 0, 1, &s), S_OK); /* what is right is heard */
    CHECK(!strcmp(fake.video_log, "EPIOB"));
    ID3D11VideoProcessorInputView_Release(iv);
    ID3D11VideoProcessorOutputView_Release(ov);
    ID3D11VideoProcessor_Release(p);
    ID3D11VideoProcessorEnumerator_Release(content);
    ID3D11Texture2D_Release(t);
    ID3D11Texture2D_Release(plain);
    ID3D11Texture2D_Release(staging);
    ID3D11Buffer_Release(b);
    end_video();
}

TAP_MAIN(RUN(without_a_table_there_is_no_video); RUN(a_table_with_a_hole_is_refused); RUN(video_objects_end_after_what_needs_them);
    RUN(asking_for_a_view_asks_the_driver); RUN(only_the_pages_codes_pass); RUN(a_blit_brings_its_reference_frames);
    RUN(clears_of_video_views_reach_the_driver); RUN(misuse_of_video_reaches_no_driver))
