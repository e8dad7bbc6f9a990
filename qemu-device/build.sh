#!/bin/bash
# Lays the pvgpu device over the cached QEMU tree and rebuilds what changed. Runs inside the tool
# root; prints the program's path. The overlay is also what a packager applies:
#   qemu-device/build.sh --overlay QEMU-SOURCE    only copies the files and hooks them up
. "$(dirname "$0")/../third_party/lib.sh"
D=$PVGPU_SRC/qemu-device

overlay() { # overlay QEMU-SOURCE: idempotent; touches only what differs
    local to=$1/hw/display/pvgpu f
    mkdir -p "$to"
    copy() { cmp -s "$1" "$2" || cp "$1" "$2"; }
    for f in "$D"/pvgpu.c "$D"/trace-events "$D"/Kconfig "$D"/model/*.[ch] "$D"/host/*.[ch] \
             "$PVGPU_SRC"/protocol/*.h "$PVGPU_SRC"/protocol/*.def "$PVGPU_SRC"/protocol/pvgpu_{layout,channel}.c; do
        copy "$f" "$to/${f##*/}"
    done
    copy "$D/meson.build.qemu" "$to/meson.build"
    printf '#include "trace/trace-hw_display_pvgpu.h"\n' > "$to/trace.h.new"
    copy "$to/trace.h.new" "$to/trace.h"; rm "$to/trace.h.new"
    grep -q "subdir('pvgpu')" "$1/hw/display/meson.build" || echo "subdir('pvgpu')" >> "$1/hw/display/meson.build"
    grep -q 'source pvgpu/Kconfig' "$1/hw/display/Kconfig" || echo 'source pvgpu/Kconfig' >> "$1/hw/display/Kconfig"
    grep -q "'hw/display/pvgpu'" "$1/meson.build" || sed -i "s|^    'hw/display',|    'hw/display',\n    'hw/display/pvgpu',|" "$1/meson.build"
}

if [ "${1:-}" = --overlay ]; then overlay "$2"; exit 0; fi
Q=$(bash "$PVGPU_SRC/third_party/qemu.sh")
RECIPE=qemu-device LOG=$PVGPU_CACHE/log/qemu-device.log
# One tree serves every checkout of the cache: one at a time changes it.
exec 8>"$PVGPU_CACHE/qemu-device.lock"; flock 8
: > "$LOG"
overlay "$Q/src"
logged ninja -C "$Q/build" qemu-system-x86_64
echo "$Q/build/qemu-system-x86_64"
