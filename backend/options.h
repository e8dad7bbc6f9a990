/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * options.h - the command line. Every option NAME has an environment variable PVGPU_BACKEND_NAME
 * (capitals, '-' as '_'); the command line wins.
 */
#ifndef PVB_OPTIONS_H
#define PVB_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PVB_PNG_FRAMES_MAX 256u

struct pvb_options {
    const char *socket, *renderer, *adapter, *present, *record, *stats, *png_frames, *sandbox, *video_decode; /* NULL: not given */
    uint64_t frames;        /* 0: no limit */
    uint64_t video_memory;  /* bytes; 0: the renderer's */
    uint64_t spin_ns;
    uint64_t packet_ms;     /* 0: no limit */
    bool once, verbose, debug, list_adapters, help, version;

    /* From the above. */
    uint64_t png_numbers[PVB_PNG_FRAMES_MAX]; /* ascending */
    size_t n_png_numbers;
    const char *png_directory; /* of --present png:DIR */
    bool window, headless, png, sandboxed;
};

enum pvb_options_result { PVB_OPTIONS_RUN, PVB_OPTIONS_DONE, PVB_OPTIONS_WRONG };

/* Reads the environment (getenv_fn) and argv. WRONG: error has one line that says what, where and how
 * to mend it. DONE: help or version was asked for and printed. */
enum pvb_options_result pvb_options_parse(struct pvb_options *o, int argc, char **argv, char *(*getenv_fn)(const char *),
                                          char *error,
                                          size_t n);

#endif
