// A plugin that behaves.

#include "plugin.h"

static char text[BUFFER];

char *buffer(void) { return text; }

int transform(int length) {
  host_log("at work", 7);
  for (int i = 0; i < length; i++) {
    if (text[i] >= 'a' && text[i] <= 'z') {
      text[i] += 'A' - 'a';
    }
  }
  text[length] = '!';
  return length + 1;
}
