/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * table_test.c - every command of the table, driven by the table: a minimal instance is accepted, and
 * each field that names an object refuses what it must not name.
 */
#include "fixture.h"
#include "tap.h"

static struct fixture f;

/* Commands leave traces (a destroyed object, say), so each attempt starts from a fresh scene. */
static enum pvgpu_verdict attempt(int index, const struct pvgpu_field *field, uint32_t id)
{
    uint64_t cmd[128];
    enum pvgpu_verdict v;
    size_t size = sample_command(index, cmd);
    if (!fixture_open(&f, NULL) || fixture_scene(&f)) abort();
    if (field) memcpy((char *)cmd + field->offset, &id, sizeof id);
    v = fixture_run(&f, pvgpu_descs[index].cls == PVGPU_CLASS_CONTEXT ? CTX : 0, cmd, size);
    fixture_close(&f);
    return v;
}

static void expect(int index, const struct pvgpu_field *field, uint32_t id, enum pvgpu_verdict want, const char *what)
{
    enum pvgpu_verdict got = attempt(index, field, id);
    if (got == want) return;
    CHECK(!"verdict");
    printf("# %s.%s %s: %s and not %s\n", pvgpu_descs[index].name, field ? field->name : "", what, pvgpu_verdict_name(got),
           pvgpu_verdict_name(want));
}

static bool is_ref(const struct pvgpu_field *f) { return f->kind == PVGPU_K_ref || f->kind == PVGPU_K_optref; }

static bool vm_wide(const struct pvgpu_field *f, int index)
{
    return f->arg == PVGPU_OBJ_RESOURCE || f->arg == PVGPU_OBJ_HEAP || (f->arg == PVGPU_OBJ_ANY
                                                                        && pvgpu_descs[index].cls == PVGPU_CLASS_KERNEL);
}

#define EACH_FIELD(condition) \
    for (int i = 0; i < PVGPU_IX_COUNT; i++) \
        for (const struct pvgpu_field *field = pvgpu_descs[i].fields, *end = field + pvgpu_descs[i].n_fields; \
             field < end; field++) \
            if (condition)

TEST(every_sample_is_accepted)
{
    for (int i = 0; i < PVGPU_IX_COUNT; i++) expect(i, NULL, 0, PVGPU_OK, "sample");
}

TEST(dead_ids_are_refused) { EACH_FIELD(is_ref(field)) expect(i, field, 777, PVGPU_E_HANDLE, "dead"); }

TEST(ids_beyond_the_limit_are_refused)
{
    EACH_FIELD(is_ref(field) || field->kind == PVGPU_K_newid) {
        expect(i, field, PVGPU_MAX_OBJECTS + 1, PVGPU_E_HANDLE, "beyond");
        expect(i, field, UINT32_MAX, PVGPU_E_HANDLE, "beyond");
    }
}

TEST(wrong_kinds_are_refused)
{
    EACH_FIELD(is_ref(field) && field->arg != PVGPU_OBJ_ANY && field->arg != PVGPU_OBJ_CONTEXT) {
        uint32_t other = field->arg == PVGPU_OBJ_HEAP ? TEX : field->arg == PVGPU_OBJ_RESOURCE ? HEAP
            : field->arg == PVGPU_OBJ_SAMPLER ? PVGPU_OBJ_SRV : PVGPU_OBJ_SAMPLER;
        expect(i, field, other, PVGPU_E_HANDLE, "wrong kind");
    }
}

TEST(what_another_context_opened_is_refused)
{
    EACH_FIELD(is_ref(field) && pvgpu_descs[i].cls == PVGPU_CLASS_CONTEXT && field->arg == PVGPU_OBJ_RESOURCE)
        expect(i, field, FOREIGN, PVGPU_E_HANDLE, "foreign");
}

TEST(new_ids_in_use_are_refused)
{
    EACH_FIELD(field->kind == PVGPU_K_newid) {
        uint32_t used = field->arg == PVGPU_OBJ_CONTEXT ? CTX : vm_wide(field, i) ? TEX : PVGPU_OBJ_SRV;
        expect(i, field, used, PVGPU_E_HANDLE, "in use");
    }
}

TEST(error_objects_are_skipped)
{
    EACH_FIELD(is_ref(field) && pvgpu_descs[i].cls == PVGPU_CLASS_CONTEXT && field->arg == PVGPU_OBJ_RESOURCE)
        expect(i, field, BAD, PVGPU_OK, "error object");
    EACH_FIELD(is_ref(field) && pvgpu_descs[i].cls == PVGPU_CLASS_CONTEXT && field->arg == PVGPU_OBJ_SRV)
        expect(i, field, BAD_SRV, PVGPU_OK, "error object");
}

TEST(heaps_without_a_place_are_refused)
{
    EACH_FIELD(is_ref(field) && field->arg == PVGPU_OBJ_HEAP && i != PVGPU_IX_HEAP_PLACE)
        expect(i, field, LOOSE, PVGPU_E_RULE, "unplaced");
}

TEST(heap_ranges_end_where_the_object_ends)
{
    for (int i = 0; i < PVGPU_IX_COUNT; i++) {
        const struct pvgpu_desc *d = &pvgpu_descs[i];
        const struct pvgpu_field *offset = NULL;
        bool heap = false;
        for (int k = 0; k < d->n_fields; k++) {
            heap |= d->fields[k].arg == PVGPU_OBJ_HEAP && is_ref(&d->fields[k]);
            if (!strcmp(d->fields[k].name, "heap_offset") || (heap && !strcmp(d->fields[k].name, "offset")))
                offset = &d->fields[k];
        }
        if (!heap || !offset || i == PVGPU_IX_HEAP_PLACE || offset->kind != PVGPU_K_u64) continue;
        for (uint64_t at = (1u << 20) - 8; ; at = UINT64_MAX - 7) {
            uint64_t cmd[128];
            size_t size = sample_command(i, cmd);
            enum pvgpu_verdict v;
            memcpy((char *)cmd + offset->offset, &at, 8);
            if (!fixture_open(&f, NULL) || fixture_scene(&f)) abort();
            v = fixture_run(&f, d->cls == PVGPU_CLASS_CONTEXT ? CTX : 0, cmd, size);
            fixture_close(&f);
            if (v != PVGPU_E_RANGE) printf("# %s at %" PRIx64 "\n", d->name, at);
            CHECK_EQ(v, PVGPU_E_RANGE);
            if (at > 1u << 20) break;
        }
    }
}

TAP_MAIN(RUN(every_sample_is_accepted); RUN(dead_ids_are_refused); RUN(ids_beyond_the_limit_are_refused);
         RUN(wrong_kinds_are_refused); RUN(what_another_context_opened_is_refused); RUN(new_ids_in_use_are_refused);
         RUN(error_objects_are_skipped); RUN(heaps_without_a_place_are_refused); RUN(heap_ranges_end_where_the_object_ends))
