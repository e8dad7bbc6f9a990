/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Class linkage: its objects, and what shaders of every stage draw with class instances.
 */
#include "stages.h"
#include "shaders/color_ps.h"
#include "shaders/linkage.h"
#include "shaders/pass_vs.h"
#include "shaders/quad_hs.h"

static const float black[4] = { 0, 0, 0, 1 };

void class_linkage(struct conf *c)
{
    ID3D11ClassLinkage *l = NULL;
    ID3D11ClassInstance *i = NULL;
    HRESULT hr = ID3D11Device_CreateClassLinkage(c->device, &l);
    ID3D11PixelShader *s = NULL;

    conf_hr(c, hr, "CreateClassLinkage");
    if (FAILED(hr)) return;
    conf_own(c, l);
    hr = ID3D11Device_CreatePixelShader(c->device, color_ps, sizeof color_ps, l, &s);
    conf_hr(c, hr, "CreatePixelShader with a linkage");
    if (SUCCEEDED(hr)) conf_own(c, s);
    hr = ID3D11ClassLinkage_GetClassInstance(l, "nobody", 0, &i);
    conf_must(c, SUCCEEDED(hr), 0, "an instance that does not exist");
}

enum { LINKED_ROWS = 3, LINKED_SLOTS = 5 };

/* Slots: bender, colors[0..2], mixer, in every stage. As PLAIN=1..3 of shaders/linkage.hlsl have them; created ones lie in cb3. */
static const struct { const char *name; UINT index; bool created; } linked_rows[LINKED_ROWS][LINKED_SLOTS] = {
    { { "wave", 0, false }, { "flat1", 1, false }, { "pictures", 0, false }, { "stripes", 0, false }, { "again", 0, false } },
    { { "Straight", 0, true }, { "stripes", 0, false }, { "flat0", 0, false }, { "Flat", 5, true }, { "Sum", 0, true } },
    { { "wave", 0, false }, { "pictures", 1, false }, { "stripes", 0, false }, { "pictures", 0, false }, { "again", 0, false } },
};

static const struct { const void *code; size_t size; } linked_code[1 + LINKED_ROWS][CONF_CS + 1] = {
#define ROW(n) { ONE(n, vs), ONE(n, hs), ONE(n, ds), ONE(n, gs), ONE(n, ps), ONE(n, cs) } /* as enum conf_stage */
#define ONE(n, stage) { linkage##n##_##stage, sizeof linkage##n##_##stage }
    ROW(), ROW(_1), ROW(_2), ROW(_3),
#undef ONE
#undef ROW
};

/* Where the native Direct3D has no class linkage it draws with the plain classes: the pictures have to be the same. */
struct linked {
    ID3D11ClassLinkage *linkage; /* NULL: there is none */
    ID3D11ClassInstance *rows[LINKED_ROWS][LINKED_SLOTS];
    void *shaders[CONF_CS + 1]; /* with interfaces */
};

static void *linked_shader(struct conf *c, const struct linked *l, enum conf_stage stage, UINT row)
{
    const void *code = linked_code[row][stage].code;
    const size_t size = linked_code[row][stage].size;
    void *out = NULL;
    HRESULT hr = E_FAIL;
    switch (stage) {
    case CONF_VS: hr = ID3D11Device_CreateVertexShader(c->device, code, size, l->linkage, (ID3D11VertexShader **)&out); break;
    case CONF_HS: hr = ID3D11Device_CreateHullShader(c->device, code, size, l->linkage, (ID3D11HullShader **)&out); break;
    case CONF_DS: hr = ID3D11Device_CreateDomainShader(c->device, code, size, l->linkage, (ID3D11DomainShader **)&out); break;
    case CONF_GS: hr = ID3D11Device_CreateGeometryShader(c->device, code, size, l->linkage, (ID3D11GeometryShader **)&out); break;
    case CONF_PS: hr = ID3D11Device_CreatePixelShader(c->device, code, size, l->linkage, (ID3D11PixelShader **)&out); break;
    case CONF_CS: hr = ID3D11Device_CreateComputeShader(c->device, code, size, l->linkage, (ID3D11ComputeShader **)&out); break;
    }
    conf_need(c, hr, "a shader");
    conf_own(c, out);
    return out;
}

