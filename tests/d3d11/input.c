/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Input layouts over every vertex format, instancing, index buffers, topologies, and draws of every form.
 */
#include "conf.h"
#include "pvgpu_formats.h"
#include "shaders/attribute_float_ps.h"
#include "shaders/attribute_float_vs.h"
#include "shaders/attribute_sint_ps.h"
#include "shaders/attribute_sint_vs.h"
#include "shaders/attribute_uint_ps.h"
#include "shaders/attribute_uint_vs.h"
#include "shaders/id_vs.h"
#include "shaders/ids_vs.h"
#include "shaders/line_gs.h"
#include "shaders/lineadj_gs.h"
#include "shaders/many_vs.h"
#include "shaders/point_gs.h"
#include "shaders/triangle_gs.h"
#include "shaders/triangleadj_gs.h"

static const float zero[4];

static void set_layout(struct conf *c, const D3D11_INPUT_ELEMENT_DESC *e, UINT n, const void *code, size_t size)
{
    ID3D11InputLayout *l = NULL;
    conf_need(c, ID3D11Device_CreateInputLayout(c->device, e, n, code, size, &l), "CreateInputLayout");
    conf_own(c, l);
    ID3D11DeviceContext_IASetInputLayout(c->ctx, l);
}

/* Points on a grid of w x h pixels of four 32-bit numbers. */
static struct conf_target grid(struct conf *c, DXGI_FORMAT format, UINT w, UINT h)
{
    struct conf_target t = conf_target(c, format, w, h, zero);
    const float size[4] = { (float)w, (float)h, 0, 0 };
    conf_constants(c, CONF_VS, 0, size, sizeof size);
    ID3D11DeviceContext_IASetPrimitiveTopology(c->ctx, D3D11_PRIMITIVE_TOPOLOGY_POINTLIST);
    return t;
}

/* ---- formats of attributes ---- */

static const char *name_of(uint32_t i) { return conf_format_name((DXGI_FORMAT)i); }

static void attribute(struct conf *c)
{
    DXGI_FORMAT f = (DXGI_FORMAT)c->arg;
    UINT bits = 0, element = conf_format_block(f), offset = 0;
    uint8_t data[32 * 8];
    uint8_t kind = pvgpu_format_rows[f].kind;
    D3D11_INPUT_ELEMENT_DESC e = { "VALUE", 0, f, 0, 0, D3D11_INPUT_PER_VERTEX_DATA, 0 };
    struct conf_target t;
    ID3D11Buffer *b;

    ID3D11Device_CheckFormatSupport(c->device, f, &bits);
    if (!(bits & D3D11_FORMAT_SUPPORT_IA_VERTEX_BUFFER) || !element || kind == PVGPU_FORMAT_TYPELESS || kind >= PVGPU_FORMAT_VIDEO)
        conf_skip(c, "no vertices of this format");
    conf_pattern(data, sizeof data, c->arg);
    if (kind == PVGPU_FORMAT_FLOAT)
        for (size_t i = 1; i < sizeof data; i += 2) data[i] = (uint8_t)(0x30 | (data[i] & 0x87)); /* no infinities, no NaNs */
    b = conf_buffer(c, sizeof data, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, data);
    if (kind == PVGPU_FORMAT_UINT) {
        t = grid(c, DXGI_FORMAT_R32G32B32A32_UINT, 8, 1);
        CONF_SHADER(c, CONF_VS, attribute_uint_vs);
        CONF_SHADER(c, CONF_PS, attribute_uint_ps);
        set_layout(c, &e, 1, attribute_uint_vs, sizeof attribute_uint_vs);
    } else if (kind == PVGPU_FORMAT_SINT) {
        t = grid(c, DXGI_FORMAT_R32G32B32A32_SINT, 8, 1);
        CONF_SHADER(c, CONF_VS, attribute_sint_vs);
        CONF_SHADER(c, CONF_PS, attribute_sint_ps);
        set_layout(c, &e, 1, attribute_sint_vs, sizeof attribute_sint_vs);
    } else {
        t = grid(c, DXGI_FORMAT_R32G32B32A32_FLOAT, 8, 1);
        CONF_SHADER(c, CONF_VS, attribute_float_vs);
        CONF_SHADER(c, CONF_PS, attribute_float_ps);
        set_layout(c, &e, 1, attribute_float_vs, sizeof attribute_float_vs);
    }
    ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 0, 1, &b, &element, &offset);
    ID3D11DeviceContext_Draw(c->ctx, 8, 0);
    conf_resource(c, t.texture, "what the shader saw");
}
const struct conf_area area_attributes = { "attributes", NULL, 0, 116, name_of, attribute };

/* ---- layouts ---- */

