/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "sample.h"
#include <stdlib.h>
#include <string.h>

bool sample_ok(HRESULT hr, const char *what)
{
    if (SUCCEEDED(hr)) return true;
    fprintf(stderr, "%s: %s failed (0x%08x)\n", sample_program.name, what, (unsigned)hr);
    return false;
}

ID3D11Buffer *sample_buffer(struct sample *s, const void *data, uint32_t size, D3D11_BIND_FLAG bind, D3D11_USAGE usage)
{
    D3D11_BUFFER_DESC d = { .ByteWidth = size, .Usage = usage, .BindFlags = (UINT)bind,
                            .CPUAccessFlags = usage == D3D11_USAGE_DYNAMIC ? D3D11_CPU_ACCESS_WRITE : 0 };
    D3D11_SUBRESOURCE_DATA init = { data, 0, 0 };
    ID3D11Buffer *b = NULL;
    return sample_ok(ID3D11Device_CreateBuffer(s->device, &d, data ? &init : NULL, &b), "CreateBuffer") ? b : NULL;
}

/* ---- arguments ---- */

static void usage(void)
{
    printf("usage: %s [--frames N] [--fps N] [--size WxH] [--fixed-step] [--vsync] [--offscreen] [--capture FILE.ppm] [--capture-frame N]\n"
           "       [--stats FILE] [--adapter TEXT]\n", sample_program.name);
}

static int parse(struct sample *s, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i], *v = i + 1 < argc ? argv[i + 1] : NULL;
        if (!strcmp(a, "--help")) { usage(); return 0; }
        if (!strcmp(a, "--fixed-step")) { s->fixed_step = true; continue; }
        if (!strcmp(a, "--vsync")) { s->vsync = true; continue; }
        if (!strcmp(a, "--offscreen")) { s->offscreen = true; continue; }
        if (!v) goto bad;
        i++;
        if (!strcmp(a, "--frames")) s->frames = (uint32_t)strtoul(v, NULL, 10);
        else if (!strcmp(a, "--fps")) s->fps = atof(v);
        else if (!strcmp(a, "--size")) { if (sscanf(v, "%ux%u", &s->width, &s->height) != 2) goto bad; }
        else if (!strcmp(a, "--capture")) s->capture = v;
        else if (!strcmp(a, "--capture-frame")) s->capture_frame = (uint32_t)strtoul(v, NULL, 10);
        else if (!strcmp(a, "--stats")) s->stats = v;
        else if (!strcmp(a, "--adapter")) s->adapter = v;
        else goto bad;
        continue;
bad:
        fprintf(stderr, "%s: cannot use '%s' (see --help)\n", sample_program.name, a);
        return 2;
    }
    return -1;
}

/* ---- device ---- */

static IDXGIAdapter *find_adapter(const char *text)
{
    IDXGIFactory1 *factory;
    IDXGIAdapter *adapter = NULL, *found = NULL;

    if (!sample_ok(CreateDXGIFactory1(&IID_IDXGIFactory1, (void **)&factory), "CreateDXGIFactory1")) return NULL;
    for (UINT i = 0; !found && IDXGIFactory1_EnumAdapters(factory, i, &adapter) == S_OK; i++) {
        DXGI_ADAPTER_DESC d;
        char name[128] = "";
        IDXGIAdapter_GetDesc(adapter, &d);
        for (int c = 0; c < 127 && d.Description[c]; c++) name[c] = (char)d.Description[c];
        if (strstr(name, text)) found = adapter;
        else IDXGIAdapter_Release(adapter);
    }
    IDXGIFactory1_Release(factory);
    if (!found) fprintf(stderr, "%s: no adapter whose name contains '%s'\n", sample_program.name, text);
    return found;
}

