/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_slots.c - entries of the device table that no other program here calls, each once: what it sends, or
 * that it sends nothing. docs/d3d11.md says for every entry which case calls it.
 */
#include "one.h"

static void open(void)
{
    CHECK(fake_open(&k));
}

static const UINT code[] = { 0x00010040, 4, 1, 2 };

static D3D10DDI_HSHADER shader(uint32_t stage)
{
    D3D10DDI_HSHADER s;
    D3D10DDI_HRTSHADER rt = { 0 };
    if (stage == PVGPU_STAGE_HS || stage == PVGPU_STAGE_DS) {
        D3D11_1DDIARG_TESSELLATION_IO_SIGNATURES t = { 0 };
        s.pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateTessellationShaderSize(k.device, code, &t));
        if (stage == PVGPU_STAGE_HS) k.f->pfnCreateHullShader(k.device, code, s, rt, &t);
        else k.f->pfnCreateDomainShader(k.device, code, s, rt, &t);
        return s;
    }
    D3D11_1DDIARG_STAGE_IO_SIGNATURES io = { 0 };
    s.pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateShaderSize(k.device, code, &io));
    switch (stage) {
    case PVGPU_STAGE_VS: k.f->pfnCreateVertexShader(k.device, code, s, rt, &io); break;
    case PVGPU_STAGE_GS: k.f->pfnCreateGeometryShader(k.device, code, s, rt, &io); break;
    case PVGPU_STAGE_PS: k.f->pfnCreatePixelShader(k.device, code, s, rt, &io); break;
    default: k.f->pfnCreateComputeShader(k.device, code, s, rt); break;
    }
    return s;
}

static void drop_shader(D3D10DDI_HSHADER s)
{
    k.f->pfnDestroyShader(k.device, s);
    fake_free(&k, s.pDrvPrivate);
}

static D3D10DDI_HSAMPLER sampler(void)
{
    D3D10_DDI_SAMPLER_DESC a = { .Filter = D3D10_DDI_FILTER_MIN_MAG_MIP_LINEAR, .AddressU = D3D10_DDI_TEXTURE_ADDRESS_WRAP,
                                 .AddressV = D3D10_DDI_TEXTURE_ADDRESS_CLAMP, .AddressW = D3D10_DDI_TEXTURE_ADDRESS_BORDER,
                                 .MaxAnisotropy = 4, .BorderColor = { 0, 1, 2, 3 }, .MaxLOD = 9 };
    D3D10DDI_HSAMPLER s = { .pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateSamplerSize(k.device, &a)) };
    k.f->pfnCreateSampler(k.device, &a, s, (D3D10DDI_HRTSAMPLER){ 0 });
    return s;
}

static void drop_sampler(D3D10DDI_HSAMPLER s)
{
    k.f->pfnDestroySampler(k.device, s);
    fake_free(&k, s.pDrvPrivate);
}

static D3D11DDI_HUNORDEREDACCESSVIEW uav(D3D10DDI_HRESOURCE r, UINT flags)
{
    D3D11DDIARG_CREATEUNORDEREDACCESSVIEW a = { .hDrvResource = r, .Format = DXGI_FORMAT_UNKNOWN,
                                                .ResourceDimension = D3D10DDIRESOURCE_BUFFER, .Buffer = { 0, 64, flags } };
    D3D11DDI_HUNORDEREDACCESSVIEW v = { .pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateUnorderedAccessViewSize(k.device, &a)) };
    k.f->pfnCreateUnorderedAccessView(k.device, &a, v, (D3D11DDI_HRTUNORDEREDACCESSVIEW){ 0 });
    return v;
}

static void drop_uav(D3D11DDI_HUNORDEREDACCESSVIEW v)
{
    k.f->pfnDestroyUnorderedAccessView(k.device, v);
    fake_free(&k, v.pDrvPrivate);
}

static void drop_srv(D3D10DDI_HSHADERRESOURCEVIEW v)
{
    k.f->pfnDestroyShaderResourceView(k.device, v);
    fake_free(&k, v.pDrvPrivate);
}

static uint32_t view_id(const void *v)
{
    return ((const struct pvu_view *)v)->id;
}

