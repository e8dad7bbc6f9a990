/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * pvgpu_driver.c - the driver that the miniature loads: ours, linked in, or with PVGPU_SYS=FILE the one that was built for
 * Windows; and the counters that its escape gives.
 */
#include "dxgk_internal.h"

#include "pvgpu_umdkmd.h"

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path);

static NTSTATUS NTAPI enter(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
    const char *file = getenv("PVGPU_SYS");
    struct nt_image *image;
    char why[128];

    if (!file || !*file) return DriverEntry(driver, path);
    image = nt_image_load(file, why, sizeof why);
    if (image) return nt_image_start(image, driver, path);
    dxgk_log("%s: %s", file, why);
    return STATUS_INVALID_IMAGE_FORMAT;
}

NTSTATUS (NTAPI *const dxgk_driver_entry)(PDRIVER_OBJECT driver, PUNICODE_STRING path) = enter;

void dxgk_driver_stats(FILE *f, D3DKMT_HANDLE adapter)
{
    struct pvk_escape_stats s = { .header = { PVK_PRIVATE_VERSION, PVK_ESCAPE_STATS, sizeof s, 0 } };
    D3DKMT_ESCAPE e = { .hAdapter = adapter, .Type = D3DKMT_ESCAPE_DRIVERPRIVATE, .pPrivateDriverData = &s,
                        .PrivateDriverDataSize = sizeof s };

    if (!NT_SUCCESS(D3DKMTEscape(&e))) return;
#define LINE(name, value) fprintf(f, name " %llu\n", (unsigned long long)(value))
    LINE("kmd_doorbells", s.doorbells);
    LINE("kmd_interrupts", s.interrupts);
    LINE("kmd_submissions", s.submissions);
    LINE("kmd_presents", s.presents);
    LINE("kmd_presented", s.presented);
    LINE("kmd_latency_p50_ns", s.latency_p50_ns);
    LINE("kmd_latency_p99_ns", s.latency_p99_ns);
    LINE("host_packets", s.host.packets);
    LINE("host_commands", s.host.commands);
    LINE("host_bytes", s.host.bytes);
    LINE("host_doorbells", s.host.doorbells);
    LINE("host_interrupts", s.host.interrupts);
    LINE("host_presents", s.host.presents);
    LINE("host_frames", s.host.frames);
    LINE("host_context_errors", s.host.context_errors);
    LINE("host_skipped", s.host.skipped);
    LINE("host_present_p50_ns", s.host.present_p50_ns);
    LINE("host_present_p99_ns", s.host.present_p99_ns);
#undef LINE
}
