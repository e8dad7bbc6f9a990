#!/bin/bash
# QEMU from Debian's source package, configured for one target, built once without our device and
# kept with its build tree; qemu-device/build.sh lays the device over a copy of the sources' list
# and rebuilds what changed. Runs inside the tool root. Prints the folder: src/ and build/.
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
mkdir ../build; cd ../build
logged ../src/configure --python=/usr/bin/python3 --target-list=x86_64-softmmu --without-default-features --enable-tcg --enable-kvm \
    --enable-system --disable-docs --disable-tools --disable-install-blobs --enable-fdt=system --enable-pixman --enable-vnc \
    --enable-trace-backends=log --disable-werror
logged ninja qemu-system-x86_64
touch "$OUT/.complete"
echo "$OUT"
