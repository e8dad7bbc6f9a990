#!/bin/bash
# The whole machine: a guest boots with -device pvgpu and draws through VFIO, both drivers, the device and the
# backend. TAP on standard output. usage: vm.sh BUILD-FOLDER     (TAP_ONLY=CASE: the part that has this case)
BUILD=$1
SRC=$(cd "$(dirname "$0")/../.." && pwd)
. "$SRC/vm/host.sh"
. "$SRC/third_party/lib.sh"
. "$SRC/tests/tap.sh"
set +e
host_gpu
W=$(mktemp -d); trap 'backend_stop; rm -rf "$W"' EXIT
mkdir "$W/frames"

# ---- the cube scene, compared with native Direct3D, and the compute sample's own check ----
if part "native reference" "cubes run in the guest" "the guest reads back what native Direct3D draws" \
        "the screen shows it" "compute agrees with the CPU" "interrupts were delivered"; then
    SIZE=640x480 FRAMES=12
    "$BUILD/samples/cubes-native" --offscreen --frames $FRAMES --size $SIZE --fixed-step --capture "$W/native.ppm" \
        > "$W/native.log" 2>&1
    result $? "native reference" "$W/native.log"
    cat > "$W/job" <<JOB
#!/bin/sh
export PVGPU_SIM_STATS=/out/guest.txt
./compute-guest > /out/compute.txt 2>&1; echo \$? > /out/compute.status
./cubes-guest --frames $FRAMES --size $SIZE --fixed-step --capture /out/guest.ppm --stats /out/sample.txt
JOB
    backend_start "$W/a.sock" --renderer d3d11 --present "png:$W/frames"
    timeout 200 bash "$SRC/vm/run" --backend "$W/a.sock" --timeout 180 --device xres=640,yres=480 --out "$W/out" "$W/job" \
        "$BUILD/samples/compute-guest" "$BUILD/samples/cubes-guest" > "$W/vm.log" 2>&1
    result $? "cubes run in the guest" "$W/vm.log" "$BACKEND_LOG"
    backend_stop
    "$BUILD/tools/picture-compare" "$W/out/guest.ppm" "$W/native.ppm" > "$W/compare.log" 2>&1
    result $? "the guest reads back what native Direct3D draws" "$W/compare.log"
    "$BUILD/tools/picture-compare" "$W/frames/latest.png" "$W/native.ppm" > "$W/compare2.log" 2>&1
    result $? "the screen shows it" "$W/compare2.log"
    [ "$(cat "$W/out/compute.status" 2>/dev/null)" = 0 ]
    result $? "compute agrees with the CPU" "$W/out/compute.txt"
    grep -q '^interrupts [1-9]' "$W/out/guest.txt" 2>/dev/null
    result $? "interrupts were delivered" "$W/out/guest.txt"
fi

# ---- waits end by the device's interrupt and by nothing else: without hang detection nobody looks at the fences in
#      between, and while the function's MSI-X mask holds the messages back the same program does not come to its end ----
if part "the interrupt wakes who waits for a fence" "with the interrupt masked the waiter waits, and goes on after it"; then
    cat > "$W/job" <<'JOB'
