/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * main.c - pvgpu-backend: puts the parts together. The main thread is the control thread: channel,
 * signals, windows. docs/backend.md tells the rest.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "channel.h"
#include "options.h"
#include "present/present.h"
#include "record.h"
#include "stats.h"
#include "util.h"

#define WRONG 2 /* exit status: an option, a file or the surroundings must be mended */

extern const struct pvb_renderer_ops *const pvb_renderers[]; /* renderers.c; NULL ends; the first is the default */

struct backend {
    struct pvb_options options;
    struct pvb_server *server;
    struct pvb_sink *sink;
    struct pvb_record *record;
    struct pvb_execute *execute;
    const struct pvb_renderer_ops *ops;
};

static int wrong(const char *text)
{
    fprintf(stderr, "pvgpu-backend: %s\n", text);
    return WRONG;
}

static const struct pvb_renderer_ops *renderer_find(const char *name)
{
    for (size_t i = 0; pvb_renderers[i]; i++)
        if (!name || !strcmp(pvb_renderers[i]->name, name)) return pvb_renderers[i];
    return NULL;
}

static void line_print(const char *text) { puts(text); }

static int adapters_list(const struct backend *b)
{
    struct pvb_renderer_params params = { .adapter = b->options.adapter };
    int err = b->ops->list_adapters(&params, line_print);
    if (!err) return 0;
    fprintf(stderr, "pvgpu-backend: renderer %s: cannot list adapters: %s\n", b->ops->name, strerror(-err));
    return WRONG;
}

static void wake(void *arg) { pvb_server_wake(((struct backend *)arg)->server); } /* of a run, so there is a server */

static bool sink_make(struct backend *b, char *error, size_t n)
{
    struct pvb_options *o = &b->options;
    const struct pvb_presenter_ops *ops[3];
    struct pvb_presenter_params params = { .directory = o->png_directory, .frames = o->png_numbers,
                                           .n_frames = o->n_png_numbers };
    size_t count = 0;

    if (!o->present) {
        o->window = pvb_display_present() && pvb_presenter_window.frame;
        o->headless = !o->window;
        pvb_log(PVB_INFO, "presenting to %s", o->window ? "a window" : "nobody (headless)");
    }
    if (o->window) ops[count++] = &pvb_presenter_window;
    if (o->headless) ops[count++] = &pvb_presenter_headless;
    if (o->png) ops[count++] = &pvb_presenter_png;
    b->sink = pvb_sink_create(ops, count, &params, wake, b, error, n);
    return b->sink != NULL;
}

/* Everything that can be wrong with the surroundings shows here, before a device connects. */
static bool backend_open(struct backend *b, char *error, size_t n)
{
    const struct pvb_options *o = &b->options;
    struct pvb_execute_config config = {
        .ops = b->ops, .params = { .adapter = o->adapter, .debug = o->debug,
                                   .no_decoding = o->video_decode && !strcmp(o->video_decode, "off") },
        .video_memory = o->video_memory, .spin_ns = o->spin_ns, .packet_ns = o->packet_ms * 1000000,
        .frame_limit = o->frames, .notify = wake, .notify_arg = b,
    };
    char path[512];

    if (o->socket) snprintf(path, sizeof path, "%s", o->socket);
    else if (!pvb_default_path(path, sizeof path, error, n)) return false;
    if (!sink_make(b, error, n)) return false;
    config.sink = b->sink;
    b->execute = pvb_execute_create(&config, error, n);
    if (!b->execute) return false;
    /* Last, since making a renderer may take seconds on a busy host: who finds the socket is answered at once. */
    b->server = pvb_server_open(path, error, n);
    if (!b->server) return false;
    /* Nor is the file of a backend that has this socket already cut. */
    if (o->record && !(b->record = pvb_record_open(o->record, error, n))) return false;
    pvb_execute_record(b->execute, b->record);
    /* The surroundings are open, the renderer is made, and nothing of a guest's was read yet. */
    if (o->sandboxed && pvb_sandbox_enter(error, n)) return false;
    pvb_log(PVB_INFO, "renderer %s on %s, listening at %s", b->ops->name, pvb_execute_caps(b->execute)->name, path);
    return true;
}

static bool stats_write(const struct backend *b)
{
    struct pvgpu_stats stats;
    FILE *f = fopen(b->options.stats, "w");
    bool ok = f != NULL;
    pvb_execute_stats(b->execute, &stats);
    if (f) pvb_stats_print(f, &stats, b->ops->name);
    if (f && fclose(f)) ok = false;
    if (!ok) fprintf(stderr, "pvgpu-backend: %s: cannot write: %s: give another --stats\n", b->options.stats, strerror(errno));
    return ok;
}

static void backend_close(struct backend *b)
{
    pvb_execute_destroy(b->execute);
    pvb_record_close(b->record);
    pvb_sink_destroy(b->sink);
    pvb_server_close(b->server);
}

int main(int argc, char **argv)
{
    struct backend b = { 0 };
    char error[768];
    int status = 0, trace = pvb_trace_init(getenv("PVGPU_TRACE"));

    if (trace) return trace > 0 ? 0 : WRONG;
    switch (pvb_options_parse(&b.options, argc, argv, getenv, error, sizeof error)) {
    case PVB_OPTIONS_DONE: return 0;
    case PVB_OPTIONS_WRONG: return wrong(error);
    case PVB_OPTIONS_RUN: break;
    }
    pvb_log_verbose(b.options.verbose);
    b.ops = renderer_find(b.options.renderer);
    if (!b.ops)
        return wrong("--renderer d3d11: this program was built without it: give --renderer null or build it with Direct3D");
    if (b.options.list_adapters) return adapters_list(&b);
    if (pvb_process_init()) return wrong("cannot take signals");
    if (!backend_open(&b, error, sizeof error)) {
        status = wrong(error);
    } else {
        struct pvb_channel_config config = { b.server, b.execute, b.sink, b.options.once };
        pvb_channel_run(&config);
        if (b.options.stats && !stats_write(&b)) status = WRONG;
    }
    backend_close(&b);
    return status;
}
