/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvb_presenter.h - the role "presenter": where pictures of scanouts go. Implementations:
 * present/headless.c (keeps and counts), present/png.c (files), present/window_sdl.c and
 * present/window_win32.c (a window a scanout).
 *
 * Every call comes from the control thread, which is the process's main thread. Pictures arrive with
 * the pointer drawn into them; pixels are B8G8R8A8 (A without meaning), rows pitch bytes apart, top
 * first, valid until the next frame call for the same scanout or close.
 */
#ifndef PVB_PRESENTER_H
#define PVB_PRESENTER_H

#include <stdbool.h>
#include <stddef.h>
#include "pvb_renderer.h"

struct pvb_presenter; /* an implementation's own */

struct pvb_presenter_params {
    const char *directory;    /* png: where the files go */
    const uint64_t *frames;   /* png: numbers of the frames to keep besides the last, ascending */
    size_t n_frames;
};

struct pvb_presenter_ops {
    const char *name;
    uint32_t pump_ms; /* pump is called at least this often; 0: never */
    bool lossless;    /* frame must see every frame: the renderer waits for it, for a second at most */

    /* NULL on failure with a message of one line in error. */
    struct pvb_presenter *(*open)(const struct pvb_presenter_params *params, char *error, size_t n);
    /* The VM that is shown, or "" when none is connected. */
    void (*title)(struct pvb_presenter *p, const char *vm_name);
    /* A new picture, or the last one again because the pointer moved. number 0: the picture is black
     * since no frame was presented in this mode; width 0: the scanout is off. */
    void (*frame)(struct pvb_presenter *p, const struct pvb_frame *f);
    /* The system's own events. false: the user closed the last window. */
    bool (*pump)(struct pvb_presenter *p);
    /* How large a scanout's window is now, in pixels, and the refresh rate of the display it is on (0: not known).
     * false: it has none. NULL: this presenter has no windows. */
    bool (*size)(struct pvb_presenter *p, uint32_t scanout, uint32_t *width, uint32_t *height, uint32_t *refresh_mhz);
    void (*close)(struct pvb_presenter *p);
};

extern const struct pvb_presenter_ops pvb_presenter_headless;
extern const struct pvb_presenter_ops pvb_presenter_png;
extern const struct pvb_presenter_ops pvb_presenter_window;

#endif
