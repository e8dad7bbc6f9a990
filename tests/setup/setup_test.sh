#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# Set-up on bare and broken machines: what is missing or breaks gets one line that names it, an interrupted set-up
# recovers, two at once do not hurt each other. Programs that the machine would lack or that would fail are stand-ins
# at the head of PATH; nothing is installed or downloaded. Prints TAP.
set -u
SRC=$(cd "$(dirname "$0")/../.." && pwd -P)
W=$(mktemp -d)
trap 'rm -rf "$W"' EXIT
unset PVGPU_SRC PVGPU_CACHE PVGPU_ROOT PVGPU_LINE_OPEN DISPLAY WAYLAND_DISPLAY WINDOW

# A checkout whose path has blanks, with only the scripts.
C="$W/a check out"
mkdir -p "$C"
cp -r "$SRC/scripts" "$SRC/third_party" "$SRC/vm" "$C/"

n=0
verdict() { # verdict STATUS NAME
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/# /' "$W/err" "$W/out"; fi
}
# one_line NAME PATTERN COMMAND...: the command ends with status 2 and says one line to standard error, which matches.
one_line() {
    local name=$1 pattern=$2 rc=0; shift 2
    "$@" > "$W/out" 2> "$W/err" < /dev/null || rc=$?
    [ $rc = 2 ] && [ "$(grep -c . "$W/err")" = 1 ] && grep -qE "^pvgpu: .*$pattern" "$W/err"
    verdict $? "$name"
}
stub() { # stub NAME TEXT: a program that shadows the real one in $W/bin
    mkdir -p "$W/bin"; printf '#!/bin/bash\n%s\n' "$2" > "$W/bin/$1"; chmod +x "$W/bin/$1"
}
recipe() { # recipe TEXT: a recipe "thing" with TEXT between its beginning and its end
    printf '. "%s/third_party/lib.sh"\nrecipe_begin thing "$0" || { echo "$OUT"; exit 0; }\n%s\nrecipe_end\necho "$OUT"\n' "$C" "$1" > "$W/thing.sh"
}
# A machine that has only these programs.
bare() {
    local f
    rm -rf "$W/bare"; mkdir "$W/bare"
    for f in bash sh id mkdir df awk dirname sed cut sha256sum flock grep touch cat rm mv find tail wc tr date cp ln ls env "$@"; do
        ln -s "$(command -v "$f")" "$W/bare/$f"
    done
}
as_user() { setpriv --reuid 12345 --regid 12345 --clear-groups "$@"; }
chmod 755 "$W"; mkdir -m 777 "$W/user"

# Whatever a broken check lets through ends here.
stub mmdebstrap 'echo "stand-in for mmdebstrap"; exit 1'
export PATH=$W/bin:$PATH PVGPU_CACHE="$W/cache of mine"
lib() { (set --; . "$C/third_party/lib.sh"; eval "$LIB"); }

LIB='need_tool no-such-program its-package' one_line "missing tool: names it and its package" \
    "'no-such-program' is missing.*apt-get install its-package" lib
stub df 'echo header; echo "dev 100 93 7 93% /"'
one_line "no disk space: names the cache, what is free and what is needed" "cache of mine has 7 MiB free and this needs 1000" \
    "$C/scripts/setup"
rm "$W/bin/df"
if [ "$(id -u)" = 0 ] || (set --; . "$C/third_party/lib.sh"; need_namespace) 2> /dev/null; then
    PVGPU_MIRROR=http://127.0.0.1:9/debian one_line "mirror that nobody answers at: names it" \
        "http://127.0.0.1:9/debian does not answer .*onnect.*mend the network" "$C/scripts/setup" --quiet
else
    n=$((n + 1)); echo "ok $n - mirror that nobody answers at: names it # SKIP needs root, or a user namespace"
