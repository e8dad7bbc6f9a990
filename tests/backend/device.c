/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "device.h"

/* Busy machines take long. Once something did not come the test has failed, and the rest of it need not take as long again. */
static int patience_ms = 20000;

static int tired(void)
{
    patience_ms = 1000;
    return -1;
}

static uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void nap(void)
{
    struct timespec t = { 0, 1000000 };
    nanosleep(&t, NULL);
}

static int listens(const char *path)
{
    struct stat st;
    return !stat(path, &st) && S_ISSOCK(st.st_mode);
}

static void backend_spawn(struct backend *b, const char *const *args)
{
    const char *argv[32] = { getenv("PVGPU_BACKEND_PROGRAM"), "--socket", b->socket, "--renderer", "null" };
    int n = 5;

    if (!*b->dir) {
        snprintf(b->dir, sizeof b->dir, "/tmp/pvgpu-test-XXXXXX");
        if (!mkdtemp(b->dir)) abort();
        snprintf(b->socket, sizeof b->socket, "%s/socket", b->dir);
        snprintf(b->log, sizeof b->log, "%s/log", b->dir);
    }
    if (!argv[0]) argv[0] = "pvgpu-backend";
    for (; args && *args && n < 31; args++) argv[n++] = *args;
    b->pid = fork();
    if (b->pid) return;
    {
        int log = open(b->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(log, 1);
        dup2(log, 2);
        execv(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
}

int backend_start(struct backend *b, const char *const *args)
{
    uint64_t end = now_ms() + (uint64_t)patience_ms;
    backend_spawn(b, args);
    while (now_ms() < end) {
        int status;
        struct device d = { 0 };
        if (waitpid(b->pid, &status, WNOHANG) == b->pid) return -1;
        if (listens(b->socket) && !device_connect(&d, b)) {
            /* It answers: the renderer is there too, and our probe says no HELLO. */
            struct pvgpu_message m;
            int got = device_receive(&d, &m);
            close(d.socket);
            if (got == PVGPU_MSG_WELCOME) return 0;
        }
        nap();
    }
    return tired();
}

int backend_run(struct backend *b, const char *const *args)
{
    backend_spawn(b, args);
    return backend_wait(b);
}

int backend_wait(struct backend *b)
{
    uint64_t end = now_ms() + (uint64_t)patience_ms;
    int status;
    while (waitpid(b->pid, &status, WNOHANG) != b->pid) {
        if (now_ms() >= end) {
            kill(b->pid, SIGKILL);
            tired();
        }
        nap();
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int backend_stop(struct backend *b)
{
    kill(b->pid, SIGTERM);
    return backend_wait(b);
}

void backend_forget(struct backend *b)
{
    unlink(b->socket);
    unlink(b->log);
    rmdir(b->dir);
    memset(b, 0, sizeof *b);
}

char *backend_log(const struct backend *b)
{
    static char text[65536];
    int fd = open(b->log, O_RDONLY);
    ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    if (fd >= 0) close(fd);
    text[n < 0 ? 0 : n] = 0;
    return text;
}

int device_connect(struct device *d, const struct backend *b)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    memset(d, 0, sizeof *d);
    d->memory = d->doorbell = d->interrupt = -1;
    memcpy(a.sun_path, b->socket, strlen(b->socket) + 1);
    d->socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (!connect(d->socket, (struct sockaddr *)&a, sizeof a)) return 0;
    close(d->socket);
    return -1;
}

void device_memory(struct device *d, uint64_t size, int seals)
{
    void *mem;
    d->memory = memfd_create("test", MFD_CLOEXEC | (seals ? MFD_ALLOW_SEALING : 0));
    d->doorbell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    d->interrupt = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (ftruncate(d->memory, (off_t)size)) abort();
    mem = mmap(NULL, DEVICE_SHMEM, PROT_READ | PROT_WRITE, MAP_SHARED, d->memory, 0);
    if (mem == MAP_FAILED) abort();
    guest_init(&d->guest, mem, DEVICE_SHMEM);
}

static void message_send(struct device *d, const struct pvgpu_message *m, const int *fds, int n)
{
    union { struct cmsghdr align; char bytes[CMSG_SPACE(sizeof(int) * 8)]; } control;
    struct iovec span = { (void *)(uintptr_t)m, sizeof *m };
    struct msghdr h = { .msg_iov = &span, .msg_iovlen = 1 };
    if (n) {
        struct cmsghdr *c;
        memset(&control, 0, sizeof control);
        h.msg_control = &control;
        h.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)n);
        c = CMSG_FIRSTHDR(&h);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)n);
        memcpy(CMSG_DATA(c), fds, sizeof(int) * (size_t)n);
    }
    if (sendmsg(d->socket, &h, MSG_NOSIGNAL) != sizeof *m) printf("# the channel took no message\n");
}

static struct pvgpu_message hello(uint64_t shmem_size)
{
    struct pvgpu_message m = { .magic = PVGPU_CHANNEL_MAGIC, .type = PVGPU_MSG_HELLO, .abi_version = PVGPU_ABI_VERSION,
                               .features = PVGPU_FEATURES_KNOWN, .shmem_size = shmem_size, .vm_name = "test" };
    if (pvgpu_layout(shmem_size, m.regions)) memset(m.regions, 0, sizeof m.regions);
    return m;
}

