/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_levels.c - the same things said through the interfaces of 10.0, 10.1, 11.0, 11.1: structures that
 * differ must come out as the same commands.
 */
#include "fake.h"
#include "pvu.h"

static struct fake k;

#define F10 ((D3D10DDI_DEVICEFUNCS *)(void *)k.f)
#define F10_1 ((D3D10_1DDI_DEVICEFUNCS *)(void *)k.f)
#define F11 ((D3D11DDI_DEVICEFUNCS *)(void *)k.f)
#define F11_1 ((D3D11_1DDI_DEVICEFUNCS *)(void *)k.f)
#define LAST(name, NAME) ((const struct pvgpu_cmd_##name *)(const void *)k.last[PVGPU_IX_##NAME])

static void open(UINT iface)
{
    k.iface = iface;
    CHECK(fake_open(&k));
}

static void flush(void)
{
    if (k.iface >= D3D11_1_DDI_INTERFACE_VERSION) k.f->pfnFlush(k.device, 0);
    else F10->pfnFlush(k.device);
}

static void close_device(void)
{
    CHECK_EQ(fake_take_error(&k), S_OK);
    fake_close(&k);
}

static void *state(SIZE_T size)
{
    return fake_alloc(&k, size);
}

static const struct pvgpu_blend_target *blend_targets(void)
{
    return (const void *)(LAST(create_blend, CREATE_BLEND) + 1);
}

TEST(blend_states)
{
    D3D10DDI_HRTBLENDSTATE rt = { 0 };
    D3D10DDI_HBLENDSTATE s;

    open(D3D10_0_DDI_INTERFACE_VERSION);
    D3D10_DDI_BLEND_DESC a = { .BlendEnable = { 0, 1 }, .SrcBlend = D3D10_DDI_BLEND_SRC_ALPHA,
                               .DestBlend = D3D10_DDI_BLEND_INV_SRC_ALPHA,
                               .BlendOp = D3D10_DDI_BLEND_OP_ADD, .SrcBlendAlpha = D3D10_DDI_BLEND_ONE,
                               .DestBlendAlpha = D3D10_DDI_BLEND_ZERO,
                               .BlendOpAlpha = D3D10_DDI_BLEND_OP_MAX, .RenderTargetWriteMask = { 1, 2, 4, 8, 15 } };
    s.pDrvPrivate = state(F10->pfnCalcPrivateBlendStateSize(k.device, &a));
    F10->pfnCreateBlendState(k.device, &a, s, rt);
    flush();
    CHECK_EQ(LAST(create_blend, CREATE_BLEND)->n_targets, 8);
    static const uint8_t masks[8] = { 1, 2, 4, 8, 15, 0, 0, 0 };
    for (int i = 0; i < 8; i++) CHECK_EQ(blend_targets()[i].write_mask, masks[i]);
    CHECK_EQ(blend_targets()[0].enable, 0);
    CHECK_EQ(blend_targets()[1].enable, 1);
    CHECK_EQ(blend_targets()[1].op_alpha, D3D10_DDI_BLEND_OP_MAX);
    F10->pfnDestroyBlendState(k.device, s);
    fake_free(&k, s.pDrvPrivate);
    close_device();

    for (int i = 0; i < 2; i++) {
        open(i ? D3D11_0_DDI_INTERFACE_VERSION : D3D10_1_DDI_INTERFACE_VERSION);
        D3D10_1_DDI_BLEND_DESC b = { .AlphaToCoverageEnable = 1, .IndependentBlendEnable = 1 };
        for (int t = 0; t < 8; t++)
            b.RenderTarget[t] = (D3D10_DDI_RENDER_TARGET_BLEND_DESC1){ 0, 1, 1, 1, 1, 1, 1, (UINT8)(t + 1) };
        s.pDrvPrivate = state(F10_1->pfnCalcPrivateBlendStateSize(k.device, &b));
        F10_1->pfnCreateBlendState(k.device, &b, s, rt);
        flush();
        CHECK_EQ(LAST(create_blend, CREATE_BLEND)->alpha_to_coverage, 1);
        for (int t = 0; t < 8; t++) CHECK_EQ(blend_targets()[t].write_mask, t + 1);
        F10_1->pfnDestroyBlendState(k.device, s);
        fake_free(&k, s.pDrvPrivate);
        close_device();
    }

    open(D3D11_1_DDI_INTERFACE_VERSION);
    D3D11_1_DDI_BLEND_DESC c = { .RenderTarget[0] = { .LogicOpEnable = 1, .SrcBlend = 1, .DestBlend = 1, .BlendOp = 1,
                                                      .SrcBlendAlpha = 1,
                                                      .DestBlendAlpha = 1, .BlendOpAlpha = 1, .LogicOp = D3D11_1_DDI_LOGIC_OP_XOR,
                                                      .RenderTargetWriteMask = 7 } };
    s.pDrvPrivate = state(F11_1->pfnCalcPrivateBlendStateSize(k.device, &c));
    F11_1->pfnCreateBlendState(k.device, &c, s, rt);
    flush();
    CHECK_EQ(LAST(create_blend, CREATE_BLEND)->n_targets, 1);
    CHECK_EQ(blend_targets()[0].logic_enable, 1);
    CHECK_EQ(blend_targets()[0].enable, 0);
    CHECK_EQ(blend_targets()[0].logic_op, 10);
    CHECK_EQ(blend_targets()[0].write_mask, 7);
    F11_1->pfnDestroyBlendState(k.device, s);
    fake_free(&k, s.pDrvPrivate);
    close_device();
}