static void linked_open(struct conf *c, struct linked *l)
{
    ID3D11ClassInstance *probe = NULL;
    memset(l, 0, sizeof *l);
    conf_need(c, ID3D11Device_CreateClassLinkage(c->device, &l->linkage), "CreateClassLinkage");
    conf_own(c, l->linkage);
    if (FAILED(ID3D11ClassLinkage_CreateClassInstance(l->linkage, "Flat", 0, 0, 0, 0, &probe))) {
        l->linkage = NULL;
        return;
    }
    ID3D11ClassInstance_Release(probe);
    for (UINT i = CONF_VS; i <= CONF_CS; i++) l->shaders[i] = linked_shader(c, l, (enum conf_stage)i, 0);
    for (UINT row = 0; row < LINKED_ROWS; row++)
        for (UINT i = 0; i < LINKED_SLOTS; i++) {
            ID3D11ClassInstance **at = &l->rows[row][i];
            HRESULT hr = linked_rows[row][i].created
                ? ID3D11ClassLinkage_CreateClassInstance(l->linkage, linked_rows[row][i].name, 3, linked_rows[row][i].index, 0, 0, at)
                : ID3D11ClassLinkage_GetClassInstance(l->linkage, linked_rows[row][i].name, linked_rows[row][i].index, at);
            conf_need(c, hr, linked_rows[row][i].name);
            conf_own(c, *at);
        }
}

static void linked_set(struct conf *c, const struct linked *l, enum conf_stage stage, UINT row)
{
    ID3D11ClassInstance *const *instances = l->linkage ? l->rows[row] : NULL;
    const UINT n = l->linkage ? LINKED_SLOTS : 0;
    void *shader = l->linkage ? l->shaders[stage] : linked_shader(c, l, stage, 1 + row);
    switch (stage) {
    case CONF_VS: ID3D11DeviceContext_VSSetShader(c->ctx, shader, instances, n); break;
    case CONF_HS: ID3D11DeviceContext_HSSetShader(c->ctx, shader, instances, n); break;
    case CONF_DS: ID3D11DeviceContext_DSSetShader(c->ctx, shader, instances, n); break;
    case CONF_GS: ID3D11DeviceContext_GSSetShader(c->ctx, shader, instances, n); break;
    case CONF_PS: ID3D11DeviceContext_PSSetShader(c->ctx, shader, instances, n); break;
    case CONF_CS: ID3D11DeviceContext_CSSetShader(c->ctx, shader, instances, n); break;
    }
}

static void linked_data(struct conf *c, enum conf_stage stage, UINT pick, ID3D11ShaderResourceView *const views[2], ID3D11SamplerState *s)
{
    struct { float padding[12]; UINT pick; float more[3]; } data = { .pick = pick };
    /* flat0, flat1[2], stripes (with its width), pictures[2], wave, again */
    static const float objects[11][4] = { { 1, 0, 0.25f, 1 }, { 0, 1, 0, 1 }, { 0.25f, 0.5f, 0, 1 }, { 1, 1, 0, 1 }, { 0, 0, 1, 0.5f },
        { 0 }, { 1, 0.5f, 1, 1 }, { 0.5f, 1, 0.25f, 1 }, { 2, 0, 0, 0 }, { 0.5f, 0, 0, 0 } };
    float other[6][4] = { { 0 } }, copy[11][4];
    const UINT width = 4;
    memcpy(copy, objects, sizeof copy);
    memcpy(&copy[5][0], &width, sizeof width);
    other[5][0] = other[5][3] = 0.75f;
    conf_constants(c, stage, 1, &data, sizeof data);
    conf_constants(c, stage, 2, copy, sizeof copy);
    conf_constants(c, stage, 3, other, sizeof other);
    for (UINT i = 0; i < 2; i++) conf_set_srv(c, stage, i, views[i]);
    ID3D11SamplerState *both[2] = { s, s };
    switch (stage) {
    case CONF_VS: ID3D11DeviceContext_VSSetSamplers(c->ctx, 0, 2, both); break;
    case CONF_HS: ID3D11DeviceContext_HSSetSamplers(c->ctx, 0, 2, both); break;
    case CONF_DS: ID3D11DeviceContext_DSSetSamplers(c->ctx, 0, 2, both); break;
    case CONF_GS: ID3D11DeviceContext_GSSetSamplers(c->ctx, 0, 2, both); break;
    case CONF_PS: ID3D11DeviceContext_PSSetSamplers(c->ctx, 0, 2, both); break;
    case CONF_CS: ID3D11DeviceContext_CSSetSamplers(c->ctx, 0, 2, both); break;
    }
}

static void linked_views(struct conf *c, ID3D11ShaderResourceView *views[2], ID3D11SamplerState **s)
{
    D3D11_SAMPLER_DESC d = { D3D11_FILTER_MIN_MAG_MIP_POINT, D3D11_TEXTURE_ADDRESS_CLAMP, D3D11_TEXTURE_ADDRESS_CLAMP,
        D3D11_TEXTURE_ADDRESS_CLAMP, 0, 1, D3D11_COMPARISON_NEVER, { 0 }, 0, D3D11_FLOAT32_MAX };
    uint32_t texels[16 * 16];
    for (UINT i = 0; i < 2; i++) {
        for (UINT t = 0; t < 16 * 16; t++) texels[t] = (t * (i ? 0x01020304u : 0x03050107u)) & 0xf0f0f0f0u;
        views[i] = conf_srv(c, conf_plain2d(c, DXGI_FORMAT_R8G8B8A8_UNORM, 16, 16, D3D11_BIND_SHADER_RESOURCE, texels), NULL);
    }
    conf_need(c, ID3D11Device_CreateSamplerState(c->device, &d, s), "CreateSamplerState");
    conf_own(c, *s);
}

