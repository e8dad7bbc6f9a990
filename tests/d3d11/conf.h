/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * conf.h - the conformance suite: small Direct3D 11 programs through the public API only, whose results are
 * written as lines of text and compared with those of the same program on native Direct3D (docs/d3d11-tests.md).
 *
 * A case runs on the thread that calls it, with a device and an immediate context that are cleared between cases.
 * What a helper creates it owns: it is released at the end of the case, in the opposite order.
 */
#ifndef CONF_H
#define CONF_H

#define COBJMACROS
#define CINTERFACE
#ifdef _WIN32
#include <windows.h>
#endif
#include <d3d11_4.h>
#include <dxgi1_3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define N_OF(a) ((UINT)(sizeof(a) / sizeof((a)[0])))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))

struct conf {
    ID3D11Device *device;
    ID3D11DeviceContext *ctx;  /* where cases work: the immediate context, or with --lists a deferred one */
    ID3D11DeviceContext *now;  /* the immediate context */
    ID3D11Device1 *device1;    /* NULL before Windows 8's runtime */
    ID3D11DeviceContext1 *ctx1;
    D3D_FEATURE_LEVEL level, asked; /* the device's; the highest that was asked for */
    bool eleven_1;             /* our driver is asked through the interface of 11.1 or a later one (PVGPU_SIM_DDI); true of native */
    uint32_t arg;              /* of the case's row */
};

struct conf_case {
    const char *name;
    void (*run)(struct conf *c);
    uint32_t arg;              /* struct conf.arg */
};

/* cases: static rows. count, name and run: generated rows 0..count-1 after them; a name of NULL leaves a number out. */
struct conf_area {
    const char *name;
    const struct conf_case *cases;
    uint32_t n_cases;
    uint32_t count;
    const char *(*name_of)(uint32_t i);
    void (*run)(struct conf *c); /* arg is i */
};
extern const struct conf_area *const conf_areas[]; /* ends with NULL; areas.c */

/* With --lists: finishes what ctx has recorded, with its state kept, and executes it. Reading back begins with it. */
void conf_play(struct conf *c);

/* ---- results ---- */

void conf_num(struct conf *c, uint64_t value, const char *label, ...) PRINTF(3, 4);
void conf_hr(struct conf *c, HRESULT hr, const char *label, ...) PRINTF(3, 4);
void conf_float(struct conf *c, float value, const char *label, ...) PRINTF(3, 4); /* its bits */
/* The documented value; native Direct3D is not asked. */
void conf_must(struct conf *c, uint64_t got, uint64_t want, const char *label, ...) PRINTF(4, 5);
/* rows of row_size bytes, pitch bytes apart; pitch 0: row_size. Equal neighbours are written once. */
void conf_bytes(struct conf *c, const void *data, size_t row_size, size_t pitch, uint32_t rows, const char *label, ...) PRINTF(6, 7);
void conf_note(struct conf *c, const char *text, ...) PRINTF(2, 3);
/* Leaves the case: this side cannot do it. */
void conf_skip(struct conf *c, const char *reason, ...) PRINTF(2, 3) __attribute__((noreturn));
/* Leaves the case on devices below a feature level, whose native Direct3D (DXVK) looks at few of its limits. */
void conf_level(struct conf *c, D3D_FEATURE_LEVEL least);
/* Every byte of every subresource of a resource that is not multisampled, through a staging copy. */
void conf_resource(struct conf *c, void *resource, const char *label, ...) PRINTF(3, 4);
void conf_subresource(struct conf *c, void *resource, UINT subresource, const char *label, ...) PRINTF(4, 5);

/* Both planes of every slice of a planar texture of one mip; of a staging texture's subresource. */
void conf_planes(struct conf *c, ID3D11Texture2D *t, const char *label);
void conf_staging_planes(struct conf *c, ID3D11Texture2D *s, UINT subresource, const char *label);

/* The first four bytes of a texel of the first subresource. */
uint32_t conf_pixel(struct conf *c, void *texture2d, UINT x, UINT y);
/* Copies the first n bytes of a buffer to data. */
void conf_get(struct conf *c, ID3D11Buffer *b, void *data, UINT n);

