// A plugin with a mistake: it writes far outside its memory.

#include "plugin.h"

static char text[BUFFER];

char *buffer(void) { return text; }

__attribute__((noinline)) static void put(char *at, char c) { *(volatile char *)at = c; }

__attribute__((noinline)) static void indent(int length) {
  for (int i = length; i >= 0; i--) {
    put(&text[i + 0x40000000], text[i]);
  }
}

int transform(int length) {
  indent(length);
  return length + 1;
}