static void many_elements(struct conf *c)
{
    static const D3D11_INPUT_ELEMENT_DESC e[] = {
        { "A", 0, DXGI_FORMAT_R8G8B8A8_UINT, 0, 4, D3D11_INPUT_PER_VERTEX_DATA, 0 },
        { "A", 1, DXGI_FORMAT_R8G8_UINT, 3, D3D11_APPEND_ALIGNED_ELEMENT, D3D11_INPUT_PER_VERTEX_DATA, 0 },
        { "A", 5, DXGI_FORMAT_R16_UINT, 3, D3D11_APPEND_ALIGNED_ELEMENT, D3D11_INPUT_PER_VERTEX_DATA, 0 },
        { "B", 0, DXGI_FORMAT_R32G32_UINT, 15, 8, D3D11_INPUT_PER_INSTANCE_DATA, 2 },
    };
    uint8_t data[256];
    struct conf_target t = grid(c, DXGI_FORMAT_R32G32B32A32_UINT, 4, 5);
    ID3D11Buffer *b[16] = { 0 };
    UINT strides[16] = { 0 }, offsets[16] = { 0 };

    conf_pattern(data, sizeof data, 1);
    b[0] = conf_buffer(c, 256, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, data);
    b[3] = conf_buffer(c, 256, D3D11_USAGE_IMMUTABLE, D3D11_BIND_VERTEX_BUFFER, data);
    b[15] = conf_buffer(c, 256, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER | D3D11_BIND_INDEX_BUFFER, data);
    strides[0] = 12; strides[3] = 8; strides[15] = 20;
    offsets[0] = 8; offsets[3] = 4; offsets[15] = 0;
    CONF_SHADER(c, CONF_VS, many_vs);
    CONF_SHADER(c, CONF_PS, attribute_uint_ps);
    set_layout(c, e, N_OF(e), many_vs, sizeof many_vs);
    ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 0, 16, b, strides, offsets);
    ID3D11DeviceContext_DrawInstanced(c->ctx, 4, 5, 0, 0);
    conf_resource(c, t.texture, "four slots");
    strides[0] = 0; /* every vertex the same */
    ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 0, 1, b, strides, offsets);
    ID3D11DeviceContext_DrawInstanced(c->ctx, 4, 5, 0, 0);
    conf_resource(c, t.texture, "stride 0");
    offsets[3] = 224; /* four vertices of eight bytes lie behind it: the last reads zeros */
    ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 3, 1, &b[3], &strides[3], &offsets[3]);
    b[15] = NULL;
    ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 15, 1, &b[15], &strides[15], &offsets[15]);
    ID3D11DeviceContext_DrawInstanced(c->ctx, 4, 5, 0, 0);
    conf_resource(c, t.texture, "a slot empty");
}

static void layout_codes(struct conf *c)
{
    static const D3D11_INPUT_ELEMENT_DESC good = { "VALUE", 0, DXGI_FORMAT_R32G32B32A32_UINT, 0, 0, D3D11_INPUT_PER_VERTEX_DATA, 0 };
    D3D11_INPUT_ELEMENT_DESC e[2] = { good, good };
    ID3D11InputLayout *l = NULL;
    /* ID3D11Device::CreateInputLayout: the elements must have what the signature asks for. */
#define TRY(n, label) do { \
        HRESULT hr = ID3D11Device_CreateInputLayout(c->device, e, n, attribute_uint_vs, sizeof attribute_uint_vs, &l); \
        conf_must(c, (uint32_t)hr, (uint32_t)E_INVALIDARG, label); \
        if (SUCCEEDED(hr)) conf_own(c, l); \
        e[0] = e[1] = good; } while (0)
    e[0].SemanticName = "OTHER"; TRY(1, "a name that the shader lacks");
    e[0].SemanticIndex = 1; TRY(1, "an index that the shader lacks");
    e[0].InputSlot = 32; TRY(1, "slot 32");
    e[0].AlignedByteOffset = 2; TRY(1, "an offset that is not aligned");
    e[0].InputSlotClass = (D3D11_INPUT_CLASSIFICATION)2; TRY(1, "a class that does not exist");
    e[0].InstanceDataStepRate = 1; TRY(1, "a step rate of a vertex");
    e[0].Format = DXGI_FORMAT_BC1_UNORM; TRY(1, "a format that is no vertex");
    e[0].Format = DXGI_FORMAT_R32G32B32A32_TYPELESS; TRY(1, "a typeless format");
#undef TRY
}

/* ---- draws ---- */