TEST(rasterizers_and_depth)
{
    D3D10DDI_HRASTERIZERSTATE r;
    D3D10DDI_HDEPTHSTENCILSTATE d;
    open(D3D10_1_DDI_INTERFACE_VERSION);
    D3D10_DDI_RASTERIZER_DESC a = { .FillMode = D3D10_DDI_FILL_WIREFRAME, .CullMode = D3D10_DDI_CULL_FRONT, .DepthBias = -3,
                                    .SlopeScaledDepthBias = 2.5f, .ScissorEnable = 1, .AntialiasedLineEnable = 1 };
    r.pDrvPrivate = state(F10->pfnCalcPrivateRasterizerStateSize(k.device, &a));
    F10->pfnCreateRasterizerState(k.device, &a, r, (D3D10DDI_HRTRASTERIZERSTATE){ 0 });
    D3D10_DDI_DEPTH_STENCIL_DESC b = { .DepthEnable = 1, .DepthFunc = D3D10_DDI_COMPARISON_GREATER, .StencilReadMask = 0xf0 };
    d.pDrvPrivate = state(F10->pfnCalcPrivateDepthStencilStateSize(k.device, &b));
    F10->pfnCreateDepthStencilState(k.device, &b, d, (D3D10DDI_HRTDEPTHSTENCILSTATE){ 0 });
    flush();
    CHECK_EQ(LAST(create_rasterizer, CREATE_RASTERIZER)->depth_bias, (uint64_t)-3);
    CHECK_EQ(LAST(create_rasterizer, CREATE_RASTERIZER)->line_aa, 1);
    CHECK_EQ(LAST(create_rasterizer, CREATE_RASTERIZER)->forced_samples, 0);
    CHECK_EQ(LAST(create_depth_stencil, CREATE_DEPTH_STENCIL)->depth_func, D3D10_DDI_COMPARISON_GREATER);
    CHECK_EQ(LAST(create_depth_stencil, CREATE_DEPTH_STENCIL)->depth_write, 0);
    CHECK_EQ(LAST(create_depth_stencil, CREATE_DEPTH_STENCIL)->back_func, D3D10_DDI_COMPARISON_ALWAYS); /* left unset */
    F10->pfnDestroyRasterizerState(k.device, r);
    F10->pfnDestroyDepthStencilState(k.device, d);
    fake_free(&k, r.pDrvPrivate);
    fake_free(&k, d.pDrvPrivate);
    close_device();

    open(D3D11_1_DDI_INTERFACE_VERSION);
    D3D11_1_DDI_RASTERIZER_DESC c = { .FillMode = D3D10_DDI_FILL_SOLID, .CullMode = D3D10_DDI_CULL_NONE, .ForcedSampleCount = 8 };
    r.pDrvPrivate = state(F11_1->pfnCalcPrivateRasterizerStateSize(k.device, &c));
    F11_1->pfnCreateRasterizerState(k.device, &c, r, (D3D10DDI_HRTRASTERIZERSTATE){ 0 });
    flush();
    CHECK_EQ(LAST(create_rasterizer, CREATE_RASTERIZER)->forced_samples, 8);
    F11_1->pfnDestroyRasterizerState(k.device, r);
    fake_free(&k, r.pDrvPrivate);
    close_device();
}

static D3D10DDI_HRESOURCE texture(D3D10DDIRESOURCE_TYPE type, UINT array, UINT mips, UINT samples, UINT bind)
{
    D3D10DDI_MIPINFO mip[8];
    D3D10DDI_HRESOURCE r;
    for (UINT i = 0; i < 8; i++) mip[i] = (D3D10DDI_MIPINFO){ 64u >> i, 64u >> i, 1, 64u >> i, 64u >> i, 1 };
    if (k.iface >= D3D11_0_DDI_INTERFACE_VERSION) {
        D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = mip, .ResourceDimension = type, .BindFlags = bind,
                                         .SampleDesc = { samples, 0 },
                                         .Format = DXGI_FORMAT_R8G8B8A8_TYPELESS, .MipLevels = mips, .ArraySize = array };
        return fake_resource(&k, &a);
    }
    D3D10DDIARG_CREATERESOURCE a = { .pMipInfoList = mip, .ResourceDimension = type, .BindFlags = bind,
                                     .SampleDesc = { samples, 0 },
                                     .Format = DXGI_FORMAT_R8G8B8A8_TYPELESS, .MipLevels = mips, .ArraySize = array };
    r.pDrvPrivate = state(F10->pfnCalcPrivateResourceSize(k.device, &a));
    F10->pfnCreateResource(k.device, &a, r, (D3D10DDI_HRTRESOURCE){ .handle = r.pDrvPrivate });
    return r;
}

static void drop_srv(D3D10DDI_HSHADERRESOURCEVIEW v)
{
    F10->pfnDestroyShaderResourceView(k.device, v);
    fake_free(&k, v.pDrvPrivate);
}