/* A shader is linked once for each choice of instances, in whatever context it is first bound, and the choices end with it. */
TEST(class_instances_are_linked_once)
{
    open();
    D3D10DDI_HSHADER s = shader(PVGPU_STAGE_PS), none = { 0 };
    const uint32_t base = ((const struct pvu_shader *)s.pDrvPrivate)->id;
    UINT ifaces[3] = { 0, 1, ~0u };
    D3D11DDIARG_POINTERDATA data[3] = { { .uCBID = 2, .uCBOffset = 7, .uBaseTex = 3, .uBaseSamp = 4 }, { .uCBID = 1 }, { 0 } };
    flush();
    memset(k.ops, 0, sizeof k.ops);
    k.f->pfnPsSetShaderWithIfaces(k.device, s, 3, ifaces, data);
    flush();
    const struct pvgpu_cmd_link_shader *l = LAST(link_shader, LINK_SHADER);
    const struct pvgpu_shader_slot *slot = (const void *)(l + 1);
    const uint32_t first = l->id;
    CHECK_EQ(l->shader, base);
    CHECK_EQ(l->n_slots, 3);
    CHECK(slot[0].table == 0 && slot[0].buffer == 2 && slot[0].offset == 7 && slot[0].texture == 3 && slot[0].sampler == 4);
    CHECK(slot[1].table == 1 && slot[1].buffer == 1 && slot[2].table == ~0u);
    CHECK_EQ(LAST(set_shader, SET_SHADER)->shader, first);
    k.f->pfnPsSetShaderWithIfaces(k.device, s, 3, ifaces, data); /* the same again: nothing */
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_SET_SHADER], 1);
    data[1].uBaseTex = 1;
    k.f->pfnPsSetShaderWithIfaces(k.device, s, 3, ifaces, data);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_LINK_SHADER], 2);
    CHECK(LAST(set_shader, SET_SHADER)->shader != first && LAST(set_shader, SET_SHADER)->shader != base);
    data[1].uBaseTex = 0;
    k.f->pfnPsSetShaderWithIfaces(k.device, s, 3, ifaces, data); /* one of before is found */
    flush();
    CHECK_EQ(LAST(set_shader, SET_SHADER)->shader, first);
    k.f->pfnPsSetShader(k.device, s); /* without instances: the shader itself */
    flush();
    CHECK_EQ(LAST(set_shader, SET_SHADER)->shader, base);
    CHECK_EQ(k.ops[PVGPU_IX_LINK_SHADER], 2);
    CHECK_EQ(k.ops[PVGPU_IX_SET_SHADER], 4);
    UINT many[300] = { 0 };
    D3D11DDIARG_POINTERDATA places[300] = { { 0 } };
    k.f->pfnPsSetShaderWithIfaces(k.device, s, 254, many, places); /* more than there can be: D3D11_SHADER_MAX_INTERFACES */
    CHECK_EQ(fake_take_error(&k), E_OUTOFMEMORY);
    k.f->pfnPsSetShaderWithIfaces(k.device, s, 253, many, places);
    CHECK_EQ(fake_take_error(&k), 0);
    k.f->pfnPsSetShader(k.device, none);
    flush();
    memset(k.ops, 0, sizeof k.ops);
    drop_shader(s);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_DESTROY], 4);
    fake_close(&k);
}

