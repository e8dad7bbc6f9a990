/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A window through SDL, which is also what DXVK for Linux takes as a window handle.
 */
#include <SDL3/SDL.h>
#include "sample.h"

static SDL_Window *window;

HWND window_open(const char *title, uint32_t width, uint32_t height)
{
    if (!SDL_Init(SDL_INIT_VIDEO) ||
        !(window = SDL_CreateWindow(title, (int)width, (int)height, SDL_WINDOW_VULKAN))) {
        fprintf(stderr, "%s: no window: %s (without a display set SDL_VIDEO_DRIVER=offscreen)\n", sample_program.name, SDL_GetError());
        return NULL;
    }
    return (HWND)window;
}

bool window_poll(void)
{
    SDL_Event e;
    while (SDL_PollEvent(&e))
        if (e.type == SDL_EVENT_QUIT) return false;
    return true;
}

void window_close(void)
{
    if (window) SDL_DestroyWindow(window);
    SDL_Quit();
}
