/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * vidpn.h - VidPN objects behind their handles (contract.md A.4). One thread at a time looks at a VidPN: the one
 * in the driver's call that got it.
 */
#ifndef DXGK_VIDPN_H
#define DXGK_VIDPN_H

#include "dxgk_internal.h"

#define VIDPN_MAGIC   0x4e506456u
#define TOPOLOGY_MAGIC 0x4f504f54u
#define SET_MAGIC     0x5445534du

enum set_kind { SET_SOURCE, SET_TARGET, SET_MONITOR };

/* A mode in a set, or made and not yet added. */
struct mode_node {
    LIST_ENTRY link;
    struct mode_set *set;
    bool added;
    LONG taken; /* AcquireFirst, Next, Pinned */
    UINT id;
    union {
        D3DKMDT_VIDPN_SOURCE_MODE source;
        D3DKMDT_VIDPN_TARGET_MODE target;
        D3DKMDT_MONITOR_SOURCE_MODE monitor;
    } m; /* what the driver points to */
};

struct mode_set {
    uint32_t magic;
    enum set_kind kind;
    struct dxgk_vidpn *vidpn; /* NULL: a monitor's */
    UINT owner;               /* source or target id that it was made for */
    bool assigned;
    LONG taken;               /* acquisitions; 1 while made and not assigned */
    struct mode_set *next_held; /* vidpn.held */
    LIST_ENTRY modes;
    UINT n, next_id;
    struct mode_node *pinned;
};

struct path {
    LIST_ENTRY link;
    bool added;
    LONG taken;
    struct dxgk_vidpn *vidpn;
    D3DKMDT_VIDPN_PRESENT_PATH info; /* what the driver points to */
};

struct dxgk_vidpn {
    uint32_t magic;
    struct topology { uint32_t magic; } topology;
    struct dxgk_adapter *a;
    bool topology_mutable;
    LIST_ENTRY paths, loose; /* in the topology; made and not added */
    struct mode_set *source_sets[DXGK_MAX_SOURCES], *target_sets[DXGK_MAX_CHILDREN];
    struct mode_set *held; /* replaced while the driver had them acquired */
    LONG outstanding; /* what the driver took or made and has not given back */
};

struct mode_set *mode_set_create(struct dxgk_vidpn *v, enum set_kind kind, UINT owner);
void mode_set_free(struct mode_set *s);
/* NULL after a violation when it is not a live set of that kind. */
struct mode_set *mode_set_check(const void *h, enum set_kind kind);
extern const DXGK_VIDPNSOURCEMODESET_INTERFACE source_mode_interface;
extern const DXGK_VIDPNTARGETMODESET_INTERFACE target_mode_interface;
extern const DXGK_MONITORSOURCEMODESET_INTERFACE monitor_mode_interface;
/* Adds a mode of our own. */
bool mode_set_add_signal(struct mode_set *s, const struct dxgk_mode *m, bool preferred);

#endif
