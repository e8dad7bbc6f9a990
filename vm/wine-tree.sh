#!/bin/bash
# The part of Wine that one Windows program needs in the guest, which has nothing but busybox: loader, server, the DLLs in the
# closure of their imports, the prefix with our runtime and drivers, and the libraries of all. For vm/run --tree. In the tool root.
# usage: vm/wine-tree.sh PREFIX FOLDER PROGRAM     PREFIX: as scripts/wine-prefix made it; the guest has it as /prefix
# A job that sources /prefix/environment runs PROGRAM, which is not part of the folder, as: wine z:/run/PROGRAM ARG ...
. "$(dirname "$0")/../third_party/lib.sh"
[ $# = 3 ] || die "usage: vm/wine-tree.sh PREFIX FOLDER PROGRAM"
PREFIX=$1 TREE=$2 PROGRAM=$3
LIB=/usr/lib/x86_64-linux-gnu/wine
DLLS=$LIB/x86_64-windows
[ -d "$DLLS" ] || die "$DLLS is missing: Debian's package libwine"

put() { # put FILE ...: under its own path, with what links lead to
    local f
    for f in "$@"; do
        [ -e "$TREE$f" ] && continue
        mkdir -p "$TREE$(dirname "$f")"
        cp -L "$f" "$TREE$f"
    done
}

# Processes that Wine starts by itself, and what they load only when they call it, which no import table names. The processes of
# services and drivers are left out: an emulated processor takes longer for each than Wine waits, and what is not there fails at once.
NAMES="wineboot.exe services.exe rpcss.exe explorer.exe conhost.exe shell32.dll shlwapi.dll version.dll user32.dll gdi32.dll \
    setupapi.dll newdev.dll imm32.dll ole32.dll iphlpapi.dll dnsapi.dll nsi.dll uxtheme.dll propsys.dll tzres.dll apisetschema.dll \
    actxprxy.dll shcore.dll windowscodecs.dll"
SYSTEM=$PREFIX/drive_c/windows/system32
imports() { x86_64-w64-mingw32-objdump -p "$1" 2> /dev/null | sed -n 's/^[[:space:]]*DLL Name: //p' | tr A-Z a-z; }
for f in "$PROGRAM" "$SYSTEM"/{d3d11,dxgi,pvgpu_umd,pvgpu_kmt}.dll; do NAMES="$NAMES $(imports "$f")"; done
while [ -n "$NAMES" ]; do
    NEXT=
    for n in $NAMES; do
        [ -f "$DLLS/$n" ] && [ ! -e "$TREE$DLLS/$n" ] || continue
        put "$DLLS/$n"
        [ ! -f "$LIB/x86_64-unix/${n%.*}.so" ] || put "$LIB/x86_64-unix/${n%.*}.so"
        NEXT="$NEXT $(imports "$DLLS/$n")"
    done
    NAMES=$NEXT
done
put /usr/lib/wine/wine64 /usr/lib/wine/wineserver64 /usr/share/wine/nls/*.nls /usr/share/wine/wine.inf /lib64/ld-linux-x86-64.so.2 \
    /lib/x86_64-linux-gnu/lib{gcc_s.so.1,freetype.so.6,fontconfig.so.1} /etc/fonts/fonts.conf # libraries by dlopen

# The registry, the drives, and the folders of Windows: Wine's files, and ours.
WINDOWS=$TREE/prefix/drive_c/windows
mkdir -p "$TREE/prefix/dosdevices" "$WINDOWS/system32" "$TREE/tmp"
FONTS=/usr/share/fonts/truetype/dejavu
[ -d "$FONTS" ] || die "$FONTS is missing, and Wine opens no window without fonts: Debian's package fonts-dejavu-core"
for f in "$TREE$DLLS"/*; do ln -s "$DLLS/${f##*/}" "$WINDOWS/system32/"; done
cp "$PREFIX"/*.reg "$TREE/prefix/"
(cd "$PREFIX/drive_c" && find users windows/{Fonts,resources,winsxs/manifests} | cpio -pdm --quiet "$TREE/prefix/drive_c")
mkdir -p "$WINDOWS/Fonts"
cp "$FONTS"/DejaVu{Sans,SansMono,Serif}.ttf "$WINDOWS/Fonts/"
echo disable > "$TREE/prefix/.update-timestamp"
ln -s ../drive_c "$TREE/prefix/dosdevices/c:"
ln -s / "$TREE/prefix/dosdevices/z:"
printf '\n[Software\\\\Wine\\\\Drivers]\n"Graphics"="null"\n' >> "$TREE/prefix/user.reg" # windows without a display
for f in d3d11 dxgi pvgpu_umd pvgpu_kmt; do
    rm -f "$WINDOWS/system32/$f.dll"
    cp "$SYSTEM/$f.dll" "$WINDOWS/system32/"
done
cp -r "$PREFIX/pvgpu" "$TREE/prefix/"
cat > "$TREE/prefix/environment" <<'EOF'
export WINEPREFIX=/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLPATH=/prefix/pvgpu WINESERVER=/usr/lib/wine/wineserver64
export WINEDLLOVERRIDES='d3d11,dxgi,pvgpu_umd=n;mscoree,mshtml,winemenubuilder.exe='
wine() { /usr/lib/wine/wine64 "$@"; }
EOF
find "$TREE" -name '*.so*' -o -name wine64 -o -name wineserver64 | xargs ldd 2> /dev/null |
    sed -n 's/^[[:space:]]*[^ ]* => \(\/[^ ]*\) .*/\1/p' | sort -u > "$TREE/tmp/libraries"
while IFS= read -r f; do put "$f"; done < "$TREE/tmp/libraries"
rm "$TREE/tmp/libraries"
