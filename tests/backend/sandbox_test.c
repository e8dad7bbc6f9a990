/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sandbox_test.c - what the real pvgpu-backend can and cannot do once it has started. A thread that is put into the
 * process (sandbox_probe.c) tries; the guest's work goes on all the same.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <unistd.h>
#include "device.h"
#include "tap.h"

static char answers[4096];

static bool probe_read(const char *path)
{
    FILE *f = NULL;
    size_t n;
    for (int i = 0; i < 500 && !(f = fopen(path, "r")); i++) usleep(20000);
    if (!f) return false;
    n = fread(answers, 1, sizeof answers - 1, f);
    answers[n] = 0;
    fclose(f);
    return true;
}

/* errno of one attempt, 0 it succeeded, -1 it was not tried. */
static int answer(const char *what)
{
    char line[64];
    const char *at;
    int n = snprintf(line, sizeof line, "\n%s ", what);
    at = strstr(answers, line);
    return at ? atoi(at + n) : -1;
}

/* A number of a thread's status, -1 where there is none. */
static int status_of(const char *path, const char *name)
{
    char line[256];
    int n = -1;
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (!strncmp(line, name, strlen(name)) && line[strlen(name)] == ':') n = atoi(line + strlen(name) + 1);
    if (f) fclose(f);
    return n;
}

/* Every thread of the process has this value. */
static bool threads_have(pid_t pid, const char *name, int want)
{
    char path[300];
    struct dirent *e;
    int seen = 0, wrong = 0;
    DIR *d;
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    d = opendir(path);
    while (d && (e = readdir(d))) {
        int n;
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "/proc/%d/task/%s/status", pid, e->d_name);
        n = status_of(path, name);
        seen += n >= 0;
        wrong += n >= 0 && n != want;
    }
    if (d) closedir(d);
    return seen > 1 && !wrong;
}

static void work_goes_on(struct backend *b)
{
    struct device d;
    CHECK_EQ(device_up(&d, b), 0);
    RETURN_IF_FAILED();
    guest_begin(&d.guest, 0);
    GUEST_ADD(&d.guest, context_create, CONTEXT_CREATE, 1, 0);
    CHECK_EQ(device_wait_fence(&d, guest_send(&d.guest)), 0);
    device_down(&d);
}

TEST(forbidden_calls_are_refused_inside_the_backend)
{
    static const char *const args[] = { "--present", "headless", "--sandbox", "on", NULL };
    static const char *const refused[] = { "execve", "fork", "ptrace", "mount", "unshare", "setns", "bpf", "userfaultfd", "keyctl",
        "process_vm_readv", "init_module", "kexec_load", "perf_event_open", "io_uring_setup", "setuid", "network", "raw_network",
        "signal_others" };
    static const char *const allowed[] = { "local_socket", "signal_self", "map_code", "open", "memfd", "thread" };
    struct backend b = { 0 };
    char out[128];
    snprintf(out, sizeof out, "/tmp/pvgpu-probe-%d", (int)getpid());
    unlink(out);
    setenv("PVGPU_PROBE_OUT", out, 1);
    setenv("LD_PRELOAD", getenv("PVGPU_PROBE"), 1);
    CHECK_EQ(backend_start(&b, args), 0);
    unsetenv("LD_PRELOAD");
    unsetenv("PVGPU_PROBE_OUT");
    if (tap_failed_checks) {
        printf("# %.300s\n", backend_log(&b));
        return;
    }
    CHECK(probe_read(out));
    CHECK(!strncmp(answers, "filters 1\n", 10));
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (answer(refused[i]) != EPERM) {
            printf("# %s: %d\n", refused[i], answer(refused[i]));
            CHECK(!"refused with EPERM");
        }
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
        if (answer(allowed[i])) {
            printf("# %s: %d\n", allowed[i], answer(allowed[i]));
            CHECK(!"allowed");
        }
    CHECK(threads_have(b.pid, "Seccomp_filters", status_of("/proc/self/status", "Seccomp_filters") + 1));
    CHECK(threads_have(b.pid, "NoNewPrivs", 1));
    work_goes_on(&b);
    CHECK_EQ(backend_stop(&b), 0);
    backend_forget(&b);
    unlink(out);
}

TEST(off_is_off)
{
    static const char *const args[] = { "--present", "headless", "--sandbox", "off", NULL };
    struct backend b = { 0 };
    CHECK_EQ(backend_start(&b, args), 0);
    RETURN_IF_FAILED();
    CHECK(threads_have(b.pid, "Seccomp_filters", status_of("/proc/self/status", "Seccomp_filters")));
    work_goes_on(&b);
    CHECK_EQ(backend_stop(&b), 0);
    backend_forget(&b);
}

TEST(a_wrong_word_is_said)
{
    static const char *const args[] = { "--sandbox", "maybe", NULL };
    struct backend b = { 0 };
    CHECK_EQ(backend_run(&b, args), 2);
    CHECK(strstr(backend_log(&b), "--sandbox: 'maybe' is unknown") != NULL);
    backend_forget(&b);
}

TAP_MAIN(RUN(forbidden_calls_are_refused_inside_the_backend); RUN(off_is_off); RUN(a_wrong_word_is_said))
