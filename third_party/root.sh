#!/bin/bash
# The tool root: a Debian 13 tree with every compiler, library and program that the build, the
# tests and the guest image need, so that the host needs nothing but mmdebstrap (or the tree
# itself, when the host already is Debian 13: PVGPU_ROOT=/). Prints the tree's path.
. "$(dirname "$0")/lib.sh"

if [ -n "${PVGPU_ROOT:-}" ]; then echo "$PVGPU_ROOT"; exit 0; fi

# One package a word; grouped by what needs it.
PACKAGES="
build-essential clang lld llvm libclang-rt-dev clang-tools meson ninja-build pkg-config git ca-certificates dpkg-dev
gcc-mingw-w64-x86-64-win32 gcc-mingw-w64-i686-win32 g++-mingw-w64-x86-64-win32
python3 python3-venv python3-pycotap flex bison
libglib2.0-dev libpixman-1-dev libfdt-dev zlib1g-dev
glslang-tools libvulkan-dev spirv-headers libsdl3-dev libsdl2-dev libdisplay-info-dev
mesa-vulkan-drivers vulkan-tools
libpng-dev libxxhash-dev
wine wine64 dxvk xvfb xauth libgl1 libgl1-mesa-dri vkd3d-compiler
seabios qemu-system-data
cpio busybox-static kmod xz-utils zstd unzip zip bc osslsigncode
"

recipe_begin root "$0" || { echo "$OUT"; exit 0; }
need_tool mmdebstrap mmdebstrap
need_space 9000

# The mirror is the one that this machine's own APT uses for Debian.
MIRROR=${PVGPU_MIRROR:-$(apt-get indextargets --format '$(SITE)' 2>/dev/null | grep '/debian/*$' | head -n 1)}
[ -n "$MIRROR" ] || die "no Debian mirror found in APT's configuration: set PVGPU_MIRROR"

if [ "$(id -u)" = 0 ]; then MODE=root; else MODE=unshare; fi
logged mmdebstrap --mode=$MODE --variant=apt --components=main \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Retries "3"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --include="$(echo $PACKAGES | tr ' ' ',')" \
    --customize-hook='mkdir -p "$1/src" "$1/cache" "$1/shared"' \
    --customize-hook='sed -i "s/^Types: deb$/Types: deb deb-src/" "$1"/etc/apt/sources.list.d/*.sources 2>/dev/null || true' \
    --customize-hook='for f in "$1/etc/apt/sources.list"; do [ -s "$f" ] && sed -n "s/^deb /deb-src /p" "$f" >> "$f"; done; true' \
    --customize-hook='chroot "$1" apt-get update' \
    --customize-hook='mkdir -p "$1/opt/kernel" && chroot "$1" sh -c "cd /tmp && k=\$(apt-cache depends linux-image-cloud-amd64 | sed -n \"s/.*Depends: //p\" | head -n 1) && apt-get download \$k && dpkg -x \$k*.deb /opt/kernel && rm \$k*.deb"' \
    trixie "$TMP" "$MIRROR"
recipe_end
echo "$OUT"
