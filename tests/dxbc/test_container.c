/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Containers that the library rebuilds from tokens and registers, against those that Microsoft's
 * compiler made of the same shaders.
 */
#include "golden.h"
#include "rebuilt.h"

TEST(checksum_is_the_compilers)
{
    for (int i = 0; i < GOLDEN_COUNT; i++) {
        uint8_t sum[16];
        pvb_dxbc_checksum(golden[i].data, golden[i].size, sum);
        CHECK(!memcmp(sum, (const uint8_t *)golden[i].data + 4, 16));
    }
}

/* Sizes on both sides of the two ways to end: the golden containers' ends happen to fall anywhere, so
 * every remainder of 64 is there when enough of their prefixes are. A change of any byte shows. */
TEST(checksum_covers_every_byte)
{
    uint8_t data[160], sum[16], again[16];
    for (size_t i = 0; i < sizeof data; i++) data[i] = (uint8_t)(i * 7);
    for (size_t size = 21; size < sizeof data; size++) {
        pvb_dxbc_checksum(data, size, sum);
        for (size_t i = 20; i < size; i++) {
            data[i] ^= 1;
            pvb_dxbc_checksum(data, size, again);
            data[i] ^= 1;
            CHECK(memcmp(sum, again, 16));
        }
        pvb_dxbc_checksum(data, size - 1, again);
        CHECK(memcmp(sum, again, 16));
    }
}

TEST(rebuilt_with_types)
{
    for (int i = 0; i < GOLDEN_COUNT; i++) check_rebuilt(golden[i].name, golden[i].data, golden[i].size, true);
}

TEST(rebuilt_without_types)
{
    for (int i = 0; i < GOLDEN_COUNT; i++) check_rebuilt(golden[i].name, golden[i].data, golden[i].size, false);
}

/* With no signature at all, the declarations must give what the code touches. */
TEST(rebuilt_from_declarations)
{
    for (int i = 0; i < GOLDEN_COUNT; i++) {
        struct strip a, b;
        void *data;
        size_t size;
        CHECK(strip_container(golden[i].data, golden[i].size, &a));
        struct pvb_dxbc_shader s = {.stage = a.stage, .tokens = a.tokens, .n_tokens = a.n_tokens};
        CHECK_EQ(pvb_dxbc_build(&s, &data, &size, NULL), PVB_DXBC_OK);
        RETURN_IF_FAILED();
        CHECK(strip_container(data, size, &b));
        const struct strip_entry *ea[3] = {a.in, a.out, a.patch}, *eb[3] = {b.in, b.out, b.patch};
        uint32_t na[3] = {a.n_in, a.n_out, a.n_patch}, nb[3] = {b.n_in, b.n_out, b.n_patch};
        bool hull = a.stage == PVGPU_STAGE_HS;
        for (int k = 0; k < 3; k++)
            for (uint32_t j = 0; j < na[k]; j++) {
                const struct strip_entry *e = &ea[k][j];
                bool outputs = k == 1 || (k == 2 && a.stage == PVGPU_STAGE_HS), found = false;
                uint32_t touched = outputs ? 15u & ~e->used : e->used;
                if (hull && k < 2) touched &= 7; /* without a control point phase not all are declared */
                for (uint32_t x = 0; x < nb[k]; x++) {
                    /* A hull shader's inputs are declared without their system names. */
                    bool named = eb[k][x].d3d_name == e->d3d_name || (hull && k == 0 && !eb[k][x].d3d_name);
                    found |= named && eb[k][x].reg == e->reg && eb[k][x].stream == e->stream && !(touched & ~eb[k][x].mask);
                }
                if (touched && !found) printf("# %s: %s%u\n", golden[i].name, e->name, e->semantic_index);
                CHECK(!touched || found);
            }
        free(data);
    }
}

