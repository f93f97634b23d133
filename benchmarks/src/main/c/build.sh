#!/bin/sh
# Builds the kernels' modules into src/main/resources. Needs clang and lld (Debian: clang, lld).
set -eu
cd "$(dirname "$0")"
out=../resources/dev/kiln/benchmarks

build() { # NAME SOURCE [FLAG…]
  name=$1 source=$2
  shift 2
  clang --target=wasm32 -O2 -std=c11 -Wall -Wextra -Werror -ffreestanding -fno-builtin -nostdlib \
    -Wl,--no-entry "$@" -o "$out/$name.wasm" "$source"
  chmod 644 "$out/$name.wasm"
}

build fib fib.c
build sieve sieve.c
build matrix matrix.c
build sha256 sha256.c
for targets in 1 2 8 128; do
  build "indirect-$targets" indirect.c "-DTARGETS=$targets"
done
for targets in 2 8 128; do
  build "random-$targets" indirect.c "-DTARGETS=$targets" -DRANDOM
done

# A WASI command, for its start. Needs wasi-libc (Debian: wasi-libc, libclang-rt-14-dev-wasm32) as well.
clang --target=wasm32-wasi -O2 -std=c11 -Wall -Wextra -Werror -Wl,--strip-debug \
  -o "$out/processes/hello.wasm" hello.c
chmod 644 "$out/processes/hello.wasm"
