#!/bin/sh
# Makes the modules in src/main/wasm/dev/kiln/examples/plugins; see README.md.
set -e
cd "$(dirname "$0")"
for plugin in shout hoard spin crash pry; do
  module=../wasm/dev/kiln/examples/plugins/$plugin.wasm
  clang --target=wasm32 -O2 -Wall -Wextra -nostdlib -Wl,--no-entry -Wl,--stack-first \
    -Wl,-z,stack-size=16384 -o "$module" $plugin.c
  chmod 644 "$module"
done
