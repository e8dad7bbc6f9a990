/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_pixels.c - what only pixels show: DXGI's Blt through the driver's own draw, on the renderer.
 */
#include "real_host.h"

static struct fake k;

#define OPEN() do { if (!real_host_start(&k)) SKIP("no Direct3D on this machine"); CHECK(fake_open(&k)); } while (0)

static void done(void)
{
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
    real_host_forget();
}

enum { PRESENT = D3D10_DDI_BIND_RENDER_TARGET | D3D10_DDI_BIND_PRESENT };

static D3D10DDI_HRESOURCE target(UINT w, UINT h, DXGI_FORMAT format, UINT samples)
{
    D3D10DDI_MIPINFO mip = { w, h, 1, w, h, 1 };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D, .BindFlags = PRESENT,
                                     .Format = format, .SampleDesc = { samples, 0 }, .MipLevels = 1, .ArraySize = 1 };
    return fake_resource(&k, &a);
}

/* Pixels of a texture with 4 bytes a texel, through a staging resource. */
static void read(D3D10DDI_HRESOURCE t, UINT w, UINT h, DXGI_FORMAT format, uint32_t *out)
{
    D3D10DDI_HRESOURCE s = fake_texture(&k, w, h, format, 0, D3D10_DDI_USAGE_STAGING, NULL, 0);
    D3D10DDI_MAPPED_SUBRESOURCE m;
    k.f->pfnResourceCopy(k.device, s, t);
    k.f->pfnStagingResourceMap(k.device, s, 0, D3D10_DDI_MAP_READ, 0, &m);
    for (UINT y = 0; m.pData && y < h; y++) memcpy(out + y * w, (uint8_t *)m.pData + y * m.RowPitch, w * 4);
    k.f->pfnStagingResourceUnmap(k.device, s, 0);
    fake_destroy_resource(&k, s);
}

static HRESULT blt(D3D10DDI_HRESOURCE dst, UINT w, UINT h, D3D10DDI_HRESOURCE src, DXGI_DDI_MODE_ROTATION rotation)
{
    DXGI_DDI_ARG_BLT a = { .hDevice = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate, .hDstResource = (DXGI_DDI_HRESOURCE)dst.pDrvPrivate,
                           .DstRight = w, .DstBottom = h, .hSrcResource = (DXGI_DDI_HRESOURCE)src.pDrvPrivate,
                           .Rotate = rotation };
    return k.dxgi->pfnBlt(&a);
}

static const uint32_t quad[4] = { 0xff0000ff, 0xff00ff00, 0xffff0000, 0xffffffff }; /* red, green; blue, white (RGBA bytes) */

TEST(rotations)
{
    static const uint8_t want[4][4] = { { 0, 1, 2, 3 }, { 1, 3, 0, 2 }, { 3, 2, 1, 0 }, { 2, 0, 3, 1 } }; /* counter-clockwise */
    uint32_t got[4];
    OPEN();
    D3D10DDI_HRESOURCE src = fake_texture(&k, 2, 2, DXGI_FORMAT_R8G8B8A8_UNORM, PRESENT, D3D10_DDI_USAGE_DEFAULT, quad, 8);
    D3D10DDI_HRESOURCE dst = target(2, 2, DXGI_FORMAT_R8G8B8A8_UNORM, 1);
    for (int r = 0; r < 4; r++) {
        CHECK_EQ(blt(dst, 2, 2, src, (DXGI_DDI_MODE_ROTATION)(DXGI_DDI_MODE_ROTATION_IDENTITY + r)), S_OK);
        read(dst, 2, 2, DXGI_FORMAT_R8G8B8A8_UNORM, got);
        for (int i = 0; i < 4; i++) CHECK_EQ(got[i], quad[want[r][i]]);
    }
    fake_destroy_resource(&k, dst);
    fake_destroy_resource(&k, src);
    done();
}

