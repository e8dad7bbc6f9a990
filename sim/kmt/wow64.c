/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * wow64.c - 32-bit programs: their records become those of 64-bit Windows and back (layouts.def), as WOW64 does before the kernel
 * of 64-bit Windows sees a call of a 32-bit process. The program and this library share an address space whose lower 4 GiB the
 * program can reach: a pointer keeps its value, and what the kernel gives to user mode lies down there (nt_user_low).
 */
#include <ddi_kmd.h>
#include <ddi_kmt.h>

#include "bus.h"
#include "entries.h"
#include "kmt.h"
#include "nt_sim.h"
#include "pipe.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct field {
    uint16_t at64, size64, at32, size32; /* bytes */
};

/* Each record has a row of its own, with its sizes, and those of its fields follow. */
enum {
#define LAYOUT(record, size64, size32) record##_ROW,
#define FIELD(record, name, at64, size64, at32, size32) record##_##name##_ROW,
#include "layouts.def"
#undef LAYOUT
#undef FIELD
    N_ROWS
};

static const struct field fields[N_ROWS] = {
#define LAYOUT(record, size64, size32) [record##_ROW] = {0xffff, size64, 0xffff, size32},
#define FIELD(record, name, at64, size64, at32, size32) [record##_##name##_ROW] = {at64, size64, at32, size32},
#include "layouts.def"
#undef LAYOUT
#undef FIELD
};

