/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sample.h - what every sample shares: arguments, device and swap chain, the frame loop, capture.
 * A sample is one file that defines sample_program. The same source runs on any Direct3D 11.
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#define COBJMACROS
#define CINTERFACE
#ifdef _WIN32
#include <windows.h>
#endif
#include <d3d11_1.h>
#include <dxgi1_2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct sample {
    /* arguments */
    uint32_t frames;        /* 0: until the window is closed */
    double fps;             /* frames begin no faster than this; 0: as fast as they can */
    uint32_t width, height; /* pixels */
    bool fixed_step;        /* time is frame / 60, so that a frame number names one picture */
    bool vsync;
    bool offscreen;         /* no window and no swap chain: the back buffer is a texture */
    const char *capture;    /* write the last frame (or capture_frame) here as PPM, or NULL */
    uint32_t capture_frame; /* 1.., 0: the last */
    const char *stats;      /* write numbers here as text, or NULL */
    const char *adapter;    /* substring of the adapter's name, or NULL */

    /* made before setup() */
    ID3D11Device *device;
    ID3D11DeviceContext *ctx;
    D3D_FEATURE_LEVEL level;
    IDXGISwapChain *swap_chain;       /* NULL when there is no window */
    ID3D11Texture2D *back_buffer;
    ID3D11RenderTargetView *target;   /* of the back buffer */

    void *state;            /* the program's */
};

struct sample_program {
    const char *name;
    bool windowed;                                /* wants a swap chain and frame() calls */
    bool (*setup)(struct sample *s);              /* false: failed, said why */
    void (*frame)(struct sample *s, double time); /* draws one frame; time in seconds */
    bool (*finish)(struct sample *s);             /* last words; false: failed. May be NULL */
};
extern const struct sample_program sample_program;

/* Prints "NAME: what (0xHRESULT)" when hr is a failure; true when it is not. */
bool sample_ok(HRESULT hr, const char *what);

ID3D11Buffer *sample_buffer(struct sample *s, const void *data, uint32_t size, D3D11_BIND_FLAG bind, D3D11_USAGE usage);

/* window_sdl.c, window_win32.c, window_none.c */
HWND window_open(const char *title, uint32_t width, uint32_t height); /* NULL: said why */
bool window_poll(void); /* false: closed */
void window_close(void);

double sample_seconds(void); /* monotonic clock */
void sample_sleep(double seconds);

#endif