#!/bin/sh
export PVGPU_SIM_TDR_MS=0
now() { cut -d. -f1 /proc/uptime; }
run() { ./triangle-guest --frames 300 --size 320x240 "$@"; }
for d in /sys/bus/pci/devices/*; do
    [ "$(cat $d/vendor)$(cat $d/device)" = 0x1af40x10f0 ] && config=$d/config
done
byte() { dd if=$config bs=1 skip=$1 count=1 2>/dev/null | hexdump -v -e '1/1 "%u"'; }
control() { printf "$1" | dd of=$config bs=1 seek=$((cap + 3)) conv=notrunc 2>/dev/null; }
cap=$(byte 52)
while [ "$(byte $cap)" != 17 ]; do cap=$(byte $((cap + 1))); done

start=$(now)
PVGPU_SIM_STATS=/out/woken.txt run || exit 10
took=$(($(now) - start))
run --fps 60 > /tmp/masked.txt 2>&1 & # five seconds at least, so that it still runs when the mask comes
pid=$!
until [ $(($(byte $((cap + 3))) / 128)) = 1 ]; do sleep 0.1; done
sleep 1
control '\300'
echo "took $took s; masked"
i=0
while [ $i -lt $((took + 10)) ]; do
    kill -0 $pid 2>/dev/null || { cat /tmp/masked.txt; echo "it ended without interrupts"; exit 11; }
    sleep 1
    i=$((i + 1))
done
control '\200'
wait $pid || { cat /tmp/masked.txt; exit 12; }
echo "unmasked, it ended"
JOB
    backend_start "$W/c.sock" --renderer d3d11 --present headless
    timeout 200 bash "$SRC/vm/run" --backend "$W/c.sock" --timeout 180 --out "$W/out2" "$W/job" "$BUILD/samples/triangle-guest" \
        > "$W/vm4.log" 2>&1
    MASKED=$?
    grep -q '^waits_blocked [1-9]' "$W/out2/woken.txt" 2>/dev/null && grep -q '^messages_ring [1-9]' "$W/out2/woken.txt"
    result $? "the interrupt wakes who waits for a fence" "$W/vm4.log" "$W/out2/woken.txt"
    result $MASKED "with the interrupt masked the waiter waits, and goes on after it" "$W/vm4.log" "$BACKEND_LOG"
    backend_stop
fi

# ---- one backend, two VMs: the second is told so in one line, and served when the first has gone ----
if part "a second VM on a backend's socket is told that it is taken" "and served when the first has gone"; then
    QEMU=$(bash "$SRC/qemu-device/build.sh")
    backend_start "$W/d.sock" --renderer d3d11 --present headless --verbose
    machine() {
        "$QEMU" -S -M q35 -L "${PVGPU_QEMU_DATA:-/usr/share/qemu}" -L /usr/share/seabios -nodefaults -no-user-config \
            -display none -device "pvgpu,shmem_size=64M,backend=$W/d.sock" > "$1" 2>&1 &
    }
    machine "$W/one.log"; ONE=$!
    sleep 1
    machine "$W/two.log"; TWO=$!
    sleep 2
    [ "$(wc -l < "$W/two.log")" = 1 ] && grep -q 'it serves another VM' "$W/two.log" && ! [ -s "$W/one.log" ]
    result $? "a second VM on a backend's socket is told that it is taken" "$W/one.log" "$W/two.log"
    kill $ONE; wait $ONE 2>/dev/null
    SERVED=1
    for i in $(seq 50); do
        [ "$(grep -c 'is connected with' "$BACKEND_LOG")" -ge 2 ] && { SERVED=0; break; }
        sleep 0.1
    done
    result $SERVED "and served when the first has gone" "$BACKEND_LOG" "$W/two.log"
    kill $TWO; wait $TWO 2>/dev/null
    backend_stop
fi

# ---- the backend is killed in the middle; the program is told, the VM lives, and the next run succeeds ----
if part "a killed backend is a lost device, and a new one serves the next run"; then
    cat > "$W/job" <<'JOB'
#!/bin/sh
./triangle-guest --frames 1000000 --size 320x240 > /tmp/first.txt 2>&1; first=$?
cat /tmp/first.txt; echo "first run ended with $first"
grep -qi '0x887a000[57]' /tmp/first.txt || exit 10
for i in 1 2 3 4 5 6 7 8 9 10; do
    if ./triangle-guest --frames 3 --size 320x240; then echo "run again: good"; exit 0; fi
    sleep 2
done
exit 11
JOB
    rm -rf "$W/frames"
    backend_start "$W/b.sock" --renderer d3d11 --present headless --verbose
    timeout 200 bash "$SRC/vm/run" --backend "$W/b.sock" --timeout 180 "$W/job" "$BUILD/samples/triangle-guest" \
        > "$W/vm2.log" 2>&1 &
    VM=$!
    for i in $(seq 600); do
        grep -q 'frame 5\b\|5 frames' "$BACKEND_LOG" 2>/dev/null && break
        kill -0 $VM 2>/dev/null || break
        sleep 0.1
    done
    sleep 1
    kill -9 "$BACKEND_PID"; wait "$BACKEND_PID" 2>/dev/null
    cp "$BACKEND_LOG" "$W/killed.log"
    backend_start "$W/b.sock" --renderer d3d11 --present headless
    wait $VM
    result $? "a killed backend is a lost device, and a new one serves the next run" "$W/vm2.log" "$W/killed.log" "$BACKEND_LOG"
    backend_stop
fi

# ---- no backend at all: the guest says so and the VM lives ----
if part "without a backend creation fails with a message"; then
    cat > "$W/job" <<'JOB'
#!/bin/sh
./triangle-guest --frames 1 > /tmp/none.txt 2>&1; rc=$?
cat /tmp/none.txt
[ $rc != 0 ] && [ $rc -lt 128 ] && [ -s /tmp/none.txt ]
JOB
    timeout 100 bash "$SRC/vm/run" --backend "$W/nobody.sock" --timeout 90 "$W/job" "$BUILD/samples/triangle-guest" \
        > "$W/vm3.log" 2>&1
    result $? "without a backend creation fails with a message" "$W/vm3.log"
fi

echo "1..$N"
exit $FAILED
