/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * test_bindings.c - state and its getters, hazards, maps, deferred contexts.
 */
#include "device.h"

struct surface {
    ID3D11Texture2D *texture;
    ID3D11ShaderResourceView *srv, *srv1; /* mip 0 and mip 1 */
    ID3D11RenderTargetView *rtv, *rtv1;
    ID3D11UnorderedAccessView *uav;
};

static bool make(struct surface *s)
{
    D3D11_SHADER_RESOURCE_VIEW_DESC sd = {DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_SRV_DIMENSION_TEXTURE2D, .Texture2D = {0, 1}};
    D3D11_RENDER_TARGET_VIEW_DESC rd = {DXGI_FORMAT_R8G8B8A8_UNORM, D3D11_RTV_DIMENSION_TEXTURE2D, .Texture2D = {0}};
    ID3D11Resource *r;

    s->texture = make_texture(device, 16, DXGI_FORMAT_R8G8B8A8_UNORM,
        D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_RENDER_TARGET | D3D11_BIND_UNORDERED_ACCESS, 2, 1);
    r = (ID3D11Resource *)s->texture;
    if (!r || FAILED(ID3D11Device_CreateShaderResourceView(device, r, &sd, &s->srv)) ||
        FAILED(ID3D11Device_CreateRenderTargetView(device, r, &rd, &s->rtv)) ||
        FAILED(ID3D11Device_CreateUnorderedAccessView(device, r, NULL, &s->uav)))
        return false;
    sd.Texture2D.MostDetailedMip = rd.Texture2D.MipSlice = 1;
    return SUCCEEDED(ID3D11Device_CreateShaderResourceView(device, r, &sd, &s->srv1)) &&
        SUCCEEDED(ID3D11Device_CreateRenderTargetView(device, r, &rd, &s->rtv1));
}

static void drop(struct surface *s)
{
    ID3D11ShaderResourceView_Release(s->srv);
    ID3D11ShaderResourceView_Release(s->srv1);
    ID3D11RenderTargetView_Release(s->rtv);
    ID3D11RenderTargetView_Release(s->rtv1);
    ID3D11UnorderedAccessView_Release(s->uav);
    ID3D11Texture2D_Release(s->texture);
}

static ID3D11ShaderResourceView *bound_srv(UINT slot)
{
    ID3D11ShaderResourceView *v;

    ID3D11DeviceContext_PSGetShaderResources(context, slot, 1, &v);
    if (v) ID3D11ShaderResourceView_Release(v);
    return v;
}

static ID3D11RenderTargetView *bound_rtv(void)
{
    ID3D11RenderTargetView *v;

    ID3D11DeviceContext_OMGetRenderTargets(context, 1, &v, NULL);
    if (v) ID3D11RenderTargetView_Release(v);
    return v;
}

TEST(an_output_takes_inputs_away)
{
    struct surface s;

    CHECK(begin() && make(&s));
    RETURN_IF_FAILED();
    ID3D11DeviceContext_PSSetShaderResources(context, 0, 1, &s.srv);
    ID3D11DeviceContext_PSSetShaderResources(context, 5, 1, &s.srv1);
    ID3D11DeviceContext_CSSetShaderResources(context, 2, 1, &s.srv);
    ID3D11DeviceContext_OMSetRenderTargets(context, 1, &s.rtv, NULL);
    CHECK(bound_srv(0) == NULL);
    CHECK(bound_srv(5) == s.srv1); /* another subresource */
    CHECK(fake.srvs[4][0] == NULL && fake.srvs[4][5] != NULL && fake.srvs[5][2] == NULL);
    CHECK(bound_rtv() == s.rtv);
    /* and a view of what is written is not bound */
    ID3D11DeviceContext_PSSetShaderResources(context, 1, 1, &s.srv);
    CHECK(bound_srv(1) == NULL);
    ID3D11DeviceContext_OMSetRenderTargets(context, 0, NULL, NULL);
    ID3D11DeviceContext_PSSetShaderResources(context, 1, 1, &s.srv);
    CHECK(bound_srv(1) == s.srv);
    drop(&s);
    end();
}

