# Every target works on a bare Debian 12 or 13 machine: scripts/setup installs or builds what is missing
# into a cache outside the checkout (PVGPU_CACHE, default ~/.cache/pvgpu).

.PHONY: help demo test check conformance mutate bench fuzz dist clean setup build asan

help: ## show the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | sort | expand -t 10

setup: ## prepare the tool root, DXVK, QEMU with our device, our build and the guest image
	@scripts/setup

build: ## build what changed
	@scripts/setup --quiet build

demo: ## boot a VM, draw through the whole stack, write out/demo.png and out/demo.txt (WINDOW=1 shows it)
	@scripts/demo

test: ## run every suite; the last line is "N passed, N failed"
	@scripts/test

check: ## everything that CI checks: style, gcc, clang, Windows builds, ASan/UBSan, all suites
	@scripts/check

conformance: ## the public Direct3D 11 tests under Wine, through our runtime and drivers
	@scripts/conformance

asan: ## the suites that need no VM, under ASan and UBSan
	@scripts/test --asan

mutate: ## break the code on purpose and see the tests fail (tests/mutations.tsv; half an hour or more)
	@scripts/mutate

bench: ## native Direct3D against ours, as ratios in one run (out/bench.json)
	@scripts/bench

fuzz: ## live fuzzing; FUZZ_SECONDS a target (default 60)
	@scripts/fuzz

dist: ## source, Linux and Windows archives with checksums (out/dist)
	@scripts/dist

clean: ## remove build output; CLEAN_CACHE=1 also removes the cache
	@scripts/clean
