package dev.kiln.wasi;

import dev.kiln.runtime.Extern;
import dev.kiln.runtime.ImportType;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes exceptions that are seldom thrown. The JVM loads the class that a method throws before the
 * method runs. The methods here are declared with a superclass, so the exception's class is loaded
 * only when it is thrown, and the start of a small program stays short.
 */
final class WasiFailures {
  private WasiFailures() {}

  /** A {@link LinkException}. */
  static RuntimeException link(String message) {
    return new LinkException(message);
  }

  /** An {@link UncheckedIOException}: the program's last output is lost. */
  static RuntimeException unwritten(IOException e) {
    return new UncheckedIOException("cannot write the program's output: " + e.getMessage(), e);
  }

  /** An {@link IllegalArgumentException}: a family does not have a function of the table. */
  static RuntimeException noFunction(String name) {
    return new IllegalArgumentException("no function \"" + name + "\"");
  }

  /**
   * A {@link LinkException} that names all imports that WASI does not have.
   *
   * @param placed the module's imports in order; null for those that WASI does not have
   */
  static RuntimeException unknownImports(Module module, @Nullable Extern[] placed, String wasi) {
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
    message.append(": a program can import from ").append(wasi);
    return link(message.append(" only; a Java program that embeds it can define more").toString());
  }
}
