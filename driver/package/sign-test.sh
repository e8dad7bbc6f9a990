#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# Test-signs the package's binaries on Linux, embedded in each file: sign-test.sh FOLDER KEY-FOLDER
# KEY-FOLDER gets a self-signed certificate the first time (pvgpu-test.pem, pvgpu-test.key, pvgpu-test.cer).
# The catalog cannot be made here: it is Inf2Cat's, which runs on Windows only (sign-test.ps1). Windows installs a package
# without a signed catalog only after a warning, and not at all on machines where that is refused.
set -eu
die() { printf 'pvgpu: %s\n' "$*" >&2; exit 2; }
[ $# = 2 ] || die "usage: sign-test.sh FOLDER KEY-FOLDER"
command -v osslsigncode >/dev/null 2>&1 || die "'osslsigncode' is missing: install it (Debian: apt-get install osslsigncode)"
command -v openssl >/dev/null 2>&1 || die "'openssl' is missing: install it (Debian: apt-get install openssl)"
D=$1 K=$2
[ -e "$D/pvgpu.inf" ] || die "$D has no pvgpu.inf: name the driver folder of the package"
mkdir -p "$K" || die "cannot make $K"
if [ ! -e "$K/pvgpu-test.key" ]; then
    (umask 077; openssl req -x509 -newkey rsa:2048 -sha256 -nodes -days 825 -subj '/CN=PVGPU test signing' \
        -addext keyUsage=digitalSignature -addext extendedKeyUsage=codeSigning \
        -keyout "$K/pvgpu-test.key" -out "$K/pvgpu-test.pem" 2>/dev/null) || die "openssl made no certificate in $K"
    openssl x509 -in "$K/pvgpu-test.pem" -outform DER -out "$K/pvgpu-test.cer"
fi
for f in pvgpu.sys pvgpu_umd.dll pvgpu_umd32.dll; do
    said=$(osslsigncode sign -h sha256 -certs "$K/pvgpu-test.pem" -key "$K/pvgpu-test.key" -in "$D/$f" -out "$D/$f.signed" 2>&1) ||
        { rm -f "$D/$f.signed"; die "signing $f failed: $(printf '%s' "$said" | tail -n 1)"; }
    mv "$D/$f.signed" "$D/$f"
done
rm -f "$D/pvgpu.cat"
echo "signed the binaries in $D; pvgpu.cat is still to be made and signed on Windows (sign-test.ps1)"
