/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * os_linux_watch.c - which pages were written, from Linux 6.7 on: memory registered with userfaultfd
 * for asynchronous write protection, scanned and protected again with PAGEMAP_SCAN. Older systems
 * and sandboxes say no, and then every page counts as written.
 */
#include "os.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef PAGEMAP_SCAN

static int faults = -1, pagemap = -1; /* for the life of the process */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void)
{
    struct uffdio_api api = { .api = UFFD_API, .features = UFFD_FEATURE_WP_ASYNC | UFFD_FEATURE_WP_UNPOPULATED };
    faults = (int)syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);
    if (faults < 0) return;
    pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    if (pagemap >= 0 && ioctl(faults, UFFDIO_API, &api) == 0) return;
    close(faults);
    faults = -1;
}

static void watch(void *p, size_t size)
{
    struct uffdio_register r = { .range = { (uintptr_t)p, size }, .mode = UFFDIO_REGISTER_MODE_WP };
    pthread_once(&once, start);
    if (faults >= 0) (void)ioctl(faults, UFFDIO_REGISTER, &r); /* when refused the scan will be, too */
}

int pvu_os_watch_collect(void *base, size_t size, uint8_t *dirty)
{
    struct page_region region[64];
    struct pm_scan_arg a = { .size = sizeof a, .flags = PM_SCAN_WP_MATCHING | PM_SCAN_CHECK_WPASYNC,
                             .start = (uintptr_t)base, .end = (uintptr_t)base + size, .vec = (uintptr_t)region, .vec_len = 64,
                             .category_mask = PAGE_IS_WRITTEN, .return_mask = PAGE_IS_WRITTEN };
    if (pagemap < 0 || faults < 0) return 0;
    memset(dirty, 0, size / PVU_OS_WATCH_PAGE);
    while (a.start < a.end) {
        long n = ioctl(pagemap, PAGEMAP_SCAN, &a);
        if (n < 0) return 0;
        for (long i = 0; i < n; i++)
            memset(dirty + (region[i].start - (uintptr_t)base) / PVU_OS_WATCH_PAGE, 1,
                   (region[i].end - region[i].start) / PVU_OS_WATCH_PAGE);
        a.start = a.walk_end;
    }
    return 1;
}

#else

static void watch(void *p, size_t size)
{
    (void)p, (void)size;
}

int pvu_os_watch_collect(void *base, size_t size, uint8_t *dirty)
{
    (void)base, (void)size, (void)dirty;
    return 0;
}

#endif

static size_t whole_pages(size_t size)
{
    return (size + PVU_OS_WATCH_PAGE - 1) / PVU_OS_WATCH_PAGE * PVU_OS_WATCH_PAGE;
}

void *pvu_os_watch_alloc(size_t size)
{
    void *p = mmap(NULL, whole_pages(size), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) return NULL;
    watch(p, whole_pages(size));
    return p;
}

void pvu_os_watch_free(void *p, size_t size)
{
    if (p) munmap(p, whole_pages(size));
}