/* Vertices i with a = i, instances j with b = j; the pixel (a, b) says who drew it. */
static struct conf_target draw_setup(struct conf *c)
{
    static const D3D11_INPUT_ELEMENT_DESC e[] = {
        { "A", 0, DXGI_FORMAT_R32_UINT, 0, 0, D3D11_INPUT_PER_VERTEX_DATA, 0 },
        { "B", 0, DXGI_FORMAT_R32_UINT, 1, 0, D3D11_INPUT_PER_INSTANCE_DATA, 1 } };
    struct conf_target t = grid(c, DXGI_FORMAT_R32G32B32A32_UINT, 16, 16);
    ID3D11Buffer *b[2];
    const UINT strides[2] = { 4, 4 }, offsets[2] = { 0, 0 };
    uint32_t n[16];

    for (uint32_t i = 0; i < 16; i++) n[i] = i;
    b[0] = conf_buffer(c, sizeof n, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, n);
    b[1] = conf_buffer(c, sizeof n, D3D11_USAGE_DEFAULT, D3D11_BIND_VERTEX_BUFFER, n);
    CONF_SHADER(c, CONF_VS, ids_vs);
    CONF_SHADER(c, CONF_PS, attribute_uint_ps);
    set_layout(c, e, N_OF(e), ids_vs, sizeof ids_vs);
    ID3D11DeviceContext_IASetVertexBuffers(c->ctx, 0, 2, b, strides, offsets);
    return t;
}

static void show(struct conf *c, struct conf_target *t, const char *label)
{
    conf_resource(c, t->texture, "%s", label);
    ID3D11DeviceContext_ClearRenderTargetView(c->ctx, t->view, zero);
}

static void draws(struct conf *c)
{
    static const uint16_t small[12] = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8 };
    static const uint32_t large[12] = { 2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5 };
    struct conf_target t = draw_setup(c);
    ID3D11Buffer *i16 = conf_buffer(c, sizeof small, D3D11_USAGE_DEFAULT, D3D11_BIND_INDEX_BUFFER, small);
    ID3D11Buffer *i32 = conf_buffer(c, sizeof large, D3D11_USAGE_DEFAULT, D3D11_BIND_INDEX_BUFFER, large);

    ID3D11DeviceContext_Draw(c->ctx, 5, 3);
    show(c, &t, "Draw");
    ID3D11DeviceContext_DrawInstanced(c->ctx, 4, 3, 2, 5);
    show(c, &t, "DrawInstanced");
    ID3D11DeviceContext_IASetIndexBuffer(c->ctx, i16, DXGI_FORMAT_R16_UINT, 0);
    ID3D11DeviceContext_DrawIndexed(c->ctx, 6, 2, 1);
    show(c, &t, "DrawIndexed, 16 bits");
    ID3D11DeviceContext_DrawIndexed(c->ctx, 6, 4, -2);
    show(c, &t, "DrawIndexed, base below zero");
    ID3D11DeviceContext_IASetIndexBuffer(c->ctx, i32, DXGI_FORMAT_R32_UINT, 8);
    ID3D11DeviceContext_DrawIndexedInstanced(c->ctx, 5, 2, 1, 3, 4);
    show(c, &t, "DrawIndexedInstanced, 32 bits");
    ID3D11DeviceContext_DrawIndexed(c->ctx, 30, 0, 0); /* more than there are: the rest are zeros */
    show(c, &t, "DrawIndexed beyond the buffer");
    ID3D11DeviceContext_Draw(c->ctx, 0, 0);
    ID3D11DeviceContext_DrawInstanced(c->ctx, 5, 0, 0, 0);
    show(c, &t, "nothing to draw");
}

static void indirect(struct conf *c)
{
    static const uint32_t arguments[] = { 99, 99, 4, 3, 2, 1, 5, 2, 1, 3, 6, 0 };
    static const uint16_t indices[12] = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8 };
    D3D11_BUFFER_DESC d = { sizeof arguments, D3D11_USAGE_DEFAULT, 0, 0, D3D11_RESOURCE_MISC_DRAWINDIRECT_ARGS, 0 };
    conf_level(c, D3D_FEATURE_LEVEL_11_0);
    struct conf_target t = draw_setup(c);
    ID3D11Buffer *args = conf_buffer_desc(c, &d, arguments);
    ID3D11Buffer *ib = conf_buffer(c, sizeof indices, D3D11_USAGE_DEFAULT, D3D11_BIND_INDEX_BUFFER, indices);

    ID3D11DeviceContext_DrawInstancedIndirect(c->ctx, args, 8);
    show(c, &t, "DrawInstancedIndirect");
    ID3D11DeviceContext_IASetIndexBuffer(c->ctx, ib, DXGI_FORMAT_R16_UINT, 0);
    ID3D11DeviceContext_DrawIndexedInstancedIndirect(c->ctx, args, 24);
    show(c, &t, "DrawIndexedInstancedIndirect");
}

/* ---- topologies: which vertices make which primitive ---- */

static void stream_target(struct conf *c, ID3D11Buffer **out)
{
    const UINT offset = 0;
    *out = conf_buffer(c, 32 * 40, D3D11_USAGE_DEFAULT, D3D11_BIND_STREAM_OUTPUT, NULL);
    ID3D11DeviceContext_SOSetTargets(c->ctx, 1, out, &offset);
}

