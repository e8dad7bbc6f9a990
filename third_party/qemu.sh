#!/bin/bash
# QEMU from Debian's source package, configured for one target and kept with its build tree, so that
# qemu-device/build.sh rebuilds only what changed in the device. The device is laid over the sources
# before the first build because its trace events make every file depend on the overlay. Runs inside
# the tool root. Prints the folder: src/ and build/.
. "$(dirname "$0")/lib.sh"
recipe_begin qemu "$0" || { echo "$OUT"; exit 0; }
need_space 4000
# Build trees remember their path, so this one is made in place.
mv "$TMP" "$OUT"; TMP=$OUT
cd "$OUT"
logged apt-get update
logged apt-get source --download-only qemu
# The .orig tarball is enough: Debian's patches concern its own packaging.
mkdir src
logged tar xf qemu_*.orig.tar.xz --strip-components=1 -C src
rm -f qemu_*
cd src
# Debian's tarball has no firmware blobs.
sed -i 's/unpack_edk2_blobs = bzip2.found()/unpack_edk2_blobs = false/' meson.build
sed -i '/pycotap/d' pythondeps.toml
logged bash "$PVGPU_SRC/qemu-device/build.sh" --overlay .
mkdir ../build; cd ../build
logged ../src/configure --python=/usr/bin/python3 --target-list=x86_64-softmmu --without-default-features --enable-tcg --enable-kvm \
    --enable-system --disable-docs --disable-tools --disable-install-blobs --enable-fdt=system --enable-pixman --enable-vnc \
    --enable-trace-backends=log --disable-werror
# What the device itself gets wrong is for qemu-device/build.sh to say, without starting all over.
ninja -k 0 qemu-system-x86_64 >>"$LOG" 2>&1 </dev/null || true
touch "$OUT/.complete"
recipe_prune
echo "$OUT"
