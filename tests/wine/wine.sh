#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# The files for Windows under Wine: Windows programs on our d3d11.dll, dxgi.dll and user-mode driver, and pvgpu-backend.exe on
# Wine's own Direct3D behind its named pipe. Pictures are compared with those of the same program on Wine's Direct3D, or on DXVK. TAP on
# standard output. usage: wine.sh BUILD-FOLDER     PVGPU_BUILD_WIN64, PVGPU_BUILD_WIN32: the folders of the Windows builds
# (TAP_ONLY=CASE: the part that has this case)
BUILD=$1
SRC=$(cd "$(dirname "$0")/../.." && pwd)
if [ ! -e "${PVGPU_BUILD_WIN64:=/nonexistent}/backend/pvgpu-backend.exe" ]; then
    echo "1..0 # SKIP PVGPU_BUILD_WIN64 names no Windows build: scripts/build win64"
    exit 0
fi
WIN32=${PVGPU_BUILD_WIN32:-}
NO_32= # why there are no 32-bit programs
[ -e "$WIN32/sim/d3d11/d3d11.dll" ] || { WIN32=; NO_32="PVGPU_BUILD_WIN32 names no Windows build: scripts/build win32"; }
export PVGPU_BUILD=$BUILD PVGPU_BUILD_WIN64 PVGPU_BUILD_WIN32=$WIN32
. "$SRC/vm/host.sh"
. "$SRC/third_party/lib.sh"
. "$SRC/vm/wine.sh"
. "$SRC/tests/tap.sh"
set +e
WORK=$(mktemp -d /tmp/pvgpu-wine.XXXXXX)
trap 'wine_stop; rm -rf "$WORK"' EXIT
trap 'exit 1' INT TERM

# Wine's 32-bit DLLs are a package of another architecture, whose index a mirror may have out of step with the rest.
if [ -n "$WIN32" ] && ! bash "$SRC/third_party/wine-x86.sh" > /dev/null 2> "$WORK/x86.log"; then
    NO_32=$(tail -n 1 "$WORK/x86.log") WIN32=
    export PVGPU_BUILD_WIN32=
fi
wine_display
wine_prefix || { echo "Bail out! no Wine prefix"; exit 1; }
# A software renderer on a busy machine is slow; hang detection is the subject of other suites.
export PVGPU_SIM_TDR_MS=30000
PIPE='\\.\pipe\pvgpu-test'
export PVGPU_TRANSPORT=pipe:$PIPE
cd "$WORK" || exit 1 # programs write what they are told to where they stand

run() { # run LOG PROGRAM [ARG ...]
    local log=$1; shift
    timeout -k 5 120 wine "$@" > "$WORK/$log" 2>&1 < /dev/null
}
native() { WINEDLLOVERRIDES="d3d11,dxgi=b;mscoree,mshtml,winedbg.exe=" run "$@"; } # where Wine falls it ends at once
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

# ---- cases of tests/d3d11 that Wine's Direct3D takes more strictly than DXVK: ours against Wine's alone ----
SUITE=("copies/mips of blocks" "copies/blocks and texels" views/2D views/cubes views/multisampled "states/two targets after two sources"
    "states/two targets after another device's two sources" "stages/streams are taken or not"
    "stages/layers and viewports" "states/viewports of level 10_0" "states/viewports of level 11_0" "compute/images of one slice"
    "states/forced sample count" "copies/compressed textures" "copies/corner of blocks"
    "copies/clears of views" "errors/calls without effect" "errors/indexed draws without indices" "queries/times and events"
    errors/buffers errors/textures errors/shaders errors/hazards errors/codes queries/predication)
if part "${SUITE[@]}"; then
    wine_backend_start "$PIPE" --renderer d3d11 --present headless
    for name in "${SUITE[@]}"; do
        rm -f native.txt ours.txt # results are added to what is there
        native native.log "$PVGPU_BUILD_WIN64/tests/d3d11/d3d11-suite-native.exe" --case "$name" --out native.txt
        run ours.log "$PVGPU_BUILD_WIN64/tests/d3d11/d3d11-suite-native.exe" --case "$name" --out ours.txt
        python3 -B "$SRC/tests/d3d11/run.py" --native native.txt --ours ours.txt > judged.log && grep -q '^ok 1 ' judged.log
        result $? "$name" native.log ours.log judged.log "$BACKEND_LOG"
    done
    kill "$BACKEND_PID"; wait "$BACKEND_PID" 2> /dev/null
fi