TEST(outputs_exclude_each_other)
{
    ID3D11RenderTargetView *two[2];
    ID3D11UnorderedAccessView *u;
    struct surface s;

    CHECK(begin() && make(&s));
    RETURN_IF_FAILED();
    ID3D11DeviceContext_OMSetRenderTargets(context, 1, &s.rtv, NULL);
    ID3D11DeviceContext_CSSetUnorderedAccessViews(context, 0, 1, &s.uav, NULL);
    CHECK(bound_rtv() == NULL);
    CHECK(fake.rtvs[0] == NULL && fake.cs_uavs[0] != NULL);
    ID3D11DeviceContext_OMSetRenderTargets(context, 1, &s.rtv, NULL);
    ID3D11DeviceContext_CSGetUnorderedAccessViews(context, 0, 1, &u);
    CHECK(u == NULL && fake.cs_uavs[0] == NULL);
    /* One subresource twice drops the call. */
    ID3D11DeviceContext_OMSetRenderTargets(context, 0, NULL, NULL);
    two[0] = two[1] = s.rtv;
    ID3D11DeviceContext_OMSetRenderTargets(context, 2, two, NULL);
    CHECK(bound_rtv() == NULL);
    two[1] = s.rtv1;
    ID3D11DeviceContext_OMSetRenderTargets(context, 2, two, NULL);
    CHECK_EQ(fake.n_rtvs, 2);
    ID3D11DeviceContext_OMSetRenderTargets(context, 1, &s.rtv, NULL);
    CHECK_EQ(fake.n_rtvs, 1);
    CHECK_EQ(fake.clear_rtvs, 1);
    drop(&s);
    end();
}

TEST(render_targets_and_unordered_access)
{
    ID3D11UnorderedAccessView *u;
    ID3D11RenderTargetView *r;
    struct surface a, b;

    CHECK(begin() && make(&a) && make(&b));
    RETURN_IF_FAILED();
    ID3D11DeviceContext_OMSetRenderTargetsAndUnorderedAccessViews(context, 1, &a.rtv, NULL, 1, 1, &b.uav, NULL);
    CHECK_EQ(fake.n_rtvs, 1);
    CHECK_EQ(fake.uav_start, 1);
    CHECK_EQ(fake.n_uavs, 1);
    CHECK(fake.uavs[1] != NULL);
    ID3D11DeviceContext_OMGetRenderTargetsAndUnorderedAccessViews(context, 1, &r, NULL, 1, 1, &u);
    CHECK(r == a.rtv && u == b.uav);
    ID3D11RenderTargetView_Release(r);
    ID3D11UnorderedAccessView_Release(u);
    /* Slots overlap: dropped. */
    ID3D11DeviceContext_OMSetRenderTargetsAndUnorderedAccessViews(context, 1, &b.rtv1, NULL, 0, 1, &b.uav, NULL);
    CHECK(bound_rtv() == a.rtv);
    /* Keep the views, take new targets. */
    ID3D11DeviceContext_OMSetRenderTargetsAndUnorderedAccessViews(context, 1, &a.rtv1, NULL, 0, D3D11_KEEP_UNORDERED_ACCESS_VIEWS, NULL, NULL);
    CHECK(fake.uavs[1] != NULL && bound_rtv() == a.rtv1);
    /* OMSetRenderTargets ends all of them. */
    ID3D11DeviceContext_OMSetRenderTargets(context, 1, &a.rtv, NULL);
    CHECK_EQ(fake.n_uavs, 0);
    ID3D11DeviceContext_OMGetRenderTargetsAndUnorderedAccessViews(context, 0, NULL, NULL, 1, 1, &u);
    CHECK(u == NULL);
    drop(&a);
    drop(&b);
    end();
}

