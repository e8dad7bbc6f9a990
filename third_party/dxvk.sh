#!/bin/bash
# DXVK for Linux programs (libdxvk_d3d11.so, libdxvk_dxgi.so), from Debian's source package.
# Runs inside the tool root. Prints where it is: lib/ and include/ (the Direct3D headers).
. "$(dirname "$0")/lib.sh"
recipe_begin dxvk "$0" || { echo "$OUT"; exit 0; }
need_space 2000
W=$TMP/work; mkdir -p "$W"; cd "$W"
logged apt-get update
logged apt-get source --download-only dxvk
logged dpkg-source --no-check -x dxvk_*.dsc dxvk
cd dxvk
# The package leaves the Direct3D headers to mingw-directx-headers, which it carries beside.
if [ ! -e include/native/directx/d3d11.h ]; then
    headers=$(dirname "$(find "$W" -path '*irectx*' -name d3d11.h | head -n 1)")
    [ "$headers" != . ] && [ -n "$headers" ] || die "dxvk's source brought no d3d11.h"
    rm -rf include/native/directx; ln -s "$headers" include/native/directx
fi
sed -i -E "s/(libdisplay-info'.*version: *\[[^]]*)'< *0\.2[^']*'/\1'< 0.3'/; s/'<=? *0\.2(\.0)?'/'< 0.3'/" meson.build
# Debian's pkg-config file is sdl3.pc; without SDL3 there is no way to run without a display (SDL2's
# offscreen driver knows no Vulkan).
sed -i "s/dependency('SDL3'/dependency('sdl3'/" meson.build
logged meson setup --buildtype=release --prefix="$TMP/inst" --libdir=lib -Denable_d3d8=false -Denable_d3d9=false \
    -Denable_d3d10=false -Ddxvk_native_wsi=sdl3,sdl2 ../build .
logged ninja -C ../build
logged ninja -C ../build install
cd "$TMP"
mv inst/lib lib
mkdir include; cp -rL work/dxvk/include/native/. include/
# Run paths of the install step name the temporary folder; the loader finds both by LD_LIBRARY_PATH.
rm -rf work inst
recipe_end
echo "$OUT"
