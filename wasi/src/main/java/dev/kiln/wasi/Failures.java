package dev.kiln.wasi;

import dev.kiln.runtime.Extern;
import dev.kiln.runtime.ImportType;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes what is seldom thrown. The JVM loads the class of whatever a method throws before the
 * method runs, and a small program would spend a part of its start on that; from here it is loaded
 * where it is thrown.
 */
final class Failures {
  private Failures() {}

  /** A {@link LinkException}. */
  static RuntimeException link(String message) {
    return new LinkException(message);
  }

  /** An {@link UncheckedIOException}: the program's last output is lost. */
  static RuntimeException unwritten(IOException e) {
    return new UncheckedIOException("cannot write the program's output: " + e.getMessage(), e);
  }

  /** An {@link ErrnoException}. */
  static IOException errno(int errno) {
    return new ErrnoException(errno);
  }

  /** A {@link LinkException} that names all imports that are none of WASI's functions. */
  static RuntimeException unknownImports(Module module, @Nullable Extern[] placed) {
    StringBuilder message = new StringBuilder(module.name()).append(": unknown import ");
    String separator = "";
    for (int i = 0; i < placed.length; i++) {
      if (placed[i] == null) {
        ImportType wanted = module.imports().get(i);
        message.append(separator).append('"').append(wanted.module()).append("\" \"");
        message.append(wanted.name()).append("\" (").append(wanted.type()).append(')');
        separator = ", ";
      }
    }
    message.append(": as a program it is given ").append(Imports.MODULE);
    return link(message.append(" only; a Java program that embeds it can define more").toString());
  }
}
