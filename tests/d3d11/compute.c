/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Buffers of every kind with their views and counters, dispatches, unordered access to textures.
 */
#include "conf.h"
#include "shaders/append_cs.h"
#include "shaders/atomics_cs.h"
#include "shaders/consume_cs.h"
#include "shaders/countdown_cs.h"
#include "shaders/counter_cs.h"
#include "shaders/double_cs.h"
#include "shaders/groups_cs.h"
#include "shaders/image1_cs.h"
#include "shaders/image2_cs.h"
#include "shaders/image2a_cs.h"
#include "shaders/image3_cs.h"
#include "shaders/items4_cs.h"
#include "shaders/raw4_cs.h"
#include "shaders/shared_cs.h"
#include "shaders/structured_cs.h"
#include "shaders/typed_cs.h"

static ID3D11Buffer *raw_buffer(struct conf *c, UINT size, UINT bind, UINT misc, const void *data)
{
    D3D11_BUFFER_DESC d = { size, D3D11_USAGE_DEFAULT, bind, 0, D3D11_RESOURCE_MISC_BUFFER_ALLOW_RAW_VIEWS | misc, 0 };
    return conf_buffer_desc(c, &d, data);
}

static ID3D11ShaderResourceView *raw_srv(struct conf *c, ID3D11Buffer *b, UINT first, UINT n)
{
    D3D11_SHADER_RESOURCE_VIEW_DESC d = { .Format = DXGI_FORMAT_R32_TYPELESS, .ViewDimension = D3D11_SRV_DIMENSION_BUFFEREX };
    d.BufferEx.FirstElement = first;
    d.BufferEx.NumElements = n;
    d.BufferEx.Flags = D3D11_BUFFEREX_SRV_FLAG_RAW;
    return conf_srv(c, b, &d);
}

static ID3D11UnorderedAccessView *buffer_uav(struct conf *c, ID3D11Buffer *b, DXGI_FORMAT f, UINT first, UINT n, UINT flags)
{
    D3D11_UNORDERED_ACCESS_VIEW_DESC d = { .Format = f, .ViewDimension = D3D11_UAV_DIMENSION_BUFFER };
    d.Buffer.FirstElement = first;
    d.Buffer.NumElements = n;
    d.Buffer.Flags = flags;
    return conf_uav(c, b, &d);
}

static void set_uav(struct conf *c, UINT slot, ID3D11UnorderedAccessView *v, UINT count)
{
    ID3D11DeviceContext_CSSetUnorderedAccessViews(c->ctx, slot, 1, &v, &count);
}

#define ZERO_BUFFER(c, b) do { static const UINT none_[4]; \
    ID3D11DeviceContext_ClearUnorderedAccessViewUint((c)->ctx, (b), none_); } while (0)

