/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * golden.h - the containers that Microsoft's compiler made from shaders/, by name.
 */
#ifndef GOLDEN_H
#define GOLDEN_H

#include <stdint.h>

#include "shaders/cs_arithmetic.h"
#include "shaders/cs_doubles.h"
#include "shaders/cs_views.h"
#include "shaders/ds_isoline.h"
#include "shaders/ds_quad.h"
#include "shaders/ds_tri.h"
#include "shaders/gs_adjacency.h"
#include "shaders/gs_points.h"
#include "shaders/gs_streams.h"
#include "shaders/hs_isoline.h"
#include "shaders/hs_quad.h"
#include "shaders/hs_tri.h"
#include "shaders/ps_color.h"
#include "shaders/ps_depth_ge.h"
#include "shaders/ps_depth_le.h"
#include "shaders/ps_flow.h"
#include "shaders/ps_inputs.h"
#include "shaders/ps_interpolation.h"
#include "shaders/ps_minimum.h"
#include "shaders/ps_model4.h"
#include "shaders/ps_position.h"
#include "shaders/ps_targets.h"
#include "shaders/ps_textures.h"
#include "shaders/ps_views.h"
#include "shaders/vs_clip.h"
#include "shaders/vs_color.h"
#include "shaders/vs_empty.h"
#include "shaders/vs_inputs.h"
#include "shaders/vs_integers.h"
#include "shaders/vs_moves.h"
#include "shaders/vs_patch.h"
#include "shaders/vs_views.h"

#define GOLDEN_LIST(X) \
    X(cs_arithmetic) \
    X(cs_doubles) \
    X(cs_views) \
    X(ds_isoline) \
    X(ds_quad) \
    X(ds_tri) \
    X(gs_adjacency) \
    X(gs_points) \
    X(gs_streams) \
    X(hs_isoline) \
    X(hs_quad) \
    X(hs_tri) \
    X(ps_color) \
    X(ps_depth_ge) \
    X(ps_depth_le) \
    X(ps_flow) \
    X(ps_inputs) \
    X(ps_interpolation) \
    X(ps_minimum) \
    X(ps_model4) \
    X(ps_position) \
    X(ps_targets) \
    X(ps_textures) \
    X(ps_views) \
    X(vs_clip) \
    X(vs_color) \
    X(vs_empty) \
    X(vs_inputs) \
    X(vs_integers) \
    X(vs_moves) \
    X(vs_patch) \
    X(vs_views)

enum golden_id {
#define X(name) GOLDEN_##name,
    GOLDEN_LIST(X)
#undef X
    GOLDEN_COUNT
};

static const struct golden { const char *name; const uint32_t *data; uint32_t size; } golden[GOLDEN_COUNT] = {
#define X(name) {#name, name, sizeof name},
    GOLDEN_LIST(X)
#undef X
};

#endif