TEST(stretching_and_conversion)
{
    uint32_t got[64];
    OPEN();
    D3D10DDI_HRESOURCE src = fake_texture(&k, 2, 2, DXGI_FORMAT_R8G8B8A8_UNORM, PRESENT, D3D10_DDI_USAGE_DEFAULT, quad, 8);
    D3D10DDI_HRESOURCE dst = target(8, 8, DXGI_FORMAT_B8G8R8A8_UNORM, 1);
    CHECK_EQ(blt(dst, 8, 8, src, DXGI_DDI_MODE_ROTATION_IDENTITY), S_OK);
    read(dst, 8, 8, DXGI_FORMAT_B8G8R8A8_UNORM, got);
    CHECK_EQ(got[0], 0xffff0000); /* red, now in BGRA bytes */
    CHECK_EQ(got[7], 0xff00ff00);
    CHECK_EQ(got[56], 0xff0000ff);
    CHECK_EQ(got[63], 0xffffffff);
    CHECK(got[27] != got[0] && got[27] != got[63]); /* filtered in between */
    /* one texel of the source over all: nothing from beside it is filtered in */
    DXGI_DDI_ARG_BLT1 a = { .hDevice = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate,
                            .hDstResource = (DXGI_DDI_HRESOURCE)dst.pDrvPrivate,
                            .DstRight = 8, .DstBottom = 8, .hSrcResource = (DXGI_DDI_HRESOURCE)src.pDrvPrivate,
                            .SrcLeft = 1, .SrcTop = 0, .SrcRight = 2, .SrcBottom = 1, .Rotate = DXGI_DDI_MODE_ROTATION_IDENTITY };
    CHECK_EQ(k.dxgi->pfnBlt1(&a), S_OK);
    read(dst, 8, 8, DXGI_FORMAT_B8G8R8A8_UNORM, got);
    for (int i = 0; i < 64; i++) CHECK_EQ(got[i], 0xff00ff00);
    fake_destroy_resource(&k, dst);
    fake_destroy_resource(&k, src);
    done();
}

TEST(gamma)
{
    static const uint32_t gray = 0xff808080;
    static const uint16_t half[4] = { 0x3800, 0x3800, 0x3800, 0x3c00 }; /* 0.5, 0.5, 0.5, 1 */
    uint32_t got[4], wide[8];
    OPEN();
    D3D10DDI_HRESOURCE srgb = fake_texture(&k, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM_SRGB, PRESENT, D3D10_DDI_USAGE_DEFAULT, &gray, 4);
    D3D10DDI_HRESOURCE linear = fake_texture(&k, 1, 1, DXGI_FORMAT_R16G16B16A16_FLOAT, PRESENT, D3D10_DDI_USAGE_DEFAULT, half, 8);
    D3D10DDI_HRESOURCE dst = target(2, 2, DXGI_FORMAT_B8G8R8A8_UNORM, 1);
    CHECK_EQ(blt(dst, 2, 2, srgb, DXGI_DDI_MODE_ROTATION_IDENTITY), S_OK);
    read(dst, 2, 2, DXGI_FORMAT_B8G8R8A8_UNORM, got);
    CHECK_EQ(got[3], gray); /* sRGB to non-sRGB: unchanged */
    CHECK_EQ(blt(dst, 2, 2, linear, DXGI_DDI_MODE_ROTATION_IDENTITY), S_OK);
    read(dst, 2, 2, DXGI_FORMAT_B8G8R8A8_UNORM, got);
    CHECK_EQ(got[0], 0xffbcbcbc); /* 0.5 with gamma is 188 */
    D3D10DDI_HRESOURCE back = target(2, 2, DXGI_FORMAT_R16G16B16A16_FLOAT, 1);
    CHECK_EQ(blt(back, 2, 2, dst, DXGI_DDI_MODE_ROTATION_ROTATE180), S_OK); /* and removed the other way */
    D3D10DDI_HRESOURCE s = fake_texture(&k, 2, 2, DXGI_FORMAT_R16G16B16A16_FLOAT, 0, D3D10_DDI_USAGE_STAGING, NULL, 0);
    D3D10DDI_MAPPED_SUBRESOURCE m;
    k.f->pfnResourceCopy(k.device, s, back);
    k.f->pfnStagingResourceMap(k.device, s, 0, D3D10_DDI_MAP_READ, 0, &m);
    memcpy(wide, m.pData, 8);
    k.f->pfnStagingResourceUnmap(k.device, s, 0);
    uint32_t h = wide[0] & 0xffff;
    CHECK(h > 0x37f0 && h < 0x3810);
    fake_destroy_resource(&k, s);
    fake_destroy_resource(&k, back);
    fake_destroy_resource(&k, dst);
    fake_destroy_resource(&k, linear);
    fake_destroy_resource(&k, srgb);
    done();
}