TEST(stream_output_takes_other_stages)
{
    static const int ids[] = {GOLDEN_vs_color, GOLDEN_ds_tri, GOLDEN_gs_points};
    static const int others[] = {GOLDEN_ps_color, GOLDEN_hs_tri, GOLDEN_cs_views};
    for (int i = 0; i < 3; i++) {
        struct strip a;
        void *data;
        size_t size;
        CHECK(strip_container(golden[ids[i]].data, golden[ids[i]].size, &a));
        struct pvb_dxbc_shader s = strip_shader(&a, true);
        s.stage = PVGPU_STAGE_GS;
        CHECK_EQ(pvb_dxbc_build(&s, &data, &size, NULL), PVB_DXBC_OK);
        free(data);
        CHECK(strip_container(golden[others[i]].data, golden[others[i]].size, &a));
        s = strip_shader(&a, true);
        s.stage = PVGPU_STAGE_GS;
        CHECK_EQ(pvb_dxbc_build(&s, &data, &size, NULL), PVB_DXBC_STAGE);
        CHECK(!data);
    }
}

/* A driver's signature is a superset: what the code does not touch stays, and is marked as unused. */
TEST(superset_signature)
{
    struct strip a, b;
    void *data;
    size_t size;
    CHECK(strip_container(golden[GOLDEN_ps_color].data, golden[GOLDEN_ps_color].size, &a));
    struct pvb_dxbc_shader s = strip_shader(&a, false);
    a.ddi_in[s.n_inputs++] = (struct pvgpu_signature){.reg = 5, .mask = 7};
    a.ddi_in[s.n_inputs++] = (struct pvgpu_signature){.reg = 6, .mask = 1, .name = 4};
    a.ddi_in[s.n_inputs++] = (struct pvgpu_signature){.reg = ~0u, .mask = 1};
    CHECK_EQ(pvb_dxbc_build(&s, &data, &size, NULL), PVB_DXBC_OK);
    RETURN_IF_FAILED();
    CHECK(strip_container(data, size, &b));
    CHECK_EQ(b.n_in, a.n_in + 2);
    CHECK_EQ(b.in[2].reg, 5);
    CHECK_EQ(b.in[2].mask, 7);
    CHECK_EQ(b.in[2].used, 0);
    CHECK(!strcmp(b.in[3].name, "SV_RenderTargetArrayIndex"));
    free(data);
}

TEST(layout_types_decide)
{
    struct strip a, b;
    void *data;
    size_t size;
    CHECK(strip_container(golden[GOLDEN_vs_color].data, golden[GOLDEN_vs_color].size, &a));
    struct pvb_dxbc_shader s = strip_shader(&a, true);
    s.input_types[1] = 2;
    CHECK_EQ(pvb_dxbc_build(&s, &data, &size, NULL), PVB_DXBC_OK);
    RETURN_IF_FAILED();
    CHECK(strip_container(data, size, &b));
    CHECK_EQ(b.in[0].type, 3);
    CHECK_EQ(b.in[1].type, 2);
    free(data);
    CHECK(strip_container(golden[GOLDEN_ps_color].data, golden[GOLDEN_ps_color].size, &a));
    s = strip_shader(&a, true);
    s.output_types[0] = 1;
    CHECK_EQ(pvb_dxbc_build(&s, &data, &size, NULL), PVB_DXBC_OK);
    RETURN_IF_FAILED();
    CHECK(strip_container(data, size, &b));
    CHECK_EQ(b.out[0].type, 1);
    free(data);
}

TEST(infers_inputs)
{
    struct strip a;
    uint8_t types[32];
    CHECK(strip_container(golden[GOLDEN_vs_inputs].data, golden[GOLDEN_vs_inputs].size, &a));
    pvb_dxbc_infer_inputs(a.tokens, a.n_tokens, types);
    static const uint8_t expected[8] = {3, 3, 1, 2, 3, 1, 1, 0};
    for (int i = 0; i < 5; i++) CHECK_EQ(types[i], expected[i]);
    CHECK_EQ(types[7], 0);
    CHECK(strip_container(golden[GOLDEN_vs_moves].data, golden[GOLDEN_vs_moves].size, &a));
    pvb_dxbc_infer_inputs(a.tokens, a.n_tokens, types);
    CHECK_EQ(types[0], 3);
    CHECK_EQ(types[1], 0);
    CHECK_EQ(types[2], 2);
    CHECK_EQ(types[3], 2);
    memset(types, 9, sizeof types);
    pvb_dxbc_infer_inputs(a.tokens, 5, types);
    CHECK_EQ(types[0], 0);
    CHECK(strip_container(golden[GOLDEN_ps_color].data, golden[GOLDEN_ps_color].size, &a));
    pvb_dxbc_infer_inputs(a.tokens, a.n_tokens, types);
    CHECK_EQ(types[1], 0);
}

