package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.guest.GuestMemory;
import java.util.List;

/** Arguments and environment. */
final class ArgFunctions {
  private ArgFunctions() {}

  static void call(String name, Program program, GuestMemory m, Window w, int n) {
    switch (name) {
      case "args_get" -> get(program.args(), m, w.i32(n), w.i32(n + 1));
      case "args_sizes_get" -> sizes(program.args(), m, w.i32(n), w.i32(n + 1));
      case "environ_get" -> get(program.environment(), m, w.i32(n), w.i32(n + 1));
      case "environ_sizes_get" -> sizes(program.environment(), m, w.i32(n), w.i32(n + 1));
      default -> throw WasiFailures.noFunction(name);
    }
  }

  private static void get(List<byte[]> texts, GuestMemory memory, int pointers, int buffer) {
    int at = buffer;
    for (int i = 0; i < texts.size(); i++) {
      memory.writeInt(pointers + 4 * i, at);
      memory.write(at, texts.get(i));
      at += texts.get(i).length;
    }
  }

  private static void sizes(List<byte[]> texts, GuestMemory memory, int count, int size) {
    int total = 0;
    for (byte[] text : texts) {
      total += text.length;
    }
    memory.writeInt(count, texts.size());
    memory.writeInt(size, total);
  }
}
