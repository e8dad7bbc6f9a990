/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * window_sdl.c - a window for each scanout that is on, with SDL 3. F11 toggles full screen; closing
 * the last window ends the backend. The picture keeps its shape when the window has another.
 */
#include <SDL3/SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include "pvb_presenter.h"

struct window {
    SDL_Window *window;
    SDL_Renderer *renderer;
    SDL_Texture *texture;
    uint32_t width, height; /* of the texture */
};

struct pvb_presenter {
    struct window windows[PVGPU_MAX_SCANOUTS];
    char vm_name[64];
    bool closed; /* the user closed a window */
};

static struct pvb_presenter *window_open(const struct pvb_presenter_params *params, char *error, size_t n)
{
    struct pvb_presenter *p;
    if (!SDL_Init(SDL_INIT_VIDEO)) {
        snprintf(error, n, "--present window: cannot open a display: %s: use --present headless", SDL_GetError());
        return NULL;
    }
    p = calloc(1, sizeof *p);
    if (!p) snprintf(error, n, "out of memory");
    return p;
}

static void title_set(struct pvb_presenter *p, uint32_t scanout)
{
    char text[128];
    if (!p->windows[scanout].window) return;
    if (scanout) snprintf(text, sizeof text, "%s (%u) - PVGPU", *p->vm_name ? p->vm_name : "no VM", scanout + 1);
    else snprintf(text, sizeof text, "%s - PVGPU", *p->vm_name ? p->vm_name : "no VM");
    SDL_SetWindowTitle(p->windows[scanout].window, text);
}

static void window_title(struct pvb_presenter *p, const char *vm_name)
{
    snprintf(p->vm_name, sizeof p->vm_name, "%s", vm_name);
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) title_set(p, i);
}

static void window_drop(struct window *w)
{
    if (w->texture) SDL_DestroyTexture(w->texture);
    if (w->renderer) SDL_DestroyRenderer(w->renderer);
    if (w->window) SDL_DestroyWindow(w->window);
    *w = (struct window){ 0 };
}

/* A window and a texture of the frame's size; a new size resizes a window that is not full screen. */
static bool window_fit(struct pvb_presenter *p, const struct pvb_frame *f)
{
    struct window *w = &p->windows[f->scanout];
    if (!w->window) {
        if (!SDL_CreateWindowAndRenderer("PVGPU", (int)f->width, (int)f->height, SDL_WINDOW_RESIZABLE, &w->window, &w->renderer))
            goto fail;
        title_set(p, f->scanout);
    }
    if (w->texture && w->width == f->width && w->height == f->height) return true;
    if (w->texture) {
        SDL_DestroyTexture(w->texture);
        SDL_SetWindowSize(w->window, (int)f->width, (int)f->height);
    }
    w->texture = SDL_CreateTexture(w->renderer, SDL_PIXELFORMAT_XRGB8888, SDL_TEXTUREACCESS_STREAMING, (int)f->width,
                                   (int)f->height);
    if (!w->texture) goto fail;
    w->width = f->width;
    w->height = f->height;
    SDL_SetRenderLogicalPresentation(w->renderer, (int)f->width, (int)f->height, SDL_LOGICAL_PRESENTATION_LETTERBOX);
    return true;
fail:
    pvb_log(0, "no window for scanout %u: %s", f->scanout, SDL_GetError());
    window_drop(w);
    return false;
}

static void window_show(struct window *w)
{
    SDL_RenderClear(w->renderer);
    SDL_RenderTexture(w->renderer, w->texture, NULL, NULL);
    SDL_RenderPresent(w->renderer);
}

static void window_frame(struct pvb_presenter *p, const struct pvb_frame *f)
{
    if (!f->width) {
        window_drop(&p->windows[f->scanout]);
        return;
    }
    if (!window_fit(p, f)) return;
    SDL_UpdateTexture(p->windows[f->scanout].texture, NULL, f->pixels, (int)f->pitch);
    window_show(&p->windows[f->scanout]);
}

static struct window *window_of(struct pvb_presenter *p, SDL_WindowID id)
{
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++)
        if (p->windows[i].window && SDL_GetWindowID(p->windows[i].window) == id) return &p->windows[i];
    return NULL;
}

static bool window_pump(struct pvb_presenter *p)
{
    SDL_Event e;
    bool left = false;
    while (SDL_PollEvent(&e)) {
        struct window *w;
        switch (e.type) {
        case SDL_EVENT_WINDOW_CLOSE_REQUESTED:
            w = window_of(p, e.window.windowID);
            if (w) window_drop(w);
            p->closed = true;
            break;
        case SDL_EVENT_WINDOW_EXPOSED:
            w = window_of(p, e.window.windowID);
            if (w && w->texture) window_show(w);
            break;
        case SDL_EVENT_KEY_DOWN:
            w = window_of(p, e.key.windowID);
            if (w && e.key.key == SDLK_F11 && !e.key.repeat)
                SDL_SetWindowFullscreen(w->window, !(SDL_GetWindowFlags(w->window) & SDL_WINDOW_FULLSCREEN));
            break;
        default: /* the rest of SDL's events is not for us */
            break;
        }
    }
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) left |= p->windows[i].window != NULL;
    return left || !p->closed;
}

static bool window_size(struct pvb_presenter *p, uint32_t scanout, uint32_t *width, uint32_t *height, uint32_t *refresh_mhz)
{
    SDL_Window *window = p->windows[scanout].window;
    const SDL_DisplayMode *mode;
    int w, h;
    if (!window || (SDL_GetWindowFlags(window) & SDL_WINDOW_MINIMIZED) || !SDL_GetWindowSizeInPixels(window, &w, &h)) return false;
    mode = SDL_GetCurrentDisplayMode(SDL_GetDisplayForWindow(window));
    *width = (uint32_t)w;
    *height = (uint32_t)h;
    *refresh_mhz = mode && mode->refresh_rate > 0 ? (uint32_t)(mode->refresh_rate * 1000.0f + 0.5f) : 0;
    return true;
}

static void window_close(struct pvb_presenter *p)
{
    for (uint32_t i = 0; i < PVGPU_MAX_SCANOUTS; i++) window_drop(&p->windows[i]);
    free(p);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

const struct pvb_presenter_ops pvb_presenter_window = {
    .name = "window", .pump_ms = 10, .open = window_open, .title = window_title, .frame = window_frame, .pump = window_pump,
    .size = window_size, .close = window_close,
};