fi
: > "$W/file"
PVGPU_CACHE=$W/file/cache one_line "cache cannot be made" "cannot write to the cache .*set PVGPU_CACHE" "$C/scripts/setup"
if [ "$(id -u)" = 0 ] && as_user true 2>/dev/null; then
    bare
    mkdir -m 755 "$W/theirs"
    PATH=$W/bare PVGPU_CACHE=$W/theirs one_line "cache belongs to another" "cannot write to the cache" \
        "$(command -v setpriv)" --reuid 12345 --regid 12345 --clear-groups "$C/scripts/setup"
    PATH=$W/bare PVGPU_CACHE=$W/user/c1 one_line "ordinary user, no mmdebstrap" "'mmdebstrap' is missing.*mmdebstrap uidmap" \
        "$(command -v setpriv)" --reuid 12345 --regid 12345 --clear-groups "$C/scripts/setup" --quiet
    cp "$W/bin/mmdebstrap" "$W/bare/"
    PATH=$W/bare PVGPU_CACHE=$W/user/c1 one_line "ordinary user, no newuidmap" "'newuidmap' is missing.*uidmap" \
        "$(command -v setpriv)" --reuid 12345 --regid 12345 --clear-groups "$C/scripts/setup" --quiet
    printf '#!/bin/bash\n' > "$W/bare/newuidmap"; chmod +x "$W/bare/newuidmap"
    PATH=$W/bare PVGPU_CACHE=$W/user/c1 one_line "ordinary user without subordinate ids" "12345 has no ids in /etc/subuid.*usermod --add-subuids" \
        "$(command -v setpriv)" --reuid 12345 --regid 12345 --clear-groups "$C/scripts/setup" --quiet
    # Pretends to have the ids that the user lacks.
    printf '#!/bin/bash\nfor last; do :; done\n[[ $last = /etc/sub?id ]] || exec "%s" "$@"\n' "$(command -v grep)" > "$W/grep"
    rm "$W/bare/grep"; mv "$W/grep" "$W/bare/grep"; chmod +x "$W/bare/grep"
    printf '#!/bin/bash\necho "unshare: unshare failed: Operation not permitted" >&2; exit 1\n' > "$W/bare/unshare"; chmod +x "$W/bare/unshare"
    PATH=$W/bare PVGPU_CACHE=$W/user/c1 one_line "kernel refuses user namespaces" "no user namespace .*Operation not permitted.*sysctl" \
        "$(command -v setpriv)" --reuid 12345 --regid 12345 --clear-groups "$C/scripts/setup" --quiet
else
    for f in "cache belongs to another" "ordinary user, no mmdebstrap" "ordinary user, no newuidmap" "ordinary user without subordinate ids" \
             "kernel refuses user namespaces"; do
        n=$((n + 1)); echo "ok $n - $f # SKIP needs root, to become an ordinary user"
    done
fi

recipe 'logged bash -c "echo Err:1 http://nowhere trixie InRelease; echo \"  Could not resolve nowhere\"; exit 100"'
one_line "no network: says so and what to do" "cannot be fetched; mend the network.*PVGPU_MIRROR" bash "$W/thing.sh"
recipe 'logged bash -c "echo cc1: error: No space left on device; exit 1"'
one_line "disk full in the middle" "the disk is full" bash "$W/thing.sh"
recipe 'logged bash -c "echo words; exit 3"'
rc=0; bash "$W/thing.sh" > "$W/out" 2> "$W/err" || rc=$?
[ $rc = 2 ] && [ "$(head -n 1 "$W/err")" = words ] &&
    tail -n 1 "$W/err" | grep -q '^pvgpu: building thing failed with status 3 at: bash -c echo words; exit 3 .*log: '
verdict $? "other failure: the log's end, then what, with which status, and the log"

# kill -9 in the middle: the shell and what it started.
rm -rf "$PVGPU_CACHE"/thing-*
recipe 'echo half > "$TMP/half"; [ -e "$PVGPU_CACHE/second" ] || { touch "$PVGPU_CACHE/second"; kill -9 $$; }; [ ! -e "$TMP/quarter" ]; echo whole > "$TMP/whole"'
{ bash "$W/thing.sh"; } > "$W/out" 2> "$W/err"
P=$(ls -d "$PVGPU_CACHE"/thing-*.part 2>> "$W/err") && touch "$P/quarter" &&
    O=$(bash "$W/thing.sh" 2>> "$W/err") && [ -e "$O/whole" ] && [ -e "$O/.complete" ] && ! ls -d "$PVGPU_CACHE"/thing-*.part > /dev/null 2>&1