TEST(read_only_depth)
{
    D3D11_DEPTH_STENCIL_VIEW_DESC d = {DXGI_FORMAT_D24_UNORM_S8_UINT, D3D11_DSV_DIMENSION_TEXTURE2D, D3D11_DSV_READ_ONLY_DEPTH, .Texture2D = {0}};
    D3D11_SHADER_RESOURCE_VIEW_DESC s = {DXGI_FORMAT_R24_UNORM_X8_TYPELESS, D3D11_SRV_DIMENSION_TEXTURE2D, .Texture2D = {0, 1}};
    ID3D11DepthStencilView *read_only, *writes;
    ID3D11ShaderResourceView *v;
    ID3D11Texture2D *t;

    CHECK(begin());
    t = make_texture(device, 16, DXGI_FORMAT_R24G8_TYPELESS, D3D11_BIND_SHADER_RESOURCE | D3D11_BIND_DEPTH_STENCIL, 1, 1);
    CHECK_EQ(ID3D11Device_CreateDepthStencilView(device, (ID3D11Resource *)t, &d, &read_only), S_OK);
    d.Flags = 0;
    CHECK_EQ(ID3D11Device_CreateDepthStencilView(device, (ID3D11Resource *)t, &d, &writes), S_OK);
    CHECK_EQ(ID3D11Device_CreateShaderResourceView(device, (ID3D11Resource *)t, &s, &v), S_OK);
    RETURN_IF_FAILED();
    ID3D11DeviceContext_OMSetRenderTargets(context, 0, NULL, read_only);
    ID3D11DeviceContext_PSSetShaderResources(context, 0, 1, &v);
    CHECK(bound_srv(0) == v);
    ID3D11DeviceContext_OMSetRenderTargets(context, 0, NULL, writes);
    CHECK(bound_srv(0) == NULL);
    ID3D11DepthStencilView_Release(read_only);
    ID3D11DepthStencilView_Release(writes);
    ID3D11ShaderResourceView_Release(v);
    ID3D11Texture2D_Release(t);
    end();
}

TEST(stream_output_and_vertices)
{
    UINT stride = 16, offset = 0;
    ID3D11Buffer *b, *got;

    CHECK(begin());
    b = make_buffer(device, 64, D3D11_BIND_VERTEX_BUFFER | D3D11_BIND_STREAM_OUTPUT, D3D11_USAGE_DEFAULT, 0, 0, 0);
    CHECK(b != NULL);
    RETURN_IF_FAILED();
    ID3D11DeviceContext_IASetVertexBuffers(context, 2, 1, &b, &stride, &offset);
    ID3D11DeviceContext_SOSetTargets(context, 1, &b, &offset);
    CHECK(fake.vbs[2] == NULL && fake.so[0] != NULL);
    ID3D11DeviceContext_IASetVertexBuffers(context, 2, 1, &b, &stride, &offset);
    ID3D11DeviceContext_IAGetVertexBuffers(context, 2, 1, &got, NULL, NULL);
    CHECK(got == NULL);
    ID3D11DeviceContext_SOSetTargets(context, 0, NULL, NULL);
    ID3D11DeviceContext_IASetVertexBuffers(context, 2, 1, &b, &stride, &offset);
    CHECK(fake.vbs[2] != NULL);
    ID3D11Buffer_Release(b);
    end();
}