TEST(view_dimensions)
{
    static const struct { UINT iface; D3D10DDIRESOURCE_TYPE type, as; UINT array, samples, dimension, first, count; } rows[] = {
        { D3D10_0_DDI_INTERFACE_VERSION, D3D10DDIRESOURCE_TEXTURE2D, D3D10DDIRESOURCE_TEXTURE2D, 1, 1, PVGPU_VIEW_TEX2D, 0, 1 },
        { D3D10_0_DDI_INTERFACE_VERSION, D3D10DDIRESOURCE_TEXTURE2D, D3D10DDIRESOURCE_TEXTURE2D, 3, 1, PVGPU_VIEW_TEX2D_ARRAY, 1,
          2 },
        { D3D10_0_DDI_INTERFACE_VERSION, D3D10DDIRESOURCE_TEXTURE2D, D3D10DDIRESOURCE_TEXTURE2D, 1, 4, PVGPU_VIEW_TEX2DMS, 0, 1 },
        { D3D10_0_DDI_INTERFACE_VERSION, D3D10DDIRESOURCE_TEXTURECUBE, D3D10DDIRESOURCE_TEXTURECUBE, 6, 1, PVGPU_VIEW_CUBE, 0,
          1 },
        { D3D10_1_DDI_INTERFACE_VERSION, D3D10DDIRESOURCE_TEXTURECUBE, D3D10DDIRESOURCE_TEXTURECUBE, 12, 1, PVGPU_VIEW_CUBE_ARRAY,
          6, 1 },
        { D3D10_1_DDI_INTERFACE_VERSION, D3D10DDIRESOURCE_TEXTURECUBE, D3D10DDIRESOURCE_TEXTURE2D, 6, 1, PVGPU_VIEW_TEX2D_ARRAY,
          2, 1 },
        { D3D11_0_DDI_INTERFACE_VERSION, D3D10DDIRESOURCE_TEXTURE2D, D3D10DDIRESOURCE_TEXTURE2D, 2, 4, PVGPU_VIEW_TEX2DMS_ARRAY,
          0, 2 },
        { D3D11_0_DDI_INTERFACE_VERSION, D3D10DDIRESOURCE_TEXTURE1D, D3D10DDIRESOURCE_TEXTURE1D, 1, 1, PVGPU_VIEW_TEX1D, 0, 1 },
    };
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        open(rows[i].iface);
        D3D10DDI_HRESOURCE r = texture(rows[i].type, rows[i].array, rows[i].samples > 1 ? 1 : 4, rows[i].samples,
                                       D3D10_DDI_BIND_SHADER_RESOURCE);
        D3D11DDIARG_CREATESHADERRESOURCEVIEW a = { .hDrvResource = r, .Format = DXGI_FORMAT_R8G8B8A8_UNORM,
                                                   .ResourceDimension = rows[i].as };
        bool cube = rows[i].as == D3D10DDIRESOURCE_TEXTURECUBE;
        if (cube) a.TexCube = (D3D10_1DDIARG_TEXCUBE_SHADERRESOURCEVIEW){ 0, 1, rows[i].first, 1 };
        else a.Tex2D = (D3D10DDIARG_TEX2D_SHADERRESOURCEVIEW){ 0, rows[i].first, 1, rows[i].count };
        D3D10DDI_HSHADERRESOURCEVIEW v;
        if (rows[i].iface == D3D10_0_DDI_INTERFACE_VERSION) {
            D3D10DDIARG_CREATESHADERRESOURCEVIEW b = { .hDrvResource = r, .Format = a.Format,
                                                       .ResourceDimension = a.ResourceDimension };
            memcpy(&b.Tex2D, &a.Tex2D, sizeof b.Tex2D);
            if (cube) memset((uint8_t *)&b.Tex2D + 8, 0xcc, 8); /* 10.0 has nothing there */
            v.pDrvPrivate = state(F10->pfnCalcPrivateShaderResourceViewSize(k.device, &b));
            F10->pfnCreateShaderResourceView(k.device, &b, v, (D3D10DDI_HRTSHADERRESOURCEVIEW){ 0 });
        } else if (rows[i].iface == D3D10_1_DDI_INTERFACE_VERSION) {
            D3D10_1DDIARG_CREATESHADERRESOURCEVIEW b = { .hDrvResource = r, .Format = a.Format,
                                                         .ResourceDimension = a.ResourceDimension };
            memcpy(&b.Tex2D, &a.Tex2D, sizeof b.Tex2D);
            v.pDrvPrivate = state(F10_1->pfnCalcPrivateShaderResourceViewSize(k.device, &b));
            F10_1->pfnCreateShaderResourceView(k.device, &b, v, (D3D10DDI_HRTSHADERRESOURCEVIEW){ 0 });
        } else {
            v.pDrvPrivate = state(F11->pfnCalcPrivateShaderResourceViewSize(k.device, &a));
            F11->pfnCreateShaderResourceView(k.device, &a, v, (D3D10DDI_HRTSHADERRESOURCEVIEW){ 0 });
        }
        flush();
        CHECK_EQ(LAST(create_srv, CREATE_SRV)->dimension, rows[i].dimension);
        CHECK_EQ(LAST(create_srv, CREATE_SRV)->first, rows[i].first);
        CHECK_EQ(LAST(create_srv, CREATE_SRV)->count, rows[i].count);
        drop_srv(v);
        fake_destroy_resource(&k, r);
        close_device();
    }
}

static const UINT code[] = { 0x00010040, 4, 1, 2 };

static const struct pvgpu_signature *signature(void)
{
    return (const void *)(LAST(create_shader, CREATE_SHADER) + 1);
}

static void drop_shader(D3D10DDI_HSHADER s)
{
    F10->pfnDestroyShader(k.device, s);
    fake_free(&k, s.pDrvPrivate);
}

TEST(signatures)
{
    D3D10DDI_HSHADER s;
    open(D3D10_0_DDI_INTERFACE_VERSION);
    D3D10DDIARG_SIGNATURE_ENTRY in[2] = { { D3D10_SB_NAME_UNDEFINED, 3, 7 }, { D3D10_SB_NAME_VERTEX_ID, 4, 1 } };
    D3D10DDIARG_SIGNATURE_ENTRY out = { D3D10_SB_NAME_POSITION, 0, 15 };
    D3D10DDIARG_STAGE_IO_SIGNATURES io = { in, 2, &out, 1 };
    s.pDrvPrivate = state(F10->pfnCalcPrivateShaderSize(k.device, code, &io));
    F10->pfnCreateVertexShader(k.device, code, s, (D3D10DDI_HRTSHADER){ 0 }, &io);
    flush();
    CHECK_EQ(LAST(create_shader, CREATE_SHADER)->n_inputs, 2);
    CHECK_EQ(LAST(create_shader, CREATE_SHADER)->n_outputs, 1);
    CHECK_EQ(LAST(create_shader, CREATE_SHADER)->n_signature, 3);
    CHECK_EQ(signature()[0].reg, 3);
    CHECK_EQ(signature()[0].mask, 7);
    CHECK_EQ(signature()[1].name, D3D10_SB_NAME_VERTEX_ID);
    CHECK_EQ(signature()[2].name, D3D10_SB_NAME_POSITION);
    drop_shader(s);
    close_device();

    open(D3D11_1_DDI_INTERFACE_VERSION);
    D3D11_1DDIARG_SIGNATURE_ENTRY2 e[3] = {
        { .Register = 1, .Mask = 15, .RegisterComponentType = D3D10_SB_REGISTER_COMPONENT_SINT32, .Stream = 0xcc },
        { .Register = 2, .Mask = 3, .MinPrecision = D3D11_SB_OPERAND_MIN_PRECISION_FLOAT_16, .Stream = 2 },
        { .SystemValue = D3D11_SB_NAME_FINAL_QUAD_U_EQ_0_EDGE_TESSFACTOR, .Register = 0, .Mask = 8, .Stream = 1 },
    };
    D3D11_1DDIARG_TESSELLATION_IO_SIGNATURES t = { .pInputSignature = e, .NumInputSignatureEntries = 1, .pOutputSignature = e,
                                                   .NumOutputSignatureEntries = 2, .pPatchConstantSignature = e,
                                                   .NumPatchConstantSignatureEntries = 3 };
    s.pDrvPrivate = state(F11_1->pfnCalcPrivateTessellationShaderSize(k.device, code, &t));
    F11_1->pfnCreateHullShader(k.device, code, s, (D3D10DDI_HRTSHADER){ 0 }, &t);
    flush();
    CHECK_EQ(LAST(create_shader, CREATE_SHADER)->stage, PVGPU_STAGE_HS);
    CHECK_EQ(LAST(create_shader, CREATE_SHADER)->n_inputs, 1);
    CHECK_EQ(LAST(create_shader, CREATE_SHADER)->n_outputs, 2);
    CHECK_EQ(LAST(create_shader, CREATE_SHADER)->n_signature, 6);
    CHECK_EQ(signature()[0].type, D3D10_SB_REGISTER_COMPONENT_SINT32);
    CHECK_EQ(signature()[0].stream, 0); /* padding in older runtimes */
    CHECK_EQ(signature()[2].min_precision, D3D11_SB_OPERAND_MIN_PRECISION_FLOAT_16);
    CHECK_EQ(signature()[5].name, D3D11_SB_NAME_FINAL_QUAD_U_EQ_0_EDGE_TESSFACTOR);
    drop_shader(s);

    D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY decl[3] = { { 0, 0, 1, 0xe }, { 0, 0, ~0u, 0x3 }, { 1, 1, 2, 0x1 } };
    UINT strides[4] = { 20, 4, 63, 4096 }; /* the last two are of buffers that nothing is written to: the runtime does not look at them */
    D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT so = { code, decl, 3, strides, 4, 1 };
    D3D11_1DDIARG_STAGE_IO_SIGNATURES io2 = { .pOutputSignature = e, .NumOutputSignatureEntries = 2 };
    s.pDrvPrivate = state(F11_1->pfnCalcPrivateGeometryShaderWithStreamOutput(k.device, &so, &io2));
    F11_1->pfnCreateGeometryShaderWithStreamOutput(k.device, &so, s, (D3D10DDI_HRTSHADER){ 0 }, &io2);
    flush();
    const struct pvgpu_cmd_create_so_layout *l = LAST(create_so_layout, CREATE_SO_LAYOUT);
    const struct pvgpu_so_element *el = (const void *)(l + 1);
    CHECK_EQ(l->n_elements, 3);
    CHECK_EQ(l->stride0, 20);
    CHECK_EQ(l->stride1, 4);
    CHECK_EQ(l->stride2, 4); /* the host would end the context for what it was */
    CHECK_EQ(l->stride3, 4);
    CHECK_EQ(l->rasterized, 1);
    CHECK_EQ(el[0].first_component, 1);
    CHECK_EQ(el[0].n_components, 3);
    CHECK_EQ(el[1].gap, 1);
    CHECK_EQ(el[1].n_components, 2);
    CHECK_EQ(el[2].stream, 1);
    CHECK_EQ(el[2].slot, 1);
    CHECK_EQ(LAST(create_shader, CREATE_SHADER)->so_layout, l->id);
    CHECK_EQ(signature()[1].stream, 2); /* a geometry shader's outputs have streams */
    drop_shader(s);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_DESTROY], 3); /* hull shader, geometry shader, its layout */
    close_device();
}