/* ---- objects; each leaves the case when the creation fails ---- */

void *conf_own(struct conf *c, void *object);          /* to be released at the end; NULL is fine */
void conf_drop(struct conf *c, void *object);          /* releases it now */
void conf_need(struct conf *c, HRESULT hr, const char *what); /* leaves the case on a failure */

ID3D11Buffer *conf_buffer(struct conf *c, UINT size, D3D11_USAGE usage, UINT bind, const void *data);
ID3D11Buffer *conf_buffer_desc(struct conf *c, const D3D11_BUFFER_DESC *d, const void *data);
ID3D11Buffer *conf_structured(struct conf *c, UINT stride, UINT count, UINT bind, const void *data);
ID3D11Texture1D *conf_texture1d(struct conf *c, const D3D11_TEXTURE1D_DESC *d, const D3D11_SUBRESOURCE_DATA *data);
ID3D11Texture2D *conf_texture2d(struct conf *c, const D3D11_TEXTURE2D_DESC *d, const D3D11_SUBRESOURCE_DATA *data);
ID3D11Texture3D *conf_texture3d(struct conf *c, const D3D11_TEXTURE3D_DESC *d, const D3D11_SUBRESOURCE_DATA *data);
/* One mip, one slice, one sample. */
ID3D11Texture2D *conf_plain2d(struct conf *c, DXGI_FORMAT format, UINT width, UINT height, UINT bind, const void *data);
ID3D11ShaderResourceView *conf_srv(struct conf *c, void *resource, const D3D11_SHADER_RESOURCE_VIEW_DESC *d);
ID3D11RenderTargetView *conf_rtv(struct conf *c, void *resource, const D3D11_RENDER_TARGET_VIEW_DESC *d);
ID3D11DepthStencilView *conf_dsv(struct conf *c, void *resource, const D3D11_DEPTH_STENCIL_VIEW_DESC *d);
ID3D11UnorderedAccessView *conf_uav(struct conf *c, void *resource, const D3D11_UNORDERED_ACCESS_VIEW_DESC *d);

enum conf_stage { CONF_VS, CONF_HS, CONF_DS, CONF_GS, CONF_PS, CONF_CS };
/* Creates and sets a shader; its array is named as in shaders/. */
#define CONF_SHADER(c, stage, name) conf_shader(c, stage, name, sizeof(name))
void conf_shader(struct conf *c, enum conf_stage stage, const void *code, size_t size);
void conf_no_shader(struct conf *c, enum conf_stage stage);
void conf_constants(struct conf *c, enum conf_stage stage, UINT slot, const void *data, UINT size); /* immutable */
void conf_set_srv(struct conf *c, enum conf_stage stage, UINT slot, ID3D11ShaderResourceView *view);

/* A render target of one mip and one slice that is cleared to `clear` and bound, with a viewport of its size. */
struct conf_target {
    ID3D11Texture2D *texture;
    ID3D11RenderTargetView *view;
    UINT width, height;
};
struct conf_target conf_target(struct conf *c, DXGI_FORMAT format, UINT width, UINT height, const float clear[4]);
void conf_viewport(struct conf *c, float x, float y, float width, float height, float near_z, float far_z);
/* Binds the shared vertex shader that makes a strip of four vertices over the viewport at depth z, and draws it. */
void conf_quad(struct conf *c, float z);
void conf_quad_setup(struct conf *c, float z);

/* Fills with bytes that differ in every place: seed 0.. */
void conf_pattern(void *data, size_t size, uint32_t seed);

/* ---- formats (formats_table.c) ---- */

const char *conf_format_name(DXGI_FORMAT format);       /* NULL: no such format */
UINT conf_format_block(DXGI_FORMAT format);              /* bytes of a block; 0: planar or unknown */
bool conf_format_compressed(DXGI_FORMAT format);         /* blocks of 4x4 */
UINT conf_row_size(DXGI_FORMAT format, UINT width);
UINT conf_rows(DXGI_FORMAT format, UINT height);

#endif
