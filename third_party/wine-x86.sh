#!/bin/bash
# Wine's own DLLs for 32-bit Windows programs. Debian's 64-bit Wine runs such programs by itself (WOW64), but the DLLs that they
# load lie in the package of the i386 architecture (libwine:i386), whose other half needs a second set of Linux libraries. Only
# the DLLs are taken from it, of the same version as the Wine that is installed. Runs in the tool root; prints the folder, which has
# the shape of WINEDLLPATH.
. "$(dirname "$0")/lib.sh"
recipe_begin wine-x86 "$0" || { echo "$OUT"; exit 0; }
need_space 1500
cd "$TMP"
mkdir -p lists/partial archives/partial
VERSION=$(dpkg-query -W -f '${Version}' libwine)
APT="-o APT::Architectures::=amd64 -o APT::Architectures::=i386 -o Dir::State::Lists=$TMP/lists -o Dir::Cache=$TMP/archives
    -o APT::Sandbox::User=root"
logged apt-get $APT update
logged apt-get $APT download "libwine:i386=$VERSION"
logged dpkg-deb -x libwine_*.deb x
mkdir i386-windows
mv x/usr/lib/i386-linux-gnu/wine/i386-windows/* i386-windows/ 2>> "$LOG" || die "wine-x86: libwine:i386 $VERSION is not as expected"
rm -rf x lists archives libwine_*.deb
# Their Linux halves are those of the 64-bit Wine, looked for beside them.
ln -s "$(dirname "$(dpkg-query -L libwine | grep '/x86_64-unix/ntdll.so$')")" x86_64-unix
recipe_end
echo "$OUT"