/* In the order of ps_textures.hlsl; three buffers lie between the arrays of samples and what is compared. */
TEST(textures_as_they_are_declared)
{
    static const uint8_t expected[14] = {2, 3, 4, 5, 8, 9, 10, 6, 7, 0, 0, 0, 4, 9}; /* D3D11_SRV_DIMENSION */
    struct strip a;
    uint8_t dimensions[128];
    CHECK(strip_container(golden[GOLDEN_ps_textures].data, golden[GOLDEN_ps_textures].size, &a));
    CHECK_EQ(pvb_dxbc_textures(a.tokens, a.n_tokens, dimensions), 14);
    for (int i = 0; i < 14; i++) CHECK_EQ(dimensions[i], expected[i]);
    CHECK_EQ(dimensions[14], 0);
    CHECK(strip_container(golden[GOLDEN_ps_color].data, golden[GOLDEN_ps_color].size, &a));
    CHECK_EQ(pvb_dxbc_textures(a.tokens, a.n_tokens, dimensions), 0);
    CHECK_EQ(dimensions[0], 0);
}

TEST(format_types)
{
    CHECK_EQ(pvb_dxbc_format_type(0), 3);
    CHECK_EQ(pvb_dxbc_format_type(2), 3);    /* R32G32B32A32_FLOAT */
    CHECK_EQ(pvb_dxbc_format_type(3), 1);    /* R32G32B32A32_UINT */
    CHECK_EQ(pvb_dxbc_format_type(28), 3);   /* R8G8B8A8_UNORM */
    CHECK_EQ(pvb_dxbc_format_type(38), 2);   /* R16G16_SINT */
    CHECK_EQ(pvb_dxbc_format_type(100000), 3);
}

TEST(layout_signature)
{
    struct pvgpu_input_element e[2] = {{.reg = 3, .format = 30}, {.reg = 0, .format = 6}};
    struct strip s;
    void *data;
    size_t size;
    CHECK_EQ(pvb_dxbc_layout_signature(e, 2, &data, &size), PVB_DXBC_OK);
    RETURN_IF_FAILED();
    CHECK(strip_container(data, size, &s));
    CHECK_EQ(s.n_in, 2);
    CHECK(!strcmp(s.in[0].name, "R"));
    CHECK_EQ(s.in[0].semantic_index, 3);
    CHECK_EQ(s.in[0].reg, 3);
    CHECK_EQ(s.in[0].type, 1);
    CHECK_EQ(s.in[1].type, 3);
    free(data);
    CHECK_EQ(pvb_dxbc_layout_signature(e, 0, &data, &size), PVB_DXBC_OK);
    CHECK(strip_container(data, size, &s));
    free(data);
    e[0].reg = 32;
    CHECK_EQ(pvb_dxbc_layout_signature(e, 2, &data, &size), PVB_DXBC_MALFORMED);
    CHECK(!data);
}

TAP_MAIN(RUN(checksum_is_the_compilers); RUN(checksum_covers_every_byte); RUN(rebuilt_with_types); RUN(rebuilt_without_types);
         RUN(rebuilt_from_declarations); RUN(stream_output_takes_other_stages); RUN(superset_signature);
         RUN(layout_types_decide); RUN(infers_inputs); RUN(textures_as_they_are_declared);
         RUN(format_types); RUN(layout_signature))
