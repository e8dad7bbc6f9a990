/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Runs the cases of one area or all, one after the other on one device, and writes their results.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>
#include "conf.h"
#include "conf_internal.h"

#define MAX_OWNED 4096

static struct {
    FILE *out;
    jmp_buf leave;
    IUnknown *owned[MAX_OWNED];
    uint32_t n_owned;
    bool lists;
} run;

FILE *conf_out(void) { return run.out; }

void conf_abandon(void) { longjmp(run.leave, 1); }

void *conf_own(struct conf *c, void *object)
{
    if (!object) return NULL;
    if (run.n_owned == MAX_OWNED) conf_skip(c, "more than %d objects in a case", MAX_OWNED);
    run.owned[run.n_owned++] = object;
    return object;
}

void conf_drop(struct conf *c, void *object)
{
    for (uint32_t i = run.n_owned; i-- > 0;)
        if ((void *)run.owned[i] == object) {
            memmove(&run.owned[i], &run.owned[i + 1], (run.n_owned - i - 1) * sizeof run.owned[0]);
            run.n_owned--;
            IUnknown_Release((IUnknown *)object);
            return;
        }
}

/* The host process takes one machine at a time and may still be busy with the end of the one before. */
#define PATIENCE 20 /* seconds */

/* --lists: every case draws through command lists. */
static bool work_deferred(struct conf *c)
{
    HRESULT hr = ID3D11Device_CreateDeferredContext(c->device, 0, &c->ctx);
    if (FAILED(hr)) fprintf(stderr, "d3d11-suite: no deferred context (0x%08x)\n", (unsigned)hr);
    return SUCCEEDED(hr);
}

void conf_play(struct conf *c)
{
    ID3D11CommandList *list = NULL;
    HRESULT hr;

    if (c->ctx == c->now) return;
    hr = ID3D11DeviceContext_FinishCommandList(c->ctx, TRUE, &list);
    if (FAILED(hr)) {
        conf_hr(c, hr, "FinishCommandList");
        return;
    }
    ID3D11DeviceContext_ExecuteCommandList(c->now, list, FALSE);
    ID3D11CommandList_Release(list);
}

/* D3D11_SUITE_LEVEL=10.0, 10.1, 11.0: the one level to ask for. */
static UINT wanted_levels(D3D_FEATURE_LEVEL levels[2])
{
    static const struct { const char *name; D3D_FEATURE_LEVEL level; } names[] = { { "10.0", D3D_FEATURE_LEVEL_10_0 },
        { "10.1", D3D_FEATURE_LEVEL_10_1 }, { "11.0", D3D_FEATURE_LEVEL_11_0 }, { "11.1", D3D_FEATURE_LEVEL_11_1 } };
    const char *wanted = getenv("D3D11_SUITE_LEVEL");

    levels[0] = D3D_FEATURE_LEVEL_11_1;
    levels[1] = D3D_FEATURE_LEVEL_11_0;
    if (!wanted) return 2;
    for (UINT i = 0; i < N_OF(names); i++)
        if (!strcmp(wanted, names[i].name)) levels[0] = names[i].level;
    return 1;
}

static bool open_device(struct conf *c)
{
    const char *ddi = getenv("PVGPU_SIM_DDI");
    D3D_FEATURE_LEVEL levels[2];
    UINT n_levels = wanted_levels(levels);
    time_t start = time(NULL);
    HRESULT hr;

    c->asked = levels[0];
    do hr = D3D11CreateDevice(NULL, D3D_DRIVER_TYPE_HARDWARE, NULL, 0, levels, n_levels, D3D11_SDK_VERSION, &c->device, &c->level,
                               &c->now);
    while (FAILED(hr) && time(NULL) - start < PATIENCE);
    if (FAILED(hr)) {
        fprintf(stderr, "d3d11-suite: no device (0x%08x)\n", (unsigned)hr);
        return false;
    }
    c->eleven_1 = !ddi || (strncmp(ddi, "10", 2) && strcmp(ddi, "11.0"));
    c->ctx = c->now;
    if (run.lists && !work_deferred(c)) return false;
    if (FAILED(ID3D11Device_QueryInterface(c->device, &IID_ID3D11Device1, (void **)&c->device1))) c->device1 = NULL;
    if (FAILED(ID3D11DeviceContext_QueryInterface(c->ctx, &IID_ID3D11DeviceContext1, (void **)&c->ctx1))) c->ctx1 = NULL;
    return true;
}