TEST(streams_are_the_hosts)
{
    D3D11DDIARG_STREAM_OUTPUT_DECLARATION_ENTRY decl[2] = { { 0, 0, 1, 0xf }, { 1, 1, 2, 0x1 } };
    UINT strides[2] = { 16, 4 };
    D3D11DDIARG_CREATEGEOMETRYSHADERWITHSTREAMOUTPUT so = { code, decl, 2, strides, 2, 0 };
    D3D11_1DDIARG_STAGE_IO_SIGNATURES none = { 0 };
    D3D10DDI_HSHADER s;

    fake_caps(&k.caps);
    k.caps.options &= ~(uint32_t)PVGPU_OPT_SO_STREAMS;
    open(D3D11_1_DDI_INTERFACE_VERSION);
    s.pDrvPrivate = state(F11_1->pfnCalcPrivateGeometryShaderWithStreamOutput(k.device, &so, &none));
    F11_1->pfnCreateGeometryShaderWithStreamOutput(k.device, &so, s, (D3D10DDI_HRTSHADER){ 0 }, &none);
    CHECK_EQ(fake_take_error(&k), E_OUTOFMEMORY); /* the only code that its page has for it */
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_CREATE_SO_LAYOUT], 0);
    CHECK_EQ(k.ops[PVGPU_IX_CREATE_SHADER], 0);
    decl[1].Stream = 0;
    F11_1->pfnCreateGeometryShaderWithStreamOutput(k.device, &so, s, (D3D10DDI_HRTSHADER){ 0 }, &none);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_CREATE_SHADER], 1);
    drop_shader(s);
    close_device();
    fake_caps(&k.caps);
}

/* Only the host knows the dimensions of a format; the interface takes them for granted. */
TEST(textures_that_the_host_lacks)
{
    static const struct { DXGI_FORMAT format; D3D10_DDI_RESOURCE_USAGE usage; HRESULT hr; } rows[] = {
        { DXGI_FORMAT_R32G32B32_FLOAT, D3D10_DDI_USAGE_DEFAULT, E_OUTOFMEMORY },
        { DXGI_FORMAT_R32G32B32_TYPELESS, D3D10_DDI_USAGE_DEFAULT, E_OUTOFMEMORY },
        { DXGI_FORMAT_R32G32B32_FLOAT, D3D10_DDI_USAGE_STAGING, S_OK }, /* that lies in the guest's memory */
        { DXGI_FORMAT_R16G16B16A16_TYPELESS, D3D10_DDI_USAGE_DEFAULT, S_OK }, /* its typed relative is known */
        { DXGI_FORMAT_BC1_UNORM, D3D10_DDI_USAGE_DEFAULT, S_OK }, /* nothing is known */
    };

    fake_caps(&k.caps);
    k.caps.formats[DXGI_FORMAT_R32G32B32_FLOAT].support = 0x1 | 0x2;
    k.caps.formats[DXGI_FORMAT_R16G16B16A16_UNORM].support = 0x20;
    open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
    for (UINT i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        D3D10DDI_HRESOURCE r = fake_texture(&k, 16, 16, rows[i].format, D3D10_DDI_BIND_SHADER_RESOURCE * (i != 2), rows[i].usage, NULL, 0);
        CHECK_EQ(r.pDrvPrivate ? S_OK : fake_take_error(&k), rows[i].hr);
        fake_destroy_resource(&k, r);
    }
    close_device();
    fake_caps(&k.caps);
}

