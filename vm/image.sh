#!/bin/bash
# The guest image: a Linux kernel with VFIO and a busybox initramfs. What a test runs in the guest is a
# second archive that vm/run makes (vm/run appends it). Runs inside the tool root; prints the folder.
. "$(dirname "$0")/../third_party/lib.sh"
set -o pipefail
recipe_begin guest "$0" "$PVGPU_SRC/vm/init" || { echo "$OUT"; exit 0; }
need_space 200
need_tool cpio cpio
need_tool busybox busybox-static
# The tool root brings the kernel's package unpacked; a machine that is its own tool root fetches it.
T=/opt/kernel
if ! [ -e $T/boot ]; then
    T=$TMP/kernel; mkdir "$T"; cd "$T"
    logged apt-get update
    k=$(apt-cache depends linux-image-cloud-amd64 2>>"$LOG" | sed -n 's/.*Depends: \(linux-image-[0-9]\)/\1/p' | head -n 1) && [ -n "$k" ] ||
        die "APT knows no linux-image-cloud-amd64: Debian 13's main component is missing from its sources"
    logged apt-get download "$k"
    logged dpkg -x "$k"_*.deb .
    cd /
fi
K=$(ls -d "$T"/usr/lib/modules/* "$T"/lib/modules/* 2>/dev/null | head -n 1 || true)
V=$(ls "$T"/boot/vmlinuz-* 2>/dev/null | head -n 1 || true)
[ -n "$K" ] && [ -n "$V" ] || die "$T has no guest kernel: remove the tool root (CLEAN_CACHE=1 make clean) and set up again"
W=$TMP/tree; logged mkdir -p "$W/bin" "$W/modules" "$W/run"
logged cp "$V" "$TMP/vmlinuz"
logged cp "$(command -v busybox)" "$W/bin/busybox"
ldd "$W/bin/busybox" >/dev/null 2>&1 && die "busybox needs shared libraries, which the guest has not: install busybox-static"
logged cp "$PVGPU_SRC/vm/init" "$W/init"
for m in irqbypass vfio vfio_iommu_type1 vfio-pci-core vfio-pci; do
    f=$(find "$K" -name "$m.ko.xz" | head -n 1)
    [ -n "$f" ] || die "the guest kernel ${V##*/} has no module $m"
    { xz -dc "$f" > "$W/modules/$m.ko"; } 2>>"$LOG" || die "unpacking $m failed: $(tail -n 1 "$LOG")"
done
{ (cd "$W" && find . | LC_ALL=C sort | cpio -o -H newc --quiet | gzip -n -9) > "$TMP/initramfs.gz"; } 2>>"$LOG" ||
    die "packing the guest's initramfs failed: $(tail -n 1 "$LOG")"
rm -rf "$W" "$TMP/kernel"
recipe_end
echo "$OUT"
