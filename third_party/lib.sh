# Sourced by every recipe. A recipe builds one thing into the cache, keyed by its own text.
#
#   recipe_begin NAME FILE...   the key is a digest of FILE...; leaves $OUT (final place) and
#                               $TMP (a fresh folder); returns 1 when $OUT is already there
#   recipe_end                  moves $TMP to $OUT, in one rename, and drops older keys of NAME
#
# Errors end the program with one line that says what failed and what to do.

set -eu
export LC_ALL=C.UTF-8

PVGPU_SRC=${PVGPU_SRC:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)}
PVGPU_CACHE=${PVGPU_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/pvgpu}
export PVGPU_SRC PVGPU_CACHE

die() { printf 'pvgpu: %s\n' "$*" >&2; exit 2; }

need_tool() { # need_tool PROGRAM PACKAGE
    command -v "$1" >/dev/null 2>&1 || die "'$1' is missing: install it (Debian: apt-get install $2)"
}

need_space() { # need_space MIB, in the cache
    mkdir -p "$PVGPU_CACHE" 2>/dev/null || die "cannot create the cache $PVGPU_CACHE: set PVGPU_CACHE to a writable folder"
    local free
    free=$(df -Pm "$PVGPU_CACHE" | awk 'NR==2 {print $4}')
    [ "$free" -ge "$1" ] || die "$PVGPU_CACHE has $free MiB free and this needs $1: free some, or set PVGPU_CACHE"
}

digest() { cat "$@" | sha256sum | cut -c1-12; }

recipe_begin() {
    RECIPE=$1; shift
    OUT=$PVGPU_CACHE/$RECIPE-$(digest "$@")
    LOG=$PVGPU_CACHE/log/$RECIPE.log
    [ -e "$OUT/.complete" ] && return 1
    TMP=$OUT.part
    rm -rf "$OUT" "$TMP"
    mkdir -p "$TMP" "$PVGPU_CACHE/log"
    : > "$LOG"
}

recipe_end() {
    touch "$TMP/.complete"
    mv "$TMP" "$OUT"
    recipe_prune
}

# Drops what older texts of the recipe built.
recipe_prune() {
    local old
    for old in "$PVGPU_CACHE/$RECIPE"-????????????; do
        [ "$old" = "$OUT" ] || rm -rf "$old"
    done
}

# Runs a command with its output in the recipe's log; on failure shows the log's end.
logged() {
    "$@" >>"$LOG" 2>&1 </dev/null || {
        tail -n 20 "$LOG" >&2
        die "building $RECIPE failed at: $*  (whole log: $LOG)"
    }
}