# ---- what is said of each format, and what is done with it: whole areas, in one program each ----
AREAS=("area caps" "area formats" "area loads")
if part "${AREAS[@]}"; then
    wine_backend_start "$PIPE" --renderer d3d11 --present headless
    for name in "${AREAS[@]}"; do
        area=${name#area }
        rm -f native.txt ours.txt
        native native.log "$PVGPU_BUILD_WIN64/tests/d3d11/d3d11-suite-native.exe" --area "$area" --out native.txt
        run ours.log "$PVGPU_BUILD_WIN64/tests/d3d11/d3d11-suite-native.exe" --area "$area" --out ours.txt
        # All of some hundred formats. Rows of differences that DXVK alone shows are no failures here.
        python3 -B "$SRC/tests/d3d11/run.py" --native native.txt --ours ours.txt > judged.log
        [ "$(grep -c "^ok [0-9]* - $area/" judged.log)" -ge 110 ] && ! grep "^not ok [0-9]* - $area/" judged.log > failed.log
        result $? "$name" failed.log native.log ours.log judged.log "$BACKEND_LOG"
    done
    kill "$BACKEND_PID"; wait "$BACKEND_PID" 2> /dev/null
fi

# ---- it is killed in the middle: the program is told, and a new one serves the next ----
if part "a killed backend is a lost device" "and a new one serves the next program"; then
    export PVGPU_SIM_TDR_MS=2000
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

# ---- 32-bit programs, on the kernel of 64 bits, whose records they do not have; in loopback, so that DXVK draws both pictures ----
CASES_32=("a 32-bit triangle is what native Direct3D draws" "32-bit cubes are what native Direct3D draws"
    "32-bit compute agrees with the CPU" "a 32-bit program is told what a 64-bit one is")
if part "${CASES_32[@]}" && [ -z "$WIN32" ]; then
    skipped "$NO_32" "${CASES_32[@]}"
elif part "${CASES_32[@]}"; then
    host_gpu
    backend_start "$WORK/pvgpu.sock" --renderer d3d11 --present headless
    export PVGPU_TRANSPORT=loopback:$WORK/pvgpu.sock PVGPU_SHMEM_MIB=64
    NAMES=("${CASES_32[@]}")
    for name in triangle cubes; do
        ARGS=(--frames 6 --size 320x240 --fixed-step --capture)
        "$BUILD/samples/$name-native" --offscreen "${ARGS[@]}" native.ppm > native.log 2>&1
        DRAWN=$?
        rm -f stats.txt
        PVGPU_SIM_STATS=$WORK/stats.txt run 32.log "$WIN32/samples/$name-native.exe" "${ARGS[@]}" 32.ppm
        RAN=$?
        "$BUILD/tools/picture-compare" 32.ppm native.ppm > compare.log 2>&1
        [ $? = 0 ] && [ $DRAWN = 0 ] && [ $RAN = 0 ] && grep -q '^presents [1-9]' stats.txt
        result $? "${NAMES[0]}" native.log 32.log compare.log "$BACKEND_LOG"
        NAMES=("${NAMES[@]:1}")
        rm -f native.ppm 32.ppm
    done
    run compute.log "$WIN32/samples/compute-native.exe"
    result $? "32-bit compute agrees with the CPU" compute.log "$BACKEND_LOG"
    "$BUILD/samples/d3d11info-pvgpu" > 64.txt 2> 64.log
    run 32.txt "$WIN32/samples/d3d11info-native.exe"
    # Sizes of memory are SIZE_Ts: at most 4095 whole MiB in 32 bits.
    awk '$1 == "memory" {for (i = 2; i <= NF; i++) if ($i ~ /^[0-9]+$/ && $i > 4095) sub(" " $i " ", " 4095 ")} {print}' 64.txt > want.txt
    tr -d '\r' < 32.txt | diff want.txt - > diff.log && [ -s 64.txt ]
    result $? "a 32-bit program is told what a 64-bit one is" diff.log 64.log "$BACKEND_LOG"
    backend_stop
fi

# ---- textures that two devices have: through global and NT handles and by name, in turn by a keyed mutex ----
BITS=("a 64-bit program shares textures and keyed mutexes" "a 32-bit program shares textures and keyed mutexes")
TYPES=("a 64-bit program is told the type of an NT handle" "a 32-bit program is told the type of an NT handle")
as_wanted() { # as_wanted FILE CASES: all of them ran to their ends, and where "! what: got, wanted" is said the two are equal
    tr -d '\r' < "$1" | awk -v n="$2" '$1 == "end" {ends++} $1 == "!" {checks++; if ($(NF - 1) != $NF ",") wrong++; next}
        $1 != "case" && $1 != "end" && $1 != "done" && $1 != "" {wrong++} END {exit wrong || ends != n || checks < 8 * n}'
}
if part "${BITS[@]}" "${TYPES[@]}"; then
    host_gpu
    backend_start "$WORK/pvgpu.sock" --renderer d3d11 --present headless
    export PVGPU_TRANSPORT=loopback:$WORK/pvgpu.sock PVGPU_SHMEM_MIB=64
    for build in "$PVGPU_BUILD_WIN64" ${WIN32:+"$WIN32"}; do
        rm -f shared.txt
        for name in "keyed mutex" "keyed mutex, NT handle" "keyed mutex, name"; do
            run shared.log "$build/tests/d3d11/d3d11-suite-native.exe" --case "contexts/$name" --out shared.txt
        done
        as_wanted shared.txt 3
        result $? "${BITS[0]}" shared.txt shared.log "$BACKEND_LOG"
        (unset TAP_ONLY; run types.log "$build/tests/wine/object-type.exe") && tr -d '\r' < types.log | grep -q '^1\.\.4$'
        result $? "${TYPES[0]}" types.log "$BACKEND_LOG"
        BITS=("${BITS[@]:1}") TYPES=("${TYPES[@]:1}")
    done
    [ -n "$WIN32" ] || skipped "$NO_32" "${BITS[@]}" "${TYPES[@]}"
    backend_stop
fi

# ---- it ends while its threads are in the kernel: they leave nothing locked, or the kernel would not stop and Wine's server kill it ----
if part "a program ends whatever its threads do in the kernel"; then
    host_gpu
    backend_start "$WORK/pvgpu.sock" --renderer d3d11 --present headless
    for i in 1 2 3 4 5 6 7 8; do
        PVGPU_TRANSPORT=loopback:$WORK/pvgpu.sock run stay.log "$PVGPU_BUILD_WIN64/tests/wine/threads_stay.exe"
        ENDED=$?
        [ $ENDED = 7 ] || break
    done
    echo "the last of $i programs ended with $ENDED" >> stay.log
    [ $ENDED = 7 ]
    result $? "a program ends whatever its threads do in the kernel" stay.log "$BACKEND_LOG"
    backend_stop
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