static bool create_swap_chain(struct sample *s, HWND window)
{
    DXGI_SWAP_CHAIN_DESC d = {
        .BufferDesc = { .Width = s->width, .Height = s->height, .RefreshRate = { 60, 1 }, .Format = DXGI_FORMAT_R8G8B8A8_UNORM },
        .SampleDesc = { 1, 0 },
        .BufferUsage = DXGI_USAGE_RENDER_TARGET_OUTPUT | DXGI_USAGE_SHADER_INPUT,
        .BufferCount = 2,
        .OutputWindow = window,
        .Windowed = TRUE,
        .SwapEffect = DXGI_SWAP_EFFECT_DISCARD,
    };
    IDXGIDevice *dxgi;
    IDXGIAdapter *adapter;
    IDXGIFactory *factory;
    bool ok;

    if (!sample_ok(ID3D11Device_QueryInterface(s->device, &IID_IDXGIDevice, (void **)&dxgi), "IDXGIDevice")) return false;
    ok = sample_ok(IDXGIDevice_GetAdapter(dxgi, &adapter), "GetAdapter");
    if (ok) {
        ok = sample_ok(IDXGIAdapter_GetParent(adapter, &IID_IDXGIFactory, (void **)&factory), "GetParent");
        if (ok) {
            ok = sample_ok(IDXGIFactory_CreateSwapChain(factory, (IUnknown *)s->device, &d, &s->swap_chain), "CreateSwapChain");
            IDXGIFactory_Release(factory);
        }
        IDXGIAdapter_Release(adapter);
    }
    IDXGIDevice_Release(dxgi);
    return ok && sample_ok(IDXGISwapChain_GetBuffer(s->swap_chain, 0, &IID_ID3D11Texture2D, (void **)&s->back_buffer), "GetBuffer");
}

static bool create_back_buffer(struct sample *s)
{
    D3D11_TEXTURE2D_DESC d = { s->width, s->height, 1, 1, DXGI_FORMAT_R8G8B8A8_UNORM, { 1, 0 }, D3D11_USAGE_DEFAULT,
                               D3D11_BIND_RENDER_TARGET | D3D11_BIND_SHADER_RESOURCE, 0, 0 };
    HWND window;
    bool ok;

    if (s->offscreen) ok = sample_ok(ID3D11Device_CreateTexture2D(s->device, &d, NULL, &s->back_buffer), "CreateTexture2D (target)");
    else ok = (window = window_open(sample_program.name, s->width, s->height)) && create_swap_chain(s, window);
    return ok && sample_ok(ID3D11Device_CreateRenderTargetView(s->device, (ID3D11Resource *)s->back_buffer, NULL, &s->target),
                           "CreateRenderTargetView");
}

static bool create_device(struct sample *s)
{
    static const D3D_FEATURE_LEVEL levels[] = { D3D_FEATURE_LEVEL_11_1, D3D_FEATURE_LEVEL_11_0 };
    IDXGIAdapter *adapter = NULL;
    HRESULT hr;

    if (s->adapter && !(adapter = find_adapter(s->adapter))) return false;
    hr = D3D11CreateDevice(adapter, adapter ? D3D_DRIVER_TYPE_UNKNOWN : D3D_DRIVER_TYPE_HARDWARE, NULL, 0, levels, 2,
                           D3D11_SDK_VERSION, &s->device, &s->level, &s->ctx);
    if (adapter) IDXGIAdapter_Release(adapter);
    return sample_ok(hr, "D3D11CreateDevice");
}

/* ---- capture ---- */

static bool capture(struct sample *s)
{
    D3D11_TEXTURE2D_DESC d;
    D3D11_MAPPED_SUBRESOURCE m;
    ID3D11Texture2D *staging;
    FILE *f;
    bool ok;

    ID3D11Texture2D_GetDesc(s->back_buffer, &d);
    d.Usage = D3D11_USAGE_STAGING;
    d.BindFlags = 0;
    d.CPUAccessFlags = D3D11_CPU_ACCESS_READ;
    d.MiscFlags = 0;
    if (!sample_ok(ID3D11Device_CreateTexture2D(s->device, &d, NULL, &staging), "CreateTexture2D (staging)")) return false;
    ID3D11DeviceContext_CopyResource(s->ctx, (ID3D11Resource *)staging, (ID3D11Resource *)s->back_buffer);
    ok = sample_ok(ID3D11DeviceContext_Map(s->ctx, (ID3D11Resource *)staging, 0, D3D11_MAP_READ, 0, &m), "Map");
    if (ok) {
        f = fopen(s->capture, "wb");
        ok = f != NULL;
        if (ok) {
            fprintf(f, "P6\n%u %u\n255\n", d.Width, d.Height);
            for (uint32_t y = 0; y < d.Height; y++) {
                const uint8_t *row = (const uint8_t *)m.pData + (size_t)y * m.RowPitch;
                for (uint32_t x = 0; x < d.Width; x++) fwrite(row + 4 * x, 1, 3, f);
            }
            ok = fclose(f) == 0;
        }
        if (!ok) perror(s->capture);
        ID3D11DeviceContext_Unmap(s->ctx, (ID3D11Resource *)staging, 0);
    }
    ID3D11Texture2D_Release(staging);
    return ok;
}