/* An NVIDIA GPU's R32G32B32 (PVGPU_FORMAT_SINGLE). */
TEST(textures_of_one_slice_and_one_mip)
{
    static const struct { UINT slices, mips; HRESULT hr; } rows[] = { { 1, 1, S_OK }, { 2, 1, E_OUTOFMEMORY }, { 1, 2, E_OUTOFMEMORY } };

    fake_caps(&k.caps);
    k.caps.formats[DXGI_FORMAT_R32G32B32_FLOAT] = (struct pvgpu_format_caps){ .support = 0x20, .flags = PVGPU_FORMAT_SINGLE };
    open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
    for (UINT i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        D3D10DDI_MIPINFO mips[2] = { { 16, 16, 1, 16, 16, 1 }, { 8, 8, 1, 8, 8, 1 } };
        D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = mips, .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D,
                                         .Usage = D3D10_DDI_USAGE_DEFAULT, .BindFlags = D3D10_DDI_BIND_SHADER_RESOURCE,
                                         .Format = DXGI_FORMAT_R32G32B32_FLOAT, .SampleDesc = { 1, 0 },
                                         .MipLevels = rows[i].mips, .ArraySize = rows[i].slices };
        D3D10DDI_HRESOURCE r = fake_resource(&k, &a);
        CHECK_EQ(r.pDrvPrivate ? S_OK : fake_take_error(&k), rows[i].hr);
        fake_destroy_resource(&k, r);
    }
    close_device();
    fake_caps(&k.caps);
}

/* What has odd edges is dropped here: the host would end a context that sends it. */
TEST(planar_boxes_are_even)
{
    static const struct { D3D10_DDI_BOX box; UINT x, y, sent; } rows[] = {
        { { 2, 2, 0, 6, 6, 1 }, 4, 2, 1 }, { { 1, 2, 0, 6, 6, 1 }, 4, 2, 0 }, { { 2, 1, 0, 6, 6, 1 }, 4, 2, 0 },
        { { 2, 2, 0, 5, 6, 1 }, 4, 2, 0 }, { { 2, 2, 0, 6, 5, 1 }, 4, 2, 0 }, { { 2, 2, 0, 6, 6, 1 }, 3, 2, 0 },
        { { 2, 2, 0, 6, 6, 1 }, 4, 1, 0 },
    };
    static const uint8_t data[64];

    open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
    D3D10DDI_HRESOURCE a = fake_texture(&k, 16, 16, DXGI_FORMAT_NV12, D3D10_DDI_BIND_SHADER_RESOURCE, D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    D3D10DDI_HRESOURCE b = fake_texture(&k, 16, 16, DXGI_FORMAT_NV12, D3D10_DDI_BIND_SHADER_RESOURCE, D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    for (UINT i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        unsigned updates = k.ops[PVGPU_IX_UPDATE_TEXTURE], copies = k.ops[PVGPU_IX_COPY_REGION];
        F11_1->pfnResourceUpdateSubresourceUP(k.device, a, 0, &rows[i].box, data, 8, 0, 0);
        F11_1->pfnResourceCopyRegion(k.device, a, 0, rows[i].x, rows[i].y, 0, b, 0, &rows[i].box, 0);
        flush();
        CHECK_EQ(k.ops[PVGPU_IX_COPY_REGION] - copies, rows[i].sent);
        if (rows[i].x == 4 && rows[i].y == 2) CHECK_EQ(k.ops[PVGPU_IX_UPDATE_TEXTURE] - updates, rows[i].sent);
    }
    fake_destroy_resource(&k, a);
    fake_destroy_resource(&k, b);
    close_device();
}

TEST(output_merger)
{
    open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
    D3D10DDI_HRESOURCE t = texture(D3D10DDIRESOURCE_TEXTURE2D, 1, 1, 1, D3D10_DDI_BIND_RENDER_TARGET);
    D3D10DDI_HRESOURCE b = fake_buffer(&k, 1024, D3D11_DDI_BIND_UNORDERED_ACCESS, D3D10_DDI_USAGE_DEFAULT, NULL);
    D3D10DDI_HRENDERTARGETVIEW rtv = fake_rtv(&k, t, DXGI_FORMAT_R8G8B8A8_UNORM), two[2] = { rtv, { 0 } };
    D3D11DDIARG_CREATEUNORDEREDACCESSVIEW a = { .hDrvResource = b, .Format = DXGI_FORMAT_R32_UINT,
                                                .ResourceDimension = D3D10DDIRESOURCE_BUFFER,
                                                .Buffer = { 0, 256, D3D11_DDI_BUFFER_UAV_FLAG_APPEND } };
    D3D11DDI_HUNORDEREDACCESSVIEW u[2];
    D3D10DDI_HDEPTHSTENCILVIEW none = { 0 };
    UINT counts[2] = { ~0u, ~0u };
    for (int i = 0; i < 2; i++) {
        u[i].pDrvPrivate = state(k.f->pfnCalcPrivateUnorderedAccessViewSize(k.device, &a));
        k.f->pfnCreateUnorderedAccessView(k.device, &a, u[i], (D3D11DDI_HRTUNORDEREDACCESSVIEW){ 0 });
    }
    k.f->pfnSetRenderTargets(k.device, two, 2, 0, none, u, counts, 3, 2, 3, 2);
    flush();
    const struct pvgpu_cmd_set_targets *c = LAST(set_targets, SET_TARGETS);
    const struct pvgpu_om_view *v = (const void *)(c + 1);
    CHECK_EQ(c->n_rtv, 2);
    CHECK_EQ(c->uav_first, 3);
    CHECK_EQ(c->n, 4);
    CHECK(v[0].view != 0);
    CHECK_EQ(v[1].view, 0);
    CHECK_EQ(v[3].initial_count, ~0u);
    k.f->pfnSetRenderTargets(k.device, two, 2, 0, none, u, counts, 3, 2, 3, 2);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_SET_TARGETS], 1);
    counts[1] = 5; /* the same views, but a counter is set */
    k.f->pfnSetRenderTargets(k.device, two, 2, 0, none, u, counts, 3, 2, 3, 2);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_SET_TARGETS], 2);
    CHECK_EQ(v[3].initial_count, 5);
    k.f->pfnSetRenderTargets(k.device, NULL, 0, 2, none, NULL, NULL, 0, 0, 0, 0);
    k.f->pfnCsSetUnorderedAccessViews(k.device, 6, 2, u, counts);
    flush();
    CHECK_EQ(LAST(set_targets, SET_TARGETS)->n, 0);
    CHECK_EQ(LAST(set_cs_uavs, SET_CS_UAVS)->first, 6);
    D3D11DDI_HUNORDEREDACCESSVIEW nothing[2] = { { 0 }, { 0 } };
    k.f->pfnCsSetUnorderedAccessViews(k.device, 6, 2, nothing, NULL);
    UINT words[4] = { 1, 2, 3, 4 };
    k.f->pfnClearUnorderedAccessViewUint(k.device, u[0], words);
    k.f->pfnCopyStructureCount(k.device, b, 16, u[0]);
    D3D10DDI_HRESOURCE cb[2] = { b, { 0 } };
    UINT first[2] = { 16, 0 }, n[2] = { 32, 0 };
    k.f->pfnCsSetConstantBuffers(k.device, 3, 2, cb, first, n);
    k.f->pfnDispatch(k.device, 1, 2, 3);
    flush();
    CHECK_EQ(LAST(clear_uav, CLEAR_UAV)->w, 4);
    /* Integers are cut to what the format has of them. */
    D3D11DDIARG_CREATEUNORDEREDACCESSVIEW small = { .hDrvResource = b, .Format = DXGI_FORMAT_R8G8B8A8_SINT,
                                                    .ResourceDimension = D3D10DDIRESOURCE_BUFFER, .Buffer = { 0, 256, 0 } };
    D3D11DDI_HUNORDEREDACCESSVIEW cut = { state(k.f->pfnCalcPrivateUnorderedAccessViewSize(k.device, &small)) };
    UINT large[4] = { 0x123, 0x80, 0xffff, 1 };
    k.f->pfnCreateUnorderedAccessView(k.device, &small, cut, (D3D11DDI_HRTUNORDEREDACCESSVIEW){ 0 });
    k.f->pfnClearUnorderedAccessViewUint(k.device, cut, large);
    flush();
    CHECK_EQ(LAST(clear_uav, CLEAR_UAV)->x, 0x23);
    CHECK_EQ(LAST(clear_uav, CLEAR_UAV)->y, 0xffffff80u);
    CHECK_EQ(LAST(clear_uav, CLEAR_UAV)->z, ~0u);
    CHECK_EQ(LAST(clear_uav, CLEAR_UAV)->w, 1);
    k.f->pfnDestroyUnorderedAccessView(k.device, cut);
    fake_free(&k, cut.pDrvPrivate);
    const struct pvgpu_cmd_set_constant_buffers *s = LAST(set_constant_buffers, SET_CONSTANT_BUFFERS);
    const struct pvgpu_constant_buffer *w = (const void *)(s + 1);
    CHECK_EQ(s->stage, PVGPU_STAGE_CS);
    CHECK_EQ(s->first, 3);
    CHECK_EQ(s->n, 1); /* the empty slot was empty before */
    CHECK_EQ(w->first, 16);
    CHECK_EQ(w->count, 32);
    k.f->pfnCsSetConstantBuffers(k.device, 3, 2, NULL, NULL, NULL);
    for (int i = 0; i < 2; i++) {
        k.f->pfnDestroyUnorderedAccessView(k.device, u[i]);
        fake_free(&k, u[i].pDrvPrivate);
    }
    k.f->pfnDestroyRenderTargetView(k.device, rtv);
    fake_free(&k, rtv.pDrvPrivate);
    fake_destroy_resource(&k, b);
    fake_destroy_resource(&k, t);
    close_device();
}