/* A patch or points of these corners go through the stage that has interfaces. */
static void linked_corners(struct conf *c)
{
    static const struct { float position[4], color[4]; } corners[4] = {
        { { -1, -1, 0.5f, 1 }, { 1, 0, 0, 1 } }, { { 0.5f, -1, 0.5f, 1 }, { 0, 1, 0, 1 } },
        { { -0.75f, 0.25f, 0.5f, 1 }, { 0, 0, 1, 1 } }, { { 0.25f, 0.5f, 0.5f, 1 }, { 1, 1, 0, 1 } },
    };
    static const D3D11_INPUT_ELEMENT_DESC e[] = {
        { "POSITION", 0, DXGI_FORMAT_R32G32B32A32_FLOAT, 0, 0, D3D11_INPUT_PER_VERTEX_DATA, 0 },
        { "COLOR", 0, DXGI_FORMAT_R32G32B32A32_FLOAT, 0, 16, D3D11_INPUT_PER_VERTEX_DATA, 0 } };
    D3D11_RASTERIZER_DESC d = { .FillMode = D3D11_FILL_SOLID, .CullMode = D3D11_CULL_NONE, .DepthClipEnable = TRUE };
    ID3D11Buffer *b = conf_buffer(c, sizeof corners, D3D11_USAGE_IMMUTABLE, D3D11_BIND_VERTEX_BUFFER, corners);
    const UINT stride = sizeof corners[0], offset = 0;
    ID3D11RasterizerState *s;
    ID3D11InputLayout *l;
    conf_need(c, ID3D11Device_CreateRasterizerState(c->device, &d, &s), "CreateRasterizerState");
    conf_own(c, s);
    ID3D11DeviceContext_RSSetState(c->ctx, s);
    conf_need(c, ID3D11Device_CreateInputLayout(c->device, e, 2, pass_vs, sizeof pass_vs, &l), "CreateInputLayout");
    conf_own(c, l);
    ID3D11DeviceContext_IASetInputLayout(c->ctx, l);
    ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 0, 1, &b, &stride, &offset);
    CONF_SHADER(c, CONF_VS, pass_vs);
    CONF_SHADER(c, CONF_PS, color_ps);
}

/* What the shader with interfaces, which is set, makes. */
static ID3D11Texture2D *linked_picture(struct conf *c, enum conf_stage stage)
{
    static const float factors[8] = { 7, 7, 7, 7 };
    ID3D11UnorderedAccessView *u, *none = NULL;
    ID3D11Texture2D *picture;
    const UINT size = stage == CONF_VS ? 8 : 32;
    if (stage == CONF_CS) {
        picture = conf_plain2d(c, DXGI_FORMAT_R32G32B32A32_FLOAT, 8, 8, D3D11_BIND_UNORDERED_ACCESS, NULL);
        u = conf_uav(c, picture, NULL);
        ID3D11DeviceContext_CSSetUnorderedAccessViews(c->ctx, 0, 1, &u, NULL);
        ID3D11DeviceContext_Dispatch(c->ctx, 1, 1, 1);
        ID3D11DeviceContext_CSSetUnorderedAccessViews(c->ctx, 0, 1, &none, NULL);
        return picture;
    }
    picture = conf_target(c, DXGI_FORMAT_R32G32B32A32_FLOAT, size, size, black).texture;
    switch (stage) {
    case CONF_VS:
        CONF_SHADER(c, CONF_PS, color_ps);
        ID3D11DeviceContext_IASetPrimitiveTopology(c->ctx, D3D11_PRIMITIVE_TOPOLOGY_POINTLIST);
        ID3D11DeviceContext_IASetInputLayout(c->ctx, NULL);
        ID3D11DeviceContext_Draw(c->ctx, 64, 0);
        break;
    case CONF_PS: conf_quad(c, 0.5f); break;
    default:
        linked_corners(c);
        ID3D11DeviceContext_IASetPrimitiveTopology(c->ctx, stage == CONF_GS ? D3D11_PRIMITIVE_TOPOLOGY_POINTLIST
                                                                           : D3D11_PRIMITIVE_TOPOLOGY_4_CONTROL_POINT_PATCHLIST);
        if (stage == CONF_HS) CONF_SHADER(c, CONF_DS, linked_ds);
        if (stage == CONF_DS) {
            CONF_SHADER(c, CONF_HS, quad_hs);
            conf_constants(c, CONF_HS, 0, factors, sizeof factors);
        }
        ID3D11DeviceContext_Draw(c->ctx, 4, 0);
        break;
    }
    return picture;
}

