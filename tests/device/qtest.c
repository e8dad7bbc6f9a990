/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "qtest.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include "pvgpu_regs.h"

static int listen_at(const char *path)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    unlink(path);
    if (bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, 4)) { close(fd); return -1; }
    return fd;
}

static bool readable(int fd, int timeout_ms)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };
    return poll(&p, 1, timeout_ms) > 0;
}

const char *qtest_incoming;

bool qtest_start(struct qtest *q, const char *props, char *error, size_t n)
{
    const char *qemu = getenv("PVGPU_QEMU");
    char path[64], device[512], sock[96], monitor[64], qmp[96];
    int server, monitors, err[2], status;
    ssize_t got;

    memset(q, 0, sizeof *q);
    snprintf(path, sizeof path, "/tmp/pvgpu-qtest-%d", getpid());
    snprintf(monitor, sizeof monitor, "/tmp/pvgpu-qmp-%d", getpid());
    snprintf(qmp, sizeof qmp, "unix:%s", monitor);
    snprintf(sock, sizeof sock, "unix:%s", path);
    snprintf(device, sizeof device, "pvgpu,id=gpu,addr=4%s%s", *props ? "," : "", props);
    server = listen_at(path);
    monitors = listen_at(monitor);
    if (server < 0 || monitors < 0 || pipe(err)) { snprintf(error, n, "cannot listen"); return false; }
    q->pid = fork();
    if (q->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(err[1], 2);
        close(err[0]);
        close(err[1]);
        execl(qemu, qemu, "-M", "pc", "-accel", "qtest", "-qtest", sock, "-qtest-log", "none", "-display", "none", "-nodefaults",
              "-no-user-config", "-L", "/usr/share/seabios", "-L", "/usr/share/qemu", "-qmp", qmp, "-device", device,
              qtest_incoming ? "-incoming" : (char *)0, qtest_incoming, (char *)0);
        _exit(127);
    }
    close(err[1]);
    q->fd = q->qmp = -1;
    for (int i = 0; i < 1200; i++) {
        if (readable(server, 50)) { q->fd = accept(server, 0, 0); break; }
        if (waitpid(q->pid, &status, WNOHANG) == q->pid) { q->pid = -1; break; }
    }
    /* QEMU connects before it makes devices: it lives only when it answers. */
    if (q->fd >= 0 && write(q->fd, "clock_step 0\n", 13) == 13) {
        char c;
        do got = read(q->fd, &c, 1); while (got == 1 && c != '\n');
        if (got != 1) { close(q->fd); q->fd = -1; }
    }
    if (q->fd >= 0 && readable(monitors, 20000)) q->qmp = accept(monitors, 0, 0);
    close(server);
    close(monitors);
    unlink(path);
    unlink(monitor);
    if (q->fd < 0) {
        got = read(err[0], error, n - 1);
        error[got > 0 ? got : 0] = 0;
        if (q->pid > 0) { kill(q->pid, SIGKILL); waitpid(q->pid, &status, 0); }
        close(err[0]);
        return false;
    }
    q->err = err[0];
    return true;
}

unsigned qtest_said(struct qtest *q, const char *text)
{
    size_t len = strlen(q->said);
    unsigned n = 0;
    while (len + 1 < sizeof q->said && readable(q->err, 0)) {
        ssize_t got = read(q->err, q->said + len, sizeof q->said - 1 - len);
        if (got <= 0) break;
        len += (size_t)got;
    }
    for (const char *p = q->said; (p = strstr(p, text)); p++) n++;
    return n;
}

const char *qtest_monitor(struct qtest *q, const char *text)
{
    static char line[4096];
    size_t len;

    if (q->qmp < 0 || dprintf(q->qmp, "{\"execute\": \"qmp_capabilities\"}\n%s\n", text) < 0) return "";
    for (int answers = 0;;) { /* the greeting and events have neither */
        len = 0;
        do {
            if (!readable(q->qmp, 60000) || read(q->qmp, &line[len], 1) != 1) return "";
        } while (line[len++] != '\n' && len < sizeof line - 1);
        line[len] = 0;
        if (strncmp(line, "{\"return\"", 9) && strncmp(line, "{\"error\"", 8)) continue;
        if (answers++) return line;
    }
}

bool qtest_alive(struct qtest *q)
{
    int status;
    return waitpid(q->pid, &status, WNOHANG) == 0;
}

void qtest_stop(struct qtest *q)
{
    int status;
    close(q->fd);
    close(q->err);
    if (q->qmp >= 0) close(q->qmp);
    kill(q->pid, SIGTERM);
    waitpid(q->pid, &status, 0);
}

