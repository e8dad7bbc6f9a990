#!/bin/bash
# The demo, inside the tool root; scripts/demo sets BUILD, FRAMES and WINDOW.
. "$(dirname "$0")/../third_party/lib.sh"
. "$PVGPU_SRC/vm/host.sh"
OUTD=$PVGPU_SRC/out
W=$(mktemp -d); trap 'backend_stop; rm -rf "$W"' EXIT
host_gpu

SIZE=1280x720
printf '%-44s ' "native Direct3D draws the reference"
t=$EPOCHSECONDS
env SDL_VIDEODRIVER=offscreen SDL_VIDEO_DRIVER=offscreen "$BUILD/samples/cubes-native" --offscreen --frames "$FRAMES" --size $SIZE --fixed-step --capture "$W/native.ppm" > "$W/native.log" 2>&1 ||
    { cat "$W/native.log" >&2; die "the reference could not be drawn: is there a working Vulkan driver?"; }
echo "$((EPOCHSECONDS - t)) s"

mkdir "$W/frames"
PRESENT=png:$W/frames
[ -z "${WINDOW:-}" ] || PRESENT=window,$PRESENT
backend_start "$W/backend.sock" --renderer d3d11 --present "$PRESENT" --stats "$W/host.json"

cat > "$W/job" <<JOB
#!/bin/sh
export PVGPU_SIM_STATS=/out/guest.txt
./cubes-guest --frames $FRAMES --size $SIZE --fixed-step --stats /out/sample.txt
JOB
printf '%-44s ' "the VM boots and draws $FRAMES frames"
t=$EPOCHSECONDS
rc=0
bash "$PVGPU_SRC/vm/run" --backend "$W/backend.sock" --timeout "${DEMO_TIMEOUT:-300}" --out "$W/guest" "$W/job" \
    "$BUILD/samples/cubes-guest" > "$W/vm.log" 2>&1 || rc=$?
echo "$((EPOCHSECONDS - t)) s"
backend_stop
cp "$W/vm.log" "$OUTD/demo-vm.log"; cp "$BACKEND_LOG" "$OUTD/demo-backend.log"
if [ $rc != 0 ]; then
    tail -n 15 "$W/vm.log" >&2; tail -n 10 "$BACKEND_LOG" >&2
    die "the guest's program ended with status $rc (whole logs: out/demo-vm.log, out/demo-backend.log)"
fi

PNG=$W/frames/latest.png
[ -e "$PNG" ] || die "the backend showed no frame (see out/demo-backend.log)"
cp "$PNG" "$OUTD/demo.png"
{
    echo "PVGPU demo: $FRAMES frames of the cube scene, $SIZE, in a VM (${PVGPU_VM_ACCEL:-software emulation})"
    cat "$W/guest/sample.txt" "$W/guest/guest.txt"
} > "$OUTD/demo.txt"
cat "$OUTD/demo.txt"
printf 'picture against native Direct3D: '
"$BUILD/tools/picture-compare" "$OUTD/demo.png" "$W/native.ppm" | tee -a "$OUTD/demo.txt"
[ "${PIPESTATUS[0]}" = 0 ] || { cp "$W/native.ppm" "$OUTD/demo-native.ppm"; die "the picture is wrong: out/demo.png is not out/demo-native.ppm"; }
echo "wrote out/demo.png and out/demo.txt"