TEST(multisampled_sources)
{
    uint32_t got[64];
    FLOAT color[4] = { 0, 1, 0, 1 };
    OPEN();
    D3D10DDI_HRESOURCE src = target(4, 4, DXGI_FORMAT_R8G8B8A8_UNORM, 4);
    D3D10DDI_HRENDERTARGETVIEW v = fake_rtv(&k, src, DXGI_FORMAT_R8G8B8A8_UNORM);
    k.f->pfnClearRenderTargetView(k.device, v, color);
    D3D10DDI_HRESOURCE same = target(4, 4, DXGI_FORMAT_R8G8B8A8_UNORM, 1), larger = target(8, 8, DXGI_FORMAT_B8G8R8A8_UNORM, 1);
    CHECK_EQ(blt(same, 4, 4, src, DXGI_DDI_MODE_ROTATION_IDENTITY), S_OK);
    read(same, 4, 4, DXGI_FORMAT_R8G8B8A8_UNORM, got);
    CHECK_EQ(got[5], 0xff00ff00);
    CHECK_EQ(blt(larger, 8, 8, src, DXGI_DDI_MODE_ROTATION_IDENTITY), S_OK);
    read(larger, 8, 8, DXGI_FORMAT_B8G8R8A8_UNORM, got);
    CHECK_EQ(got[0], 0xff00ff00);
    CHECK_EQ(got[63], 0xff00ff00);
    k.f->pfnDestroyRenderTargetView(k.device, v);
    fake_free(&k, v.pDrvPrivate);
    fake_destroy_resource(&k, larger);
    fake_destroy_resource(&k, same);
    fake_destroy_resource(&k, src);
    done();
}

/* What the program had bound still draws as before after a Blt: the whole state is compared by the
 * commands that bind it, before and after. */