TEST(getters_give_what_was_set)
{
    D3D11_VIEWPORT v[2] = {{0, 0, 10, 20, 0, 1}, {1, 2, 3, 4, 0, 0.5f}}, got[3];
    D3D11_RECT r = {1, 2, 3, 4}, gr;
    D3D11_PRIMITIVE_TOPOLOGY topology;
    float factor[4] = {1, 2, 3, 4};
    UINT n, mask, first, count;
    ID3D11Buffer *b, *back;

    CHECK(begin());
    b = make_buffer(device, 65536, D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    ID3D11DeviceContext_OMGetBlendState(context, NULL, factor, &mask);
    CHECK(factor[0] == 1 && factor[3] == 1);
    CHECK_EQ(mask, 0xffffffff);
    ID3D11DeviceContext_RSSetViewports(context, 2, v);
    n = 3;
    ID3D11DeviceContext_RSGetViewports(context, &n, got);
    CHECK_EQ(n, 2);
    CHECK(!memcmp(v, got, sizeof v) && got[2].Width == 0);
    n = 1;
    ID3D11DeviceContext_RSGetViewports(context, &n, NULL);
    CHECK_EQ(n, 2);
    v[0].Width = -1;
    ID3D11DeviceContext_RSSetViewports(context, 1, v); /* refused as a whole */
    n = 0;
    ID3D11DeviceContext_RSGetViewports(context, &n, NULL);
    CHECK_EQ(n, 2);
    ID3D11DeviceContext_RSSetScissorRects(context, 1, &r);
    n = 1;
    ID3D11DeviceContext_RSGetScissorRects(context, &n, &gr);
    CHECK(!memcmp(&r, &gr, sizeof r));
    ID3D11DeviceContext_IASetPrimitiveTopology(context, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    ID3D11DeviceContext_IASetPrimitiveTopology(context, (D3D11_PRIMITIVE_TOPOLOGY)8);
    ID3D11DeviceContext_IAGetPrimitiveTopology(context, &topology);
    CHECK_EQ(topology, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    CHECK_EQ(fake.topology, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    /* Constant buffer windows: multiples of 16, and whole without arrays. */
    first = 16;
    count = 32;
    ID3D11DeviceContext1_VSSetConstantBuffers1((ID3D11DeviceContext1 *)context, 1, 1, &b, &first, &count);
    CHECK(fake.windows && fake.first_constant[1] == 16 && fake.n_constants[1] == 32);
    first = 17;
    ID3D11DeviceContext1_VSSetConstantBuffers1((ID3D11DeviceContext1 *)context, 1, 1, &b, &first, &count);
    ID3D11DeviceContext1_VSGetConstantBuffers1((ID3D11DeviceContext1 *)context, 1, 1, &back, &first, &count);
    CHECK(back == b && first == 16 && count == 32);
    ID3D11Buffer_Release(back);
    ID3D11DeviceContext_VSSetConstantBuffers(context, 1, 1, &b);
    CHECK(!fake.windows);
    ID3D11DeviceContext1_VSGetConstantBuffers1((ID3D11DeviceContext1 *)context, 1, 1, NULL, &first, &count);
    CHECK(first == 0 && count == 4096);
    ID3D11DeviceContext_ClearState(context);
    CHECK(fake.cbs[0][1] == NULL);
    CHECK_EQ(fake.topology, 0);
    ID3D11Buffer_Release(b);
    end();
}

TEST(the_driver_can_ask_for_the_state)
{
    struct surface s;

    CHECK(begin() && make(&s));
    RETURN_IF_FAILED();
    ID3D11DeviceContext_PSSetShaderResources(context, 3, 1, &s.srv);
    ID3D11DeviceContext_OMSetRenderTargets(context, 1, &s.rtv1, NULL);
    memset(fake.srvs, 0xff, sizeof fake.srvs);
    memset(fake.rtvs, 0, sizeof fake.rtvs);
    fake_core->pfnStatePsSrvCb(fake_core_handle, ~0u, 0); /* count -1: up to the high-water mark */
    CHECK(fake.srvs[4][0] == NULL && fake.srvs[4][3] != NULL && fake.srvs[4][3] != (void *)~0ull);
    CHECK(fake.srvs[4][4] == (void *)~0ull);
    fake_core->pfnStateOmRenderTargetsCb(fake_core_handle);
    CHECK(fake.rtvs[0] != NULL);
    drop(&s);
    end();
}

TEST(maps_take_their_entries)
{
    static const struct { UINT bind; D3D11_USAGE usage; UINT cpu, misc; D3D11_MAP type; const char *map, *unmap; } rows[] = {
        {D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, 0, D3D11_MAP_WRITE_DISCARD, "IADiscard", "IA"},
        {D3D11_BIND_INDEX_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, 0, D3D11_MAP_WRITE_NO_OVERWRITE, "IANoOverwrite", "IA"},
        {D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, 0, D3D11_MAP_WRITE_DISCARD, "ConstantDiscard", "Constant"},
        {D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, 0, D3D11_MAP_WRITE_NO_OVERWRITE, "ConstantNoOverwrite",
         "Constant"},
        {D3D11_BIND_SHADER_RESOURCE, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, 0, D3D11_MAP_WRITE_DISCARD, "Dynamic", "Dynamic"},
        {0, D3D11_USAGE_STAGING, D3D11_CPU_ACCESS_READ, 0, D3D11_MAP_READ, "Staging", "Staging"},
        {D3D11_BIND_UNORDERED_ACCESS, D3D11_USAGE_DEFAULT, D3D11_CPU_ACCESS_READ, D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS,
         D3D11_MAP_READ, "Default", "Default"},
    };
    D3D11_MAPPED_SUBRESOURCE m;
    unsigned i;

    CHECK(begin());
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        ID3D11Buffer *b = make_buffer(device, 64, rows[i].bind, rows[i].usage, rows[i].cpu, rows[i].misc, 0);

        CHECK(b != NULL);
        RETURN_IF_FAILED();
        CHECK_EQ(ID3D11DeviceContext_Map(context, (ID3D11Resource *)b, 0, rows[i].type, 0, &m), S_OK);
        CHECK(!strcmp(fake.last_map, rows[i].map));
        CHECK_EQ(m.RowPitch, 256);
        CHECK_EQ(ID3D11DeviceContext_Map(context, (ID3D11Resource *)b, 0, rows[i].type, 0, &m), E_INVALIDARG); /* mapped already */
        ID3D11DeviceContext_Unmap(context, (ID3D11Resource *)b, 0);
        CHECK(!strcmp(fake.last_unmap, rows[i].unmap));
        CHECK_EQ(ID3D11DeviceContext_Map(context, (ID3D11Resource *)b, 1, rows[i].type, 0, &m), E_INVALIDARG);
        fake.last_unmap[0] = 0;
        ID3D11DeviceContext_Unmap(context, (ID3D11Resource *)b, 0);
        CHECK(!fake.last_unmap[0]);
        ID3D11Buffer_Release(b);
    }
    end();
}

TEST(maps_that_are_refused)
{
    static const struct { UINT bind; D3D11_USAGE usage; UINT cpu; D3D11_MAP type; UINT flags; } rows[] = {
        {D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DEFAULT, 0, D3D11_MAP_WRITE, 0},
        {D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, D3D11_MAP_WRITE, 0},
        {D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, D3D11_MAP_READ, 0},
        {D3D11_BIND_VERTEX_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, D3D11_MAP_WRITE_DISCARD, D3D11_MAP_FLAG_DO_NOT_WAIT},
        {0, D3D11_USAGE_STAGING, D3D11_CPU_ACCESS_READ, D3D11_MAP_WRITE, 0},
        {0, D3D11_USAGE_STAGING, D3D11_CPU_ACCESS_READ, D3D11_MAP_WRITE_DISCARD, 0},
        {0, D3D11_USAGE_STAGING, D3D11_CPU_ACCESS_READ, D3D11_MAP_READ, 1},
        {0, D3D11_USAGE_STAGING, D3D11_CPU_ACCESS_READ, (D3D11_MAP)0, 0},
    };
    D3D11_MAPPED_SUBRESOURCE m;
    unsigned i;

    CHECK(begin());
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        ID3D11Buffer *b = make_buffer(device, 64, rows[i].bind, rows[i].usage, rows[i].cpu, 0, 0);

        CHECK_EQ(ID3D11DeviceContext_Map(context, (ID3D11Resource *)b, 0, rows[i].type, rows[i].flags, &m), E_INVALIDARG);
        CHECK(!fake.last_map[0]);
        ID3D11Buffer_Release(b);
    }
    end();
}

TEST(deferred_contexts)
{
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11DeviceContext *deferred;
    ID3D11CommandList *list;
    ID3D11Buffer *b, *c;
    struct surface s;
    int draws;

    CHECK(begin() && make(&s));
    RETURN_IF_FAILED();
    b = make_buffer(device, 64, D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DYNAMIC, D3D11_CPU_ACCESS_WRITE, 0, 0);
    c = make_buffer(device, 64, D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DEFAULT, 0, 0, 0);
    CHECK_EQ(ID3D11Device_CreateDeferredContext(device, 1, &deferred), E_INVALIDARG);
    CHECK_EQ(ID3D11Device_CreateDeferredContext(device, 0, &deferred), S_OK);
    CHECK_EQ(ID3D11DeviceContext_GetType(deferred), D3D11_DEVICE_CONTEXT_DEFERRED);
    CHECK_EQ(ID3D11DeviceContext_FinishCommandList(context, FALSE, &list), DXGI_ERROR_INVALID_CALL);
    CHECK_EQ(ID3D11DeviceContext_Map(deferred, (ID3D11Resource *)b, 0, D3D11_MAP_WRITE_NO_OVERWRITE, 0, &m),
        D3D11_ERROR_DEFERRED_CONTEXT_MAP_WITHOUT_INITIAL_DISCARD);
    CHECK_EQ(ID3D11DeviceContext_Map(deferred, (ID3D11Resource *)b, 0, D3D11_MAP_WRITE_DISCARD, 0, &m), S_OK);
    memset(m.pData, 7, 64);
    ID3D11DeviceContext_Unmap(deferred, (ID3D11Resource *)b, 0);
    ID3D11DeviceContext_OMSetRenderTargets(deferred, 1, &s.rtv, NULL);
    ID3D11DeviceContext_PSSetShaderResources(deferred, 0, 1, &s.srv);
    ID3D11DeviceContext_IASetPrimitiveTopology(deferred, D3D11_PRIMITIVE_TOPOLOGY_LINELIST);
    ID3D11DeviceContext_UpdateSubresource(deferred, (ID3D11Resource *)c, 0, NULL, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 0, 0);
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    CHECK(!fake.last_map[0] && !fake.draws && !fake.updates && fake.rtvs[0] == NULL);
    CHECK_EQ(ID3D11DeviceContext_FinishCommandList(deferred, FALSE, &list), S_OK);
    RETURN_IF_FAILED();
    ID3D11DeviceContext_IASetPrimitiveTopology(context, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST);
    ID3D11DeviceContext_ExecuteCommandList(context, list, TRUE);
    CHECK(!strcmp(fake.last_map, "ConstantDiscard"));
    CHECK_EQ(fake.draws, 1);
    CHECK_EQ(fake.updates, 1);
    CHECK(!memcmp(fake.updated, "0123456789abcdef", 16));
    CHECK_EQ(fake.topology, D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST); /* restored */
    CHECK(fake.rtvs[0] == NULL);
    ID3D11DeviceContext_ExecuteCommandList(context, list, FALSE);
    CHECK_EQ(fake.draws, 2);
    CHECK_EQ(fake.topology, 0);
    draws = fake.draws;
    /* A list keeps what it uses alive; an abandoned one is gone with its context. */
    ID3D11DeviceContext_Draw(deferred, 3, 0);
    CHECK_EQ(ID3D11DeviceContext_Release(deferred), 0);
    ID3D11Buffer_Release(b);
    ID3D11Buffer_Release(c);
    drop(&s);
    ID3D11DeviceContext_ExecuteCommandList(context, list, FALSE);
    CHECK_EQ(fake.draws, draws + 1);
    CHECK_EQ(ID3D11CommandList_Release(list), 0);
    CHECK_EQ(fake.created[FAKE_RESOURCE], fake.destroyed[FAKE_RESOURCE]);
    end();
}

TEST(context_states_swap)
{
    D3D_FEATURE_LEVEL level = D3D_FEATURE_LEVEL_11_0;
    ID3DDeviceContextState *fresh, *old, *mid;
    ID3D11DeviceContext1 *c1;
    ID3D11Device1 *d1;

    CHECK(begin());
    CHECK_EQ(ID3D11Device_QueryInterface(device, &IID_ID3D11Device1, (void **)&d1), S_OK);
    c1 = (ID3D11DeviceContext1 *)context;
    CHECK_EQ(ID3D11Device1_CreateDeviceContextState(d1, 0, &level, 1, D3D11_SDK_VERSION, &IID_ID3D11Device1, NULL, &fresh), S_OK);
    RETURN_IF_FAILED();
    ID3D11DeviceContext_IASetPrimitiveTopology(context, D3D11_PRIMITIVE_TOPOLOGY_LINELIST);
    ID3D11DeviceContext1_SwapDeviceContextState(c1, fresh, &old);
    CHECK_EQ(fake.topology, 0);
    ID3D11DeviceContext_IASetPrimitiveTopology(context, D3D11_PRIMITIVE_TOPOLOGY_POINTLIST);
    ID3D11DeviceContext1_SwapDeviceContextState(c1, old, &mid);
    CHECK(mid == fresh);
    CHECK_EQ(fake.topology, D3D11_PRIMITIVE_TOPOLOGY_LINELIST);
    ID3DDeviceContextState_Release(mid);
    ID3DDeviceContextState_Release(fresh);
    ID3DDeviceContextState_Release(old);
    ID3D11Device1_Release(d1);
    end();
}

/* What a binding holds alone ends only when the driver knows it as unbound. */
static void test_bound_things_end_unbound(void)
{
    ID3D11ShaderResourceView *no_view = NULL;
    struct surface s;
    int srvs, rtvs;

    CHECK(begin() && make(&s));
    srvs = fake.destroyed[FAKE_SRV];
    rtvs = fake.destroyed[FAKE_RTV];
    ID3D11DeviceContext_PSSetShaderResources(context, 3, 1, &s.srv1);
    ID3D11DeviceContext_OMSetRenderTargets(context, 1, &s.rtv, NULL);
    drop(&s);
    CHECK_EQ(fake.destroyed[FAKE_SRV], srvs + 1); /* the other one */
    CHECK_EQ(fake.destroyed_bound, 0);
    ID3D11DeviceContext_PSSetShaderResources(context, 3, 1, &no_view);
    CHECK_EQ(fake.destroyed[FAKE_SRV], srvs + 2);
    CHECK_EQ(fake.destroyed_bound, 0);
    CHECK(!fake.srvs[1][3]);
    ID3D11DeviceContext_ClearState(context);
    CHECK_EQ(fake.destroyed[FAKE_RTV], rtvs + 2);
    CHECK_EQ(fake.destroyed_bound, 0);
    end();
}

TAP_MAIN(RUN(bound_things_end_unbound); RUN(an_output_takes_inputs_away); RUN(outputs_exclude_each_other); RUN(render_targets_and_unordered_access);
    RUN(read_only_depth); RUN(stream_output_and_vertices); RUN(getters_give_what_was_set); RUN(the_driver_can_ask_for_the_state);
    RUN(maps_take_their_entries); RUN(maps_that_are_refused); RUN(deferred_contexts); RUN(context_states_swap))
