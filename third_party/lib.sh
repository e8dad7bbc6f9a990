# Sourced by every recipe and script. A recipe builds one thing into the cache, keyed by its own text.
#
#   recipe_begin NAME FILE...   the key is a digest of FILE...; leaves $OUT (final place) and
#                               $TMP (a fresh folder); returns 1 when $OUT is already there.
#                               Another run of the same recipe is waited for.
#   recipe_end                  moves $TMP to $OUT, in one rename, and drops keys of NAME that
#                               nothing has used for a week
#
# Errors end the program with one line that says what failed and what to do, and exit status 2.

set -eu
export LC_ALL=C.UTF-8
# An ordinary user's PATH lacks the folders of chroot and mmdebstrap's helpers.
PATH=$PATH:/usr/sbin:/sbin

PVGPU_SRC=${PVGPU_SRC:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)}
PVGPU_CACHE=${PVGPU_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/pvgpu}
case $PVGPU_CACHE in /*) ;; *) PVGPU_CACHE=$PWD/$PVGPU_CACHE;; esac
export PVGPU_SRC PVGPU_CACHE

# The checkout and the cache as programs in the tool root see them (scripts/in-root).
if [ "${PVGPU_ROOT:-}" = / ]; then IN_SRC=$PVGPU_SRC IN_CACHE=$PVGPU_CACHE; else IN_SRC=/src IN_CACHE=/cache; fi

# PVGPU_LINE_OPEN: scripts/setup has begun a line and waits for the step's end.
die() { printf '%spvgpu: %s\n' "${PVGPU_LINE_OPEN:+$'\n'}" "$*" >&2; exit 2; }

# Two checkouts that share a cache do not share build folders.
build_key() { printf '%s' "$PVGPU_SRC" | sha256sum | cut -c1-8; }

need_tool() { # need_tool PROGRAM PACKAGE
    command -v "$1" >/dev/null 2>&1 || die "'$1' is missing: install it (Debian: apt-get install $2)"
}

need_cache() {
    mkdir -p "$PVGPU_CACHE/log" 2>/dev/null && [ -w "$PVGPU_CACHE" ] && [ -w "$PVGPU_CACHE/log" ] ||
        die "cannot write to the cache $PVGPU_CACHE: set PVGPU_CACHE to a writable folder"
}

need_space() { # need_space MIB, in the cache
    need_cache
    local free
    free=$(df -Pm "$PVGPU_CACHE" | awk 'NR==2 {print $4}')
    [ "$free" -ge "$1" ] || die "$PVGPU_CACHE has $free MiB free and this needs $1: free some, or set PVGPU_CACHE"
}

# An ordinary user becomes root of a user namespace. It needs more ids than its own there: packages own
# files as other users.
need_namespace() {
    local who words
    who=$(id -un 2>/dev/null) || who=$(id -u)
    command -v newuidmap >/dev/null 2>&1 ||
        die "'newuidmap' is missing, and without it only root can set up: install it (Debian: apt-get install uidmap), or run as root"
    grep -q "^\($who\|$(id -u)\):" /etc/subuid 2>/dev/null && grep -q "^\($who\|$(id -u)\):" /etc/subgid 2>/dev/null ||
        die "user $who has no ids in /etc/subuid and /etc/subgid: as root, usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $who"
    words=$(unshare --user --map-root-user --map-auto --mount --propagation private true 2>&1) ||
        die "the kernel gives user $who no user namespace (${words##*$'\n'}): run as root, or allow them (sysctl" \
            "user.max_user_namespaces, kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0)"
}

# Runs a program as root in a mount namespace of its own, so that nothing stays mounted when it is killed.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        unshare --mount --propagation private "$@"
    else
        need_namespace
        unshare --user --map-root-user --map-auto --mount --propagation private "$@"
    fi
}

digest() { cat "$@" | sha256sum | cut -c1-12; }

recipe_begin() {
    RECIPE=$1; shift
    OUT=$PVGPU_CACHE/$RECIPE-$(digest "$@")
    LOG=$PVGPU_CACHE/log/$RECIPE.log
    recipe_there && return 1
    need_cache
    exec 8>"$PVGPU_CACHE/$RECIPE.lock"
    flock -n 8 || { echo "${PVGPU_LINE_OPEN:+$'\n'}pvgpu: $RECIPE is being built already; waiting for it" >&2; flock 8; }
    recipe_there && return 1
    TMP=$OUT.part
    rm -rf --one-file-system "$OUT" "$TMP" && mkdir -p "$TMP" && : > "$LOG" ||
        die "cannot prepare $TMP: remove it by hand"
}

# Whoever finds it complete marks it as used.
recipe_there() { [ -e "$OUT/.complete" ] && { touch -c "$OUT/.complete" 2>/dev/null || true; }; }

recipe_end() {
    touch "$TMP/.complete"
    mv "$TMP" "$OUT" || die "cannot move $TMP to $OUT"
    recipe_prune
}

# Drops what older texts of the recipe built, unless another checkout used it lately, and what they left unfinished.
recipe_prune() {
    local old
    for old in "$PVGPU_CACHE/$RECIPE"-????????????; do
        [ "$old" = "$OUT" ] || [ -n "$(find "$old/.complete" -mtime -7 2>/dev/null)" ] || rm -rf --one-file-system "$old"
    done
    rm -rf --one-file-system "$PVGPU_CACHE/$RECIPE"-????????????.part
}

# Runs a command with its output in the recipe's log. When it fails, the line says why if the log has one of
# the usual reasons; else the log's end is shown before it.
logged() {
    local status=0 from
    from=$(wc -c < "$LOG")
    "$@" >>"$LOG" 2>&1 </dev/null || status=$?
    [ $status != 0 ] || return 0
    local tail="(log: $LOG)"
    if tail -c +$((from + 1)) "$LOG" | grep -q 'No space left on device'; then
        die "building $RECIPE failed: the disk is full; free some in $PVGPU_CACHE, or set PVGPU_CACHE $tail"
    elif tail -c +$((from + 1)) "$LOG" | grep -qE 'Could not resolve|Temporary failure resolving|Could not connect|Unable to connect|Connection (refused|timed out|failed)|Network is unreachable|Could not handshake|Invalid response from proxy|Failed to fetch'; then
        die "building $RECIPE failed: Debian's packages cannot be fetched; mend the network or the proxy, or set PVGPU_MIRROR" \
            "to a mirror that answers $tail"
    fi
    tail -n 20 "$LOG" >&2
    die "building $RECIPE failed with status $status at: $(printf '%s' "$*" | tr '\n' ' ' | cut -c1-60) $tail"
}
