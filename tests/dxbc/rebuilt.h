/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * rebuilt.h - a container that Microsoft's compiler made, against what the library rebuilds from its tokens and registers.
 */
#ifndef REBUILT_H
#define REBUILT_H

#include "strip.h"
#include "tap.h"

static inline bool is_inter_stage(const struct strip *s, bool input)
{
    return input ? s->stage != PVGPU_STAGE_VS : s->stage != PVGPU_STAGE_PS;
}

/* Ours must cover each original entry: same register, stream, system value and precision, at least its
 * mask; names of system values too. Types where a consumer looks at them. */
static inline void rebuilt_compare(const char *shader, const struct strip_entry *a, uint32_t n_a, const struct strip_entry *b, uint32_t n_b,
                    bool types, bool targets, bool loose)
{
    for (uint32_t i = 0; i < n_a; i++) {
        const struct strip_entry *found = NULL;
        for (uint32_t j = 0; j < n_b; j++) {
            bool same = a[i].reg == b[j].reg && a[i].stream == b[j].stream && a[i].d3d_name == b[j].d3d_name;
            if (same && a[i].reg == ~0u) same = !strcmp(a[i].name, b[j].name);
            if (same && !(a[i].mask & ~b[j].mask)) found = &b[j];
        }
        bool system = a[i].d3d_name || a[i].reg == ~0u;
        char expected[16];
        if (!found) {
            printf("# %s: no entry for %s%u\n", shader, a[i].name, a[i].semantic_index);
            CHECK(!"entry is missing");
            continue;
        }
        snprintf(expected, sizeof expected, a[i].stream ? "S%u" : "R", a[i].stream);
        if (system || targets) CHECK(!strcmp(found->name, a[i].name));
        else CHECK(!strcmp(found->name, expected));
        if (system || targets) CHECK_EQ(found->semantic_index, a[i].semantic_index);
        else CHECK_EQ(found->semantic_index, a[i].reg);
        if (types || system) CHECK_EQ(found->type, a[i].type);
        CHECK_EQ(found->min_precision, a[i].min_precision);
        if (a[i].mask != found->mask) continue;
        /* A geometry shader declares inputs that it does not read, and ours takes the declaration's word. */
        if (loose) CHECK(!(a[i].used & ~found->used));
        else CHECK_EQ(found->used, a[i].used);
    }
    uint32_t covered = 0, ours = 0;
    for (uint32_t i = 0; i < n_a; i++) covered += (uint32_t)__builtin_popcount(a[i].mask);
    for (uint32_t i = 0; i < n_b; i++) ours += (uint32_t)__builtin_popcount(b[i].mask);
    CHECK_EQ(covered, ours);
}

static inline void check_rebuilt(const char *name, const uint32_t *container, uint32_t container_size, bool with_types)
{
    struct strip a, b;
    struct pvb_dxbc_error error;
    void *data = NULL;
    size_t size = 0;
    CHECK(strip_container(container, container_size, &a));
    struct pvb_dxbc_shader s = strip_shader(&a, with_types);
    if (pvb_dxbc_build(&s, &data, &size, &error) != PVB_DXBC_OK) {
        printf("# %s: token %u: %s\n", name, error.token, error.text);
        CHECK(!"build failed");
        return;
    }
    CHECK(strip_container(data, size, &b));
    CHECK_EQ(a.code_fourcc, b.code_fourcc);
    CHECK_EQ(a.in_fourcc, b.in_fourcc);
    CHECK_EQ(a.out_fourcc, b.out_fourcc);
    CHECK_EQ(a.patch_fourcc, b.patch_fourcc);
    CHECK_EQ(a.required, b.required);
    CHECK_EQ(a.n_tokens, b.n_tokens);
    CHECK(!memcmp(a.tokens, b.tokens, a.n_tokens * 4));
    rebuilt_compare(name, a.in, a.n_in, b.in, b.n_in, with_types || !is_inter_stage(&a, true), false,
                    a.stage == PVGPU_STAGE_GS);
    rebuilt_compare(name, a.out, a.n_out, b.out, b.n_out, with_types || !is_inter_stage(&a, false), a.stage == PVGPU_STAGE_PS, false);
    rebuilt_compare(name, a.patch, a.n_patch, b.patch, b.n_patch, with_types, false, false);
    free(data);
}

#endif
