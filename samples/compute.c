/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * compute: a structured-buffer computation with readback, checked against the CPU.
 */
#include <math.h>
#include <string.h>
#include "common/sample.h"
#include "shaders/compute_cs.h"

#define COUNT 1000u
#define GROUP 64u

struct item { uint32_t key; float value; };
struct parameters { uint32_t count, step; float scale, offset; };

static ID3D11Buffer *structured(struct sample *s, const struct item *data, D3D11_BIND_FLAG bind)
{
    D3D11_BUFFER_DESC d = { COUNT * sizeof(struct item), D3D11_USAGE_DEFAULT, (UINT)bind, 0, D3D11_RESOURCE_MISC_BUFFER_STRUCTURED,
                            sizeof(struct item) };
    D3D11_SUBRESOURCE_DATA init = { data, 0, 0 };
    ID3D11Buffer *b = NULL;
    sample_ok(ID3D11Device_CreateBuffer(s->device, &d, data ? &init : NULL, &b), "CreateBuffer (structured)");
    return b;
}

static bool check(const struct item *in, const struct item *out, const struct parameters *p)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        float want = in[i].value * p->scale + p->offset;
        if (i % GROUP == 0) {
            want = 0;
            for (uint32_t k = i; k < i + GROUP && k < COUNT; k++) want += in[k].value;
        }
        if (out[i].key != in[i].key * p->step + 1 || fabsf(out[i].value - want) > 1e-3f * (1 + fabsf(want))) {
            if (!wrong) printf("compute: item %u is (%u, %g) and should be (%u, %g)\n", i, out[i].key, (double)out[i].value,
                               in[i].key * p->step + 1, (double)want);
            wrong++;
        }
    }
    printf("compute: %u items, %u wrong\n", COUNT, wrong);
    return wrong == 0;
}

static bool setup(struct sample *s)
{
    static struct item in[COUNT];
    struct parameters p = { COUNT, 3, 0.5f, 2.0f };
    D3D11_BUFFER_DESC staging = { COUNT * sizeof(struct item), D3D11_USAGE_STAGING, 0, D3D11_CPU_ACCESS_READ, 0, 0 };
    ID3D11Buffer *source, *target = NULL, *constants = NULL, *back = NULL;
    ID3D11ShaderResourceView *view = NULL;
    ID3D11UnorderedAccessView *uav = NULL;
    ID3D11ComputeShader *cs = NULL;
    D3D11_MAPPED_SUBRESOURCE m;
    bool ok;

    for (uint32_t i = 0; i < COUNT; i++) in[i] = (struct item){ i * 7 + 1, (float)(i % 50) * 0.25f };
    source = structured(s, in, D3D11_BIND_SHADER_RESOURCE);
    target = structured(s, NULL, D3D11_BIND_UNORDERED_ACCESS);
    constants = sample_buffer(s, &p, sizeof p, D3D11_BIND_CONSTANT_BUFFER, D3D11_USAGE_DEFAULT);
    ok = source && target && constants &&
         sample_ok(ID3D11Device_CreateBuffer(s->device, &staging, NULL, &back), "CreateBuffer (staging)") &&
         sample_ok(ID3D11Device_CreateShaderResourceView(s->device, (ID3D11Resource *)source, NULL, &view), "CreateShaderResourceView") &&
         sample_ok(ID3D11Device_CreateUnorderedAccessView(s->device, (ID3D11Resource *)target, NULL, &uav), "CreateUnorderedAccessView") &&
         sample_ok(ID3D11Device_CreateComputeShader(s->device, compute_cs, sizeof compute_cs, NULL, &cs), "CreateComputeShader");
    if (ok) {
        ID3D11DeviceContext_CSSetShader(s->ctx, cs, NULL, 0);
        ID3D11DeviceContext_CSSetConstantBuffers(s->ctx, 0, 1, &constants);
        ID3D11DeviceContext_CSSetShaderResources(s->ctx, 0, 1, &view);
        ID3D11DeviceContext_CSSetUnorderedAccessViews(s->ctx, 0, 1, &uav, NULL);
        ID3D11DeviceContext_Dispatch(s->ctx, (COUNT + GROUP - 1) / GROUP, 1, 1);
        ID3D11DeviceContext_CopyResource(s->ctx, (ID3D11Resource *)back, (ID3D11Resource *)target);
        ok = sample_ok(ID3D11DeviceContext_Map(s->ctx, (ID3D11Resource *)back, 0, D3D11_MAP_READ, 0, &m), "Map");
        if (ok) {
            ok = check(in, m.pData, &p);
            ID3D11DeviceContext_Unmap(s->ctx, (ID3D11Resource *)back, 0);
        }
    }
    IUnknown *all[] = { (IUnknown *)source, (IUnknown *)target, (IUnknown *)constants, (IUnknown *)back, (IUnknown *)view,
                        (IUnknown *)uav, (IUnknown *)cs };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) if (all[i]) IUnknown_Release(all[i]);
    return ok;
}

const struct sample_program sample_program = { "compute", false, setup, NULL, NULL };
