/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_linux_channel.c - the channel's transport: a Unix stream socket whose messages are one struct
 * each; descriptors come as SCM_RIGHTS. Control thread only, except pvb_server_wake.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "os.h"
#include "os_linux.h"

#define PEER_HANDLES 3

struct pvb_server {
    int fd;
    pvb_handle wake;
    dev_t device; /* of the socket file, to take away our own only */
    ino_t inode;
    char path[sizeof ((struct sockaddr_un *)0)->sun_path];
};

struct pvb_peer {
    int fd;
    size_t have; /* bytes of message */
    struct pvgpu_message message;
    int n_handles;
    int handles[PEER_HANDLES];
};

bool pvb_default_path(char *out, size_t n, char *error, size_t error_n)
{
    const char *dir = getenv("XDG_RUNTIME_DIR");
    if (!dir || !*dir) {
        snprintf(error, error_n, "no place for the socket: XDG_RUNTIME_DIR is not set: give --socket PATH");
        return false;
    }
    snprintf(out, n, "%s/pvgpu.sock", dir);
    return true;
}

/* Makes room for our socket at path: nothing there, or a socket of ours that nobody listens on. */
static int path_clear(const struct sockaddr_un *address, char *error, size_t n)
{
    const char *path = address->sun_path;
    struct stat st;
    int fd, live;

    if (lstat(path, &st)) return 0; /* bind says what else is wrong with the path */
    if (!S_ISSOCK(st.st_mode)) {
        snprintf(error, n, "%s: exists and is not a socket: take it away or give another --socket", path);
        return -EEXIST;
    }
    if (st.st_uid != geteuid()) {
        snprintf(error, n, "%s: belongs to another user (%u): give another --socket", path, (unsigned)st.st_uid);
        return -EPERM;
    }
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        snprintf(error, n, "cannot make a socket: %s", strerror(errno));
        return -errno;
    }
    /* EAGAIN: alive, with a full queue. */
    live = !connect(fd, (const struct sockaddr *)address, sizeof *address) || errno == EAGAIN || errno == EINPROGRESS;
    close(fd);
    if (live) {
        snprintf(error, n, "%s: another backend listens there: stop it or give another --socket", path);
        return -EADDRINUSE;
    }
    if (unlink(path)) {
        snprintf(error, n, "%s: cannot replace what a dead backend left: %s", path, strerror(errno));
        return -errno;
    }
    return 0;
}

struct pvb_server *pvb_server_open(const char *path, char *error, size_t n)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    struct pvb_server *s;
    struct stat st;
    mode_t mask;
    int bound;

    if (strlen(path) >= sizeof address.sun_path) {
        snprintf(error, n, "%s: too long for a socket (%zu bytes, at most %zu): give a shorter --socket",
                 path, strlen(path), sizeof address.sun_path - 1);
        return NULL;
    }
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (path_clear(&address, error, n)) return NULL;
    s = calloc(1, sizeof *s);
    if (!s) {
        snprintf(error, n, "out of memory");
        return NULL;
    }
    memcpy(s->path, address.sun_path, sizeof s->path);
    s->wake = pvb_event_create();
    s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mask = umask(0177); /* nobody but our user may connect */
    bound = s->fd >= 0 && !bind(s->fd, (const struct sockaddr *)&address, sizeof address);
    umask(mask);
    if (!bound || s->wake == PVB_NO_HANDLE || listen(s->fd, 4) || lstat(path, &st)) {
        snprintf(error, n, "%s: cannot listen: %s: give another --socket", path, strerror(errno));
        if (s->fd >= 0) close(s->fd);
        if (bound) unlink(path);
        pvb_handle_close(s->wake);
        free(s);
        return NULL;
    }
    s->device = st.st_dev;
    s->inode = st.st_ino;
    return s;
}

void pvb_server_close(struct pvb_server *s)
{
    struct stat st;
    if (!s) return;
    if (!lstat(s->path, &st) && st.st_dev == s->device && st.st_ino == s->inode) unlink(s->path);
    close(s->fd);
    pvb_handle_close(s->wake);
    free(s);
}

void pvb_server_wake(struct pvb_server *s) { pvb_event_signal(s->wake); }

