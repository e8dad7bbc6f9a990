#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# Makes the committed headers from the HLSL beside them, with Wine's d3dcompiler_47 (vkd3d-compiler of
# Debian 13 reads no HLSL).
# usage: scripts/in-root backend/d3d11/shaders/regenerate.sh [FILE:ENTRY:PROFILE:NAME ...]
# Without arguments: the renderer's own shaders. Headers are written beside each FILE.
set -e
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- blit.hlsl:vs_main:vs_4_0:blit_vs blit.hlsl:ps_main:ps_4_0:blit_ps
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export WINEPREFIX=$work/prefix WINEDEBUG=-all
x86_64-w64-mingw32-gcc -O1 -DCOBJMACROS -o "$work/hlslc.exe" hlslc.c
{
    echo 'set -e'
    for shader; do
        IFS=: read -r file entry profile name <<<"$shader"
        echo "wine '$work/hlslc.exe' '$file' $entry $profile $name > '$work/$name.h' 2> '$work/$name.log' || { cat '$work/$name.log' >&2; exit 1; }"
    done
} > "$work/all"
xvfb-run -a bash "$work/all" || { echo "compilation failed" >&2; exit 1; }
for shader; do
    IFS=: read -r file entry profile name <<<"$shader"
    tr -d '\r' < "$work/$name.h" > "$(dirname "$file")/$name.h"
done
WINEPREFIX=$work/prefix wineserver -k || true
