#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# Runs a Windows test program under Wine with Wine's own Direct3D; its output goes through a file,
# since processes that Wine leaves behind keep pipes open.
# usage: run_wine.sh PROGRAM     (PVGPU_WINE_PREFIX: where Wine keeps its files)
command -v wine >/dev/null && command -v xvfb-run >/dev/null || { echo "1..0 # SKIP no Wine"; exit 0; }
export WINEPREFIX=$PVGPU_WINE_PREFIX WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
log=$(mktemp)
xvfb-run -a wine "$1" > "$log" 2>/dev/null
status=$?
tr -d '\r' < "$log"
rm -f "$log"
exit $status