verdict $? "killed in the middle: the next run starts that step afresh and leaves nothing behind"

# Two at once: one builds, the other waits and takes what was built.
recipe 'echo x >> "$PVGPU_CACHE/times"; for i in $(seq 300); do grep -qs waiting "$PVGPU_CACHE/e2" && break; sleep 0.1; done'
(bash "$W/thing.sh" > "$W/o1" 2> "$W/e1") & a=$!
for i in $(seq 300); do [ -e "$PVGPU_CACHE/times" ] && break; sleep 0.1; done
(bash "$W/thing.sh" > "$W/o2" 2> "$PVGPU_CACHE/e2") & b=$!
wait $a && wait $b && cmp -s "$W/o1" "$W/o2" && [ "$(wc -l < "$PVGPU_CACHE/times")" = 1 ] && grep -q 'being built already; waiting' "$PVGPU_CACHE/e2"
verdict $? "two at once: built once, the second waits and says so"

# What another checkout used within a week stays, what nobody uses goes.
mkdir -p "$PVGPU_CACHE"/thing-aaaaaaaaaaaa "$PVGPU_CACHE"/thing-bbbbbbbbbbbb
touch -d '10 days ago' "$PVGPU_CACHE"/thing-aaaaaaaaaaaa/.complete; touch "$PVGPU_CACHE"/thing-bbbbbbbbbbbb/.complete
recipe 'true # another text'
bash "$W/thing.sh" > "$W/out" 2> "$W/err"
[ ! -e "$PVGPU_CACHE"/thing-aaaaaaaaaaaa ] && [ -e "$PVGPU_CACHE"/thing-bbbbbbbbbbbb ]
verdict $? "old builds go when nothing used them for a week"
touch -d '10 days ago' "$(bash "$W/thing.sh")/.complete"
[ -n "$(find "$(bash "$W/thing.sh")/.complete" -mtime -1)" ]
verdict $? "using a build marks it"

# The set-up's own lock.
mkdir -p "$PVGPU_CACHE"
(flock 9; touch "$W/locked"; for i in $(seq 150); do grep -qs waiting "$W/err" && break; sleep 0.1; done) 9> "$PVGPU_CACHE/setup.lock" &
for i in $(seq 300); do [ -e "$W/locked" ] && break; sleep 0.1; done
: > "$W/err"
PVGPU_ROOT=/nowhere timeout 60 "$C/scripts/setup" --quiet root > "$W/out" 2> "$W/err"
[ $? = 0 ] && grep -q 'another set-up is running; waiting' "$W/err"
verdict $? "a second set-up waits for the first, and says so"
wait

one_line "a step that is none" "no step 'dish' .steps: root dxvk qemu build guest" "$C/scripts/setup" dish
PVGPU_ROOT=/ one_line "PVGPU_ROOT=/ and a path with blanks" "neither the checkout's path nor the cache's may have blanks" timeout 15 "$C/scripts/setup" --quiet
cp -r "$C" "$W/plain"
stub dpkg-query 'case $* in *libsdl3-dev*|*wine64*) exit 1;; esac; echo "install ok installed"'
PVGPU_CACHE=$W/plaincache PVGPU_ROOT=/ one_line "PVGPU_ROOT=/ without its packages: names them" \
    "apt-get install --no-install-recommends libsdl3-dev wine64\$" timeout 15 "$W/plain/scripts/setup" --quiet
WINDOW=1 one_line "a window without a display" "WINDOW=1 needs a display" "$C/scripts/demo"

PVGPU_CACHE=$W/plaincache
mkdir -p "$PVGPU_CACHE/root-aaaaaaaaaaaa" "$PVGPU_CACHE/log"; echo mine > "$PVGPU_CACHE/letter"
CLEAN_CACHE=1 "$C/scripts/clean" > "$W/out" 2> "$W/err"
[ -e "$PVGPU_CACHE/letter" ] && [ "$(ls "$PVGPU_CACHE")" = letter ]
verdict $? "cleaning the cache removes what is ours and nothing else"
echo "1..$n"
