/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_linux_sandbox.c - a seccomp filter that takes away what a host process of a VM never needs once it has started:
 * other programs and processes, the network, name spaces, mounts, kernel modules, keys, tracing, clocks. A list of what
 * is refused and not of what is allowed, since a graphics driver is loaded into this process and every version of every
 * driver asks for other calls. docs/backend.md says what this does not cover.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "os.h"

#if defined(__x86_64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#define FOREIGN_BIT 0x40000000u /* x32 calls */
#elif defined(__aarch64__)
#define THIS_ARCH AUDIT_ARCH_AARCH64
#define FOREIGN_BIT 0x80000000u /* no such calls */
#endif

/* Answered with EPERM whatever their arguments are. Calls that one architecture lacks are left out there. */
static const unsigned short refused[] = {
    /* programs and processes */
    SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_tkill,
    SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_migrate_pages, SYS_move_pages, SYS_perf_event_open,
#ifdef SYS_pidfd_open
    SYS_pidfd_open, SYS_pidfd_send_signal,
#endif
#ifdef SYS_pidfd_getfd
    SYS_pidfd_getfd,
#endif
#ifdef SYS_process_madvise
    SYS_process_madvise,
#endif
#ifdef SYS_fork
    SYS_fork, SYS_vfork,
#endif
    /* name spaces, mounts, roots */
    SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_open_by_handle_at, SYS_name_to_handle_at,
#ifdef SYS_fsopen
    SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_open_tree, SYS_move_mount,
#endif
#ifdef SYS_mount_setattr
    SYS_mount_setattr,
#endif
    /* users */
    SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid, SYS_setfsuid, SYS_setfsgid,
    SYS_setgroups, SYS_capset,
    /* the kernel and the machine */
    SYS_bpf, SYS_kexec_load, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_reboot, SYS_swapon, SYS_swapoff,
    SYS_acct, SYS_quotactl, SYS_syslog, SYS_sethostname, SYS_setdomainname, SYS_settimeofday, SYS_clock_settime,
    SYS_clock_adjtime, SYS_adjtimex, SYS_vhangup, SYS_nfsservctl, SYS_fanotify_init, SYS_personality,
#ifdef SYS_kexec_file_load
    SYS_kexec_file_load,
#endif
#ifdef SYS_iopl
    SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_create_module, SYS_uselib,
#endif
    /* keys, and doors that were open too often */
    SYS_keyctl, SYS_add_key, SYS_request_key, SYS_userfaultfd,
#ifdef SYS_io_uring_setup
    SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
#endif
};

enum { N_REFUSED = sizeof refused / sizeof refused[0], MOST = 2 * N_REFUSED + 64 };

struct program {
    struct sock_filter code[MOST];
    unsigned short n;
};

static void put(struct program *p, struct sock_filter f)
{
    if (p->n < MOST) p->code[p->n++] = f;
}

#define ANSWER(p, action) put(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action))
#define ERROR(number) (SECCOMP_RET_ERRNO | (number))
/* The low half of an argument: everything that is looked at here is an int. */
#define LOAD_ARG(p, i) \
    put(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, args) + 8 * (i)))
#define LOAD_FIELD(p, field) put(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field)))
/* Skips the next n instructions unless the comparison holds. */
#define UNLESS(p, how, value, n) put(p, (struct sock_filter)BPF_JUMP(BPF_JMP | (how) | BPF_K, value, 0, n))

static void refuse_by_argument(struct program *p)
{
    uint32_t self = (uint32_t)getpid();

    /* Threads are made; processes are not. clone3 keeps its flags in memory, where a filter cannot look: the C library
     * takes clone when it is told that there is no clone3. */
#ifdef SYS_clone3
    UNLESS(p, BPF_JEQ, SYS_clone3, 1);
    ANSWER(p, ERROR(ENOSYS));
#endif
    UNLESS(p, BPF_JEQ, SYS_clone, 4);
    LOAD_ARG(p, 0);
    put(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0));
    ANSWER(p, ERROR(EPERM));
    ANSWER(p, SECCOMP_RET_ALLOW);
    /* Local sockets (displays, the channel) and the kernel's news (udev). */
    UNLESS(p, BPF_JEQ, SYS_socket, 5);
    LOAD_ARG(p, 0);
    put(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 2, 0));
    put(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 1, 0));
    ANSWER(p, ERROR(EPERM));
    ANSWER(p, SECCOMP_RET_ALLOW);
    /* Signals to this process only. */
    for (int i = 0; i < 2; i++) {
        UNLESS(p, BPF_JEQ, i ? SYS_tgkill : SYS_kill, 4);
        LOAD_ARG(p, 0);
        put(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, self, 1, 0));
        ANSWER(p, ERROR(EPERM));
        ANSWER(p, SECCOMP_RET_ALLOW);
    }
}

static void program_write(struct program *p)
{
    p->n = 0;
    LOAD_FIELD(p, arch);
    put(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCH, 1, 0));
    ANSWER(p, ERROR(EPERM)); /* calls of another word size */
    LOAD_FIELD(p, nr);
    UNLESS(p, BPF_JGE, FOREIGN_BIT, 1);
    ANSWER(p, ERROR(EPERM));
    for (unsigned i = 0; i < N_REFUSED; i++) {
        UNLESS(p, BPF_JEQ, refused[i], 1);
        ANSWER(p, ERROR(EPERM));
    }
    refuse_by_argument(p);
    ANSWER(p, SECCOMP_RET_ALLOW);
}

int pvb_sandbox_enter(char *error, size_t n)
{
    struct program p;
    struct sock_fprog f = { 0, p.code };

    program_write(&p);
    f.len = p.n;
    /* Every thread that the graphics driver has started gets the filter too. */
    if (!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && !syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &f))
        return 0;
    snprintf(error, n, "--sandbox on: this system has no seccomp filters (%s): give --sandbox off", strerror(errno));
    return -errno;
}