void class_instances(struct conf *c)
{
    const enum conf_stage stage = (enum conf_stage)c->arg;
    ID3D11ShaderResourceView *views[2];
    ID3D11SamplerState *s;
    struct linked l;

    linked_open(c, &l);
    linked_views(c, views, &s);
    for (UINT row = 0; row < LINKED_ROWS; row++)
        for (UINT pick = 0; pick < 3; pick++) {
            linked_data(c, stage, pick, views, s);
            linked_set(c, &l, stage, row);
            conf_resource(c, linked_picture(c, stage), "row %u, element %u", row, pick);
        }
}

/* What the objects say of themselves, and what is drawn where instances are missing or of another linkage: nothing. */
void class_objects(struct conf *c)
{
    struct conf_target t = conf_target(c, DXGI_FORMAT_R32G32B32A32_FLOAT, 8, 8, black);
    ID3D11ClassInstance *got[LINKED_SLOTS + 1] = { NULL }, *mixed[LINKED_SLOTS], *no = NULL;
    ID3D11ClassLinkage *other = NULL;
    ID3D11PixelShader *bound = NULL;
    D3D11_CLASS_INSTANCE_DESC d;
    char name[32];
    SIZE_T size = sizeof name;
    UINT n = LINKED_SLOTS + 1;
    struct linked l;

    linked_open(c, &l);
    if (l.linkage) {
        ID3D11ClassInstance_GetDesc(l.rows[0][1], &d);
        conf_must(c, d.InstanceIndex, 1, "index of a gotten instance");
        conf_must(c, d.Created, FALSE, "made by");
        conf_must(c, d.BaseTexture, 127, "texture by default");
        ID3D11ClassInstance_GetInstanceName(l.rows[0][1], name, &size);
        conf_must(c, size, sizeof "flat1", "length of its name");
        conf_must(c, strcmp(name, "flat1"), 0, "name");
        size = 3;
        ID3D11ClassInstance_GetTypeName(l.rows[0][1], name, &size);
        conf_must(c, strcmp(name, "Fl"), 0, "type, as far as there is room");
        ID3D11ClassInstance_GetDesc(l.rows[1][3], &d);
        conf_must(c, d.Created, TRUE, "created");
        conf_must(c, d.ConstantBuffer * 16 + d.BaseConstantBufferOffset, 3 * 16 + 5, "place");
        ID3D11ClassInstance_GetClassLinkage(l.rows[1][3], &other);
        conf_must(c, other == l.linkage, 1, "linkage");
        if (other) ID3D11ClassLinkage_Release(other);
        other = NULL;
        conf_must(c, SUCCEEDED(ID3D11ClassLinkage_GetClassInstance(l.linkage, "flat1", 2, &no)), 0, "an element too many");
        conf_must(c, SUCCEEDED(ID3D11ClassLinkage_GetClassInstance(l.linkage, "straight", 0, &no)), 0, "an instance without data");
        linked_set(c, &l, CONF_PS, 2);
        ID3D11DeviceContext_PSGetShader(c->ctx, &bound, got, &n);
        conf_must(c, bound == l.shaders[CONF_PS], 1, "shader");
        conf_must(c, n, LINKED_SLOTS, "instances");
        conf_must(c, !memcmp(got, l.rows[2], sizeof l.rows[2]), 1, "in their order");
        if (bound) ID3D11PixelShader_Release(bound);
        for (UINT i = 0; i < LINKED_SLOTS; i++)
            if (got[i]) ID3D11ClassInstance_Release(got[i]);
        /* One that is missing, one too few, one of a class that the interface does not take, one of another linkage. */
        for (UINT k = 0; k < 4; k++) {
            memcpy(mixed, l.rows[2], sizeof mixed);
            if (k == 0) mixed[2] = NULL;
            if (k == 2) mixed[4] = l.rows[0][0];
            if (k == 3) {
                conf_need(c, ID3D11Device_CreateClassLinkage(c->device, &other), "CreateClassLinkage");
                conf_own(c, other);
                conf_need(c, ID3D11ClassLinkage_CreateClassInstance(other, "Flat", 2, 0, 0, 0, &mixed[1]), "CreateClassInstance");
                conf_own(c, mixed[1]);
            }
            ID3D11DeviceContext_PSSetShader(c->ctx, l.shaders[CONF_PS], mixed, k == 1 ? LINKED_SLOTS - 1 : LINKED_SLOTS);
            conf_quad(c, 0.5f);
        }
    }
    conf_resource(c, t.texture, "nothing is drawn");
}