TEST(a_blt_leaves_the_programs_state)
{
    uint32_t got[16];
    FLOAT black[4] = { 0, 0, 0, 1 };
    OPEN();
    D3D10DDI_HRESOURCE src = fake_texture(&k, 2, 2, DXGI_FORMAT_R8G8B8A8_UNORM, PRESENT | D3D10_DDI_BIND_SHADER_RESOURCE,
                                          D3D10_DDI_USAGE_DEFAULT, quad, 8);
    D3D10DDI_HRESOURCE dst = target(4, 4, DXGI_FORMAT_B8G8R8A8_UNORM, 1), mine = target(4, 4, DXGI_FORMAT_R8G8B8A8_UNORM, 1);
    D3D10DDI_HRENDERTARGETVIEW v = fake_rtv(&k, mine, DXGI_FORMAT_R8G8B8A8_UNORM);
    D3D10DDI_HSHADERRESOURCEVIEW t = fake_srv(&k, src, DXGI_FORMAT_R8G8B8A8_UNORM);
    D3D10DDI_HRESOURCE constants = fake_buffer(&k, 64, D3D10_DDI_BIND_CONSTANT_BUFFER, D3D10_DDI_USAGE_DEFAULT, NULL);
    /* every corner shows the middle of the blue texel */
    float c[16] = { 0.25f, 0.75f, 0.25f, 0.75f, 0.25f, 0.75f, 0.25f, 0.75f, 0, 0, 1, 1 };
    k.f->pfnResourceUpdateSubresourceUP(k.device, constants, 0, NULL, c, 64, 64, 0);
    D3D10DDI_HSHADER vs = fake_blit_shader(&k, false), ps = fake_blit_shader(&k, true);
    D3D10_DDI_VIEWPORT left = { 0, 0, 2, 4, 0, 1 };
    k.f->pfnClearRenderTargetView(k.device, v, black);
    k.f->pfnSetRenderTargets(k.device, &v, 1, 0, (D3D10DDI_HDEPTHSTENCILVIEW){ 0 }, NULL, NULL, 1, 0, 1, 0);
    k.f->pfnSetViewports(k.device, 1, 0, &left);
    k.f->pfnIaSetTopology(k.device, D3D10_DDI_PRIMITIVE_TOPOLOGY_TRIANGLESTRIP);
    k.f->pfnVsSetShader(k.device, vs);
    k.f->pfnPsSetShader(k.device, ps);
    k.f->pfnVsSetConstantBuffers(k.device, 0, 1, &constants, NULL, NULL);
    k.f->pfnPsSetConstantBuffers(k.device, 0, 1, &constants, NULL, NULL);
    k.f->pfnPsSetShaderResources(k.device, 0, 1, &t);
    CHECK_EQ(blt(dst, 4, 4, src, DXGI_DDI_MODE_ROTATION_IDENTITY), S_OK);
    k.f->pfnDraw(k.device, 4, 0);
    read(mine, 4, 4, DXGI_FORMAT_R8G8B8A8_UNORM, got);
    CHECK_EQ(got[0], quad[2]);
    CHECK_EQ(got[13], quad[2]);
    CHECK_EQ(got[2], 0xff000000); /* outside of the program's viewport */
    read(dst, 4, 4, DXGI_FORMAT_B8G8R8A8_UNORM, got);
    CHECK_EQ(got[0], 0xffff0000);
    k.f->pfnPsSetShaderResources(k.device, 0, 1, NULL);
    k.f->pfnDestroyShader(k.device, ps);
    k.f->pfnDestroyShader(k.device, vs);
    k.f->pfnDestroyShaderResourceView(k.device, t);
    k.f->pfnDestroyRenderTargetView(k.device, v);
    fake_free(&k, ps.pDrvPrivate);
    fake_free(&k, vs.pDrvPrivate);
    fake_free(&k, t.pDrvPrivate);
    fake_free(&k, v.pDrvPrivate);
    fake_destroy_resource(&k, constants);
    fake_destroy_resource(&k, mine);
    fake_destroy_resource(&k, dst);
    fake_destroy_resource(&k, src);
    done();
}

/* ---- a deferred context draws what the immediate one draws ---- */

enum { SIDE = 16 };
static const FLOAT grey[4] = { 0.25f, 0.5f, 0.75f, 1.0f };

struct objects {
    D3D10DDI_HRESOURCE target, source;
    D3D10DDI_HRENDERTARGETVIEW rtv;
    D3D10DDI_HSHADERRESOURCEVIEW srv;
    D3D10DDI_HSHADER vs, ps;
    D3D10DDI_HRESOURCE constants;
};