TEST(rectangles)
{
    enum { N = 1300 };
    static D3D10_DDI_RECT rects[N];
    FLOAT color[4] = { 1, 2, 3, 4 };
    open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
    D3D10DDI_HRESOURCE t = texture(D3D10DDIRESOURCE_TEXTURE2D, 1, 1, 1, D3D10_DDI_BIND_RENDER_TARGET);
    D3D10DDI_HRENDERTARGETVIEW v = fake_rtv(&k, t, DXGI_FORMAT_R8G8B8A8_UNORM);
    for (int i = 0; i < N; i++) rects[i] = (D3D10_DDI_RECT){ i, 0, i + 1, 1 };
    k.f->pfnClearView(k.device, D3D10DDI_HT_RENDERTARGETVIEW, v.pDrvPrivate, color, rects, N);
    k.f->pfnClearView(k.device, D3D10DDI_HT_RENDERTARGETVIEW, v.pDrvPrivate, color, NULL, 0);
    k.f->pfnDiscard(k.device, D3D10DDI_HT_RENDERTARGETVIEW, v.pDrvPrivate, rects, 2);
    k.f->pfnDiscard(k.device, D3D10DDI_HT_RESOURCE, t.pDrvPrivate, NULL, 0);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_CLEAR_VIEW], 3 + 1); /* 512 a command, and all of it */
    CHECK_EQ(LAST(clear_view, CLEAR_VIEW)->n_rects, 0);
    CHECK_EQ(k.ops[PVGPU_IX_DISCARD], 2);
    CHECK_EQ(LAST(discard, DISCARD)->view, 0);
    CHECK(LAST(discard, DISCARD)->resource != 0);
    k.f->pfnDestroyRenderTargetView(k.device, v);
    fake_free(&k, v.pDrvPrivate);
    fake_destroy_resource(&k, t);
    close_device();
}

TEST(copy_flags)
{
    open(D3D10_0_DDI_INTERFACE_VERSION);
    uint32_t data[4] = { 1, 2, 3, 4 };
    D3D10DDI_HRESOURCE t = texture(D3D10DDIRESOURCE_TEXTURE2D, 1, 1, 1, D3D10_DDI_BIND_SHADER_RESOURCE);
    D3D10_DDI_BOX box = { 0, 0, 0, 2, 2, 1 };
    F10->pfnResourceUpdateSubresourceUP(k.device, t, 0, &box, data, 8, 0);
    F10->pfnResourceCopyRegion(k.device, t, 0, 8, 8, 0, t, 0, &box);
    flush();
    CHECK_EQ(LAST(update_texture, UPDATE_TEXTURE)->flags, 0);
    CHECK_EQ(LAST(copy_region, COPY_REGION)->flags, 0);
    fake_destroy_resource(&k, t);
    close_device();

    open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
    t = texture(D3D10DDIRESOURCE_TEXTURE2D, 1, 1, 1, D3D10_DDI_BIND_SHADER_RESOURCE);
    k.f->pfnResourceUpdateSubresourceUP(k.device, t, 0, &box, data, 8, 0, D3D11_1DDI_COPY_NO_OVERWRITE);
    k.f->pfnResourceCopyRegion(k.device, t, 0, 8, 8, 0, t, 0, &box, D3D11_1DDI_COPY_DISCARD | D3D11_1DDI_COPY_TILEABLE);
    flush();
    CHECK_EQ(LAST(update_texture, UPDATE_TEXTURE)->flags, PVGPU_UPDATE_NO_OVERWRITE); /* the numbers are the other way round */
    CHECK_EQ(LAST(copy_region, COPY_REGION)->flags, 2);
    fake_destroy_resource(&k, t);
    close_device();
}

