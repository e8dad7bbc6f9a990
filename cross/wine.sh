#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# How a test of a Windows build runs here: under Wine, in a prefix of its own in the cache. Its output goes through a
# file, since processes that Wine leaves behind keep pipes open.
# usage: wine.sh PROGRAM [ARG ...]
export WINEPREFIX=${PVGPU_CACHE:-/tmp}/wine-unit WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe=d"
log=$(mktemp)
mkdir -p "$WINEPREFIX"
exec 9> "$WINEPREFIX/.lock"
flock 9
[ -e "$WINEPREFIX/system.reg" ] || wineboot -i > /dev/null 2>&1 9>&- || true
flock -u 9
exec 9>&-
wine "$@" > "$log" 2> "$log.errors"
status=$?
tr -d '\r' < "$log"
[ "$status" = 0 ] || tr -d '\r' < "$log.errors" | tail -n 50 >&2
rm -f "$log" "$log.errors"
exit $status
