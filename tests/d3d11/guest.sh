#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# Runs areas of the conformance suite inside a VM, through -device pvgpu, and compares them with native Direct3D: TAP, a case each.
# usage, in the tool root: tests/d3d11/guest.sh BUILD [AREA ...]      all areas when none is named
BUILD=$1; shift
SRC=$(cd "$(dirname "$0")/../.." && pwd)
. "$SRC/vm/host.sh"
. "$SRC/third_party/lib.sh"
set +e
host_gpu
W=$(mktemp -d); trap 'backend_stop; rm -rf "$W"' EXIT
[ $# -gt 0 ] || set -- $("$BUILD/tests/d3d11/d3d11-suite-guest" --list | sed -n 's,/.*,,p' | uniq | grep -v decoders) # over a double only
# One program an area: the areas behind it are run when it crashes. What comes out goes through a slow serial port.
cat > "$W/job" <<JOB
#!/bin/sh
for area in $*; do
    ./d3d11-suite-guest --area \$area --out /tmp/\$area || echo "\$area: exit status \$?"
    gzip -c /tmp/\$area > /out/\$area.gz
    echo "\$(cut -d. -f1 /proc/uptime) s: \$area"
done
JOB
backend_start "$W/a.sock" --renderer d3d11 --present headless
timeout 600 bash "$SRC/vm/run" --backend "$W/a.sock" --timeout 580 --out "$W/out" "$W/job" "$BUILD/tests/d3d11/d3d11-suite-guest" > "$W/vm.log" 2>&1
sed 's/^/# /' "$W/vm.log"
backend_stop
for area; do
    zcat "$W/out/$area.gz" >> "$W/ours.txt" || { echo "Bail out! no results of $area from the guest"; exit 1; }
done
python3 "$SRC/tests/d3d11/run.py" "$BUILD" --area "$(IFS=,; echo "$*")" --ours "$W/ours.txt"