/* nc-d3d10umddi-pfnd3d10ddi_setviewports.md: what is not set any more is off, which an empty viewport is. */
TEST(viewports_that_are_off)
{
    const D3D10_DDI_VIEWPORT two[2] = { { 0, 0, 8, 8, 0, 1 }, { 8, 0, 8, 8, 0, 1 } };
    open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
    k.f->pfnSetViewports(k.device, 2, 0, two);
    k.f->pfnSetViewports(k.device, 1, 1, two);
    flush();
    const struct pvgpu_cmd_set_viewports *v = LAST(set_viewports, SET_VIEWPORTS);
    const struct pvgpu_viewport *w = (const void *)(v + 1);
    CHECK_EQ(v->n, 2);
    CHECK(w[0].w == 8 && w[1].w == 0 && w[1].h == 0);
    k.f->pfnSetViewports(k.device, 1, 0, two);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_SET_VIEWPORTS], 2);
    k.f->pfnSetViewports(k.device, 0, 1, NULL);
    flush();
    v = LAST(set_viewports, SET_VIEWPORTS);
    w = (const void *)(v + 1);
    CHECK_EQ(v->n, 2);
    CHECK(w[0].w == 0 && w[1].w == 0);
    close_device();
}

/* ns-d3d11-d3d11_viewport: feature levels up to 10_1 have no fractional viewports. It shows where the host ends at floors. */
TEST(fractional_viewports_by_feature_level)
{
    static const struct { D3D10_DDI_VIEWPORT in; struct pvgpu_viewport whole; } rows[] = {
        { { -0.4f, -1.0f / 128, 640, 480, 0.25f, 0.5f }, { 0, 0, 640, 480, 0.25f, 0.5f } },
        { { 0.5f, 0.625f, 4, 4, 0, 1 }, { 0, 1, 4, 4, 0, 1 } },
        { { 2.25f, 3.75f, 4.5f, 0.5f, 0, 1 }, { 2, 4, 5, 0, 0, 1 } },
        { { -3.5f, -32768, 7, 65535, 0, 1 }, { -4, -32768, 7, 65535, 0, 1 } },
        { { 1, 2, 3, 4, 0, 1 }, { 1, 2, 3, 4, 0, 1 } },
    };
    static const UINT levels[] = { D3D11DDI_3DPIPELINELEVEL_10_0, D3D11DDI_3DPIPELINELEVEL_10_1, D3D11DDI_3DPIPELINELEVEL_11_0,
                                   D3D11_1DDI_3DPIPELINELEVEL_11_1 };
    for (unsigned l = 0; l < 8; l++) {
        const bool floors = l < 4, whole = floors && l < 2; /* the second four: of a host that draws all that is covered */
        fake_caps(&k.caps);
        if (floors) k.caps.options |= PVGPU_OPT_FLOORED_VIEWPORTS;
        k.pipeline = levels[l % 4];
        open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
        for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            k.f->pfnSetViewports(k.device, 1, 15, &rows[i].in);
            flush();
            const struct pvgpu_cmd_set_viewports *v = LAST(set_viewports, SET_VIEWPORTS);
            CHECK_EQ(v->n, 1);
            CHECK(memcmp(v + 1, whole ? (const void *)&rows[i].whole : (const void *)&rows[i].in, sizeof rows[i].whole) == 0);
        }
        close_device();
    }
}

/* pfnResourceConvert between a texture of blocks and one of texels that take them: each subresource by itself, as the two
 * differ in size. */
TEST(blocks_against_texels)
{
    open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
    D3D10DDI_MIPINFO big = { 16, 16, 1, 16, 16, 1 }, small = { 4, 4, 1, 4, 4, 1 };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &big, .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D,
                                     .BindFlags = D3D10_DDI_BIND_SHADER_RESOURCE, .SampleDesc = { 1, 0 },
                                     .Format = DXGI_FORMAT_BC1_UNORM, .MipLevels = 1, .ArraySize = 1 };
    D3D10DDI_HRESOURCE blocks = fake_resource(&k, &a);
    a.pMipInfoList = &small;
    a.Format = DXGI_FORMAT_R32G32_UINT;
    D3D10DDI_HRESOURCE texels = fake_resource(&k, &a), more = fake_resource(&k, &a);
    k.f->pfnResourceConvert(k.device, blocks, texels);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_COPY_RESOURCE], 0);
    CHECK_EQ(k.ops[PVGPU_IX_COPY_REGION], 1);
    k.f->pfnResourceConvert(k.device, more, texels);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_COPY_RESOURCE], 1);
    fake_destroy_resource(&k, blocks);
    fake_destroy_resource(&k, texels);
    fake_destroy_resource(&k, more);
    close_device();
}

TEST(query_types)
{
    static const struct { D3D10DDI_QUERY query; uint32_t type; } rows[] = {
        { D3D10DDI_QUERY_EVENT, 0 }, { D3D10DDI_QUERY_TIMESTAMPDISJOINT, 3 }, { D3D10DDI_QUERY_PIPELINESTATS, 4 },
        { D3D11DDI_QUERY_PIPELINESTATS, 4 }, { D3D10DDI_QUERY_OCCLUSIONPREDICATE, 5 },
            { D3D11DDI_QUERY_STREAMOUTPUTSTATS_STREAM0, 8 },
        { D3D11DDI_QUERY_STREAMOVERFLOWPREDICATE_STREAM0, 9 }, { D3D11DDI_QUERY_STREAMOUTPUTSTATS_STREAM3, 14 },
        { D3D11DDI_QUERY_STREAMOVERFLOWPREDICATE_STREAM3, 15 },
    };
    open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        D3D10DDIARG_CREATEQUERY a = { .Query = rows[i].query, .MiscFlags = i & 1 };
        D3D10DDI_HQUERY q = { .pDrvPrivate = state(k.f->pfnCalcPrivateQuerySize(k.device, &a)) };
        k.f->pfnCreateQuery(k.device, &a, q, (D3D10DDI_HRTQUERY){ 0 });
        k.f->pfnSetPredication(k.device, q, TRUE);
        k.f->pfnSetPredication(k.device, (D3D10DDI_HQUERY){ 0 }, FALSE);
        k.f->pfnDestroyQuery(k.device, q);
        fake_free(&k, q.pDrvPrivate);
        flush();
        CHECK_EQ(LAST(create_query, CREATE_QUERY)->type, rows[i].type);
        CHECK_EQ(LAST(create_query, CREATE_QUERY)->flags, i & 1);
    }
    close_device();
}

