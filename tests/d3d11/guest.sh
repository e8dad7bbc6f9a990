#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# Runs areas of the conformance suite inside a VM, through -device pvgpu, and compares them with native Direct3D.
# usage, in the tool root: PVGPU_QEMU=QEMU tests/d3d11/guest.sh BUILD AREA...      exit status 1 when an area differs
BUILD=$1; shift
SRC=$(cd "$(dirname "$0")/../.." && pwd)
. "$SRC/vm/host.sh"
. "$SRC/third_party/lib.sh"
set +e
host_gpu
W=$(mktemp -d); trap 'backend_stop; rm -rf "$W"' EXIT
{
    echo '#!/bin/sh'
    for area; do echo "./d3d11-suite-guest --area $area --out /out/$area.txt"; done
} > "$W/job"
backend_start "$W/a.sock" --renderer d3d11 --present headless
timeout 600 bash "$SRC/vm/run" --backend "$W/a.sock" --timeout 580 --out "$W/out" "$W/job" "$BUILD/tests/d3d11/d3d11-suite-guest" > "$W/vm.log" 2>&1
backend_stop
FAILED=0
for area; do
    echo "# $area"
    if [ -s "$W/out/$area.txt" ]; then python3 "$SRC/tests/d3d11/run.py" "$BUILD" --area "$area" --ours "$W/out/$area.txt" || FAILED=1
    else echo "Bail out! no results from the guest"; tail -n 8 "$W/vm.log" | sed 's/^/# /'; FAILED=1; fi
done
exit $FAILED
