#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# usage: scripts/in-root tests/backend-d3d11/shaders/regenerate.sh
f=$(cd "$(dirname "$0")" && pwd)/test.hlsl
exec "$(dirname "$0")/../../../backend/d3d11/shaders/regenerate.sh" "$f:quad_vs:vs_5_0:quad_vs" "$f:textured_ps:ps_5_0:textured_ps" \
    "$f:colored_vs:vs_5_0:colored_vs" "$f:colored_ps:ps_5_0:colored_ps" "$f:counting_cs:cs_5_0:counting_cs"
