/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * host.h - a real pvgpu-backend with the null renderer for tests of the miniature. PVGPU_TEST_BACKEND is the program.
 */
#ifndef TEST_HOST_H
#define TEST_HOST_H

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct host {
    pid_t pid;
    char folder[64], socket[80], transport[128];
} host;

static inline bool host_available(void)
{
    const char *program = getenv("PVGPU_TEST_BACKEND");
    return program && access(program, X_OK) == 0;
}

/* Starts the program on the same socket as before, and waits until it listens. */
static inline bool host_run(void)
{
    struct stat s;
    int i;

    unlink(host.socket);
    host.pid = fork();
    if (host.pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that dies leaves nobody behind */
        execl(getenv("PVGPU_TEST_BACKEND"), "pvgpu-backend", "--socket", host.socket, "--renderer", "null",
              "--present", "headless", (char *)NULL);
        _exit(127);
    }
    for (i = 0; host.pid > 0 && i < 500; i++) {
        if (stat(host.socket, &s) == 0) return true;
        if (waitpid(host.pid, NULL, WNOHANG) == host.pid) host.pid = 0;
        usleep(10000);
    }
    return false;
}

static inline void host_kill(int how)
{
    if (host.pid <= 0) return;
    kill(host.pid, how);
    waitpid(host.pid, NULL, 0);
    host.pid = 0;
}

static inline void host_stop(void)
{
    host_kill(SIGTERM);
    if (!host.folder[0]) return;
    unlink(host.socket);
    rmdir(host.folder);
    host.folder[0] = 0;
}

static inline bool host_start(void)
{
    strcpy(host.folder, "/tmp/pvgpu-test-XXXXXX");
    if (!mkdtemp(host.folder)) return false;
    snprintf(host.socket, sizeof host.socket, "%s/s", host.folder);
    snprintf(host.transport, sizeof host.transport, "loopback:%s", host.socket);
    return host_run();
}

#endif
