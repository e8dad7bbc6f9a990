/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * fake_vidpn.h - a VidPn that counts what is acquired and released, and can fail any call.
 */
#ifndef FAKE_VIDPN_H
#define FAKE_VIDPN_H

#include <stdbool.h>
#include "ddi_kmd.h"

#define VIDPN_MODES 200

struct vidpn_set {
    int n, pinned; /* pinned: index or -1 */
    int refs;      /* acquired, or created and not yet assigned */
    union { D3DKMDT_VIDPN_SOURCE_MODE s; D3DKMDT_VIDPN_TARGET_MODE t; } modes[VIDPN_MODES];
    struct vidpn *owner;
};

struct vidpn {
    int n_paths;
    D3DKMDT_VIDPN_PRESENT_PATH paths[4];
    struct vidpn_set *source[8], *target[8];
    int fail_at, calls; /* the fail_at-th call fails */
    int infos;          /* mode and path infos that are out */
    int sets;           /* sets that are acquired or created */
};

void vidpn_init(struct vidpn *v);
void vidpn_fini(struct vidpn *v);
D3DKMDT_HVIDPN vidpn_handle(struct vidpn *v);
void vidpn_path(struct vidpn *v, UINT source, UINT target);
void vidpn_pin_source(struct vidpn *v, UINT source, UINT width, UINT height, D3DDDIFORMAT format);
void vidpn_pin_target(struct vidpn *v, UINT target, UINT width, UINT height);
int vidpn_source_modes(const struct vidpn *v, UINT source);
int vidpn_target_modes(const struct vidpn *v, UINT target);
bool vidpn_has_source(const struct vidpn *v, UINT source, UINT width, UINT height, D3DDDIFORMAT format);
bool vidpn_paths_identity_only(const struct vidpn *v);
/* Target modes whose pixel rate is not total size times rate (traps.md D2). */
int vidpn_bad_timings(const struct vidpn *v);
int vidpn_leaks(const struct vidpn *v);
int vidpn_live(void); /* sets allocated by all VidPns together */

NTSTATUS DDI_CALL vidpn_query_interface(IN_CONST_D3DKMDT_HVIDPN h, IN_CONST_DXGK_VIDPN_INTERFACE_VERSION version,
                               DEREF_OUT_CONST_PPDXGK_VIDPN_INTERFACE out);

#endif
