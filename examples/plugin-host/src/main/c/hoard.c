// A plugin that allocates without end, and gives up when it gets no more.

#include "plugin.h"

static char text[BUFFER];

char *buffer(void) { return text; }

__attribute__((noinline)) static void out_of_memory(void) {
  host_log("no memory left", 14);
  __builtin_trap();
}

int transform(int length) {
  (void)length;
  while (__builtin_wasm_memory_grow(0, 1) != (unsigned long)-1) {
  }
  out_of_memory();
  return 0;
}