#define LAYOUT(record, size64, size32) _Static_assert(sizeof(record) == size64, #record);
#define FIELD(record, name, at64, size64, at32, size32) \
    _Static_assert(offsetof(record, name) == at64 && sizeof(((record *)0)->name) == size64, #record "." #name);
#include "layouts.def"
#undef LAYOUT
#undef FIELD

/* row: that of the record. */
static void to_64(unsigned row, void *to, const void *from)
{
    const struct field *f = &fields[row];

    memset(to, 0, f->size64);
    for (f++; f < &fields[N_ROWS] && f->at64 != 0xffff; f++) {
        const uint8_t *in = (const uint8_t *)from + f->at32;
        uint8_t *out = (uint8_t *)to + f->at64;
        unsigned i;

        if (f->size64 == f->size32) {
            memcpy(out, in, f->size32);
            continue;
        }
        for (i = 0; i < f->size32 / 4u; i++)
            memcpy(out + 8 * i, in + 4 * i, 4);
    }
}

/* What is as it was is not written: arguments may lie where nobody can write. false: a pointer that the program cannot hold. */
static bool to_32(unsigned row, void *to, const void *from)
{
    const struct field *f = &fields[row];
    bool fits = true;

    for (f++; f < &fields[N_ROWS] && f->at64 != 0xffff; f++) {
        const uint8_t *in = (const uint8_t *)from + f->at64;
        uint8_t *out = (uint8_t *)to + f->at32;
        unsigned i;

        if (f->size64 == f->size32) {
            if (memcmp(out, in, f->size32))
                memcpy(out, in, f->size32);
            continue;
        }
        for (i = 0; i < f->size32 / 4u; i++) {
            if (memcmp(out + 4 * i, in + 8 * i, 4))
                memcpy(out + 4 * i, in + 8 * i, 4);
            fits = fits && !memcmp(in + 8 * i + 4, "\0\0\0", 4);
        }
    }
    return fits;
}

static NTSTATUS convert(unsigned row, unix_fn *call, void *args)
{
    union {
        uint64_t align;
        uint8_t bytes[2048];
    } record;
    NTSTATUS status;

    to_64(row, &record, args);
    status = call(&record);
    return to_32(row, args, &record) || !NT_SUCCESS(status) ? status : STATUS_INTERNAL_ERROR;
}

/* ---- arguments that point to records with pointers ---- */

static void *array_64(unsigned row, const void *from, unsigned n)
{
    const struct field *f = &fields[row];
    uint8_t *to = n <= 0x10000 ? malloc((n + 1) * (size_t)f->size64) : NULL;
    unsigned i;

    for (i = 0; to && i < n; i++)
        to_64(row, to + i * (size_t)f->size64, (const uint8_t *)from + i * (size_t)f->size32);
    return to;
}

static void array_32(unsigned row, void *to, const void *from, unsigned n)
{
    const struct field *f = &fields[row];
    unsigned i;

    for (i = 0; i < n; i++)
        (void)to_32(row, (uint8_t *)to + i * (size_t)f->size32, (const uint8_t *)from + i * (size_t)f->size64);
}

/* A record that points to an array of others: which row is whose, and where the pointer and the number stand in 64 bits. */
struct list {
    unsigned outer, inner;
    size_t array, count;
};

#define LIST(record, pointer, item) \
    &(const struct list){ record##_ROW, item##_ROW, offsetof(record, pointer), offsetof(record, NumAllocations) }

static NTSTATUS convert_list(const struct list *list, unix_fn *call, void *args)
{
    union {
        D3DKMT_CREATEALLOCATION create;
        D3DKMT_OPENRESOURCE open;
        D3DKMT_OPENRESOURCEFROMNTHANDLE open_nt;
    } record;
    uint8_t *bytes = (uint8_t *)&record;
    void *theirs, *ours = NULL;
    NTSTATUS status;
    UINT n;

    to_64(list->outer, &record, args);
    memcpy(&theirs, bytes + list->array, sizeof theirs);
    memcpy(&n, bytes + list->count, sizeof n);
    if (theirs)
        ours = array_64(list->inner, theirs, n);
    if (theirs && !ours)
        return STATUS_NO_MEMORY;
    memcpy(bytes + list->array, &ours, sizeof ours);
    status = call(&record);
    if (theirs)
        array_32(list->inner, theirs, ours, n);
    free(ours);
    memcpy(bytes + list->array, &theirs, sizeof theirs);
    (void)to_32(list->outer, args, &record);
    return status;
}

struct attributes {
    OBJECT_ATTRIBUTES object;
    UNICODE_STRING name;
};

static OBJECT_ATTRIBUTES *attributes_64(struct attributes *to, const void *from)
{
    if (!from)
        return NULL;
    to_64(OBJECT_ATTRIBUTES_ROW, &to->object, from);
    if (to->object.ObjectName) {
        to_64(UNICODE_STRING_ROW, &to->name, to->object.ObjectName);
        to->object.ObjectName = &to->name;
    }
    return &to->object;
}

static NTSTATUS wow64_share_objects(void *args)
{
    struct kmt_share *theirs = args, share = *theirs;
    struct attributes attributes;
    NTSTATUS status;

    share.attributes = (uint64_t)(uintptr_t)attributes_64(&attributes, (const void *)(uintptr_t)theirs->attributes);
    status = kmt_share_objects(&share);
    theirs->handle = share.handle;
    return status;
}

static NTSTATUS wow64_open_handle_of_name(void *args)
{
    D3DKMT_OPENNTHANDLEFROMNAME record;
    struct attributes attributes;
    OBJECT_ATTRIBUTES *theirs;
    NTSTATUS status;

    to_64(D3DKMT_OPENNTHANDLEFROMNAME_ROW, &record, args);
    theirs = record.pObjAttrib;
    record.pObjAttrib = attributes_64(&attributes, theirs);
    status = kmt_open_handle_of_name(&record);
    record.pObjAttrib = theirs;
    (void)to_32(D3DKMT_OPENNTHANDLEFROMNAME_ROW, args, &record);
    return status;
}

/* Handles in unions: what lies behind one in a 32-bit record is no part of it. */

static NTSTATUS create_synchronization_object_2(void *args)
{
    D3DKMT_CREATESYNCHRONIZATIONOBJECT2 record;
    NTSTATUS status;

    to_64(D3DKMT_CREATESYNCHRONIZATIONOBJECT2_ROW, &record, args);
    if (record.Info.Type == D3DDDI_CPU_NOTIFICATION)
        record.Info.CPUNotification.Event = (HANDLE)((uintptr_t)record.Info.CPUNotification.Event & UINT32_MAX);
    status = kmt_entry_D3DKMTCreateSynchronizationObject2(&record);
    (void)to_32(D3DKMT_CREATESYNCHRONIZATIONOBJECT2_ROW, args, &record);
    return status;
}

static NTSTATUS signal_synchronization_object_2(void *args)
{
    D3DKMT_SIGNALSYNCHRONIZATIONOBJECT2 record;

    to_64(D3DKMT_SIGNALSYNCHRONIZATIONOBJECT2_ROW, &record, args);
    if (record.Flags.EnqueueCpuEvent)
        record.CpuEventHandle = (HANDLE)((uintptr_t)record.CpuEventHandle & UINT32_MAX);
    return kmt_entry_D3DKMTSignalSynchronizationObject2(&record);
}

static NTSTATUS translate(enum kmt_number number, unsigned row, unix_fn *call, void *args)
{
    nt_user_low();
    bus_memory_low();
    switch ((int)number) {
    case KMT_D3DKMTCreateAllocation:
        return convert_list(LIST(D3DKMT_CREATEALLOCATION, pAllocationInfo, D3DDDI_ALLOCATIONINFO), call, args);
    case KMT_D3DKMTCreateAllocation2:
        return convert_list(LIST(D3DKMT_CREATEALLOCATION, pAllocationInfo, D3DDDI_ALLOCATIONINFO2), call, args);
    case KMT_D3DKMTOpenResource:
        return convert_list(LIST(D3DKMT_OPENRESOURCE, pOpenAllocationInfo, D3DDDI_OPENALLOCATIONINFO), call, args);
    case KMT_D3DKMTOpenResource2:
        return convert_list(LIST(D3DKMT_OPENRESOURCE, pOpenAllocationInfo, D3DDDI_OPENALLOCATIONINFO2), call, args);
    case KMT_D3DKMTOpenResourceFromNtHandle: /* hNtHandle stays a Windows handle here: the entry finds its descriptor */
        return convert_list(LIST(D3DKMT_OPENRESOURCEFROMNTHANDLE, pOpenAllocationInfo2, D3DDDI_OPENALLOCATIONINFO2), call, args);
    case KMT_D3DKMTCreateSynchronizationObject2:
        return create_synchronization_object_2(args);
    case KMT_D3DKMTSignalSynchronizationObject2:
        return signal_synchronization_object_2(args);
    default:
        return convert(row, call, args);
    }
}

#define KMT_CALL(name, qualifier, record) \
    static NTSTATUS wow64_##name(void *args) \
    { \
        return translate(KMT_##name, record##_ROW, kmt_entry_##name, args); \
    }
#include "kmt.def"
#undef KMT_CALL

unix_fn *const __wine_unix_call_wow64_funcs[] = {
#define KMT_CALL(name, qualifier, record) wow64_##name,
#include "kmt.def"
#undef KMT_CALL
    wow64_share_objects,
    wow64_open_handle_of_name,
    KMT_COMMON_FUNCTIONS,
};
_Static_assert(sizeof(__wine_unix_call_wow64_funcs) / sizeof(*__wine_unix_call_wow64_funcs) == KMT_NUMBERS,
               "every number has its function");
