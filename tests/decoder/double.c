/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * double.c - a Direct3D with video decoders: DXVK's library under its own name, whose video device and context are given those
 * functions that DXVK leaves out. Programs and pvgpu-backend load it in place of DXVK (PVGPU_DXVK_DIR, LD_LIBRARY_PATH), and it
 * loads the real one from PVGPU_DOUBLE_OF. A "decoded" picture is made of every byte and number that was submitted, so that one
 * that went astray shows.
 *
 * Strict as the pages of ID3D11VideoDevice and ID3D11VideoContext are: what they do not allow aborts, since a renderer that lets it
 * through hands a guest's mistake to a driver. pvgpu_double_calls tells what was called.
 */
#define COBJMACROS
#define CINTERFACE
#include <d3d11_4.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

enum { N_TYPES = D3D11_VIDEO_DECODER_BUFFER_FILM_GRAIN + 1, BITSTREAM_BYTES = 65536, OTHER_BYTES = 4096 };

EXPORT char pvgpu_double_calls[4096];

static void told(const char *format, ...)
{
    size_t used = strlen(pvgpu_double_calls);
    va_list args;
    va_start(args, format);
    vsnprintf(pvgpu_double_calls + used, sizeof pvgpu_double_calls - used, format, args);
    va_end(args);
}

static void need(bool ok, const char *what)
{
    if (ok) return;
    fprintf(stderr, "double: %s\n", what);
    abort();
}

/* ---- profiles ---- */

static const GUID no_encryption = { 0x1b81bed0, 0xa0c7, 0x11d3, { 0xb9, 0x84, 0x00, 0xc0, 0x4f, 0x2e, 0x73, 0xc5 } };
static const GUID encryption = { 0x1b81bed1, 0xa0c7, 0x11d3, { 0xb9, 0x84, 0x00, 0xc0, 0x4f, 0x2e, 0x73, 0xc5 } };

/* H.264; one that has no format of video; HEVC of 10 bits, which this host has both formats of. */
static const struct { GUID guid; DXGI_FORMAT formats[2]; } profiles[] = {
    { { 0x1b81be68, 0xa0c7, 0x11d3, { 0xb9, 0x84, 0x00, 0xc0, 0x4f, 0x2e, 0x73, 0xc5 } }, { DXGI_FORMAT_NV12, DXGI_FORMAT_UNKNOWN } },
    { { 0x12345678, 0xa0c7, 0x11d3, { 0xb9, 0x84, 0x00, 0xc0, 0x4f, 0x2e, 0x73, 0xc5 } }, { DXGI_FORMAT_R8G8B8A8_UNORM, DXGI_FORMAT_UNKNOWN } },
    { { 0x107af0e0, 0xef1a, 0x4d19, { 0xab, 0xa8, 0x67, 0xa1, 0x63, 0x07, 0x3d, 0x13 } }, { DXGI_FORMAT_P010, DXGI_FORMAT_NV12 } },
};
enum { N_PROFILES = sizeof profiles / sizeof profiles[0], N_CONFIGS = 4 };

static int profile_of(const GUID *g)
{
    for (int i = 0; i < N_PROFILES; i++)
        if (!memcmp(&profiles[i].guid, g, sizeof *g)) return i;
    return -1;
}

static bool has_format(int profile, DXGI_FORMAT f)
{
    return profile >= 0 && f != DXGI_FORMAT_UNKNOWN && (profiles[profile].formats[0] == f || profiles[profile].formats[1] == f);
}

/* Encrypted; of macroblocks; raw with short slices; raw with long ones, which is H.264's alone. */
static bool config_at(const D3D11_VIDEO_DECODER_DESC *d, UINT index, D3D11_VIDEO_DECODER_CONFIG *c)
{
    const int profile = profile_of(&d->Guid);
    *c = (D3D11_VIDEO_DECODER_CONFIG){ no_encryption, no_encryption, no_encryption, .ConfigMinRenderTargetBuffCount = 3 };
    if (!has_format(profile, d->OutputFormat) || index >= (profile ? 3 : N_CONFIGS)) return false;
    if (index == 0) c->guidConfigBitstreamEncryption = encryption;
    if (index == 1) c->ConfigResidDiffAccelerator = c->ConfigMBcontrolRasterOrder = 1;
    else c->ConfigBitstreamRaw = index == 2 ? 2 : 1;
    c->ConfigDecoderSpecific = (USHORT)(index * 100);
    return true;
}