TEST(shared_resources)
{
    open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
    D3D10DDI_MIPINFO mip = { 8, 4, 1, 8, 4, 1 };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D,
                                     .MiscFlags = D3D10_DDI_RESOURCE_MISC_SHARED,
                                     .BindFlags = D3D10_DDI_BIND_SHADER_RESOURCE, .Format = DXGI_FORMAT_A8_UNORM,
                                     .SampleDesc = { 1, 0 },
                                     .MipLevels = 1, .ArraySize = 1 };
    D3D10DDI_HRESOURCE r = fake_resource(&k, &a);
    struct fake_allocation *al = fake_find(&k, fake_resource_id(r));
    CHECK(al && al->resource == r.pDrvPrivate);
    struct pvk_alloc_private p = al->desc;
    /* another device's view of it: here the same device, with the creator's description */
    D3DDDI_OPENALLOCATIONINFO info = { .hAllocation = 0xc0000000u + fake_resource_id(r) - 5000, .pPrivateDriverData = &p,
                                       .PrivateDriverDataSize = sizeof p };
    D3D10DDIARG_OPENRESOURCE o = { .NumAllocations = 1, .pOpenAllocationInfo = &info };
    D3D10DDI_HRESOURCE opened = { .pDrvPrivate = state(k.f->pfnCalcPrivateOpenedResourceSize(k.device, &o)) };
    k.f->pfnOpenResource(k.device, &o, opened, (D3D10DDI_HRTRESOURCE){ .handle = opened.pDrvPrivate });
    CHECK_EQ(fake_take_error(&k), S_OK);
    CHECK_EQ(fake_resource_id(opened), fake_resource_id(r));
    CHECK_EQ(((struct pvu_resource *)opened.pDrvPrivate)->format, DXGI_FORMAT_A8_UNORM); /* U31: exactly the creator's */
    CHECK_EQ(((struct pvu_resource *)opened.pDrvPrivate)->height, 4);
    k.f->pfnDestroyResource(k.device, opened); /* by the opener's handle: the creator's allocation stays */
    CHECK(al->live);
    /* what a hostile creator may have written */
    uint32_t *fields[] = { &p.version, &p.kind, &p.id, &p.format, &p.width, &p.mips, &p.array, &p.dimension, &p.usage };
    static const uint32_t wrong[] = { 2, PVK_ALLOC_HEAP, 0, 999, 0, 200, 0x10000000, 77, 3 };
    for (unsigned i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        uint32_t was = *fields[i];
        *fields[i] = wrong[i];
        k.f->pfnOpenResource(k.device, &o, opened, (D3D10DDI_HRTRESOURCE){ .handle = opened.pDrvPrivate });
        CHECK_EQ(fake_take_error(&k), E_OUTOFMEMORY);
        *fields[i] = was;
    }
    fake_free(&k, opened.pDrvPrivate);
    fake_destroy_resource(&k, r);
    close_device();
}

TEST(primaries)
{
    open(D3DWDDM1_3_DDI_INTERFACE_VERSION);
    D3D10DDI_MIPINFO mip = { 64, 64, 1, 64, 64, 1 };
    DXGI_DDI_PRIMARY_DESC primary = { .VidPnSourceId = 1, .ModeDesc = { .Width = 64, .Height = 64,
                                                                        .RefreshRate = { 60000, 1001 } } };
    D3D11DDIARG_CREATERESOURCE a = { .pMipInfoList = &mip, .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D,
                                     .BindFlags = D3D10_DDI_BIND_RENDER_TARGET | D3D10_DDI_BIND_PRESENT,
                                     .Format = DXGI_FORMAT_B8G8R8A8_UNORM,
                                     .SampleDesc = { 1, 0 }, .MipLevels = 1, .ArraySize = 1, .pPrimaryDesc = &primary };
    D3D10DDI_HRESOURCE r = fake_resource(&k, &a);
    const struct fake_allocation *al = fake_find(&k, fake_resource_id(r));
    CHECK_EQ(al->desc.flags, PVK_DESC_PRIMARY);
    CHECK_EQ(al->desc.vidpn_source, 1);
    CHECK_EQ(al->desc.refresh_mhz, 59940);
    CHECK_EQ(al->desc.bind, PVGPU_BIND_TARGET | PVGPU_BIND_SHADER);
    DXGI_DDI_ARG_SETDISPLAYMODE mode = { .hDevice = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate,
                                         .hResource = (DXGI_DDI_HRESOURCE)r.pDrvPrivate };
    CHECK_EQ(k.dxgi->pfnSetDisplayMode(&mode), S_OK);
    CHECK_EQ(k.display_mode.hPrimaryAllocation - 0xc0000000u, fake_resource_id(r) - 5000);
    /* destroyed while a buffer in the making names it: gone inside the call all the same */
    D3D10DDI_HRENDERTARGETVIEW v = fake_rtv(&k, r, DXGI_FORMAT_B8G8R8A8_UNORM);
    FLOAT color[4] = { 0 };
    k.f->pfnClearRenderTargetView(k.device, v, color);
    k.f->pfnDestroyRenderTargetView(k.device, v);
    fake_free(&k, v.pDrvPrivate);
    unsigned live = k.n_allocations;
    fake_destroy_resource(&k, r);
    CHECK_EQ(k.n_allocations, live - 1);
    close_device();
}

TAP_MAIN(RUN(blend_states); RUN(rasterizers_and_depth); RUN(view_dimensions); RUN(signatures);
    RUN(streams_are_the_hosts); RUN(textures_that_the_host_lacks); RUN(textures_of_one_slice_and_one_mip);
    RUN(planar_boxes_are_even); RUN(output_merger);
         RUN(rectangles); RUN(copy_flags); RUN(viewports_that_are_off);
         RUN(fractional_viewports_by_feature_level); RUN(blocks_against_texels); RUN(query_types); RUN(shared_resources); RUN(primaries))