/* Shaders, views, samplers and constant buffers of each stage; the same command with another stage. */
TEST(every_stage_binds)
{
    open();
    D3D10DDI_HRESOURCE t = fake_texture(&k, 8, 8, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                        D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    D3D10DDI_HRESOURCE b = fake_buffer(&k, 4096, D3D10_DDI_BIND_CONSTANT_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    D3D10DDI_HSHADERRESOURCEVIEW v = fake_srv(&k, t, DXGI_FORMAT_R8G8B8A8_UNORM);
    D3D10DDI_HSAMPLER sa = sampler();
    const struct {
        uint32_t stage;
        PFND3D10DDI_SETSHADER shader;
        PFND3D11DDI_SETSHADER_WITH_IFACES ifaces;
        PFND3D10DDI_SETSHADERRESOURCES srvs;
        PFND3D10DDI_SETSAMPLERS samplers;
        PFND3D11_1DDI_SETCONSTANTBUFFERS cbs;
    } row[] = {
        { PVGPU_STAGE_VS, k.f->pfnVsSetShader, k.f->pfnVsSetShaderWithIfaces, k.f->pfnVsSetShaderResources,
          k.f->pfnVsSetSamplers, k.f->pfnVsSetConstantBuffers },
        { PVGPU_STAGE_HS, k.f->pfnHsSetShader, k.f->pfnHsSetShaderWithIfaces, k.f->pfnHsSetShaderResources,
          k.f->pfnHsSetSamplers, k.f->pfnHsSetConstantBuffers },
        { PVGPU_STAGE_DS, k.f->pfnDsSetShader, k.f->pfnDsSetShaderWithIfaces, k.f->pfnDsSetShaderResources,
          k.f->pfnDsSetSamplers, k.f->pfnDsSetConstantBuffers },
        { PVGPU_STAGE_GS, k.f->pfnGsSetShader, k.f->pfnGsSetShaderWithIfaces, k.f->pfnGsSetShaderResources,
          k.f->pfnGsSetSamplers, k.f->pfnGsSetConstantBuffers },
        { PVGPU_STAGE_PS, k.f->pfnPsSetShader, k.f->pfnPsSetShaderWithIfaces, k.f->pfnPsSetShaderResources,
          k.f->pfnPsSetSamplers, k.f->pfnPsSetConstantBuffers },
        { PVGPU_STAGE_CS, k.f->pfnCsSetShader, k.f->pfnCsSetShaderWithIfaces, k.f->pfnCsSetShaderResources,
          k.f->pfnCsSetSamplers, k.f->pfnCsSetConstantBuffers },
    };
    for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
        D3D10DDI_HSHADER s = shader(row[i].stage), none = { 0 };
        UINT first = 16, count = 32;
        row[i].shader(k.device, s);
        flush();
        CHECK_EQ(LAST(create_shader, CREATE_SHADER)->stage, row[i].stage);
        CHECK_EQ(LAST(set_shader, SET_SHADER)->stage, row[i].stage);
        CHECK_EQ(LAST(set_shader, SET_SHADER)->shader, ((const struct pvu_shader *)s.pDrvPrivate)->id);
        row[i].shader(k.device, none);
        row[i].ifaces(k.device, s, 0, NULL, NULL); /* U24: it forwards */
        row[i].srvs(k.device, 5, 1, &v);
        row[i].samplers(k.device, 6, 1, &sa);
        row[i].cbs(k.device, 7, 1, &b, &first, &count);
        flush();
        CHECK_EQ(k.ops[PVGPU_IX_SET_SHADER], 3);
        CHECK_EQ(LAST(set_shader, SET_SHADER)->shader, ((const struct pvu_shader *)s.pDrvPrivate)->id);
        CHECK_EQ(LAST(set_srvs, SET_SRVS)->stage, row[i].stage);
        CHECK_EQ(LAST(set_srvs, SET_SRVS)->first, 5);
        CHECK_EQ(*(const uint32_t *)(LAST(set_srvs, SET_SRVS) + 1), view_id(v.pDrvPrivate));
        CHECK_EQ(LAST(set_samplers, SET_SAMPLERS)->stage, row[i].stage);
        CHECK_EQ(LAST(set_samplers, SET_SAMPLERS)->first, 6);
        CHECK_EQ(*(const uint32_t *)(LAST(set_samplers, SET_SAMPLERS) + 1), ((const struct pvu_state *)sa.pDrvPrivate)->id);
        const struct pvgpu_constant_buffer *cb = (const void *)(LAST(set_constant_buffers, SET_CONSTANT_BUFFERS) + 1);
        CHECK_EQ(LAST(set_constant_buffers, SET_CONSTANT_BUFFERS)->stage, row[i].stage);
        CHECK_EQ(LAST(set_constant_buffers, SET_CONSTANT_BUFFERS)->first, 7);
        CHECK_EQ(cb->resource, fake_resource_id(b));
        CHECK_EQ(cb->first, 16);
        CHECK_EQ(cb->count, 32);
        UINT iface = 3;
        D3D11DDIARG_POINTERDATA data = { .uCBID = 13, .uCBOffset = 4095, .uBaseTex = 127, .uBaseSamp = 15 };
        row[i].ifaces(k.device, s, 1, &iface, &data);
        flush();
        CHECK_EQ(LAST(link_shader, LINK_SHADER)->shader, ((const struct pvu_shader *)s.pDrvPrivate)->id);
        CHECK_EQ(LAST(set_shader, SET_SHADER)->stage, row[i].stage);
        CHECK_EQ(LAST(set_shader, SET_SHADER)->shader, LAST(link_shader, LINK_SHADER)->id);
        row[i].shader(k.device, none); /* and NULL arrays unbind */
        row[i].srvs(k.device, 5, 1, NULL);
        row[i].samplers(k.device, 6, 1, NULL);
        row[i].cbs(k.device, 7, 1, NULL, NULL, NULL);
        flush();
        CHECK_EQ(LAST(set_shader, SET_SHADER)->shader, 0);
        CHECK_EQ(*(const uint32_t *)(LAST(set_srvs, SET_SRVS) + 1), 0);
        CHECK_EQ(*(const uint32_t *)(LAST(set_samplers, SET_SAMPLERS) + 1), 0);
        CHECK_EQ(cb->resource, 0);
        drop_shader(s);
        flush();
        memset(k.ops, 0, sizeof k.ops);
        RETURN_IF_FAILED();
    }
    CHECK_EQ(LAST(create_sampler, CREATE_SAMPLER)->address_w, D3D10_DDI_TEXTURE_ADDRESS_BORDER);
    CHECK_EQ(LAST(create_sampler, CREATE_SAMPLER)->anisotropy, 4);
    drop_sampler(sa);
    drop_srv(v);
    fake_destroy_resource(&k, b);
    fake_destroy_resource(&k, t);
    finish();
}

TEST(draws_of_every_form)
{
    open();
    D3D10DDI_HRESOURCE b = fake_buffer(&k, 256, D3D10_DDI_BIND_INDEX_BUFFER | D3D10_DDI_BIND_STREAM_OUTPUT,
                                       D3D10_DDI_USAGE_DEFAULT, NULL);
    UINT offset = 64;
    k.f->pfnIaSetIndexBuffer(k.device, b, DXGI_FORMAT_R16_UINT, 8);
    k.f->pfnIaSetIndexBuffer(k.device, b, DXGI_FORMAT_R16_UINT, 8);
    k.f->pfnSoSetTargets(k.device, 1, 0, &b, &offset);
    k.f->pfnDrawIndexed(k.device, 6, 2, -1);
    k.f->pfnDrawInstanced(k.device, 3, 4, 5, 6);
    k.f->pfnDrawIndexedInstanced(k.device, 3, 4, 5, -6, 7);
    k.f->pfnDrawAuto(k.device);
    k.f->pfnDrawInstancedIndirect(k.device, b, 16);
    k.f->pfnDispatch(k.device, 1, 2, 3);
    k.f->pfnDispatchIndirect(k.device, b, 32);
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_SET_INDEX_BUFFER], 1);
    CHECK_EQ(LAST(set_index_buffer, SET_INDEX_BUFFER)->resource, fake_resource_id(b));
    CHECK_EQ(LAST(set_index_buffer, SET_INDEX_BUFFER)->format, DXGI_FORMAT_R16_UINT);
    CHECK_EQ(LAST(set_index_buffer, SET_INDEX_BUFFER)->offset, 8);
    const struct pvgpu_so_target *so = (const void *)(LAST(set_so_targets, SET_SO_TARGETS) + 1);
    CHECK_EQ(so->resource, fake_resource_id(b));
    CHECK_EQ(so->offset, 64);
    CHECK_EQ(LAST(draw_indexed, DRAW_INDEXED)->first, 2);
    CHECK_EQ(LAST(draw_indexed, DRAW_INDEXED)->base_vertex, (uint64_t)-1);
    CHECK_EQ(LAST(draw_instanced, DRAW_INSTANCED)->first_instance, 6);
    CHECK_EQ(LAST(draw_indexed_instanced, DRAW_INDEXED_INSTANCED)->base_vertex, (uint64_t)-6);
    CHECK_EQ(LAST(draw_indexed_instanced, DRAW_INDEXED_INSTANCED)->first_instance, 7);
    CHECK_EQ(k.ops[PVGPU_IX_DRAW_AUTO], 1);
    CHECK_EQ(LAST(draw_indirect, DRAW_INDIRECT)->indexed, 0);
    CHECK_EQ(LAST(draw_indirect, DRAW_INDIRECT)->offset, 16);
    CHECK_EQ(LAST(dispatch, DISPATCH)->z, 3);
    CHECK_EQ(LAST(dispatch_indirect, DISPATCH_INDIRECT)->offset, 32);
    k.f->pfnDrawIndexedInstancedIndirect(k.device, b, 48);
    k.f->pfnSoSetTargets(k.device, 0, 1, NULL, NULL);
    k.f->pfnIaSetIndexBuffer(k.device, (D3D10DDI_HRESOURCE){ 0 }, DXGI_FORMAT_UNKNOWN, 0);
    flush();
    CHECK_EQ(LAST(draw_indirect, DRAW_INDIRECT)->indexed, 1);
    CHECK_EQ(LAST(set_so_targets, SET_SO_TARGETS)->n, 0);
    CHECK_EQ(LAST(set_index_buffer, SET_INDEX_BUFFER)->resource, 0);
    fake_destroy_resource(&k, b);
    finish();
}

