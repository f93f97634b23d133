// A plugin changes a text: the host writes it to buffer(), in UTF-8, and calls transform() with its
// length in bytes; the new text is in the buffer afterwards, with the length that is returned.

#define EXPORT(name) __attribute__((export_name(name)))

enum { BUFFER = 4096 };

EXPORT("buffer") char *buffer(void);
EXPORT("transform") int transform(int length);

// What the host offers to plugins: a line in its log.
__attribute__((import_module("host"), import_name("log"))) void host_log(const char *text, int length);