/* ---- the loop ---- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void write_stats(struct sample *s, uint32_t frames, double seconds, double *present, uint32_t n)
{
    IDXGIDevice *dxgi;
    IDXGIAdapter *adapter;
    DXGI_ADAPTER_DESC d;
    FILE *f = fopen(s->stats, "w");

    if (!f) { perror(s->stats); return; }
    if (SUCCEEDED(ID3D11Device_QueryInterface(s->device, &IID_IDXGIDevice, (void **)&dxgi))) {
        if (SUCCEEDED(IDXGIDevice_GetAdapter(dxgi, &adapter))) {
            if (SUCCEEDED(IDXGIAdapter_GetDesc(adapter, &d))) {
                fprintf(f, "adapter: ");
                for (int c = 0; c < 128 && d.Description[c]; c++) fputc((int)d.Description[c], f);
                fprintf(f, "\n");
            }
            IDXGIAdapter_Release(adapter);
        }
        IDXGIDevice_Release(dxgi);
    }
    fprintf(f, "feature level: %u_%u\nframes: %u\nseconds: %.3f\nframes per second: %.2f\n", (unsigned)s->level >> 12,
            (unsigned)s->level >> 8 & 15, frames, seconds, seconds > 0 ? frames / seconds : 0.0);
    if (n) {
        qsort(present, n, sizeof *present, by_value);
        fprintf(f, "time in %s: p50 %.3f ms p99 %.3f ms\n", s->swap_chain ? "Present" : "Flush", 1e3 * present[n / 2], 1e3 * present[n - 1 - n / 100]);
    }
    fclose(f);
}

static bool run_frames(struct sample *s)
{
    double start, *present = calloc(4096, sizeof *present);
    uint32_t n = 0, drawn = 0;
    bool ok = present != NULL;

    start = sample_seconds();
    for (uint32_t i = 1; ok && (!s->frames || i <= s->frames) && (s->offscreen || window_poll()); i++) {
        double before, early = s->fps > 0 ? start + (i - 1) / s->fps - sample_seconds() : 0;
        HRESULT hr = S_OK;
        if (early > 0) sample_sleep(early);
        sample_program.frame(s, s->fixed_step ? i / 60.0 : sample_seconds() - start);
        if (s->capture && i == (s->capture_frame ? s->capture_frame : s->frames)) ok = capture(s);
        before = sample_seconds();
        if (s->swap_chain) hr = IDXGISwapChain_Present(s->swap_chain, s->vsync ? 1 : 0, 0);
        else ID3D11DeviceContext_Flush(s->ctx);
        if (n < 4096) present[n++] = sample_seconds() - before;
        ok = ok && sample_ok(hr, "Present");
        drawn = i;
    }
    if (s->stats) write_stats(s, drawn, sample_seconds() - start, present, n);
    free(present);
    return ok;
}

int main(int argc, char **argv)
{
    struct sample s = { .width = 1280, .height = 720 };
    bool ok;
    int rc = parse(&s, argc, argv);

    if (rc >= 0) return rc;
    ok = create_device(&s);
    if (ok && sample_program.windowed) ok = create_back_buffer(&s);
    ok = ok && sample_program.setup(&s);
    if (ok && sample_program.windowed) ok = run_frames(&s);
    if (ok && sample_program.finish) ok = sample_program.finish(&s);
    if (s.ctx) { ID3D11DeviceContext_ClearState(s.ctx); ID3D11DeviceContext_Flush(s.ctx); }
    if (s.target) ID3D11RenderTargetView_Release(s.target);
    if (s.back_buffer) ID3D11Texture2D_Release(s.back_buffer);
    if (s.swap_chain) IDXGISwapChain_Release(s.swap_chain);
    if (s.ctx) ID3D11DeviceContext_Release(s.ctx);
    if (s.device) ID3D11Device_Release(s.device);
    if (sample_program.windowed && !s.offscreen) window_close();
    return ok ? 0 : 1;
}