/* The driver's own blit shaders as a program's: corners and bounds of the source in a constant buffer. */
static void draw(D3DWDDM1_3DDI_DEVICEFUNCS *f, D3D10DDI_HDEVICE h, const struct objects *o)
{
    static const float corners[16] = { 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1 };
    D3D10_DDI_VIEWPORT viewport = { 2, 3, 10, 11, 0, 1 };
    D3D10DDI_HDEPTHSTENCILVIEW none = { 0 };
    D3D10DDI_MAPPED_SUBRESOURCE m;
    f->pfnClearRenderTargetView(h, o->rtv, (FLOAT *)(uintptr_t)grey);
    f->pfnSetRenderTargets(h, &o->rtv, 1, 0, none, NULL, NULL, 1, 0, 0, 0);
    f->pfnSetViewports(h, 1, 0, &viewport);
    f->pfnIaSetTopology(h, D3D10_DDI_PRIMITIVE_TOPOLOGY_TRIANGLESTRIP);
    f->pfnVsSetShader(h, o->vs);
    f->pfnPsSetShader(h, o->ps);
    f->pfnPsSetShaderResources(h, 0, 1, &o->srv);
    f->pfnDynamicConstantBufferMapDiscard(h, o->constants, 0, D3D10_DDI_MAP_WRITE_DISCARD, 0, &m);
    if (m.pData) memset(m.pData, 0, 256);
    if (m.pData) memcpy(m.pData, corners, sizeof corners);
    f->pfnDynamicConstantBufferUnmap(h, o->constants, 0);
    f->pfnVsSetConstantBuffers(h, 0, 1, &o->constants, NULL, NULL);
    f->pfnPsSetConstantBuffers(h, 0, 1, &o->constants, NULL, NULL);
    f->pfnDraw(h, 4, 0);
}

static struct objects localise(struct fake_deferred *c, const struct objects *o)
{
    struct objects l;
    D3D10DDI_HRESOURCE *to[] = { &l.target, &l.source, &l.constants };
    const D3D10DDI_HRESOURCE *from[] = { &o->target, &o->source, &o->constants };
    for (int i = 0; i < 3; i++) {
        to[i]->pDrvPrivate = fake_local(c, D3D10DDI_HT_RESOURCE, from[i]->pDrvPrivate);
        c->f->pfnCreateResource(c->context, NULL, *to[i], (D3D10DDI_HRTRESOURCE){ .handle = from[i]->pDrvPrivate });
    }
    D3D10DDIARG_CREATERENDERTARGETVIEW ra = { .hDrvResource = l.target };
    D3D11DDIARG_CREATESHADERRESOURCEVIEW sa = { .hDrvResource = l.source };
    l.rtv.pDrvPrivate = fake_local(c, D3D10DDI_HT_RENDERTARGETVIEW, o->rtv.pDrvPrivate);
    l.srv.pDrvPrivate = fake_local(c, D3D10DDI_HT_SHADERRESOURCEVIEW, o->srv.pDrvPrivate);
    c->f->pfnCreateRenderTargetView(c->context, &ra, l.rtv, (D3D10DDI_HRTRENDERTARGETVIEW){ .handle = o->rtv.pDrvPrivate });
    c->f->pfnCreateShaderResourceView(c->context, &sa, l.srv, (D3D10DDI_HRTSHADERRESOURCEVIEW){ .handle = o->srv.pDrvPrivate });
    l.vs.pDrvPrivate = fake_local(c, D3D10DDI_HT_SHADER, o->vs.pDrvPrivate);
    l.ps.pDrvPrivate = fake_local(c, D3D10DDI_HT_SHADER, o->ps.pDrvPrivate);
    c->f->pfnCreateVertexShader(c->context, NULL, l.vs, (D3D10DDI_HRTSHADER){ .handle = o->vs.pDrvPrivate }, NULL);
    c->f->pfnCreatePixelShader(c->context, NULL, l.ps, (D3D10DDI_HRTSHADER){ .handle = o->ps.pDrvPrivate }, NULL);
    return l;
}

