# Sourced after host.sh by what runs Windows programs under Wine: a display, a prefix with our runtime and drivers, and the backend
# as a Windows program on Wine's own Direct3D. WORK is a folder of the caller's.

# wine_display: an X display that nobody else has. The server finds a free number and tells it. DISPLAY, XVFB.
wine_display() {
    local i
    Xvfb -displayfd 5 -screen 0 1024x768x24 -nolisten tcp 5> "$WORK/display" > "$WORK/xvfb.log" 2>&1 &
    XVFB=$!
    for i in $(seq 100); do [ -s "$WORK/display" ] && break; sleep 0.1; done
    [ -s "$WORK/display" ] || die "wine: Xvfb does not start"
    DISPLAY=:$(cat "$WORK/display")
    export DISPLAY
}

# wine_prefix: makes $WORK/prefix and exports what a program wants. PVGPU_BUILD...: as scripts/wine-prefix wants them.
wine_prefix() {
    local line
    bash "$PVGPU_SRC/scripts/wine-prefix" "$WORK/prefix" > "$WORK/environment" || return
    while IFS= read -r line; do export "$line"; done < "$WORK/environment"
}

# wine_backend_start PIPE [ARG ...]: returns when it listens; BACKEND_PID, BACKEND_LOG. In the same prefix, since that is what a
# named pipe belongs to; Wine's own Direct3D instead of ours. Without Wine's debugger, that what falls ends.
wine_backend_start() {
    local pipe=$1 i; shift
    BACKEND_LOG=$WORK/backend.log
    WINEDLLOVERRIDES="d3d11,dxgi=b;mscoree,mshtml,winedbg.exe=" wine "$PVGPU_BUILD_WIN64/backend/pvgpu-backend.exe" --socket "$pipe" --verbose "$@" \
        > "$BACKEND_LOG" 2>&1 < /dev/null &
    BACKEND_PID=$!
    for i in $(seq 600); do
        grep -q ' listening at ' "$BACKEND_LOG" && return 0
        kill -0 "$BACKEND_PID" 2> /dev/null || break
        sleep 0.1
    done
    cat "$BACKEND_LOG" >&2
    die "pvgpu-backend.exe does not listen at $pipe"
}

# wine_stop: everything that the above left running.
wine_stop() {
    WINEPREFIX=$WORK/prefix timeout 20 wineserver -k > /dev/null 2>&1 || true
    [ -z "${XVFB:-}" ] || kill "$XVFB" 2> /dev/null || true
}
