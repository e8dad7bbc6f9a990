#!/bin/bash
# The guest image: a Linux kernel with VFIO and a busybox initramfs. What a test runs in the guest is a
# second archive that vm/run makes (vm/run appends it). Runs inside the tool root; prints the folder.
. "$(dirname "$0")/../third_party/lib.sh"
recipe_begin guest "$0" "$PVGPU_SRC/vm/init" || { echo "$OUT"; exit 0; }
K=$(ls -d /opt/kernel/usr/lib/modules/* /opt/kernel/lib/modules/* 2>/dev/null | head -n 1)
[ -n "$K" ] || die "the tool root has no guest kernel"
cp /opt/kernel/boot/vmlinuz-* "$TMP/vmlinuz"
W=$TMP/tree; mkdir -p "$W/bin" "$W/modules" "$W/run"
cp /usr/bin/busybox "$W/bin/busybox"
cp "$PVGPU_SRC/vm/init" "$W/init"
for m in irqbypass vfio vfio_iommu_type1 vfio-pci-core vfio-pci; do
    f=$(find "$K" -name "$m.ko.xz" | head -n 1)
    [ -n "$f" ] || die "the guest kernel has no module $m"
    xz -dc "$f" > "$W/modules/$m.ko"
done
(cd "$W" && find . | LC_ALL=C sort | cpio -o -H newc --quiet | gzip -n -9) > "$TMP/initramfs.gz"
rm -rf "$W"
recipe_end
echo "$OUT"