static void close_local(struct fake_deferred *c, struct objects *l)
{
    c->f->pfnDestroyShader(c->context, l->vs);
    c->f->pfnDestroyShader(c->context, l->ps);
    c->f->pfnDestroyRenderTargetView(c->context, l->rtv);
    c->f->pfnDestroyShaderResourceView(c->context, l->srv);
    c->f->pfnDestroyResource(c->context, l->target);
    c->f->pfnDestroyResource(c->context, l->source);
    c->f->pfnDestroyResource(c->context, l->constants);
    void *memory[] = { l->vs.pDrvPrivate, l->ps.pDrvPrivate, l->rtv.pDrvPrivate, l->srv.pDrvPrivate, l->target.pDrvPrivate,
                       l->source.pDrvPrivate, l->constants.pDrvPrivate };
    for (unsigned i = 0; i < sizeof memory / sizeof memory[0]; i++) fake_free(&k, memory[i]);
}

TEST(a_list_draws_the_same_picture)
{
    uint32_t want[SIDE * SIDE], got[SIDE * SIDE];
    FLOAT black[4] = { 0 };
    struct fake_deferred c;
    OPEN();
    struct objects o;
    o.target = target(SIDE, SIDE, DXGI_FORMAT_R8G8B8A8_UNORM, 1);
    o.source = fake_texture(&k, 2, 2, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE, D3D10_DDI_USAGE_DEFAULT, quad, 8);
    o.constants = fake_buffer(&k, 256, D3D10_DDI_BIND_CONSTANT_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    o.rtv = fake_rtv(&k, o.target, DXGI_FORMAT_R8G8B8A8_UNORM);
    o.srv = fake_srv(&k, o.source, DXGI_FORMAT_R8G8B8A8_UNORM);
    o.vs = fake_blit_shader(&k, false);
    o.ps = fake_blit_shader(&k, true);
    draw(k.f, k.device, &o);
    read(o.target, SIDE, SIDE, DXGI_FORMAT_R8G8B8A8_UNORM, want);
    CHECK(want[0] != want[5 * SIDE + 5]); /* something was drawn inside the viewport, and not outside */
    CHECK_EQ(want[0], 0xffbf8040);
    CHECK(fake_deferred_open(&k, &c));
    struct objects l = localise(&c, &o);
    draw(c.f, c.context, &l);
    D3D11DDI_HCOMMANDLIST list = fake_finish_list(&c);
    close_local(&c, &l);
    for (int i = 0; i < 3; i++) { /* copied, then as an object of the host */
        k.f->pfnClearRenderTargetView(k.device, o.rtv, black);
        k.f->pfnCommandListExecute(k.device, list);
        read(o.target, SIDE, SIDE, DXGI_FORMAT_R8G8B8A8_UNORM, got);
        CHECK(memcmp(got, want, sizeof got) == 0);
    }
    CHECK_EQ(k.ops[PVGPU_IX_EXECUTE_COMMAND_LIST], 2);
    /* And the immediate context starts from nothing. */
    k.f->pfnClearRenderTargetView(k.device, o.rtv, black);
    k.f->pfnDraw(k.device, 4, 0);
    read(o.target, SIDE, SIDE, DXGI_FORMAT_R8G8B8A8_UNORM, got);
    CHECK_EQ(got[5 * SIDE + 5], 0);
    fake_drop_list(&k, list);
    fake_deferred_close(&c);
    k.f->pfnDestroyShader(k.device, o.vs);
    k.f->pfnDestroyShader(k.device, o.ps);
    k.f->pfnDestroyRenderTargetView(k.device, o.rtv);
    k.f->pfnDestroyShaderResourceView(k.device, o.srv);
    fake_free(&k, o.vs.pDrvPrivate);
    fake_free(&k, o.ps.pDrvPrivate);
    fake_free(&k, o.rtv.pDrvPrivate);
    fake_free(&k, o.srv.pDrvPrivate);
    fake_destroy_resource(&k, o.constants);
    fake_destroy_resource(&k, o.source);
    fake_destroy_resource(&k, o.target);
    done();
}

TAP_MAIN(RUN(rotations); RUN(stretching_and_conversion); RUN(gamma); RUN(multisampled_sources);
         RUN(a_blt_leaves_the_programs_state);
         RUN(a_list_draws_the_same_picture))
