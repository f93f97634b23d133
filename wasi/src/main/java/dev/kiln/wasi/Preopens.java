package dev.kiln.wasi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The directories that the property {@code kiln.dir} gives a program; see {@link WasiMain}. */
final class Preopens {
  private Preopens() {}

  /** A program with this process's environment and standard streams, and the directories. */
  static Preview1 program(List<String> args, String property) {
    Wasi.Builder builder = Wasi.builder().args(args).inheritEnv().inheritStdio();
    add(builder, property);
    return builder.build().functions();
  }

  /** Adds the directories of a {@code kiln.dir} property. */
  static void add(Wasi.Builder builder, String property) {
    for (String entry : property.split(",", -1)) {
      int colons = entry.indexOf("::");
      String host = colons < 0 ? entry : entry.substring(0, colons);
      String guest = colons < 0 ? entry : entry.substring(colons + 2);
      if (host.isEmpty() || guest.isEmpty()) {
        throw new IllegalArgumentException(
            "kiln.dir: \"" + entry + "\" is not HOST::GUEST, such as -Dkiln.dir=data::/data");
      }
      try {
        builder.preopen(Path.of(host), guest);
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException(
            "kiln.dir: \"" + host + "\" is not a path: " + e.getReason(), e);
      }
    }
  }
}