unsigned pvb_server_wait(struct pvb_server *s, struct pvb_peer *peer, uint64_t timeout_ns)
{
    struct pollfd fds[4] = {
        { s->fd, POLLIN, 0 }, { (int)s->wake, POLLIN, 0 }, { pvb_quit_event(), POLLIN, 0 }, { peer ? peer->fd : -1, POLLIN, 0 },
    };
    struct timespec t = { (time_t)(timeout_ns / 1000000000u), (long)(timeout_ns % 1000000000u) };
    unsigned ready = 0;

    if (ppoll(fds, 4, timeout_ns == UINT64_MAX ? NULL : &t, NULL) <= 0) return 0;
    if (fds[0].revents) ready |= PVB_READY_ACCEPT;
    if (fds[1].revents) pvb_event_take(s->wake);
    if (fds[2].revents) ready |= PVB_READY_QUIT;
    if (fds[3].revents) ready |= PVB_READY_PEER;
    return ready;
}

struct pvb_peer *pvb_server_accept(struct pvb_server *s)
{
    struct pvb_peer *p;
    int fd = accept4(s->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return NULL;
    p = calloc(1, sizeof *p);
    if (!p) {
        close(fd);
        return NULL;
    }
    p->fd = fd;
    return p;
}

uint64_t pvb_peer_process(const struct pvb_peer *p)
{
    struct ucred who = { 0 };
    socklen_t n = sizeof who;
    return getsockopt(p->fd, SOL_SOCKET, SO_PEERCRED, &who, &n) || who.pid < 0 ? 0 : (uint64_t)who.pid;
}

int pvb_peer_send(struct pvb_peer *p, const struct pvgpu_message *m)
{
    /* A peer that does not read a few hundred bytes is as good as gone. */
    ssize_t n = send(p->fd, m, sizeof *m, MSG_NOSIGNAL);
    return n == (ssize_t)sizeof *m ? 0 : n < 0 ? -errno : -EIO;
}

/* Keeps the descriptors that came with some bytes; too many of them are closed and refused. */
static int handles_keep(struct pvb_peer *p, struct msghdr *h)
{
    int refused = (h->msg_flags & MSG_CTRUNC) != 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c; c = CMSG_NXTHDR(h, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
        for (size_t at = 0; at + sizeof(int) <= c->cmsg_len - CMSG_LEN(0); at += sizeof(int)) {
            int fd;
            memcpy(&fd, CMSG_DATA(c) + at, sizeof fd);
            if (p->n_handles < PEER_HANDLES) {
                p->handles[p->n_handles++] = fd;
            } else {
                close(fd);
                refused = 1;
            }
        }
    }
    return refused ? -EPROTO : 0;
}

/* An event that is not an eventfd could make us sleep for ever or never. */
static int event_adopt(int fd)
{
    char link[64], target[64];
    ssize_t n;
    int flags = fcntl(fd, F_GETFL);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink(link, target, sizeof target - 1);
    if (n > 0) {
        target[n] = 0;
        if (strcmp(target, "anon_inode:[eventfd]")) return -EPROTO;
    }
    return flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) ? -errno : 0;
}

int pvb_peer_receive(struct pvb_peer *p, struct pvgpu_message *m, struct pvb_peer_handles *handles)
{
    union { struct cmsghdr align; char bytes[CMSG_SPACE(sizeof(int) * 8)]; } control;
    struct iovec span = { (char *)&p->message + p->have, sizeof p->message - p->have };
    struct msghdr h = { .msg_iov = &span, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
    ssize_t n = recvmsg(p->fd, &h, MSG_CMSG_CLOEXEC);

    if (n < 0) return errno == EAGAIN || errno == EINTR ? 0 : -errno;
    if (n == 0) return -ECONNRESET;
    if (handles_keep(p, &h)) return -EPROTO;
    p->have += (size_t)n;
    if (p->have < sizeof p->message) return 0;
    p->have = 0;
    *m = p->message;
    handles->memory = handles->doorbell = handles->interrupt = PVB_NO_HANDLE;
    if (m->type == PVGPU_MSG_HELLO) {
        if (p->n_handles != PEER_HANDLES || event_adopt(p->handles[1]) || event_adopt(p->handles[2])) return -EPROTO;
        handles->memory = p->handles[0];
        handles->doorbell = p->handles[1];
        handles->interrupt = p->handles[2];
        p->n_handles = 0;
    } else if (p->n_handles) {
        return -EPROTO;
    }
    return 1;
}

void pvb_peer_close(struct pvb_peer *p)
{
    if (!p) return;
    while (p->n_handles) close(p->handles[--p->n_handles]);
    close(p->fd);
    free(p);
}
