/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "channel.h"
#include "present/present.h"
#include "pvgpu_regs.h"
#include "util.h"

/* Processes whose refusals are counted apart; a device that is refused tries again several times a second. */
#define REFUSED_MAX 8u

enum phase {
    PHASE_WELCOMED, /* connected; HELLO is awaited */
    PHASE_READY,
    PHASE_RUNNING,
    PHASE_FAILED    /* stopped by itself; ENABLE or DISABLE is awaited */
};

struct channel {
    struct pvb_channel_config config;
    struct pvb_peer *peer; /* NULL: nobody is connected */
    enum phase phase;
    uint64_t deadline_ns;  /* WELCOMED: HELLO until then */
    uint64_t features;     /* that device and we have */
    struct pvb_link link;
    bool served, quit;
    char vm_name[64];
    struct refused { uint64_t process; unsigned long times; } refused[REFUSED_MAX]; /* while this device is served */
    unsigned n_refused;
};

static const char *message_name(uint32_t type)
{
    static const char *const names[PVGPU_MSG_COUNT] = {
        "nothing", "WELCOME", "REFUSE", "HELLO", "READY", "ENABLE", "RUNNING", "DISABLE", "STOPPED", "DEVICE_ERROR",
    };
    return type < PVGPU_MSG_COUNT ? names[type] : "an unknown message";
}

static bool message_send(struct pvb_peer *peer, uint32_t type, uint32_t error, uint64_t features)
{
    struct pvgpu_message m = { .magic = PVGPU_CHANNEL_MAGIC, .type = type, .abi_version = PVGPU_ABI_VERSION, .error = error,
                               .features = features };
    PVB_TRACE(CHANNEL, 1, "to device: %s error %" PRIu32, message_name(type), error);
    return pvb_peer_send(peer, &m) == 0;
}

/* The guest may have written over them, so they are laid down again before every start. */
static void caps_write(struct channel *c)
{
    memcpy(c->link.memory.base + c->link.regions[PVGPU_REGION_CAPS].offset, pvb_execute_caps(c->config.execute),
           sizeof(struct pvgpu_caps));
}

static void stop(struct channel *c)
{
    if (c->phase == PHASE_RUNNING || c->phase == PHASE_FAILED) pvb_execute_stop(c->config.execute);
    if (c->phase != PHASE_WELCOMED) c->phase = PHASE_READY;
}

/* Named once a process; how often it tried is told when the place is free. */
static void note_refused(struct channel *c, uint64_t process)
{
    unsigned i;

    for (i = 0; i < c->n_refused && c->refused[i].process != process; i++) {}
    if (i == REFUSED_MAX) i = REFUSED_MAX - 1; /* who comes later than so many shares the last place */
    if (i == c->n_refused) c->refused[c->n_refused++] = (struct refused){ .process = process };
    if (c->refused[i].times++) return;
    pvb_log(PVB_WARNING, "a second device was refused (process %" PRIu64 "): this backend serves VM '%s': start another one with "
            "another --socket", process, c->phase == PHASE_WELCOMED ? "" : c->vm_name);
}

static void tell_refused(struct channel *c)
{
    for (unsigned i = 0; i < c->n_refused; i++)
        if (c->refused[i].times > 1)
            pvb_log(PVB_WARNING, "process %" PRIu64 " was refused %lu times meanwhile", c->refused[i].process, c->refused[i].times);
    c->n_refused = 0;
}

static void peer_drop(struct channel *c, const char *why)
{
    bool served = c->phase != PHASE_WELCOMED;
    if (served) pvb_log(PVB_INFO, "the device of VM '%s' is gone: %s", c->vm_name, why);
    else pvb_log(PVB_WARNING, "a device was refused: %s", why);
    tell_refused(c);
    stop(c);
    pvb_mapping_close(&c->link.memory);
    pvb_handle_close(c->link.doorbell);
    pvb_handle_close(c->link.interrupt);
    c->link.doorbell = c->link.interrupt = PVB_NO_HANDLE;
    pvb_peer_close(c->peer);
    c->peer = NULL;
    c->served |= served;
    pvb_sink_title(c->config.sink, "");
    if (c->served && c->config.once) c->quit = true;
}

static void peer_refuse(struct channel *c, uint32_t error, const char *why)
{
    message_send(c->peer, PVGPU_MSG_REFUSE, error, 0);
    peer_drop(c, why);
}

static void peer_accept(struct channel *c)
{
    struct pvb_peer *p = pvb_server_accept(c->config.server);
    if (!p) return;
    if (c->peer) {
        note_refused(c, pvb_peer_process(p));
        message_send(p, PVGPU_MSG_REFUSE, PVGPU_ERROR_REFUSED, 0);
        pvb_peer_close(p);
        return;
    }
    c->peer = p;
    c->phase = PHASE_WELCOMED;
    c->deadline_ns = pvb_now_ns() + PVB_HELLO_TIMEOUT_NS;
    if (!message_send(p, PVGPU_MSG_WELCOME, 0, pvb_execute_caps(c->config.execute)->features)) peer_drop(c, "it went away");
}

/* ---- messages ---- */

