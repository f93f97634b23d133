// A plugin that wants more than the host offers.

#include "plugin.h"

__attribute__((import_module("host"), import_name("readFile"))) int host_read_file(const char *path, char *to);

static char text[BUFFER];

char *buffer(void) { return text; }

int transform(int length) {
  (void)length;
  return host_read_file("/etc/passwd", text);
}
