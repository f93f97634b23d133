// A plugin that never comes back.

#include "plugin.h"

static char text[BUFFER];

char *buffer(void) { return text; }

int transform(int length) {
  volatile int forever = 1;
  while (forever) {
  }
  return length;
}