static void on_hello(struct channel *c, const struct pvgpu_message *m, const struct pvb_peer_handles *h)
{
    char error[200];
    int err = pvb_mapping_open(&c->link.memory, h->memory, m->shmem_size, error, sizeof error);

    pvb_handle_close(h->memory); /* the mapping holds it */
    c->link.doorbell = h->doorbell;
    c->link.interrupt = h->interrupt;
    if (err) {
        peer_refuse(c, PVGPU_ERROR_REFUSED, error);
        return;
    }
    memcpy(c->link.regions, m->regions, sizeof c->link.regions);
    memcpy(c->vm_name, m->vm_name, sizeof c->vm_name);
    c->features = m->features & pvb_execute_caps(c->config.execute)->features;
    c->phase = PHASE_READY;
    caps_write(c);
    pvb_sink_title(c->config.sink, c->vm_name);
    pvb_log(PVB_INFO, "VM '%s' is connected with %" PRIu64 " MiB of shared memory", c->vm_name, m->shmem_size >> 20);
    if (!message_send(c->peer, PVGPU_MSG_READY, 0, c->features)) peer_drop(c, "it went away");
}

static void on_enable(struct channel *c, const struct pvgpu_message *m)
{
    bool sent;
    if (m->features & ~c->features) {
        peer_refuse(c, PVGPU_ERROR_PROTOCOL, "it enables features that were not offered");
        return;
    }
    stop(c);
    caps_write(c);
    if (pvb_execute_start(c->config.execute, &c->link)) {
        c->phase = PHASE_RUNNING;
        caps_write(c); /* a renderer that was made again may differ */
        sent = message_send(c->peer, PVGPU_MSG_RUNNING, 0, m->features);
    } else {
        sent = message_send(c->peer, PVGPU_MSG_DEVICE_ERROR, PVGPU_ERROR_HOST_DEVICE, 0);
    }
    if (!sent) peer_drop(c, "it went away");
}

static void on_message(struct channel *c, const struct pvgpu_message *m, const struct pvb_peer_handles *h)
{
    uint32_t error = pvgpu_message_check(m);
    bool hello = m->type == PVGPU_MSG_HELLO && c->phase == PHASE_WELCOMED, kept = false;

    PVB_TRACE(CHANNEL, 1, "from device: %s", message_name(m->type));
    if (error) {
        peer_refuse(c, error, error == PVGPU_ERROR_VERSION ? "its ABI version differs from ours: update device or backend"
                    : error == PVGPU_ERROR_REFUSED ? "its shared memory is no power of two from 64 MiB to 16 GiB"
                        : "it sent a malformed message");
    } else if (hello) {
        kept = true;
        on_hello(c, m, h);
    } else if (m->type == PVGPU_MSG_ENABLE && c->phase != PHASE_WELCOMED) {
        on_enable(c, m);
    } else if (m->type == PVGPU_MSG_DISABLE && c->phase != PHASE_WELCOMED) {
        stop(c);
        caps_write(c);
        if (!message_send(c->peer, PVGPU_MSG_STOPPED, 0, 0)) peer_drop(c, "it went away");
    } else {
        peer_refuse(c, PVGPU_ERROR_PROTOCOL, "it sent a message out of order");
    }
    if (kept) return;
    pvb_handle_close(h->memory);
    pvb_handle_close(h->doorbell);
    pvb_handle_close(h->interrupt);
}

static void peer_read(struct channel *c)
{
    struct pvgpu_message m;
    struct pvb_peer_handles h;
    int got;
    while (c->peer && (got = pvb_peer_receive(c->peer, &m, &h)) != 0) {
        if (got < 0) peer_drop(c, got == -EPROTO ? "it sent handles that do not belong to its message"
                               : "it closed the connection");
        else on_message(c, &m, &h);
    }
}

/* The execute thread stopped by itself. */
static void on_error(struct channel *c, enum pvgpu_device_error e)
{
    if (c->phase != PHASE_RUNNING) return;
    c->phase = PHASE_FAILED;
    if (!message_send(c->peer, PVGPU_MSG_DEVICE_ERROR, e, 0)) peer_drop(c, "it went away");
    else if (e == PVGPU_ERROR_PROTOCOL) peer_drop(c, "its shared memory is not usable any more");
}

void pvb_channel_run(const struct pvb_channel_config *config)
{
    struct channel c = { .config = *config, .link = { .doorbell = PVB_NO_HANDLE, .interrupt = PVB_NO_HANDLE } };

    while (!c.quit) {
        uint64_t timeout = pvb_sink_timeout_ns(config->sink), now = pvb_now_ns();
        enum pvgpu_device_error e;
        unsigned ready;

        if (c.peer && c.phase == PHASE_WELCOMED) {
            uint64_t left = c.deadline_ns > now ? c.deadline_ns - now : 0;
            if (left < timeout) timeout = left;
        }
        ready = pvb_server_wait(config->server, c.peer, timeout);
        if (ready & PVB_READY_QUIT) break;
        if (ready & PVB_READY_PEER) peer_read(&c);
        if (ready & PVB_READY_ACCEPT) peer_accept(&c);
        e = pvb_execute_take_error(config->execute);
        if (e) on_error(&c, e);
        if (c.peer && c.phase == PHASE_WELCOMED && pvb_now_ns() >= c.deadline_ns) peer_drop(&c, "it said no HELLO");
        if (!pvb_sink_pump(config->sink)) {
            pvb_log(PVB_INFO, "the window was closed");
            break;
        }
        if (pvb_sink_wished(config->sink)) pvb_execute_wake(config->execute);
        if (pvb_execute_frames_done(config->execute)) break;
    }
    if (c.peer) peer_drop(&c, "this backend ends");
    pvb_sink_pump(config->sink);
}