static uint64_t command(struct qtest *q, const char *format, ...) __attribute__((format(printf, 2, 3)));
static uint64_t command(struct qtest *q, const char *format, ...)
{
    char line[160];
    size_t len;
    va_list ap;

    va_start(ap, format);
    len = (size_t)vsnprintf(line, sizeof line - 1, format, ap);
    va_end(ap);
    line[len++] = '\n';
    if (write(q->fd, line, len) != (ssize_t)len) goto dead;
    for (;;) { /* lines that start with IRQ are notices */
        len = 0;
        do {
            if (!readable(q->fd, 60000) || read(q->fd, &line[len], 1) != 1) goto dead;
        } while (line[len++] != '\n' && len < sizeof line - 1);
        line[len] = 0;
        if (!strncmp(line, "OK", 2)) return len > 3 ? strtoull(line + 3, 0, 0) : 0;
        if (strncmp(line, "IRQ", 3)) { printf("# it says: %s", line); goto dead; }
    }
dead:
    printf("Bail out! QEMU does not answer\n");
    exit(1);
}

void qtest_reset(struct qtest *q)
{
    command(q, "outb 0xcf9 0x6"); /* the chipset's reset register; QEMU's main loop does it later, all at once */
    for (int i = 0; i < 2000 && qtest_config_read(q, 4) & 7; i++) usleep(10000);
}

static uint32_t config_address(uint32_t offset) { return 0x80000000u | 4u << 11 | (offset & 0xfcu); }

uint32_t qtest_config_read(struct qtest *q, uint32_t offset)
{
    command(q, "outl 0xcf8 0x%x", config_address(offset));
    return (uint32_t)command(q, "inl 0xcfc");
}

void qtest_config_write(struct qtest *q, uint32_t offset, uint32_t value)
{
    command(q, "outl 0xcf8 0x%x", config_address(offset));
    command(q, "outl 0xcfc 0x%x", value);
}

static const char letter[] = " bw l   q";

uint64_t qtest_read(struct qtest *q, uint64_t addr, unsigned width)
{
    return command(q, "read%c 0x%llx", letter[width], (unsigned long long)addr);
}

void qtest_write(struct qtest *q, uint64_t addr, uint64_t value, unsigned width)
{
    command(q, "write%c 0x%llx 0x%llx", letter[width], (unsigned long long)addr, (unsigned long long)value);
}

/* ---- a backend ---- */

bool fake_listen(struct fake_backend *b, const char *path)
{
    memset(b, 0, sizeof *b);
    b->fd = b->shmem = b->doorbell = b->irq = -1;
    b->listener = listen_at(path);
    return b->listener >= 0;
}

bool fake_accept(struct fake_backend *b, int timeout_ms)
{
    if (!readable(b->listener, timeout_ms)) return false;
    b->fd = accept(b->listener, 0, 0);
    return b->fd >= 0;
}

bool fake_send(struct fake_backend *b, uint32_t type, uint32_t error, uint64_t features)
{
    struct pvgpu_message m = { .magic = PVGPU_CHANNEL_MAGIC, .type = type, .abi_version = PVGPU_ABI_VERSION,
                               .error = error, .features = features };
    return write(b->fd, &m, sizeof m) == sizeof m;
}

bool fake_receive(struct fake_backend *b, struct pvgpu_message *m, int timeout_ms)
{
    union { struct cmsghdr h; char bytes[CMSG_SPACE(3 * sizeof(int))]; } control;
    struct iovec v = { m, sizeof *m };
    struct msghdr msg = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
    struct cmsghdr *c;
    int fds[3];

    if (!readable(b->fd, timeout_ms) || recvmsg(b->fd, &msg, MSG_WAITALL) != sizeof *m) return false;
    c = CMSG_FIRSTHDR(&msg);
    if (c && c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(sizeof fds)) {
        memcpy(fds, CMSG_DATA(c), sizeof fds);
        b->shmem = fds[0]; b->doorbell = fds[1]; b->irq = fds[2];
        b->hello = *m;
        b->map = mmap(0, m->shmem_size, PROT_READ | PROT_WRITE, MAP_SHARED, b->shmem, 0);
    }
    return true;
}

void fake_hang_up(struct fake_backend *b)
{
    if (b->map) munmap(b->map, b->hello.shmem_size);
    b->map = 0;
    for (int *fd = &b->fd; fd <= &b->irq; fd++) {
        if (*fd >= 0) close(*fd);
        *fd = -1;
    }
}

void fake_close(struct fake_backend *b)
{
    fake_hang_up(b);
    close(b->listener);
}