static void structured(struct conf *c)
{
    uint8_t data[16 * 16];
    D3D11_SHADER_RESOURCE_VIEW_DESC d = { .Format = DXGI_FORMAT_UNKNOWN, .ViewDimension = D3D11_SRV_DIMENSION_BUFFER };
    ID3D11Buffer *items, *raw, *typed, *out, *out_raw, *out_typed;

    conf_pattern(data, sizeof data, 5);
    for (UINT i = 7; i < sizeof data; i += 16) data[i] = 0x40; /* tame floats */
    items = conf_structured(c, 16, 16, D3D11_BIND_SHADER_RESOURCE, data);
    raw = raw_buffer(c, sizeof data, D3D11_BIND_SHADER_RESOURCE, 0, data);
    typed = conf_buffer(c, sizeof data, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, data);
    out = conf_structured(c, 16, 12, D3D11_BIND_UNORDERED_ACCESS, data);
    out_raw = raw_buffer(c, 256, D3D11_BIND_UNORDERED_ACCESS | D3D11_BIND_VERTEX_BUFFER, 0, data);
    out_typed = conf_buffer(c, 64, D3D11_USAGE_DEFAULT, D3D11_BIND_UNORDERED_ACCESS, data);
    d.Buffer.FirstElement = 2;
    d.Buffer.NumElements = 6; /* the last two threads read zeros */
    conf_set_srv(c, CONF_CS, 0, conf_srv(c, items, &d));
    conf_set_srv(c, CONF_CS, 1, raw_srv(c, raw, 4, 12));
    d = (D3D11_SHADER_RESOURCE_VIEW_DESC){ .Format = DXGI_FORMAT_R8G8B8A8_UNORM, .ViewDimension = D3D11_SRV_DIMENSION_BUFFER };
    d.Buffer.FirstElement = 1;
    d.Buffer.NumElements = 3;
    conf_set_srv(c, CONF_CS, 2, conf_srv(c, typed, &d));
    set_uav(c, 0, buffer_uav(c, out, DXGI_FORMAT_UNKNOWN, 3, 7, 0), ~0u);
    set_uav(c, 1, buffer_uav(c, out_raw, DXGI_FORMAT_R32_TYPELESS, 4, 56, D3D11_BUFFER_UAV_FLAG_RAW), ~0u);
    set_uav(c, 2, buffer_uav(c, out_typed, DXGI_FORMAT_R32_FLOAT, 2, 10, 0), ~0u);
    CONF_SHADER(c, CONF_CS, structured_cs);
    ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
    conf_resource(c, out, "structured");
    conf_resource(c, out_raw, "raw");
    conf_resource(c, out_typed, "typed");
}

static void typed_uavs(struct conf *c)
{
    static const DXGI_FORMAT formats[] = { DXGI_FORMAT_R32_UINT, DXGI_FORMAT_R16_UINT, DXGI_FORMAT_R8_UINT };
    uint8_t data[64];
    conf_pattern(data, sizeof data, 6);
    for (UINT i = 0; i < N_OF(formats); i++) {
        const uint32_t n[4] = { 1000, 0, 0, 0 };
        D3D11_SHADER_RESOURCE_VIEW_DESC d = { .Format = formats[i], .ViewDimension = D3D11_SRV_DIMENSION_BUFFER };
        ID3D11Buffer *in = conf_buffer(c, sizeof data, D3D11_USAGE_DEFAULT, D3D11_BIND_SHADER_RESOURCE, data);
        ID3D11Buffer *out = conf_buffer(c, sizeof data, D3D11_USAGE_DEFAULT, D3D11_BIND_UNORDERED_ACCESS, data);
        d.Buffer.FirstElement = i + 1;
        d.Buffer.NumElements = 5;
        conf_set_srv(c, CONF_CS, 2, conf_srv(c, in, &d));
        set_uav(c, 2, buffer_uav(c, out, formats[i], i, 6, 0), ~0u);
        conf_constants(c, CONF_CS, 0, n, sizeof n);
        CONF_SHADER(c, CONF_CS, typed_cs);
        ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
        conf_resource(c, out, "format %u", (unsigned)formats[i]);
    }
}

/* What a hidden counter holds, and that it stays with its view. */
static void show_count(struct conf *c, ID3D11UnorderedAccessView *v, const char *label)
{
    static const uint32_t before[4] = { 77, 77, 77, 77 };
    ID3D11Buffer *b = conf_buffer(c, 16, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, before);
    ID3D11DeviceContext_CopyStructureCount(c->ctx, b, 4, v);
    conf_resource(c, b, "%s", label);
}

