#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# The files for Windows under Wine: Windows programs on our d3d11.dll, dxgi.dll and user-mode driver, and pvgpu-backend.exe on
# Wine's own Direct3D behind its named pipe. Pictures are compared with those of the same program on Wine's Direct3D. TAP on
# standard output. usage: wine.sh BUILD-FOLDER     PVGPU_BUILD_WIN64: the folder of the Windows build
# (TAP_ONLY=CASE: the part that has this case)
BUILD=$1
SRC=$(cd "$(dirname "$0")/../.." && pwd)
if [ ! -e "${PVGPU_BUILD_WIN64:=/nonexistent}/backend/pvgpu-backend.exe" ]; then
    echo "1..0 # SKIP PVGPU_BUILD_WIN64 names no Windows build: scripts/build win64"
    exit 0
fi
export PVGPU_BUILD=$BUILD PVGPU_BUILD_WIN64
. "$SRC/vm/host.sh"
. "$SRC/third_party/lib.sh"
. "$SRC/vm/wine.sh"
set +e
WORK=$(mktemp -d /tmp/pvgpu-wine.XXXXXX)
trap 'wine_stop; rm -rf "$WORK"' EXIT
trap 'exit 1' INT TERM
N=0 FAILED=0

result() { # result STATUS NAME [LOG ...]: a TAP line, and on failure the ends of the logs
    local status=$1 name=$2 f; shift 2
    N=$((N + 1))
    if [ "$status" = 0 ]; then echo "ok $N - $name"; return; fi
    FAILED=1
    for f in "$@"; do [ -f "$f" ] && tail -n 12 "$f" | tr -d '\r' | sed "s|^|# ${f##*/}: |"; done
    echo "not ok $N - $name"
}

part() { # part CASE ...: whether to run what reports these cases
    [ -z "${TAP_ONLY:-}" ] || case " ${*// /_} " in *" ${TAP_ONLY// /_} "*) ;; *) return 1;; esac
}

wine_display
wine_prefix
PIPE='\\.\pipe\pvgpu-test'
export PVGPU_TRANSPORT=pipe:$PIPE
cd "$WORK" || exit 1 # programs write what they are told to where they stand

run() { # run LOG PROGRAM [ARG ...]
    local log=$1; shift
    timeout -k 5 120 wine "$@" > "$WORK/$log" 2>&1 < /dev/null
}
native() { WINEDLLOVERRIDES="d3d11,dxgi=b;mscoree,mshtml=" run "$@"; }
SAMPLES=$PVGPU_BUILD_WIN64/samples

# ---- pvgpu-backend.exe, and a guest stack that reaches it over its pipe ----
SAME=("triangle draws what Wine's Direct3D draws" "cubes draws what Wine's Direct3D draws")
if part "${SAME[@]}" "compute agrees with the CPU" "the kernel stops when the program ends" \
        "a program that is killed leaves the backend to the next"; then
    wine_backend_start "$PIPE" --renderer d3d11 --present headless
    for name in triangle cubes; do
        ARGS=(--frames 6 --size 320x240 --fixed-step)
        native native.log "$SAMPLES/$name-native.exe" "${ARGS[@]}" --capture native.ppm
        NATIVE=$?
        PVGPU_SIM_STATS=$WORK/stats.txt run pvgpu.log "$SAMPLES/$name-native.exe" "${ARGS[@]}" --capture pvgpu.ppm --stats sample.txt
        RAN=$?
        "$BUILD/tools/picture-compare" pvgpu.ppm native.ppm > compare.log 2>&1
        COMPARED=$?
        # It was really us who drew.
        [ $NATIVE = 0 ] && [ $RAN = 0 ] && [ $COMPARED = 0 ] && grep -q '^presents [1-9]' stats.txt
        result $? "$name draws what Wine's Direct3D draws" native.log pvgpu.log compare.log "$BACKEND_LOG"
        [ "$name" = cubes ] && cp stats.txt stopped.txt && rm -f native.ppm pvgpu.ppm stats.txt
    done
    run compute.log "$SAMPLES/compute-native.exe"
    result $? "compute agrees with the CPU" compute.log "$BACKEND_LOG"
    # Its counters are written by the stop; every doorbell had an interrupt's chance, and nothing was reset.
    grep -q '^doorbells [1-9]' stopped.txt && grep -q '^messages_ring [1-9]' stopped.txt && grep -q '^tdrs 0' stopped.txt
    result $? "the kernel stops when the program ends" stopped.txt cubes.log
    wine "$SAMPLES/triangle-native.exe" --frames 1000000 --size 320x240 > killed.log 2>&1 < /dev/null &
    KILLED=$!
    for i in $(seq 300); do [ "$(grep -c 'is connected with' "$BACKEND_LOG")" -ge 4 ] && break; sleep 0.1; done
    sleep 1
    kill -9 $KILLED; wait $KILLED 2> /dev/null
    run next.log "$SAMPLES/triangle-native.exe" --frames 3 --size 320x240
    result $? "a program that is killed leaves the backend to the next" killed.log next.log "$BACKEND_LOG"
    kill "$BACKEND_PID"; wait "$BACKEND_PID" 2> /dev/null
fi

# ---- it is killed in the middle: the program is told, and a new one serves the next ----
if part "a killed backend is a lost device" "and a new one serves the next program"; then
    wine_backend_start "$PIPE" --renderer d3d11 --present headless
    run lost.log "$SAMPLES/triangle-native.exe" --frames 1000000 --size 320x240 &
    LOST=$!
    for i in $(seq 300); do grep -q 'is connected with' "$BACKEND_LOG" && break; sleep 0.1; done
    sleep 2
    kill -9 "$BACKEND_PID"; wait "$BACKEND_PID" 2> /dev/null
    wait $LOST
    grep -qi '0x887a000[57]' lost.log
    result $? "a killed backend is a lost device" lost.log "$BACKEND_LOG"
    wine_backend_start "$PIPE" --renderer d3d11 --present headless
    run again.log "$SAMPLES/triangle-native.exe" --frames 3 --size 320x240
    result $? "and a new one serves the next program" again.log "$BACKEND_LOG"
    kill "$BACKEND_PID"; wait "$BACKEND_PID" 2> /dev/null
fi

# ---- nobody at the pipe, and what is no pipe ----
if part "without a backend creation fails with a message" "a wrong pipe gets one line that says what to give"; then
    PVGPU_TRANSPORT='pipe:\\.\pipe\pvgpu-nobody' run none.log "$SAMPLES/triangle-native.exe" --frames 1
    [ $? = 1 ] && grep -q "no host process is ready" none.log
    result $? "without a backend creation fails with a message" none.log
    PVGPU_TRANSPORT=pipe:/tmp/no.sock run wrong.log "$SAMPLES/triangle-native.exe" --frames 1
    grep -q 'PVGPU_TRANSPORT=pipe:/tmp/no.sock: give pipe:' wrong.log
    result $? "a wrong pipe gets one line that says what to give" wrong.log
fi

echo "1..$N"
exit $FAILED
