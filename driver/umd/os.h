/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os.h - the few services that the driver takes from the system it runs on (os_linux.c, os_win32.c).
 * Any thread may call any of them.
 */
#ifndef PVU_OS_H
#define PVU_OS_H

#include <stddef.h>
#include <stdint.h>

/* Zero-filled memory for any object; NULL when there is none. pvu_os_free(NULL) is fine. */
void *pvu_os_alloc(size_t size);
void pvu_os_free(void *p);

/* An auto-reset event that the kernel driver can set: a HANDLE on Windows, an eventfd elsewhere.
 * 0 means none (creation failed); then waits are made of short sleeps. */
uint64_t pvu_os_event_create(void);
void pvu_os_event_destroy(uint64_t event);
/* Sleeps until the event is set or timeout_ns have passed; event 0 just sleeps. May return early. */
void pvu_os_event_wait(uint64_t event, uint64_t timeout_ns);

/* A lock that its holder may take again. Lives in the caller's memory. */
struct pvu_os_mutex { _Alignas(16) unsigned char storage[64]; };
void pvu_os_mutex_init(struct pvu_os_mutex *m);
void pvu_os_mutex_fini(struct pvu_os_mutex *m);
void pvu_os_lock(struct pvu_os_mutex *m);
void pvu_os_unlock(struct pvu_os_mutex *m);

/* The running thread: a number that no other running thread has, never 0. A load, for it is asked at every entry: the
 * thread's own block, whose address stands in a segment register on every x86 system. */
static inline uintptr_t pvu_os_self(void)
{
    uintptr_t self;
#if defined(_WIN64)
    __asm__("movq %%gs:0x30, %0" : "=r"(self));
#elif defined(_WIN32)
    __asm__("movl %%fs:0x18, %0" : "=r"(self));
#else
    __asm__("movq %%fs:0, %0" : "=r"(self));
#endif
    return self;
}

uint64_t pvu_os_time_ns(void); /* monotonic */
void pvu_os_yield(void);

/* Memory whose written pages the system can tell (write watch). size is rounded up to pages. */
#define PVU_OS_WATCH_PAGE 4096u
void *pvu_os_watch_alloc(size_t size);
void pvu_os_watch_free(void *p, size_t size);
/* Which pages of base..base+size were written since the last call: one byte of dirty[] a page.
 * Returns 0 when the system cannot tell; every page then counts as written. */
int pvu_os_watch_collect(void *base, size_t size, uint8_t *dirty);

/* One line for a developer: OutputDebugString on Windows; elsewhere standard error, and only with
 * PVGPU_UMD_LOG set. The line has no newline. */
void pvu_os_log(const char *line);
int pvu_os_log_on(void);

#endif