static void append_consume(struct conf *c)
{
    ID3D11Buffer *a = conf_structured(c, 4, 32, D3D11_BIND_UNORDERED_ACCESS, NULL);
    ID3D11Buffer *b = conf_structured(c, 4, 32, D3D11_BIND_UNORDERED_ACCESS, NULL);
    ID3D11UnorderedAccessView *va = buffer_uav(c, a, DXGI_FORMAT_UNKNOWN, 0, 32, D3D11_BUFFER_UAV_FLAG_APPEND);
    ID3D11UnorderedAccessView *vb = buffer_uav(c, b, DXGI_FORMAT_UNKNOWN, 2, 20, D3D11_BUFFER_UAV_FLAG_APPEND);

    ZERO_BUFFER(c, va);
    ZERO_BUFFER(c, vb);
    show_count(c, va, "count before");
    CONF_SHADER(c, CONF_CS, append_cs);
    set_uav(c, 3, va, 5);
    ID3D11DeviceContext_Dispatch(c->ctx, 2, 1, 1);
    set_uav(c, 3, NULL, 0);
    show_count(c, va, "count after appending from 5");
    conf_resource(c, a, "appended");
    CONF_SHADER(c, CONF_CS, consume_cs);
    set_uav(c, 4, va, ~0u);
    set_uav(c, 3, vb, 0);
    ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
    set_uav(c, 3, NULL, 0);
    set_uav(c, 4, NULL, 0);
    show_count(c, va, "count after consuming");
    show_count(c, vb, "count of the other");
    conf_resource(c, b, "consumed");
}

static void counters(struct conf *c)
{
    ID3D11Buffer *a = conf_structured(c, 4, 32, D3D11_BIND_UNORDERED_ACCESS, NULL);
    ID3D11UnorderedAccessView *v = buffer_uav(c, a, DXGI_FORMAT_UNKNOWN, 0, 32, D3D11_BUFFER_UAV_FLAG_COUNTER);
    const uint32_t n[4] = { 13, 0, 0, 0 }, five[4] = { 5, 0, 0, 0 };

    ZERO_BUFFER(c, v);
    CONF_SHADER(c, CONF_CS, counter_cs);
    conf_constants(c, CONF_CS, 0, n, sizeof n);
    set_uav(c, 3, v, 3);
    ID3D11DeviceContext_Dispatch(c->ctx, 2, 1, 1);
    show_count(c, v, "counted while bound");
    conf_resource(c, a, "counted");
    CONF_SHADER(c, CONF_CS, countdown_cs);
    conf_constants(c, CONF_CS, 0, five, sizeof five);
    ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1); /* the count is kept between dispatches */
    show_count(c, v, "counted down");
    conf_resource(c, a, "counted down to");
    set_uav(c, 3, v, ~0u);
    ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
    show_count(c, v, "kept by -1");
}

static void dispatches(struct conf *c)
{
    static const uint32_t sizes[][3] = { { 1, 1, 1 }, { 3, 2, 1 }, { 1, 2, 3 } };
    static const uint32_t indirect[] = { 9, 9, 9, 2, 3, 1, 0, 1, 1 };
    D3D11_BUFFER_DESC d = { sizeof indirect, D3D11_USAGE_DEFAULT, 0, 0, D3D11_RESOURCE_MISC_DRAWINDIRECT_ARGS, 0 };
    ID3D11Buffer *out = raw_buffer(c, 1024, D3D11_BIND_UNORDERED_ACCESS, 0, NULL), *args = conf_buffer_desc(c, &d, indirect);
    ID3D11UnorderedAccessView *v = buffer_uav(c, out, DXGI_FORMAT_R32_TYPELESS, 0, 256, D3D11_BUFFER_UAV_FLAG_RAW);

    CONF_SHADER(c, CONF_CS, groups_cs);
    for (UINT i = 0; i < N_OF(sizes) + 2; i++) {
        static const uint32_t third[4] = { 2, 3, 1, 0 };
        ZERO_BUFFER(c, v);
        conf_constants(c, CONF_CS, 0, i < N_OF(sizes) ? sizes[i] : third, 12);
        set_uav(c, 1, v, ~0u);
        if (i < N_OF(sizes)) ID3D11DeviceContext_Dispatch(c->ctx, sizes[i][0], sizes[i][1], sizes[i][2]);
        else ID3D11DeviceContext_DispatchIndirect(c->ctx, args, i == N_OF(sizes) ? 12 : 24);
        conf_resource(c, out, "dispatch %u", i);
    }
    ZERO_BUFFER(c, v);
    ID3D11DeviceContext_Dispatch(c->ctx, 0, 1, 1);
    conf_resource(c, out, "no groups");
}

