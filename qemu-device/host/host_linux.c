/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "pvgpu_host.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int pvgpu_host_shmem_create(struct pvgpu_host_shmem *m, uint64_t size)
{
    int fd = memfd_create("pvgpu", MFD_CLOEXEC | MFD_ALLOW_SEALING), err;
    void *p;

    m->base = 0; m->size = 0; m->handle = PVGPU_HOST_NONE;
    if (fd < 0) return -errno;
    if (ftruncate(fd, (off_t)size)) goto fail;
    /* The backend maps this file: nobody may take pages away under it. */
    if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)) goto fail;
    p = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED) goto fail;
    m->base = p; m->size = size; m->handle = fd;
    return 0;
fail:
    err = -errno;
    close(fd);
    return err;
}

void pvgpu_host_shmem_destroy(struct pvgpu_host_shmem *m)
{
    if (!m->base) return;
    munmap(m->base, m->size);
    close((int)m->handle);
    m->base = 0;
    m->handle = PVGPU_HOST_NONE;
}

int pvgpu_host_event_create(pvgpu_host_handle *event)
{
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    *event = fd;
    return fd < 0 ? -errno : 0;
}

void pvgpu_host_event_destroy(pvgpu_host_handle *event)
{
    if (*event != PVGPU_HOST_NONE) close((int)*event);
    *event = PVGPU_HOST_NONE;
}

void pvgpu_host_event_set(pvgpu_host_handle event)
{
    uint64_t one = 1;
    ssize_t n = write((int)event, &one, sizeof one); /* a full counter is set already */
    (void)n;
}

bool pvgpu_host_event_clear(pvgpu_host_handle event)
{
    uint64_t n;
    return read((int)event, &n, sizeof n) == sizeof n;
}

bool pvgpu_host_event_wait(pvgpu_host_handle event, int timeout_ms)
{
    struct pollfd p = { .fd = (int)event, .events = POLLIN };
    int n;
    do n = poll(&p, 1, timeout_ms); while (n < 0 && errno == EINTR);
    return n > 0 && pvgpu_host_event_clear(event);
}

int pvgpu_host_link_check(const char *path)
{
    if (!*path) return -EINVAL;
    return strlen(path) < sizeof ((struct sockaddr_un *)0)->sun_path ? 0 : -ENAMETOOLONG;
}

int pvgpu_host_link_open(struct pvgpu_host_link *l, const char *path)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    int fd, err = pvgpu_host_link_check(path);

    *l = (struct pvgpu_host_link)PVGPU_HOST_LINK_CLOSED;
    if (err) return err;
    strcpy(a.sun_path, path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -errno;
    if (connect(fd, (struct sockaddr *)&a, sizeof a)) {
        err = -errno;
        close(fd);
        return err == -EAGAIN ? -ECONNREFUSED : err; /* its queue is full: it accepts nobody */
    }
    l->handle = fd;
    return 0;
}

void pvgpu_host_link_close(struct pvgpu_host_link *l)
{
    if (l->handle != PVGPU_HOST_NONE) close((int)l->handle);
    *l = (struct pvgpu_host_link)PVGPU_HOST_LINK_CLOSED;
}

int pvgpu_host_link_send(struct pvgpu_host_link *l, const struct pvgpu_message *m, const pvgpu_host_handle handles[3])
{
    union { struct cmsghdr h; char bytes[CMSG_SPACE(3 * sizeof(int))]; } control;
    struct iovec v = { (void *)(uintptr_t)m, sizeof *m };
    struct msghdr msg = { .msg_iov = &v, .msg_iovlen = 1 };
    ssize_t n;

    if (handles) {
        int fds[3] = { (int)handles[0], (int)handles[1], (int)handles[2] };
        memset(&control, 0, sizeof control);
        control.h = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof fds), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
        memcpy(CMSG_DATA(&control.h), fds, sizeof fds);
        msg.msg_control = &control;
        msg.msg_controllen = sizeof control.bytes;
    }
    do n = sendmsg((int)l->handle, &msg, MSG_NOSIGNAL); while (n < 0 && errno == EINTR);
    if (n < 0) return -errno;
    return n == sizeof *m ? 0 : -EPIPE; /* a peer this far behind is not serving us */
}

int pvgpu_host_link_receive(struct pvgpu_host_link *l, struct pvgpu_message *m)
{
    ssize_t n = recv((int)l->handle, (char *)&l->incoming + l->filled, sizeof l->incoming - l->filled, 0);
    if (n == 0) return -EPIPE;
    if (n < 0) return errno == EAGAIN || errno == EINTR ? 0 : -errno;
    l->filled += (uint32_t)n;
    if (l->filled < sizeof l->incoming) return 0;
    l->filled = 0;
    *m = l->incoming;
    return 1;
}