void device_hello_with(struct device *d, uint64_t shmem_size, uint32_t version, uint64_t shift)
{
    struct pvgpu_message m = hello(shmem_size);
    int fds[3] = { d->memory, d->doorbell, d->interrupt };
    m.abi_version = version;
    m.regions[PVGPU_REGION_HEAP].offset += shift;
    message_send(d, &m, fds, 3);
}

void device_hello(struct device *d, uint64_t shmem_size) { device_hello_with(d, shmem_size, PVGPU_ABI_VERSION, 0); }

void device_hello_fds(struct device *d, int n, int last)
{
    struct pvgpu_message m = hello(DEVICE_SHMEM);
    int fds[8] = { d->memory, d->doorbell, d->interrupt, d->interrupt, d->interrupt, d->interrupt, d->interrupt, d->interrupt };
    if (n && last >= 0) fds[n - 1] = last;
    message_send(d, &m, fds, n);
}

void device_send(struct device *d, uint32_t type, uint64_t features)
{
    struct pvgpu_message m = { .magic = PVGPU_CHANNEL_MAGIC, .type = type, .abi_version = PVGPU_ABI_VERSION,
                               .features = features };
    message_send(d, &m, NULL, 0);
}

int device_receive(struct device *d, struct pvgpu_message *m)
{
    size_t have = 0;
    while (have < sizeof *m) {
        struct pollfd p = { d->socket, POLLIN, 0 };
        ssize_t n;
        if (poll(&p, 1, patience_ms) <= 0) return tired();
        n = recv(d->socket, (char *)m + have, sizeof *m - have, 0);
        if (n <= 0) return 0;
        have += (size_t)n;
    }
    return (int)m->type;
}

int device_up(struct device *d, const struct backend *b)
{
    struct pvgpu_message m;
    if (device_connect(d, b) || device_receive(d, &m) != PVGPU_MSG_WELCOME) return -1;
    device_memory(d, DEVICE_SHMEM, 1);
    device_hello(d, DEVICE_SHMEM);
    if (device_receive(d, &m) != PVGPU_MSG_READY) return -1;
    device_send(d, PVGPU_MSG_ENABLE, m.features);
    return device_receive(d, &m) == PVGPU_MSG_RUNNING ? 0 : -1;
}

void device_down(struct device *d)
{
    if (d->guest.mem) munmap(d->guest.mem, DEVICE_SHMEM);
    guest_fini(&d->guest);
    if (d->memory >= 0) close(d->memory);
    if (d->doorbell >= 0) close(d->doorbell);
    if (d->interrupt >= 0) close(d->interrupt);
    close(d->socket);
    memset(d, 0, sizeof *d);
}

void device_kick(struct device *d)
{
    const uint64_t one = 1;
    if (!d->guest.kick) return;
    d->guest.kick = 0;
    if (write(d->doorbell, &one, sizeof one) != sizeof one) abort();
}

int device_wait_fence(struct device *d, uint64_t fence)
{
    uint64_t end = now_ms() + (uint64_t)patience_ms;
    device_kick(d);
    while (pvgpu_load64(&d->guest.fence->consumed) < fence) {
        if (now_ms() >= end) return tired();
        nap();
    }
    return 0;
}

int device_wait_event(struct device *d, uint32_t type, struct pvgpu_event *e)
{
    uint64_t end = now_ms() + (uint64_t)patience_ms;
    device_kick(d);
    for (;;) {
        while (guest_event(&d->guest, e))
            if (e->type == type) return 0;
        device_kick(d);
        if (now_ms() >= end) return tired();
        nap();
    }
}

int device_wait_interrupt(struct device *d)
{
    struct pollfd p = { d->interrupt, POLLIN, 0 };
    uint64_t n;
    if (poll(&p, 1, patience_ms) <= 0) return tired();
    return read(d->interrupt, &n, sizeof n) == sizeof n ? 0 : -1;
}

/* Whether each of its threads waits for something. */
static int all_wait(pid_t pid)
{
    char path[300], line[256];
    struct dirent *e;
    int waits = 1;
    DIR *tasks;

    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    if (!(tasks = opendir(path))) return 0;
    while (waits && (e = readdir(tasks))) {
        const char *state = NULL;
        FILE *f;
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "/proc/%d/task/%s/stat", (int)pid, e->d_name);
        if (!(f = fopen(path, "r"))) continue;
        if (fgets(line, sizeof line, f)) state = strrchr(line, ')'); /* the name before it may hold anything */
        waits = state && state[1] && state[2] == 'S';
        fclose(f);
    }
    closedir(tasks);
    return waits;
}

int device_wait_asleep(const struct device *d, const struct backend *b)
{
    uint64_t end = now_ms() + (uint64_t)patience_ms;
    while (pvgpu_load32(&d->guest.submit.header->consumer.wake_at) != d->guest.submit.index || !all_wait(b->pid)) {
        if (now_ms() >= end) return tired();
        nap();
    }
    return 0;
}
