/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * sandbox_probe.c - loaded into pvgpu-backend by sandbox_test.c: a thread that was there before the sandbox waits until
 * it is in force, then tries what must be refused and what must go on, and writes what came of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void say(FILE *f, const char *what, long result) { fprintf(f, "%s %d\n", what, result < 0 ? errno : 0); }

/* How many filters this thread has: a container may have put one there before us. */
static int filters(void)
{
    char line[128];
    int n = 0;
    FILE *f = fopen("/proc/thread-self/status", "r");
    while (f && fgets(line, sizeof line, f)) sscanf(line, "Seccomp_filters: %d", &n);
    if (f) fclose(f);
    return n;
}

static int before; /* read by the thread that makes ours: on a busy machine ours may begin after the sandbox did */

static void *nothing(void *arg) { return arg; }

static void *probe(void *arg)
{
    char *const argv[] = { "/bin/true", NULL };
    char name[512];
    pthread_t t;
    FILE *f;
    for (int i = 0; i < 10000 && filters() == before; i++) usleep(1000);
    snprintf(name, sizeof name, "%s.new", (const char *)arg);
    f = fopen(name, "w");
    if (!f) return NULL;
    fprintf(f, "filters %d\n", filters() - before);
    say(f, "execve", execve(argv[0], argv, NULL));
    say(f, "fork", syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
    say(f, "ptrace", ptrace(PTRACE_TRACEME, 0, 0, 0));
    say(f, "mount", mount("none", "/tmp", "tmpfs", 0, NULL));
    say(f, "unshare", unshare(CLONE_NEWUSER));
    say(f, "setns", setns(0, 0));
    say(f, "bpf", syscall(SYS_bpf, 0, NULL, 0));
    say(f, "userfaultfd", syscall(SYS_userfaultfd, 0));
    say(f, "keyctl", syscall(SYS_keyctl, 0, 0, 0, 0, 0));
    say(f, "process_vm_readv", syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0));
    say(f, "init_module", syscall(SYS_init_module, NULL, 0, ""));
    say(f, "kexec_load", syscall(SYS_kexec_load, 0, 0, NULL, 0));
    say(f, "perf_event_open", syscall(SYS_perf_event_open, NULL, 0, 0, 0, 0));
    say(f, "io_uring_setup", syscall(SYS_io_uring_setup, 0, NULL));
    say(f, "setuid", syscall(SYS_setuid, getuid()));
    say(f, "network", socket(AF_INET, SOCK_STREAM, 0));
    say(f, "raw_network", socket(AF_PACKET, SOCK_RAW, 0));
    say(f, "signal_others", kill(getppid(), 0));
    /* What a driver needs. */
    say(f, "local_socket", socket(AF_UNIX, SOCK_STREAM, 0));
    say(f, "signal_self", kill(getpid(), 0));
    say(f, "map_code", mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
    say(f, "open", open("/dev/null", O_RDWR));
    say(f, "memfd", memfd_create("probe", MFD_CLOEXEC));
    errno = pthread_create(&t, NULL, nothing, NULL);
    say(f, "thread", errno ? -1 : 0);
    fclose(f);
    rename(name, arg); /* a whole file or none */
    return NULL;
}

__attribute__((constructor)) static void begin(void)
{
    char *out = getenv("PVGPU_PROBE_OUT");
    pthread_t t;
    before = filters();
    if (out) pthread_create(&t, NULL, probe, out);
}
