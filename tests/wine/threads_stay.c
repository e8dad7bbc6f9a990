/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * threads_stay.c - a Windows program that ends while its other threads are busy in the kernel. Exit status 7.
 */
#include <windows.h>

#include <ddi_kmt.h>

enum { THREADS = 8, RUN_MS = 200, STATUS = 7 };

static volatile LONG calls;

static void calls_of_a_round(void)
{
    D3DKMT_ENUMADAPTERS list = { 0 };

    if (D3DKMTEnumAdapters(&list) < 0) return;
    InterlockedIncrement(&calls);
    for (ULONG i = 0; i < list.NumAdapters; i++) {
        D3DKMT_CLOSEADAPTER close = { list.Adapters[i].hAdapter };
        D3DKMT_CREATEDEVICE create = { .hAdapter = close.hAdapter };
        if (D3DKMTCreateDevice(&create) >= 0) {
            D3DKMT_DESTROYDEVICE destroy = { create.hDevice };
            D3DKMTDestroyDevice(&destroy);
        }
        D3DKMTCloseAdapter(&close);
    }
}

static DWORD WINAPI call_on(void *arg)
{
    (void)arg;
    for (;;) calls_of_a_round();
    return 0;
}

int main(void)
{
    calls_of_a_round(); /* the first one starts the kernel */
    for (int i = 0; i < THREADS; i++)
        if (!CreateThread(NULL, 0, call_on, NULL, 0, NULL)) return 1;
    while (calls < 100) Sleep(1);
    Sleep(RUN_MS);
    return STATUS;
}
