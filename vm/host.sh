# Sourced by what runs a backend: starts and stops one, and picks the host's Vulkan driver.

# A real GPU's driver where one is configured, else Mesa's software driver. Without a display DXVK
# needs SDL's offscreen driver ("dummy" does not do).
host_gpu() {
    export PVGPU_DXVK_DIR=${PVGPU_DXVK_DIR:-$(bash "$PVGPU_SRC/third_party/dxvk.sh")/lib}
    export LD_LIBRARY_PATH=$PVGPU_DXVK_DIR${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    export DXVK_WSI_DRIVER=SDL3 DXVK_LOG_LEVEL=${DXVK_LOG_LEVEL:-none} DXVK_LOG_PATH=none DXVK_STATE_CACHE=0
    if [ -z "${WINDOW:-}" ]; then export SDL_VIDEODRIVER=offscreen SDL_VIDEO_DRIVER=offscreen; fi
    if [ -z "${VK_DRIVER_FILES:-}" ]; then
        local software
        software=$(ls /usr/share/vulkan/icd.d/lvp_icd*.json 2>/dev/null | head -n 1)
        ls /dev/dri/renderD* >/dev/null 2>&1 || export VK_DRIVER_FILES=$software
    fi
}

# backend_start SOCKET [ARG ...]: returns when it listens; BACKEND_PID, BACKEND_LOG.
backend_start() {
    local sock=$1 i; shift
    BACKEND_LOG=$sock.log
    "$BUILD/backend/pvgpu-backend" --socket "$sock" "$@" > "$BACKEND_LOG" 2>&1 &
    BACKEND_PID=$!
    for i in $(seq 200); do
        [ -S "$sock" ] && return 0
        kill -0 "$BACKEND_PID" 2>/dev/null || { cat "$BACKEND_LOG" >&2; die "the backend did not start"; }
        sleep 0.05
    done
    die "the backend does not listen on $sock"
}

backend_stop() {
    [ -n "${BACKEND_PID:-}" ] || return 0
    kill "$BACKEND_PID" 2>/dev/null || true
    wait "$BACKEND_PID" 2>/dev/null || true
    BACKEND_PID=
}
