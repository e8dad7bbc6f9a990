#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# A Windows program in the whole machine: Wine runs in the guest, with our runtime and the user-mode driver file that ships, and what
# it draws crosses VFIO, the device and the backend. TAP on standard output. usage: wine.sh BUILD-FOLDER
# PVGPU_BUILD_WIN64: the folder of the Windows build
BUILD=$1
SRC=$(cd "$(dirname "$0")/../.." && pwd)
PROGRAM=${PVGPU_BUILD_WIN64:-}/samples/cubes-native.exe
if [ ! -e "$PROGRAM" ]; then
    echo "1..0 # SKIP PVGPU_BUILD_WIN64 names no Windows build: scripts/build win64"
    exit 0
fi
. "$SRC/third_party/lib.sh"
. "$SRC/vm/host.sh"
. "$SRC/vm/wine.sh"
. "$SRC/tests/tap.sh"
set +e
W=$(mktemp -d); trap 'backend_stop; rm -rf "$W"' EXIT
mkdir "$W/tree"
# What Wine's server knows of the registry is in the prefix only when it has ended.
(
    export WORK=$W PVGPU_BUILD=$BUILD PVGPU_BUILD_WIN32=
    wine_prefix && timeout 60 wineserver -w && bash "$SRC/vm/wine-tree.sh" "$W/prefix" "$W/tree" "$PROGRAM"
) > "$W/tree.log" 2>&1
result $? "Wine is put into the guest" "$W/tree.log"
host_gpu
ARGS=(--frames 3 --size 320x240 --fixed-step)
"$BUILD/samples/cubes-native" --offscreen "${ARGS[@]}" --capture "$W/native.ppm" > "$W/native.log" 2>&1
cat > "$W/job" <<JOB
#!/bin/sh
. /prefix/environment
export PVGPU_SIM_STATS=/out/guest.txt PVGPU_SIM_TDR_MS=30000
wine z:/run/cubes-native.exe ${ARGS[*]} --capture z:/out/guest.ppm
JOB
backend_start "$W/a.sock" --renderer d3d11 --present headless
timeout 400 bash "$SRC/vm/run" --backend "$W/a.sock" --timeout 380 --out "$W/out" --tree "$W/tree" "$W/job" "$PROGRAM" > "$W/vm.log" 2>&1
result $? "a Windows program runs in the guest" "$W/vm.log" "$BACKEND_LOG"
"$BUILD/tools/picture-compare" "$W/out/guest.ppm" "$W/native.ppm" > "$W/compare.log" 2>&1
result $? "it draws what native Direct3D draws" "$W/native.log" "$W/compare.log"
grep -q '^presents 3' "$W/out/guest.txt" 2>/dev/null && grep -q '^interrupts [1-9]' "$W/out/guest.txt"
result $? "and through the device" "$W/out/guest.txt"
echo "1..$N"
exit $FAILED