static void close_device(struct conf *c)
{
    if (c->ctx1) ID3D11DeviceContext1_Release(c->ctx1);
    if (c->device1) ID3D11Device1_Release(c->device1);
    if (c->ctx != c->now) ID3D11DeviceContext_Release(c->ctx);
    ID3D11DeviceContext_Release(c->now);
    ID3D11Device_Release(c->device);
    c->ctx1 = NULL;
    c->device1 = NULL;
}

/* False: no device could be made for the cases that follow. */
static bool run_case(struct conf *c, const char *area, const char *name, void (*fn)(struct conf *), uint32_t arg)
{
    HRESULT removed;

    fprintf(run.out, "case %s/%s\n", area, name);
    fflush(run.out);
    c->arg = arg;
    if (!setjmp(run.leave)) fn(c);
    ID3D11DeviceContext_ClearState(c->ctx);
    conf_play(c);
    while (run.n_owned) {
        run.n_owned--;
        IUnknown_Release(run.owned[run.n_owned]);
    }
    ID3D11DeviceContext_Flush(c->now);
    removed = ID3D11Device_GetDeviceRemovedReason(c->device);
    if (removed != S_OK) {
        fprintf(run.out, "! device: 0x%x, 0x0\n", (unsigned)removed);
        close_device(c);
        if (!open_device(c)) return false;
    }
    fprintf(run.out, "end\n");
    fflush(run.out);
    return true;
}

/* list: names with commas between them */
static bool lists(const char *list, const char *name)
{
    size_t n = strlen(name);

    for (; list; list = strchr(list, ',') ? strchr(list, ',') + 1 : NULL)
        if (!strncmp(list, name, n) && (!list[n] || list[n] == ',')) return true;
    return false;
}

static int usage(void)
{
    fprintf(stderr, "usage: d3d11-suite [--out FILE] [--area AREA[,AREA ...]] [--case AREA/NAME] [--after AREA/NAME] [--list] [--lists]\n");
    return 2;
}

int main(int argc, char **argv)
{
    const char *area = NULL, *only = NULL, *after = NULL, *path = NULL;
    bool list = false, good = true;
    struct conf c = { 0 };

    for (int i = 1; i < argc; i++) {
        const char **value = !strcmp(argv[i], "--out") ? &path : !strcmp(argv[i], "--area") ? &area :
                             !strcmp(argv[i], "--case") ? &only : !strcmp(argv[i], "--after") ? &after : NULL;
        if (!strcmp(argv[i], "--list")) list = true;
        else if (!strcmp(argv[i], "--lists")) run.lists = true;
        else if (value && i + 1 < argc) *value = argv[++i];
        else return usage();
    }
    run.out = path ? fopen(path, "a") : stdout;
    if (!run.out) { perror(path); return 2; }
    if (!list && !open_device(&c)) return 3;
    for (const struct conf_area *const *a = conf_areas; good && *a; a++) {
        if (area && !lists(area, (*a)->name)) continue;
        for (uint32_t i = 0; good && i < (*a)->n_cases + (*a)->count; i++) {
            bool fixed = i < (*a)->n_cases;
            uint32_t k = i - (*a)->n_cases;
            const char *name = fixed ? (*a)->cases[i].name : (*a)->name_of(k);
            char full[128];
            if (!name) continue;
            snprintf(full, sizeof full, "%s/%s", (*a)->name, name);
            if (after) {
                if (!strcmp(after, full)) after = NULL;
                continue;
            }
            if (only && strcmp(only, full)) continue;
            if (list) { printf("%s\n", full); continue; }
            good = run_case(&c, (*a)->name, name, fixed ? (*a)->cases[i].run : (*a)->run, fixed ? (*a)->cases[i].arg : k);
        }
    }
    if (good && !list) close_device(&c);
    fprintf(run.out, "done\n");
    return fclose(run.out) == 0 && good ? 0 : 3;
}