static void shared_memory(struct conf *c)
{
    uint32_t data[128];
    ID3D11Buffer *in, *out = raw_buffer(c, 64, D3D11_BIND_UNORDERED_ACCESS, 0, NULL);
    for (uint32_t i = 0; i < 128; i++) data[i] = i * i + 7;
    in = raw_buffer(c, sizeof data, D3D11_BIND_SHADER_RESOURCE, 0, data);
    conf_set_srv(c, CONF_CS, 1, raw_srv(c, in, 0, 128));
    set_uav(c, 1, buffer_uav(c, out, DXGI_FORMAT_R32_TYPELESS, 0, 16, D3D11_BUFFER_UAV_FLAG_RAW), ~0u);
    CONF_SHADER(c, CONF_CS, shared_cs);
    ID3D11DeviceContext_Dispatch(c->ctx, 2, 1, 1);
    conf_resource(c, out, "sums");
}

/* Shader model 4 (win32 docs, "Compute shaders on downlevel hardware"): what level 10_0 has, and what calls it drops there. */
static void model_4(struct conf *c)
{
    uint8_t data[8 * 16];
    uint32_t words[64];
    const bool old = c->level < D3D_FEATURE_LEVEL_11_0;
    D3D11_FEATURE_DATA_D3D10_X_HARDWARE_OPTIONS x = { 0 };
    D3D11_SHADER_RESOURCE_VIEW_DESC d = { .Format = DXGI_FORMAT_UNKNOWN, .ViewDimension = D3D11_SRV_DIMENSION_BUFFER };
    D3D11_UNORDERED_ACCESS_VIEW_DESC v = { DXGI_FORMAT_R32_TYPELESS, D3D11_UAV_DIMENSION_BUFFER, { .Buffer = { 4, 32, D3D11_BUFFER_UAV_FLAG_RAW } } };
    ID3D11Buffer *items, *raw, *out, *out_items;
    ID3D11UnorderedAccessView *view, *got[2] = { NULL, NULL }, *refused = NULL;
    const UINT none[2] = { ~0u, ~0u };
    HRESULT hr;

    ID3D11Device_CheckFeatureSupport(c->device, D3D11_FEATURE_D3D10_X_HARDWARE_OPTIONS, &x, sizeof x);
    conf_num(c, (uint64_t)x.ComputeShaders_Plus_RawAndStructuredBuffers_Via_Shader_4_x, "offered");
    conf_pattern(data, sizeof data, 5);
    for (UINT i = 7; i < sizeof data; i += 16) data[i] = 0x40; /* tame floats */
    conf_pattern(words, sizeof words, 9);
    items = conf_structured(c, 16, 8, D3D11_BIND_SHADER_RESOURCE, data);
    raw = raw_buffer(c, sizeof words, D3D11_BIND_SHADER_RESOURCE, 0, words);
    d.Buffer.NumElements = 8;
    conf_set_srv(c, CONF_CS, 0, conf_srv(c, items, &d));
    conf_set_srv(c, CONF_CS, 1, raw_srv(c, raw, 0, 64));

    out = raw_buffer(c, 4 * 256 + 256, D3D11_BIND_UNORDERED_ACCESS, 0, NULL);
    view = buffer_uav(c, out, DXGI_FORMAT_R32_TYPELESS, 64, 256, D3D11_BUFFER_UAV_FLAG_RAW);
    ZERO_BUFFER(c, view);
    set_uav(c, 0, view, ~0u);
    CONF_SHADER(c, CONF_CS, raw4_cs);
    ID3D11DeviceContext_Dispatch(c->ctx, 2, 2, 1);
    conf_resource(c, out, "words of four groups");

    out_items = conf_structured(c, 16, 8, D3D11_BIND_UNORDERED_ACCESS, data);
    set_uav(c, 0, buffer_uav(c, out_items, DXGI_FORMAT_UNKNOWN, 0, 8, 0), ~0u);
    CONF_SHADER(c, CONF_CS, items4_cs);
    if (old) {
        uint8_t after[sizeof data];
        ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 2);
        conf_get(c, out_items, after, sizeof after);
        conf_must(c, !memcmp(after, data, sizeof data), 1, "a third dimension of groups draws nothing");
    }
    ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
    conf_resource(c, out_items, "items");

    hr = ID3D11Device_CreateUnorderedAccessView(c->device, (ID3D11Resource *)out, &v, &refused);
    conf_must(c, (uint32_t)hr, old ? (uint32_t)E_INVALIDARG : 0, "a raw view from byte 16 on");
    if (SUCCEEDED(hr)) conf_own(c, refused);
    v.Buffer.FirstElement = 0, v.Buffer.Flags = 0, v.Format = DXGI_FORMAT_R32_UINT;
    hr = ID3D11Device_CreateUnorderedAccessView(c->device, (ID3D11Resource *)out, &v, &refused);
    conf_must(c, (uint32_t)hr, old ? (uint32_t)E_INVALIDARG : 0, "a typed view");
    if (SUCCEEDED(hr)) conf_own(c, refused);
    ID3D11DeviceContext_CSSetUnorderedAccessViews(c->ctx, 1, 1, &view, none);
    ID3D11DeviceContext_CSGetUnorderedAccessViews(c->ctx, 0, 2, got);
    conf_must(c, got[0] != NULL, 1, "the first slot keeps its view");
    conf_must(c, got[1] != NULL, !old, "a second view");
    for (UINT i = 0; i < 2; i++)
        if (got[i]) ID3D11UnorderedAccessView_Release(got[i]);
    ID3D11DeviceContext_OMSetRenderTargetsAndUnorderedAccessViews(c->ctx, 0, NULL, NULL, 0, 1, &view, none);
    got[0] = NULL;
    ID3D11DeviceContext_OMGetRenderTargetsAndUnorderedAccessViews(c->ctx, 0, NULL, NULL, 0, 1, got);
    conf_must(c, got[0] != NULL, !old, "a view for pixel shaders");
    if (got[0]) ID3D11UnorderedAccessView_Release(got[0]);
}