/* ---- objects ---- */

struct decoder {
    ID3D11VideoDecoder iface;
    ULONG refs;
    D3D11_VIDEO_DECODER_DESC desc;
    uint8_t *buffers[N_TYPES];
    bool held[N_TYPES], open, asked;
    struct view *target;
    uint64_t sum;
    uint8_t bitstream[BITSTREAM_BYTES];
    UINT bitstream_size;
};

struct view {
    ID3D11VideoDecoderOutputView iface;
    ULONG refs;
    GUID profile;
    UINT slice;
    ID3D11Texture2D *texture;
};

static HRESULT STDMETHODCALLTYPE no_interface(void *o, REFIID id, void **out)
{
    *out = NULL;
    return E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE decoder_addref(ID3D11VideoDecoder *o) { return ++((struct decoder *)o)->refs; }

static ULONG STDMETHODCALLTYPE decoder_release(ID3D11VideoDecoder *o)
{
    struct decoder *d = (struct decoder *)o;
    if (--d->refs) return d->refs;
    need(!d->open, "a decoder goes in the middle of a frame");
    told("gone;");
    for (int i = 0; i < N_TYPES; i++) free(d->buffers[i]);
    free(d);
    return 0;
}

static HRESULT STDMETHODCALLTYPE decoder_params(ID3D11VideoDecoder *o, D3D11_VIDEO_DECODER_DESC *desc, D3D11_VIDEO_DECODER_CONFIG *config)
{
    *desc = ((struct decoder *)o)->desc;
    memset(config, 0, sizeof *config);
    return S_OK;
}

static ID3D11VideoDecoderVtbl decoder_table = {
    .AddRef = decoder_addref, .Release = decoder_release, .GetCreationParameters = decoder_params,
};

static ULONG STDMETHODCALLTYPE view_addref(ID3D11VideoDecoderOutputView *o) { return ++((struct view *)o)->refs; }

static ULONG STDMETHODCALLTYPE view_release(ID3D11VideoDecoderOutputView *o)
{
    struct view *v = (struct view *)o;
    if (--v->refs) return v->refs;
    ID3D11Texture2D_Release(v->texture);
    free(v);
    return 0;
}

static ID3D11VideoDecoderOutputViewVtbl view_table = { .AddRef = view_addref, .Release = view_release };

/* ---- ID3D11VideoDevice ---- */

static UINT STDMETHODCALLTYPE profile_count(ID3D11VideoDevice *o) { return N_PROFILES; }

static HRESULT STDMETHODCALLTYPE profile_get(ID3D11VideoDevice *o, UINT i, GUID *out)
{
    if (i >= N_PROFILES) return E_INVALIDARG;
    *out = profiles[i].guid;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE check_format(ID3D11VideoDevice *o, const GUID *profile, DXGI_FORMAT f, BOOL *out)
{
    const int p = profile_of(profile);
    *out = has_format(p, f);
    return p < 0 ? E_INVALIDARG : S_OK;
}

static HRESULT STDMETHODCALLTYPE config_count(ID3D11VideoDevice *o, const D3D11_VIDEO_DECODER_DESC *d, UINT *n)
{
    D3D11_VIDEO_DECODER_CONFIG c;
    for (*n = 0; config_at(d, *n, &c); ++*n) { }
    return profile_of(&d->Guid) < 0 ? E_INVALIDARG : S_OK;
}

static HRESULT STDMETHODCALLTYPE config_get(ID3D11VideoDevice *o, const D3D11_VIDEO_DECODER_DESC *d, UINT i, D3D11_VIDEO_DECODER_CONFIG *out)
{
    return config_at(d, i, out) ? S_OK : E_INVALIDARG;
}

/* Pictures of more than 4096 pixels across are too much for it. */
static HRESULT STDMETHODCALLTYPE create_decoder(ID3D11VideoDevice *o, const D3D11_VIDEO_DECODER_DESC *desc,
                                                const D3D11_VIDEO_DECODER_CONFIG *config, ID3D11VideoDecoder **out)
{
    D3D11_VIDEO_DECODER_CONFIG c;
    struct decoder *d = calloc(1, sizeof *d);
    UINT i = 0;
    *out = NULL;
    while (config_at(desc, i, &c) && memcmp(&c, config, sizeof c)) i++;
    need(d && desc->SampleWidth && desc->SampleHeight && config_at(desc, i, &c), "a decoder of what was not offered");
    told("decoder %d:%u %ux%u,%d;", profile_of(&desc->Guid), i, desc->SampleWidth, desc->SampleHeight, (int)desc->OutputFormat);
    if (desc->SampleWidth > 4096) {
        free(d);
        return E_INVALIDARG;
    }
    *(void **)(void *)&decoder_table.QueryInterface = (void *)no_interface;
    d->iface.lpVtbl = &decoder_table;
    d->refs = 1;
    d->desc = *desc;
    for (i = 0; i < N_TYPES; i++) d->buffers[i] = calloc(1, BITSTREAM_BYTES);
    *out = &d->iface;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE create_view(ID3D11VideoDevice *o, ID3D11Resource *resource, const D3D11_VIDEO_DECODER_OUTPUT_VIEW_DESC *desc,
                                             ID3D11VideoDecoderOutputView **out)
{
    D3D11_RESOURCE_DIMENSION dimension;
    D3D11_TEXTURE2D_DESC d;
    struct view *v = calloc(1, sizeof *v);
    ID3D11Resource_GetType(resource, &dimension);
    need(v && dimension == D3D11_RESOURCE_DIMENSION_TEXTURE2D && desc->ViewDimension == D3D11_VDOV_DIMENSION_TEXTURE2D, "a view of no texture");
    v->texture = (ID3D11Texture2D *)resource;
    ID3D11Texture2D_GetDesc(v->texture, &d);
    need((d.BindFlags & D3D11_BIND_DECODER) && d.SampleDesc.Count == 1 && desc->Texture2D.ArraySlice < d.ArraySize, "a view of such a texture");
    need(has_format(profile_of(&desc->DecodeProfile), d.Format), "a view of a format that the profile has not");
    told("view %d of %u;", profile_of(&desc->DecodeProfile), desc->Texture2D.ArraySlice);
    *(void **)(void *)&view_table.QueryInterface = (void *)no_interface;
    v->iface.lpVtbl = &view_table;
    v->refs = 1;
    v->profile = desc->DecodeProfile;
    v->slice = desc->Texture2D.ArraySlice;
    ID3D11Texture2D_AddRef(v->texture);
    if (out) *out = &v->iface;
    else view_release(&v->iface);
    return S_OK;
}

/* ---- ID3D11VideoContext ---- */

static uint64_t mix(uint64_t sum, const void *bytes, size_t n)
{
    const uint8_t *b = bytes;
    for (size_t i = 0; i < n; i++) sum = (sum ^ b[i]) * 1099511628211ull; /* FNV-1a */
    return sum;
}

/* Deblocking control it has no buffer for. */
static HRESULT STDMETHODCALLTYPE buffer_get(ID3D11VideoContext *o, ID3D11VideoDecoder *od, D3D11_VIDEO_DECODER_BUFFER_TYPE type, UINT *size,
                                            void **out)
{
    struct decoder *d = (struct decoder *)od;
    need((unsigned)type < N_TYPES && !d->held[type], "a buffer that there is not, or that is taken");
    told("get %d;", (int)type);
    if (type == D3D11_VIDEO_DECODER_BUFFER_DEBLOCKING_CONTROL) return E_INVALIDARG;
    d->held[type] = true;
    *size = type == D3D11_VIDEO_DECODER_BUFFER_BITSTREAM ? BITSTREAM_BYTES : OTHER_BYTES;
    *out = d->buffers[type];
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE buffer_release(ID3D11VideoContext *o, ID3D11VideoDecoder *od, D3D11_VIDEO_DECODER_BUFFER_TYPE type)
{
    struct decoder *d = (struct decoder *)od;
    need((unsigned)type < N_TYPES && d->held[type], "a buffer that was not taken is given back");
    d->held[type] = false;
    return S_OK;
}

/* Every frame begins at the second try. */
static HRESULT STDMETHODCALLTYPE frame_begin(ID3D11VideoContext *o, ID3D11VideoDecoder *od, ID3D11VideoDecoderOutputView *ov, UINT key_size,
                                             const void *key)
{
    struct decoder *d = (struct decoder *)od;
    struct view *v = (struct view *)ov;
    D3D11_TEXTURE2D_DESC t;
    need(!d->open && !key && !key_size && !memcmp(&v->profile, &d->desc.Guid, sizeof v->profile), "a frame within a frame, or of another profile");
    ID3D11Texture2D_GetDesc(v->texture, &t);
    need(t.Format == d->desc.OutputFormat && t.Width >= d->desc.SampleWidth && t.Height >= d->desc.SampleHeight, "a target that it does not fit");
    d->asked = !d->asked;
    if (d->asked) return (HRESULT)0x8000000a; /* E_PENDING */
    told("begin %u;", v->slice);
    d->open = true;
    view_addref(ov);
    d->target = v;
    d->sum = 14695981039346656037ull;
    d->bitstream_size = 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE buffers_submit(ID3D11VideoContext *o, ID3D11VideoDecoder *od, UINT n, const D3D11_VIDEO_DECODER_BUFFER_DESC *b)
{
    struct decoder *d = (struct decoder *)od;
    need(d->open && n, "buffers outside of a frame");
    told("submit");
    d->sum = mix(d->sum, &n, sizeof n);
    for (UINT i = 0; i < n; i++) {
        const UINT numbers[4] = { b[i].BufferType, b[i].DataSize, b[i].FirstMBaddress, b[i].NumMBsInBuffer };
        const UINT most = b[i].BufferType == D3D11_VIDEO_DECODER_BUFFER_BITSTREAM ? BITSTREAM_BYTES : OTHER_BYTES;
        need(!d->held[b[i].BufferType] && b[i].DataSize && b[i].DataSize <= most && !b[i].DataOffset, "a buffer that is locked, or its size");
        need(!b[i].BufferIndex && !b[i].Width && !b[i].Height && !b[i].Stride && !b[i].ReservedBits && !b[i].pIV && !b[i].IVSize
             && !b[i].PartialEncryption, "what must be zero");
        told(" %d/%u/%u/%u", (int)b[i].BufferType, b[i].DataSize, b[i].FirstMBaddress, b[i].NumMBsInBuffer);
        d->sum = mix(mix(d->sum, numbers, sizeof numbers), d->buffers[b[i].BufferType], b[i].DataSize);
        if (b[i].BufferType != D3D11_VIDEO_DECODER_BUFFER_BITSTREAM) continue;
        memcpy(d->bitstream, d->buffers[b[i].BufferType], b[i].DataSize);
        d->bitstream_size = b[i].DataSize;
    }
    told(";");
    return S_OK;
}

/* Both planes: the last bitstream over and over, under a pattern of the sum of all. Without a bitstream nothing is written. */
static HRESULT STDMETHODCALLTYPE frame_end(ID3D11VideoContext *o, ID3D11VideoDecoder *od)
{
    struct decoder *d = (struct decoder *)od;
    D3D11_TEXTURE2D_DESC t;
    ID3D11Device *device;
    ID3D11DeviceContext *ctx;
    uint8_t *picture;
    UINT pitch, size;
    need(d->open, "the end of no frame");
    told("end;");
    ID3D11Texture2D_GetDesc(d->target->texture, &t);
    pitch = t.Width * (t.Format == DXGI_FORMAT_NV12 ? 1 : 2);
    size = pitch * t.Height * 3 / 2;
    picture = malloc(size);
    need(picture != NULL, "no memory");
    for (UINT i = 0; d->bitstream_size && i < size; i++) picture[i] = (uint8_t)(d->bitstream[i % d->bitstream_size] + (uint8_t)(d->sum >> i % 8 * 8));
    ID3D11Texture2D_GetDevice(d->target->texture, &device);
    ID3D11Device_GetImmediateContext(device, &ctx);
    if (d->bitstream_size)
        ID3D11DeviceContext_UpdateSubresource(ctx, (ID3D11Resource *)d->target->texture, d->target->slice * t.MipLevels, NULL, picture, pitch, size);
    ID3D11DeviceContext_Release(ctx);
    ID3D11Device_Release(device);
    free(picture);
    view_release(&d->target->iface);
    d->open = false;
    return S_OK;
}

/* ---- into DXVK ---- */

static ID3D11VideoDeviceVtbl device_table;
static ID3D11VideoContextVtbl context_table;
/* A class of C++: its type stands before the table, and further functions behind the interface's. */
enum { BEFORE = 2, BEHIND = 96 };
static void *draw_slots[BEFORE + sizeof(ID3D11DeviceContext4Vtbl) / sizeof(void *) + BEHIND];
static const ID3D11DeviceContext4Vtbl *dxvk_draw;

static bool is_ours(ID3D11View *v) { return (const void *)v->lpVtbl == (const void *)&view_table; }

static uint8_t byte_of(float f) { return f > 255 ? 255 : f > 0 ? (uint8_t)f : 0; }

/* Of NV12: all rows of both planes in one color. */
static uint8_t *colored(const float color[4], UINT w, UINT h)
{
    uint8_t *p = malloc((size_t)w * h * 3 / 2);
    need(p != NULL, "no memory");
    memset(p, byte_of(color[0]), (size_t)w * h);
    for (size_t i = (size_t)w * h; i < (size_t)w * h * 3 / 2; i++) p[i] = byte_of(color[1 + i % 2]);
    return p;
}

static void STDMETHODCALLTYPE clear_view(ID3D11DeviceContext4 *o, ID3D11View *any, const FLOAT color[4], const D3D11_RECT *rects, UINT n)
{
    struct view *v = (struct view *)any;
    D3D11_TEXTURE2D_DESC t;
    if (!is_ours(any)) {
        dxvk_draw->ClearView(o, any, color, rects, n);
        return;
    }
    ID3D11Texture2D_GetDesc(v->texture, &t);
    need(t.Format == DXGI_FORMAT_NV12 && !rects == !n, "a view of another format, or its rectangles");
    for (UINT i = 0; i < (n ? n : 1); i++) {
        const D3D11_RECT r = n ? rects[i] : (D3D11_RECT){ 0, 0, (LONG)t.Width, (LONG)t.Height };
        const D3D11_BOX b = { (UINT)r.left, (UINT)r.top, 0, (UINT)r.right, (UINT)r.bottom, 1 };
        uint8_t *p;
        need(r.left >= 0 && r.top >= 0 && r.right <= (LONG)t.Width && r.bottom <= (LONG)t.Height && !(r.left % 2) && !(r.top % 2)
             && !(r.right % 2) && !(r.bottom % 2), "a rectangle beyond the view, or through a block");
        if (r.left >= r.right || r.top >= r.bottom) continue;
        p = colored(color, b.right - b.left, b.bottom - b.top);
        o->lpVtbl->UpdateSubresource(o, (ID3D11Resource *)v->texture, v->slice * t.MipLevels, &b, p, b.right - b.left, 0);
        free(p);
    }
}

static void STDMETHODCALLTYPE discard_view(ID3D11DeviceContext4 *o, ID3D11View *v)
{
    if (!is_ours(v)) dxvk_draw->DiscardView(o, v);
}

static void STDMETHODCALLTYPE discard_view_1(ID3D11DeviceContext4 *o, ID3D11View *v, const D3D11_RECT *rects, UINT n)
{
    if (!is_ours(v)) dxvk_draw->DiscardView1(o, v, rects, n);
}

static void give(ID3D11Device *device)
{
    ID3D11VideoDevice *video = NULL;
    ID3D11VideoContext *context = NULL;
    ID3D11DeviceContext4 *draw = NULL;
    ID3D11DeviceContext *ctx;
    ID3D11Device_GetImmediateContext(device, &ctx);
    if (SUCCEEDED(ID3D11DeviceContext_QueryInterface(ctx, &IID_ID3D11DeviceContext4, (void **)&draw))) {
        ID3D11DeviceContext4Vtbl *table = (ID3D11DeviceContext4Vtbl *)(draw_slots + BEFORE);
        if (draw->lpVtbl != table) {
            dxvk_draw = draw->lpVtbl;
            memcpy(draw_slots, (void *const *)dxvk_draw - BEFORE, sizeof draw_slots);
        }
        table->ClearView = clear_view;
        table->DiscardView = discard_view;
        table->DiscardView1 = discard_view_1;
        draw->lpVtbl = table;
        ID3D11DeviceContext4_Release(draw);
    }
    if (SUCCEEDED(ID3D11Device_QueryInterface(device, &IID_ID3D11VideoDevice, (void **)&video))
        && SUCCEEDED(ID3D11DeviceContext_QueryInterface(ctx, &IID_ID3D11VideoContext, (void **)&context))) {
        if (video->lpVtbl != &device_table) device_table = *video->lpVtbl;
        device_table.GetVideoDecoderProfileCount = profile_count;
        device_table.GetVideoDecoderProfile = profile_get;
        device_table.CheckVideoDecoderFormat = check_format;
        device_table.GetVideoDecoderConfigCount = config_count;
        device_table.GetVideoDecoderConfig = config_get;
        device_table.CreateVideoDecoder = create_decoder;
        device_table.CreateVideoDecoderOutputView = create_view;
        if (context->lpVtbl != &context_table) context_table = *context->lpVtbl;
        context_table.GetDecoderBuffer = buffer_get;
        context_table.ReleaseDecoderBuffer = buffer_release;
        context_table.DecoderBeginFrame = frame_begin;
        context_table.SubmitDecoderBuffers = buffers_submit;
        context_table.DecoderEndFrame = frame_end;
        video->lpVtbl = &device_table;
        context->lpVtbl = &context_table;
    }
    if (context) ID3D11VideoContext_Release(context);
    if (video) ID3D11VideoDevice_Release(video);
    ID3D11DeviceContext_Release(ctx);
}

static void *real(const char *name)
{
    static void *library;
    const char *folder = getenv("PVGPU_DOUBLE_OF");
    char path[4096];
    void *function;
    snprintf(path, sizeof path, "%s/libdxvk_d3d11.so.0", folder ? folder : "");
    if (!library) library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    function = library ? dlsym(library, name) : NULL;
    need(function != NULL, "PVGPU_DOUBLE_OF is not the folder of DXVK");
    return function;
}

EXPORT HRESULT WINAPI D3D11CreateDevice(IDXGIAdapter *adapter, D3D_DRIVER_TYPE type, HMODULE software, UINT flags,
                                        const D3D_FEATURE_LEVEL *levels, UINT n, UINT sdk, ID3D11Device **device, D3D_FEATURE_LEVEL *level,
                                        ID3D11DeviceContext **ctx)
{
    HRESULT (WINAPI *create)(IDXGIAdapter *, D3D_DRIVER_TYPE, HMODULE, UINT, const D3D_FEATURE_LEVEL *, UINT, UINT, ID3D11Device **,
                             D3D_FEATURE_LEVEL *, ID3D11DeviceContext **);
    HRESULT hr;
    *(void **)&create = real("D3D11CreateDevice");
    hr = create(adapter, type, software, flags, levels, n, sdk, device, level, ctx);
    if (SUCCEEDED(hr) && device && *device) give(*device);
    return hr;
}

EXPORT HRESULT WINAPI D3D11CreateDeviceAndSwapChain(IDXGIAdapter *adapter, D3D_DRIVER_TYPE type, HMODULE software, UINT flags,
                                                    const D3D_FEATURE_LEVEL *levels, UINT n, UINT sdk, const DXGI_SWAP_CHAIN_DESC *desc,
                                                    IDXGISwapChain **chain, ID3D11Device **device, D3D_FEATURE_LEVEL *level,
                                                    ID3D11DeviceContext **ctx)
{
    HRESULT (WINAPI *create)(IDXGIAdapter *, D3D_DRIVER_TYPE, HMODULE, UINT, const D3D_FEATURE_LEVEL *, UINT, UINT, const DXGI_SWAP_CHAIN_DESC *,
                             IDXGISwapChain **, ID3D11Device **, D3D_FEATURE_LEVEL *, ID3D11DeviceContext **);
    HRESULT hr;
    *(void **)&create = real("D3D11CreateDeviceAndSwapChain");
    hr = create(adapter, type, software, flags, levels, n, sdk, desc, chain, device, level, ctx);
    if (SUCCEEDED(hr) && device && *device) give(*device);
    return hr;
}
