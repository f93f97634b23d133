package dev.kiln.wasi;

import java.util.List;

/** Arguments and environment. */
final class ArgFunctions {
  private final Program program;

  ArgFunctions(Program program) {
    this.program = program;
  }

  void define(Imports imports) {
    imports.add("args_get", "ii", (m, w, n) -> get(program.args(), m, w.i32(n), w.i32(n + 1)));
    imports.add(
        "args_sizes_get", "ii", (m, w, n) -> sizes(program.args(), m, w.i32(n), w.i32(n + 1)));
    imports.add(
        "environ_get", "ii", (m, w, n) -> get(program.environment(), m, w.i32(n), w.i32(n + 1)));
    imports.add(
        "environ_sizes_get",
        "ii",
        (m, w, n) -> sizes(program.environment(), m, w.i32(n), w.i32(n + 1)));
  }

  private static int get(List<byte[]> texts, GuestMemory memory, int pointers, int buffer) {
    int at = buffer;
    for (int i = 0; i < texts.size(); i++) {
      memory.writeInt(pointers + 4 * i, at);
      memory.write(at, texts.get(i));
      at += texts.get(i).length;
    }
    return Errno.SUCCESS;
  }

  private static int sizes(List<byte[]> texts, GuestMemory memory, int count, int size) {
    int total = 0;
    for (byte[] text : texts) {
      total += text.length;
    }
    memory.writeInt(count, texts.size());
    memory.writeInt(size, total);
    return Errno.SUCCESS;
  }
}