static void atomics(struct conf *c)
{
    static const uint32_t before[16] = { 100, 0, 0, 500, 0x0f0f0f0f, ~0u, 0 };
    ID3D11Buffer *out = raw_buffer(c, 64, D3D11_BIND_UNORDERED_ACCESS, 0, before);
    set_uav(c, 1, buffer_uav(c, out, DXGI_FORMAT_R32_TYPELESS, 0, 16, D3D11_BUFFER_UAV_FLAG_RAW), ~0u);
    CONF_SHADER(c, CONF_CS, atomics_cs);
    ID3D11DeviceContext_Dispatch(c->ctx, 3, 1, 1);
    conf_resource(c, out, "results");
}

static void doubles(struct conf *c)
{
    D3D11_FEATURE_DATA_DOUBLES d = { 0 };
    const double numbers[2] = { 1.0 / 3, 1e100 };
    ID3D11Buffer *in, *out;

    ID3D11Device_CheckFeatureSupport(c->device, D3D11_FEATURE_DOUBLES, &d, sizeof d);
    conf_num(c, (uint64_t)d.DoublePrecisionFloatShaderOps, "offered");
    if (!d.DoublePrecisionFloatShaderOps) return;
    in = raw_buffer(c, sizeof numbers, D3D11_BIND_SHADER_RESOURCE, 0, numbers);
    out = raw_buffer(c, 16, D3D11_BIND_UNORDERED_ACCESS, 0, numbers);
    conf_set_srv(c, CONF_CS, 1, raw_srv(c, in, 0, 4));
    set_uav(c, 1, buffer_uav(c, out, DXGI_FORMAT_R32_TYPELESS, 0, 4, D3D11_BUFFER_UAV_FLAG_RAW), ~0u);
    CONF_SHADER(c, CONF_CS, double_cs);
    ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
    conf_resource(c, out, "product and sum");
}

