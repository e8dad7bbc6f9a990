/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * The areas of the suite, in the order in which they run. tests/d3d11/meson.build has one test for each.
 */
#include "conf.h"

extern const struct conf_area area_caps, area_formats, area_loads, area_targets, area_states, area_samplers,
    area_attributes, area_input, area_stages, area_compute, area_copies, area_views, area_maps, area_queries,
    area_contexts, area_errors, area_tiles, area_planar, area_video, area_decoders;

const struct conf_area *const conf_areas[] = {
    &area_caps, &area_formats, &area_loads, &area_targets, &area_states, &area_samplers, &area_attributes, &area_input,
    &area_stages, &area_compute, &area_copies, &area_views, &area_maps, &area_queries, &area_contexts, &area_errors, &area_tiles,
    &area_planar, &area_video, &area_decoders, NULL
};
