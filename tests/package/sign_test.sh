#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# driver/package/sign-test.sh signs what ships with a certificate made for it, and the signatures verify. Prints TAP.
# usage: sign_test.sh SOURCE-ROOT SYS DLL     (the DLL stands for both user-mode drivers: a signature does not look inside)
set -u
ROOT=$1 SYS=$2 DLL=$3
for t in osslsigncode openssl; do
    command -v $t > /dev/null 2>&1 || { echo "1..0 # SKIP no $t here: scripts/in-root apt-get install -y $t"; exit 0; }
done
W=$(mktemp -d); trap 'rm -rf "$W"' EXIT
n=0 bad=0
case_is() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=1; sed 's/^/# /' "$W/said" | tail -n 12; fi; }
verify() { osslsigncode verify -CAfile "$W/key/pvgpu-test.pem" -in "$1" > "$W/said" 2>&1; }

mkdir "$W/driver"; : > "$W/driver/pvgpu.inf"; : > "$W/driver/pvgpu.cat"
cp "$SYS" "$W/driver/pvgpu.sys"; cp "$DLL" "$W/driver/pvgpu_umd.dll"; cp "$DLL" "$W/driver/pvgpu_umd32.dll"
verify "$W/driver/pvgpu.sys"; case_is $((! $?)) "what is not signed does not verify"
bash "$ROOT/driver/package/sign-test.sh" "$W/driver" "$W/key" > "$W/said" 2>&1; case_is $? "signs the three binaries"
for f in pvgpu.sys pvgpu_umd.dll pvgpu_umd32.dll; do verify "$W/driver/$f"; case_is $? "$f verifies against the certificate"; done
grep -qi 'sha256' "$W/said"; case_is $? "the digest is SHA-256"
[ ! -e "$W/driver/pvgpu.cat" ]; case_is $? "a catalog of the unsigned binaries is gone"
python3 - "$W/driver/pvgpu.sys" <<'END'
import sys
with open(sys.argv[1], 'r+b') as f:
    f.seek(0x1000)
    b = f.read(1)
    f.seek(0x1000)
    f.write(bytes([b[0] ^ 1]))
END
verify "$W/driver/pvgpu.sys"; case_is $((! $?)) "a changed byte does not verify"
[ "$(stat -c %a "$W/key/pvgpu-test.key")" = 600 ]; case_is $? "nobody else reads the key"
bash "$ROOT/driver/package/sign-test.sh" "$W/key" "$W/key" > "$W/said" 2>&1; [ $? = 2 ] && grep -q 'pvgpu.inf' "$W/said"; case_is $? "a folder without a package is refused"
echo "1..$n"
exit $bad