static void images(struct conf *c)
{
    const uint32_t n[4] = { 100000, 0, 0, 0 };
    static const UINT clear[4] = { 7, 7, 7, 7 };
    D3D11_TEXTURE1D_DESC d1 = { 8, 1, 1, DXGI_FORMAT_R32_UINT, D3D11_USAGE_DEFAULT, D3D11_BIND_UNORDERED_ACCESS, 0, 0 };
    D3D11_TEXTURE2D_DESC d2 = { 8, 8, 2, 3, DXGI_FORMAT_R32_UINT, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_UNORDERED_ACCESS, 0, 0 };
    D3D11_TEXTURE3D_DESC d3 = { 8, 8, 4, 2, DXGI_FORMAT_R32_UINT, D3D11_USAGE_DEFAULT, D3D11_BIND_UNORDERED_ACCESS, 0, 0 };
    D3D11_UNORDERED_ACCESS_VIEW_DESC v = { .Format = DXGI_FORMAT_R32_UINT };
    ID3D11Texture1D *t1 = conf_texture1d(c, &d1, NULL);
    ID3D11Texture2D *t2 = conf_texture2d(c, &d2, NULL);
    ID3D11Texture3D *t3 = conf_texture3d(c, &d3, NULL);
    ID3D11UnorderedAccessView *u;

    conf_constants(c, CONF_CS, 0, n, sizeof n);
    u = conf_uav(c, t1, NULL);
    ID3D11DeviceContext_ClearUnorderedAccessViewUint(c->ctx, u, clear);
    CONF_SHADER(c, CONF_CS, image1_cs);
    set_uav(c, 0, u, ~0u);
    ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
    conf_resource(c, t1, "line");

    for (UINT mip = 0; mip < 2; mip++) {
        v.ViewDimension = D3D11_UAV_DIMENSION_TEXTURE2DARRAY;
        v.Texture2DArray.MipSlice = mip;
        v.Texture2DArray.FirstArraySlice = 0;
        v.Texture2DArray.ArraySize = 3;
        ID3D11DeviceContext_ClearUnorderedAccessViewUint(c->ctx, conf_uav(c, t2, &v), clear);
        v.Texture2DArray.FirstArraySlice = 1;
        v.Texture2DArray.ArraySize = 2;
        CONF_SHADER(c, CONF_CS, image2a_cs);
        set_uav(c, 0, conf_uav(c, t2, &v), ~0u);
        ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 2);
    }
    conf_resource(c, t2, "layers");

    v.ViewDimension = D3D11_UAV_DIMENSION_TEXTURE3D;
    v.Texture3D.MipSlice = 0;
    v.Texture3D.FirstWSlice = 0;
    v.Texture3D.WSize = 4;
    ID3D11DeviceContext_ClearUnorderedAccessViewUint(c->ctx, conf_uav(c, t3, &v), clear);
    v.Texture3D.MipSlice = 1;
    v.Texture3D.WSize = 2;
    ID3D11DeviceContext_ClearUnorderedAccessViewUint(c->ctx, conf_uav(c, t3, &v), clear);
    v.Texture3D.MipSlice = 0;
    v.Texture3D.FirstWSlice = 1;
    v.Texture3D.WSize = 2;
    CONF_SHADER(c, CONF_CS, image3_cs);
    set_uav(c, 0, conf_uav(c, t3, &v), ~0u);
    ID3D11DeviceContext_Dispatch(c->ctx, 2, 1, 2);
    conf_resource(c, t3, "volume");
}