TEST(clears_mips_and_resolves)
{
    open();
    D3D10DDI_HRESOURCE depth = fake_texture(&k, 8, 8, DXGI_FORMAT_D24_UNORM_S8_UINT, D3D10_DDI_BIND_DEPTH_STENCIL,
                                            D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    D3D10DDI_HRESOURCE t = fake_texture(&k, 8, 8, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                        D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    D3D10DDI_HRESOURCE u = fake_texture(&k, 8, 8, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                        D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    D3D10DDI_HRESOURCE b = fake_buffer(&k, 256, D3D11_DDI_BIND_UNORDERED_ACCESS, D3D10_DDI_USAGE_DEFAULT, NULL);
    D3D11DDIARG_CREATEDEPTHSTENCILVIEW a = { .hDrvResource = depth, .Format = DXGI_FORMAT_D24_UNORM_S8_UINT,
                                             .ResourceDimension = D3D10DDIRESOURCE_TEXTURE2D, .Flags = 1,
                                             .Tex2D = { .ArraySize = 1 } };
    D3D10DDI_HDEPTHSTENCILVIEW dsv = { .pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateDepthStencilViewSize(k.device, &a)) };
    k.f->pfnCreateDepthStencilView(k.device, &a, dsv, (D3D10DDI_HRTDEPTHSTENCILVIEW){ 0 });
    D3D10DDI_HSHADERRESOURCEVIEW srv = fake_srv(&k, t, DXGI_FORMAT_R8G8B8A8_UNORM);
    D3D11DDI_HUNORDEREDACCESSVIEW counter = uav(b, D3D11_DDI_BUFFER_UAV_FLAG_COUNTER);
    FLOAT f[4] = { 1, 2, 3, 4 };
    D3D10_DDI_BOX box = { 1, 2, 0, 3, 4, 1 };
    k.f->pfnClearDepthStencilView(k.device, dsv, 3, 0.5f, 7);
    k.f->pfnClearUnorderedAccessViewFloat(k.device, counter, f);
    k.f->pfnGenMips(k.device, srv);
    k.f->pfnResourceResolveSubresource(k.device, t, 0, u, 0, DXGI_FORMAT_R8G8B8A8_UNORM);
    k.f->pfnCopyStructureCount(k.device, b, 16, counter);
    k.f->pfnSetResourceMinLOD(k.device, t, 1.5f);
    k.f->pfnResourceConvert(k.device, t, u);
    k.f->pfnResourceConvertRegion(k.device, t, 0, 4, 4, 0, u, 0, &box, 0);
    flush();
    CHECK_EQ(LAST(create_dsv, CREATE_DSV)->flags, 1);
    CHECK_EQ(LAST(clear_dsv, CLEAR_DSV)->view, view_id(dsv.pDrvPrivate));
    CHECK_EQ(LAST(clear_dsv, CLEAR_DSV)->flags, 3);
    CHECK_EQ(LAST(clear_dsv, CLEAR_DSV)->stencil, 7);
    CHECK_EQ(LAST(clear_uav, CLEAR_UAV)->is_float, 1);
    CHECK_EQ(LAST(clear_uav, CLEAR_UAV)->w, 0x40800000);
    CHECK_EQ(LAST(generate_mips, GENERATE_MIPS)->view, view_id(srv.pDrvPrivate));
    CHECK_EQ(LAST(resolve, RESOLVE)->dst, fake_resource_id(t));
    CHECK_EQ(LAST(resolve, RESOLVE)->format, DXGI_FORMAT_R8G8B8A8_UNORM);
    CHECK_EQ(LAST(copy_structure_count, COPY_STRUCTURE_COUNT)->offset, 16);
    CHECK_EQ(LAST(create_uav, CREATE_UAV)->flags, 4);
    CHECK(LAST(set_min_lod, SET_MIN_LOD)->lod == 1.5f);
    CHECK_EQ(LAST(copy_resource, COPY_RESOURCE)->src, fake_resource_id(u));
    CHECK_EQ(LAST(copy_region, COPY_REGION)->right, 3);
    CHECK_EQ(LAST(copy_region, COPY_REGION)->dst_x, 4);
    drop_uav(counter);
    drop_srv(srv);
    k.f->pfnDestroyDepthStencilView(k.device, dsv);
    fake_free(&k, dsv.pDrvPrivate);
    fake_destroy_resource(&k, b);
    fake_destroy_resource(&k, u);
    fake_destroy_resource(&k, t);
    fake_destroy_resource(&k, depth);
    finish();
}

TEST(depth_and_rasterizer_states_bind)
{
    open();
    D3D11_1_DDI_RASTERIZER_DESC ra = { .FillMode = D3D10_DDI_FILL_SOLID, .CullMode = D3D10_DDI_CULL_NONE };
    D3D10_DDI_DEPTH_STENCIL_DESC da = { .DepthEnable = 1, .DepthFunc = D3D10_DDI_COMPARISON_LESS };
    D3D10DDI_HRASTERIZERSTATE r = { .pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateRasterizerStateSize(k.device, &ra)) };
    D3D10DDI_HDEPTHSTENCILSTATE d = { .pDrvPrivate = fake_alloc(&k, k.f->pfnCalcPrivateDepthStencilStateSize(k.device, &da)) };
    k.f->pfnCreateRasterizerState(k.device, &ra, r, (D3D10DDI_HRTRASTERIZERSTATE){ 0 });
    k.f->pfnCreateDepthStencilState(k.device, &da, d, (D3D10DDI_HRTDEPTHSTENCILSTATE){ 0 });
    for (int i = 0; i < 2; i++) { /* the second time says nothing new */
        k.f->pfnSetRasterizerState(k.device, r);
        k.f->pfnSetDepthStencilState(k.device, d, 9);
    }
    flush();
    CHECK_EQ(k.ops[PVGPU_IX_SET_RASTERIZER], 1);
    CHECK_EQ(k.ops[PVGPU_IX_SET_DEPTH_STENCIL], 1);
    CHECK_EQ(LAST(set_rasterizer, SET_RASTERIZER)->state, ((const struct pvu_state *)r.pDrvPrivate)->id);
    CHECK_EQ(LAST(set_depth_stencil, SET_DEPTH_STENCIL)->state, ((const struct pvu_state *)d.pDrvPrivate)->id);
    CHECK_EQ(LAST(set_depth_stencil, SET_DEPTH_STENCIL)->reference, 9);
    k.f->pfnSetDepthStencilState(k.device, d, 8); /* only the reference differs */
    k.f->pfnSetRasterizerState(k.device, (D3D10DDI_HRASTERIZERSTATE){ 0 });
    flush();
    CHECK_EQ(LAST(set_depth_stencil, SET_DEPTH_STENCIL)->reference, 8);
    CHECK_EQ(LAST(set_rasterizer, SET_RASTERIZER)->state, 0);
    k.f->pfnSetDepthStencilState(k.device, (D3D10DDI_HDEPTHSTENCILSTATE){ 0 }, 0);
    k.f->pfnDestroyRasterizerState(k.device, r);
    k.f->pfnDestroyDepthStencilState(k.device, d);
    fake_free(&k, r.pDrvPrivate);
    fake_free(&k, d.pDrvPrivate);
    finish();
}

TEST(constants_by_update_and_by_map)
{
    uint8_t data[256];
    D3D10DDI_MAPPED_SUBRESOURCE m;
    open();
    memset(data, 0x11, sizeof data);
    D3D10DDI_HRESOURCE fixed = fake_buffer(&k, 256, D3D10_DDI_BIND_CONSTANT_BUFFER, D3D10_DDI_USAGE_DEFAULT, NULL);
    D3D10DDI_HRESOURCE dynamic = fake_buffer(&k, 256, D3D10_DDI_BIND_CONSTANT_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    k.f->pfnDefaultConstantBufferUpdateSubresourceUP(k.device, fixed, 0, NULL, data, 0, 0, D3D11_1DDI_COPY_DISCARD);
    flush();
    CHECK(memcmp(fake_contents(&k, fixed), data, 256) == 0);
    CHECK_EQ(LAST(update_inline, UPDATE_INLINE)->flags, PVGPU_UPDATE_DISCARD);
    D3D10_DDI_BOX part = { 16, 0, 0, 48, 1, 1 }; /* 11.1: a part of a constant buffer */
    memset(data, 0x22, sizeof data);
    k.f->pfnDefaultConstantBufferUpdateSubresourceUP(k.device, fixed, 0, &part, data, 0, 0, D3D11_1DDI_COPY_NO_OVERWRITE);
    flush();
    CHECK_EQ(fake_contents(&k, fixed)[15], 0x11);
    CHECK_EQ(fake_contents(&k, fixed)[16], 0x22);
    CHECK_EQ(fake_contents(&k, fixed)[47], 0x22);
    CHECK_EQ(fake_contents(&k, fixed)[48], 0x11);
    /* U12 */
    memset(&m, 0xcc, sizeof m);
    k.f->pfnDynamicConstantBufferMapNoOverwrite(k.device, dynamic, 0, D3D10_DDI_MAP_WRITE_NOOVERWRITE, 0, &m);
    CHECK(m.pData != NULL && m.pData != (void *)0xcccccccccccccccc);
    CHECK_EQ(m.RowPitch, 256);
    CHECK(m.DepthPitch != 0 && m.DepthPitch != 0xcccccccc);
    memset((uint8_t *)m.pData + 32, 0x33, 16);
    k.f->pfnDynamicConstantBufferUnmap(k.device, dynamic, 0);
    flush();
    CHECK_EQ(fake_contents(&k, dynamic)[31], 0);
    CHECK_EQ(fake_contents(&k, dynamic)[32], 0x33);
    fake_destroy_resource(&k, dynamic);
    fake_destroy_resource(&k, fixed);
    finish();
}

/* B.7: the entry for vertex and index buffers is the same map. */
TEST(vertices_by_no_overwrite)
{
    D3D10DDI_MAPPED_SUBRESOURCE m;
    open();
    D3D10DDI_HRESOURCE b = fake_buffer(&k, 8192, D3D10_DDI_BIND_VERTEX_BUFFER, D3D10_DDI_USAGE_DYNAMIC, NULL);
    for (UINT i = 0; i < 3; i++) {
        k.f->pfnDynamicIABufferMapNoOverwrite(k.device, b, 0, D3D10_DDI_MAP_WRITE_NOOVERWRITE, 0, &m);
        CHECK(m.pData != NULL);
        RETURN_IF_FAILED();
        memset((uint8_t *)m.pData + i * 1000, (int)(i + 1), 1000);
        k.f->pfnDynamicIABufferUnmap(k.device, b, 0);
    }
    flush();
    for (UINT i = 0; i < 3; i++) CHECK_EQ(fake_contents(&k, b)[i * 1000 + 500], i + 1);
    CHECK_EQ(fake_contents(&k, b)[3500], 0);
    fake_destroy_resource(&k, b);
    finish();
}

/* U14, and hazards: one device with one stream has nothing to do for them. */
TEST(notifications_send_nothing)
{
    open();
    D3D10DDI_HRESOURCE t = fake_texture(&k, 8, 8, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_SHADER_RESOURCE,
                                        D3D10_DDI_USAGE_DEFAULT, NULL, 0);
    D3D10DDI_HSHADERRESOURCEVIEW v = fake_srv(&k, t, DXGI_FORMAT_R8G8B8A8_UNORM);
    flush();
    unsigned renders = k.renders;
    D3DWDDM1_3DDI_DEVICEFUNCS *moved = fake_alloc(&k, sizeof *moved);
    memcpy(moved, k.f, sizeof *moved);
    moved->pfnRelocateDeviceFuncs(k.device, moved);
    memset((void *)k.f, 0xdd, sizeof *k.f); /* the old place is the runtime's to reuse */
    fake_free(&k, k.f);
    k.f = moved;
    k.f->pfnShaderResourceViewReadAfterWriteHazard(k.device, v, t);
    k.f->pfnResourceReadAfterWriteHazard(k.device, t);
    flush();
    CHECK_EQ(k.renders, renders);
    drop_srv(v);
    fake_destroy_resource(&k, t);
    finish();
}

/* Slots behind capabilities that are FALSE: each call is counted, the documented error comes, nothing is sent. */
TEST(refused_slots_send_nothing)
{
    D3DWDDM1_3DDI_TILED_RESOURCE_COORDINATE at = { 0 };
    D3DWDDM1_3DDI_TILE_REGION_SIZE size = { .NumTiles = 1 };
    UINT zero = 0, one = 1;
    uint8_t data[16] = { 0 };
    open();
    D3D10DDI_HRESOURCE b = fake_buffer(&k, 65536, D3D10_DDI_BIND_SHADER_RESOURCE, D3D10_DDI_USAGE_DEFAULT, NULL);
    flush();
    unsigned renders = k.renders;
    k.f->pfnUpdateTileMappings(k.device, b, 1, &at, &size, b, 1, &zero, &zero, &one, 0);
    CHECK_EQ(fake_take_error(&k), E_INVALIDARG);
    k.f->pfnCopyTileMappings(k.device, b, &at, b, &at, &size, 0);
    CHECK_EQ(fake_take_error(&k), E_INVALIDARG);
    k.f->pfnResizeTilePool(k.device, b, 131072);
    CHECK_EQ(fake_take_error(&k), E_INVALIDARG);
    k.f->pfnCopyTiles(k.device, b, &at, &size, b, 0, 0);
    k.f->pfnUpdateTiles(k.device, b, &at, &size, data, 0);
    k.f->pfnTiledResourceBarrier(k.device, D3D10DDI_HT_RESOURCE, NULL, D3D10DDI_HT_RESOURCE, b.pDrvPrivate);
    k.f->pfnAssignDebugBinary(k.device, (D3D10DDI_HSHADER){ 0 }, 16, data);
    CHECK_EQ(fake_take_error(&k), S_OK);
    flush();
    CHECK_EQ(k.renders, renders);
    const struct pvu_device *d = k.device.pDrvPrivate;
    uint64_t counted = 0;
    for (unsigned i = 0; i < PVU_UNSUPPORTED_MAX; i++) counted += d->unsupported[i];
    CHECK_EQ(counted, 1); /* the debug binary; tiles of what is not tiled are refused as such */
    fake_destroy_resource(&k, b);
    finish();
}

static D3D10DDI_HRESOURCE target(void)
{
    return fake_texture(&k, 8, 8, DXGI_FORMAT_R8G8B8A8_UNORM, D3D10_DDI_BIND_RENDER_TARGET, D3D10_DDI_USAGE_DEFAULT, NULL, 0);
}

/* B.13: priorities, residency, offers, and what must be on its way before another device goes on. */
TEST(dxgi_asks_the_memory_manager)
{
    open();
    D3D10DDI_HRESOURCE t = target(), staging = fake_buffer(&k, 64, 0, D3D10_DDI_USAGE_STAGING, NULL);
    DXGI_DDI_HDEVICE h = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate;
    DXGI_DDI_HRESOURCE both[2] = { (DXGI_DDI_HRESOURCE)t.pDrvPrivate, (DXGI_DDI_HRESOURCE)staging.pDrvPrivate };
    DXGI_DDI_RESIDENCY status[2] = { 0 };
    BOOL discarded[2] = { 99, 99 };
    DXGI_DDI_ARG_SETRESOURCEPRIORITY priority = { .hDevice = h, .hResource = both[0], .Priority = 0x28000000 };
    CHECK_EQ(k.dxgi->pfnSetResourcePriority(&priority), S_OK);
    CHECK_EQ(k.priority, 0x28000000);
    DXGI_DDI_ARG_QUERYRESOURCERESIDENCY residency = { .hDevice = h, .pResources = both, .pStatus = status, .Resources = 2 };
    k.residency = D3DDDI_RESIDENCYSTATUS_RESIDENTINGPUMEMORY;
    CHECK_EQ(k.dxgi->pfnQueryResourceResidency(&residency), S_OK);
    CHECK_EQ(status[1], DXGI_DDI_RESIDENCY_FULLY_RESIDENT);
    k.residency = D3DDDI_RESIDENCYSTATUS_RESIDENTINSHAREDMEMORY;
    CHECK_EQ((uint32_t)k.dxgi->pfnQueryResourceResidency(&residency), 0x08760876u); /* S_RESIDENT_IN_SHARED_MEMORY */
    CHECK_EQ(status[0], DXGI_DDI_RESIDENCY_RESIDENT_IN_SHARED_MEMORY);
    k.residency = D3DDDI_RESIDENCYSTATUS_NOTRESIDENT;
    CHECK_EQ((uint32_t)k.dxgi->pfnQueryResourceResidency(&residency), 0x08760875u); /* S_NOT_RESIDENT */
    CHECK_EQ(status[0], DXGI_DDI_RESIDENCY_EVICTED_TO_DISK);

    D3D10DDI_HRENDERTARGETVIEW rtv = fake_rtv(&k, t, DXGI_FORMAT_R8G8B8A8_UNORM);
    FLOAT color[4] = { 0 };
    unsigned renders = k.renders;
    DXGI_DDI_ARG_OFFERRESOURCES offer = { .hDevice = h, .pResources = both, .Resources = 2, .Priority = D3DDDI_OFFER_PRIORITY_LOW };
    k.f->pfnClearRenderTargetView(k.device, rtv, color);
    CHECK_EQ(k.dxgi->pfnOfferResources(&offer), S_OK);
    CHECK_EQ(k.renders, renders + 1); /* offered memory stands in no command buffer */
    CHECK_EQ(k.offered, 1);           /* the staging one is locked, and stays */
    DXGI_DDI_ARG_RECLAIMRESOURCES reclaim = { .hDevice = h, .pResources = both, .pDiscarded = discarded, .Resources = 2 };
    CHECK_EQ(k.dxgi->pfnReclaimResources(&reclaim), S_OK);
    CHECK_EQ(k.offered, 0);
    CHECK_EQ(discarded[0], TRUE);
    CHECK_EQ(discarded[1], FALSE);

    k.f->pfnClearRenderTargetView(k.device, rtv, color);
    DXGI_DDI_ARG_RESOLVESHAREDRESOURCE resolve = { .hDevice = h, .hResource = both[0] };
    CHECK_EQ(k.dxgi->pfnResolveSharedResource(&resolve), S_OK);
    CHECK_EQ(k.renders, renders + 2);
    k.f->pfnDestroyRenderTargetView(k.device, rtv);
    fake_free(&k, rtv.pDrvPrivate);
    fake_destroy_resource(&k, staging);
    fake_destroy_resource(&k, t);
    finish();
}

/* B.13: of several surfaces the last one is presented; overlays are refused without a call to the kernel. */
TEST(present1_and_overlays)
{
    open();
    D3D10DDI_HRESOURCE a = target(), b = target();
    DXGI_DDI_HDEVICE h = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate;
    DXGI_DDI_ARG_PRESENTSURFACE surfaces[2] = { { .hSurface = (DXGI_DDI_HRESOURCE)a.pDrvPrivate },
                                                { .hSurface = (DXGI_DDI_HRESOURCE)b.pDrvPrivate } };
    int cookie;
    DXGI_DDI_ARG_PRESENT1 p = { .hDevice = h, .phSurfacesToPresent = surfaces, .SurfacesToPresent = 2, .pDXGIContext = &cookie };
    CHECK_EQ(k.dxgi->pfnPresent1(&p), S_OK);
    CHECK_EQ(k.present.hSrcAllocation, ((const struct pvu_resource *)b.pDrvPrivate)->ref.allocation);
    CHECK_EQ(k.present.hDstAllocation, 0);
    CHECK(k.present.pDXGIContext == &cookie);
    unsigned presents = k.calls[FAKE_PRESENT];
    DXGI_DDI_ARG_PRESENTMULTIPLANEOVERLAY o = { .hDevice = h };
    DXGI_DDI_ARG_GETMULTIPLANEOVERLAYGROUPCAPS caps;
    memset(&caps, 0xcc, sizeof caps);
    caps.hDevice = h;
    CHECK_EQ(k.dxgi->pfnPresentMultiplaneOverlay(&o), DXGI_DDI_ERR_UNSUPPORTED);
    CHECK_EQ(k.dxgi->pfnGetMultiplaneOverlayGroupCaps(&caps), S_OK);
    CHECK_EQ(caps.MultiplaneOverlayGroupCaps.NumPlanes, 0);
    CHECK(FAILED(k.dxgi->pfnReserved2(NULL)));
    CHECK_EQ(k.calls[FAKE_PRESENT], presents);
    fake_destroy_resource(&k, b);
    fake_destroy_resource(&k, a);
    finish();

    k.iface = D3D11_1_DDI_INTERFACE_VERSION; /* the table of 1.2 has two slots that 1.3 names otherwise */
    open();
    DXGI1_2_DDI_BASE_FUNCTIONS *f = (void *)k.dxgi;
    DXGI_DDI_ARG_CHECKMULTIPLANEOVERLAYSUPPORT check;
    memset(&check, 0xcc, sizeof check);
    check.hDevice = (DXGI_DDI_HDEVICE)k.device.pDrvPrivate;
    CHECK_EQ(f->pfnCheckMultiplaneOverlaySupport(&check), S_OK);
    CHECK_EQ(check.Supported, FALSE);
    CHECK(FAILED(f->pfnGetMultiplaneOverlayFilterRange(NULL)));
    finish();
}

TAP_MAIN(RUN(every_stage_binds); RUN(class_instances_are_linked_once); RUN(draws_of_every_form); RUN(clears_mips_and_resolves);
         RUN(depth_and_rasterizer_states_bind); RUN(constants_by_update_and_by_map); RUN(vertices_by_no_overwrite);
         RUN(dxgi_asks_the_memory_manager); RUN(present1_and_overlays); RUN(notifications_send_nothing);
         RUN(refused_slots_send_nothing))
