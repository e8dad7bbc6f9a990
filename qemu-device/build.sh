#!/bin/bash
bash /src/third_party/qemu.sh >/dev/null; ls /cache/qemu-*/build/qemu-system-x86_64
