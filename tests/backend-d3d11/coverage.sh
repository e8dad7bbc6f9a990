#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# Runs the renderer's tests and lists every command of pvgpu_cmds.def that none of them carried out on it.
# PVGPU_DOUBLE is the folder of the Direct3D that has decoders, for the program that wants one.
# usage: coverage.sh COMMANDS.DEF PROGRAM...
def=$1
shift
seen=$(mktemp)
trap 'rm -f "$seen"' EXIT
skipped=0
for program; do
    case $program in */test-d3d11-decoder) folder=$PVGPU_DOUBLE ;; *) folder=$PVGPU_DXVK_DIR ;; esac
    PVGPU_DXVK_DIR=$folder PVGPU_COVERAGE=$seen timeout 100 "$program" > /dev/null 2>&1
    case $? in 0) ;; 77) skipped=1 ;; *) echo "# $program failed: run it alone" ;; esac
done
echo 1..1
if [ ! -s "$seen" ] && [ $skipped = 1 ]; then
    echo "ok 1 - every_command_is_tested # SKIP no Direct3D on this machine"
    exit 0
fi
missing=$(sed -n 's/^CMD *(\([a-z0-9_]*\),.*/\1/p' "$def" | sort -u | comm -23 - <(sort -u "$seen"))
for name in $missing; do echo "# no test carries out $name on the d3d11 renderer"; done
if [ -z "$missing" ]; then echo "ok 1 - every_command_is_tested"; else echo "not ok 1 - every_command_is_tested"; fi
