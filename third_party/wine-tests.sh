#!/bin/bash
# The public Direct3D 11 conformance tests: Debian's source package of Wine holds dlls/d3d11/tests/d3d11.c, which is built
# here as a Windows program of its own, d3d11_test.exe, in which ONLY=NAME runs one test function and ONLY='?' lists them.
# Nothing of the package is kept in this repository. Runs in the tool root; prints the folder.
. "$(dirname "$0")/lib.sh"
recipe_begin wine-tests "$0" || { echo "$OUT"; exit 0; }
need_space 600
cd "$TMP"
logged apt-get source --download-only wine
tar xf wine_*.orig.tar.* --strip-components=1 --wildcards '*/dlls/d3d11/tests/d3d11.c' '*/include/wine/*.h' \
    '*/include/ddk/d3dkmthk.h' '*/include/d3dkm*' '*/include/d3duk*' >> "$LOG" 2>&1 || die "wine-tests: the source package is not as expected"
# Headers that mingw-w64 lacks or has otherwise.
mkdir -p inc/ddk inc/wine
cp include/ddk/d3dkmthk.h inc/ddk/
cp include/d3dk* include/d3duk* inc/ 2>> "$LOG" || true
cp include/wine/*.h inc/wine/
cat > before.h <<'H'
#include <wchar.h>
#include <stddef.h>
static inline const char *debugstr_w(const wchar_t *s)
{
    static char text[512];
    int i;
    for (i = 0; s && s[i] && i < 500; i++) text[i] = (char)s[i];
    text[s ? i : 0] = 0;
    return s ? text : "(null)";
}
H
cat > wanted.c <<'H'
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
const char *__wine_dbg_strdup(const char *s) { return strdup(s); }
/* Other interfaces that the file compares with; here there is only Direct3D 11. */
HRESULT WINAPI D3D10CreateDevice1(void *a, int b, void *c, UINT d, int e, UINT f, void **g) { return E_NOTIMPL; }
HRESULT WINAPI D3D12CreateDevice(void *a, int b, void *c, void **d) { return E_NOTIMPL; }
int test_wanted(const char *name)
{
    const char *only = getenv("ONLY");
    if (only && !strcmp(only, "?")) {
        fprintf(stderr, "LIST %s\n", name);
        fflush(stderr);
        return 0;
    }
    return !only || !strcmp(only, name);
}
H
# Each call in the table of tests asks whether it is wanted.
awk '
/^START_TEST\(/ {
    print "extern int test_wanted(const char *);"
    n = split("queue_test queue_for_each_feature_level queue_for_each_9_x_feature_level run_on_d3d10", f, " ")
    for (i = 1; i <= n; i++)
        print "#define " f[i] "(x) do { if (test_wanted(#x" (f[i] == "run_on_d3d10" ? " \"_d3d10\"" : "") ")) (" f[i] ")(x); } while (0)"
    print "#define queue_for_each_feature_level_in_range(a, b, x) do { if (test_wanted(#x)) (queue_for_each_feature_level_in_range)(a, b, x); } while (0)"
    print "#define run_on_d3d12(x) ((void)0)"
    on = 1
}
on && /^    test_[a-z0-9_]+\(\);/ { name = $1; sub(/\(\);/, "", name); print "    if (test_wanted(\"" name "\")) " $1; next }
{ print }' dlls/d3d11/tests/d3d11.c > d3d11_test.c
CC=x86_64-w64-mingw32-gcc
logged $CC -c wanted.c -o wanted.o
logged $CC -O1 -w -fpermissive -Iinc -include before.h -DSTANDALONE -DWIDL_C_INLINE_WRAPPERS -DDECLSPEC_EXPORT= -DDECLSPEC_HIDDEN= \
    -D__cdecl= -DCDECL= -DWINE_NO_TRACE_MSGS -DWINE_NO_DEBUG_MSGS '-D__WINE_PRINTF_ATTR(a,b)=' d3d11_test.c wanted.o -o d3d11_test.exe \
    -ld3d11 -ldxgi -ld3dcompiler_47 -ldxguid -luuid -lole32 -luser32 -lgdi32 -lntdll
rm -rf dlls include inc wine_* wanted.o
recipe_end
echo "$OUT"