static void topology(struct conf *c)
{
    static const D3D11_SO_DECLARATION_ENTRY so[] = { { 0, "A", 0, 0, 4, 0 }, { 0, "B", 0, 0, 4, 0 } };
    static const struct { const char *name; D3D11_PRIMITIVE_TOPOLOGY t; UINT gs; } rows[] = {
        { "points", D3D11_PRIMITIVE_TOPOLOGY_POINTLIST, 0 }, { "lines", D3D11_PRIMITIVE_TOPOLOGY_LINELIST, 1 },
        { "line strip", D3D11_PRIMITIVE_TOPOLOGY_LINESTRIP, 1 }, { "triangles", D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST, 2 },
        { "triangle strip", D3D11_PRIMITIVE_TOPOLOGY_TRIANGLESTRIP, 2 }, { "lines, adjacency", D3D11_PRIMITIVE_TOPOLOGY_LINELIST_ADJ, 3 },
        { "line strip, adjacency", D3D11_PRIMITIVE_TOPOLOGY_LINESTRIP_ADJ, 3 },
        { "triangles, adjacency", D3D11_PRIMITIVE_TOPOLOGY_TRIANGLELIST_ADJ, 4 },
        { "triangle strip, adjacency", D3D11_PRIMITIVE_TOPOLOGY_TRIANGLESTRIP_ADJ, 4 } };
    static const uint16_t indices[] = { 0, 1, 2, 3, 4, 5, 6, 0xffff, 7, 8, 9, 10, 11, 12, 13, 14, 0xffff, 3, 2, 1 };
    static const struct { const void *code; size_t size; } gs[] = { { point_gs, sizeof point_gs }, { line_gs, sizeof line_gs },
        { triangle_gs, sizeof triangle_gs }, { lineadj_gs, sizeof lineadj_gs }, { triangleadj_gs, sizeof triangleadj_gs } };
    static const uint8_t empty[32 * 40];
    const UINT stride = 32;
    ID3D11Buffer *ib = conf_buffer(c, sizeof indices, D3D11_USAGE_DEFAULT, D3D11_BIND_INDEX_BUFFER, indices), *out;
    ID3D11GeometryShader *s = NULL;

    conf_need(c, ID3D11Device_CreateGeometryShaderWithStreamOutput(c->device, gs[rows[c->arg].gs].code, gs[rows[c->arg].gs].size, so, 2,
              &stride, 1, c->level < D3D_FEATURE_LEVEL_11_0 ? 0 : D3D11_SO_NO_RASTERIZED_STREAM, NULL, &s), "CreateGeometryShaderWithStreamOutput");
    conf_own(c, s);
    CONF_SHADER(c, CONF_VS, id_vs);
    ID3D11DeviceContext_GSSetShader(c->ctx, s, NULL, 0);
    ID3D11DeviceContext_IASetInputLayout(c->ctx, NULL);
    ID3D11DeviceContext_IASetPrimitiveTopology(c->ctx, rows[c->arg].t);
    for (UINT k = 0; k < 3; k++) {
        stream_target(c, &out);
        ID3D11DeviceContext_UpdateSubresource(c->ctx, (ID3D11Resource *)out, 0, NULL, empty, 0, 0);
        ID3D11DeviceContext_IASetIndexBuffer(c->ctx, ib, DXGI_FORMAT_R16_UINT, 0);
        if (k == 0) ID3D11DeviceContext_Draw(c->ctx, 13, 1);
        else if (k == 1) ID3D11DeviceContext_DrawIndexed(c->ctx, N_OF(indices), 0, 0);
        else ID3D11DeviceContext_DrawInstanced(c->ctx, 7, 2, 0, 0);
        ID3D11DeviceContext_SOSetTargets(c->ctx, 0, NULL, NULL);
        conf_resource(c, out, "%s %s", rows[c->arg].name, k == 0 ? "drawn" : k == 1 ? "indexed with cuts" : "instanced");
    }
}

static const struct conf_case cases[] = {
    { "many elements", many_elements, 0 }, { "codes of layouts", layout_codes, 0 }, { "draws", draws, 0 }, { "indirect draws", indirect, 0 },
    { "points", topology, 0 }, { "lines", topology, 1 }, { "line strip", topology, 2 }, { "triangles", topology, 3 },
    { "triangle strip", topology, 4 }, { "lines with adjacency", topology, 5 }, { "line strip with adjacency", topology, 6 },
    { "triangles with adjacency", topology, 7 }, { "triangle strip with adjacency", topology, 8 },
};
const struct conf_area area_input = { "input", cases, N_OF(cases), 0, NULL, NULL };
