# SPDX-License-Identifier: MIT OR Apache-2.0
# Sourced by tests that are scripts: TAP on standard output. N, FAILED; the script's last lines are: echo "1..$N"; exit $FAILED
N=0 FAILED=0

result() { # result STATUS NAME [LOG ...]: a TAP line, and on failure the ends of the logs
    local status=$1 name=$2 f; shift 2
    N=$((N + 1))
    if [ "$status" = 0 ]; then echo "ok $N - $name"; return; fi
    FAILED=1
    for f in "$@"; do [ -f "$f" ] && tail -n 12 "$f" | tr -d '\r' | sed "s|^|# ${f##*/}: |"; done
    echo "not ok $N - $name"
}

skipped() { # skipped REASON NAME ...: a TAP line each for cases that cannot run here
    local why=$1 name; shift
    for name; do N=$((N + 1)); echo "ok $N - $name # SKIP $why"; done
}

part() { # part CASE ...: whether to run what reports these cases
    [ -z "${TAP_ONLY:-}" ] || case " ${*// /_} " in *" ${TAP_ONLY// /_} "*) ;; *) return 1;; esac
}