/* Views of one slice, as an array and not, through shaders that declare them so: the driver interface does not say which. */
static void one_slice(struct conf *c)
{
    const uint32_t n[4] = { 500, 0, 0, 0 };
    static const UINT clear[4] = { 7, 7, 7, 7 };
    D3D11_TEXTURE2D_DESC d = { 8, 8, 2, 1, DXGI_FORMAT_R32_UINT, { 1, 0 }, D3D11_USAGE_DEFAULT, D3D11_BIND_UNORDERED_ACCESS, 0, 0 };
    D3D11_UNORDERED_ACCESS_VIEW_DESC v = { .Format = DXGI_FORMAT_R32_UINT, .ViewDimension = D3D11_UAV_DIMENSION_TEXTURE2DARRAY };
    ID3D11Texture2D *one, *several;
    ID3D11UnorderedAccessView *array[2], *flat[2];

    conf_level(c, D3D_FEATURE_LEVEL_11_0);
    one = conf_texture2d(c, &d, NULL);
    conf_constants(c, CONF_CS, 0, n, sizeof n);
    for (UINT mip = 0; mip < 2; mip++) {
        v.Texture2DArray = (D3D11_TEX2D_ARRAY_UAV){ mip, 0, 1 };
        array[0] = conf_uav(c, one, &v);
        ID3D11DeviceContext_ClearUnorderedAccessViewUint(c->ctx, array[0], clear);
        set_uav(c, 0, array[0], ~0u);
        CONF_SHADER(c, CONF_CS, image2a_cs);
        ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
    }
    conf_resource(c, one, "an array of one");
    d.ArraySize = 3;
    several = conf_texture2d(c, &d, NULL);
    for (UINT mip = 0; mip < 2; mip++) {
        v.ViewDimension = D3D11_UAV_DIMENSION_TEXTURE2DARRAY;
        v.Texture2DArray = (D3D11_TEX2D_ARRAY_UAV){ mip, 0, 3 };
        ID3D11DeviceContext_ClearUnorderedAccessViewUint(c->ctx, conf_uav(c, several, &v), clear);
        v.Texture2DArray = (D3D11_TEX2D_ARRAY_UAV){ mip, 2, 1 };
        array[1] = conf_uav(c, several, &v);
        v.ViewDimension = D3D11_UAV_DIMENSION_TEXTURE2D;
        v.Texture2D.MipSlice = mip;
        flat[0] = conf_uav(c, several, &v);
        flat[1] = conf_uav(c, one, &v);
        CONF_SHADER(c, CONF_CS, image2_cs);
        set_uav(c, 0, flat[0], ~0u);
        ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
        set_uav(c, 0, flat[1], ~0u); /* the shader stays, the view changes */
        ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
        CONF_SHADER(c, CONF_CS, image2a_cs); /* and the other way round: the view is of the first shader's dimension */
        set_uav(c, 0, array[1], ~0u);
        ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
    }
    conf_resource(c, several, "the first and the last of three");
    conf_resource(c, one, "and not an array");
}

static void load_store(struct conf *c)
{
    uint32_t data[64];
    const uint32_t n[4] = { 3, 0, 0, 0 };
    ID3D11Texture2D *t;
    for (uint32_t i = 0; i < 64; i++) data[i] = i << 16;
    t = conf_plain2d(c, DXGI_FORMAT_R32_UINT, 8, 8, D3D11_BIND_UNORDERED_ACCESS, data);
    conf_constants(c, CONF_CS, 0, n, sizeof n);
    CONF_SHADER(c, CONF_CS, image2_cs);
    set_uav(c, 0, conf_uav(c, t, NULL), ~0u);
    ID3D11DeviceContext_Dispatch(c->ctx, 2, 1, 1);
    ID3D11DeviceContext_Dispatch(c->ctx, 2, 2, 1);
    conf_resource(c, t, "added twice above, once below");
}

static const struct conf_case cases[] = {
    { "structured, raw and typed buffers", structured, 0 }, { "typed unordered buffers", typed_uavs, 0 },
    { "append and consume", append_consume, 0 }, { "counters", counters, 0 }, { "dispatches", dispatches, 0 },
    { "shared memory", shared_memory, 0 }, { "shader model 4", model_4, 0 }, { "atomics", atomics, 0 }, { "doubles", doubles, 0 }, { "images", images, 0 },
    { "loads and stores", load_store, 0 }, { "images of one slice", one_slice, 0 },
};
const struct conf_area area_compute = { "compute", cases, N_OF(cases), 0, NULL, NULL };
