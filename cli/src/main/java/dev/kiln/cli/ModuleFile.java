package dev.kiln.cli;

import dev.kiln.compiler.CompileOptions;
import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.WasmException;
import dev.kiln.compiler.batch.ClassNames;
import dev.kiln.compiler.batch.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A WebAssembly file that the user named. */
final class ModuleFile {
  /** The package of classes whose name comes from a file's name. */
  private static final String DEFAULT_PACKAGE = "wasm";

  private ModuleFile() {}

  /**
   * Reads and compiles a file.
   *
   * @param className the class to make, or null to name it after the file
   * @param epochs whether it can be interrupted
   * @param fuel whether it takes fuel
   * @throws CliException if the file cannot be read, no class can be named, or a size is wrong
   * @throws WasmException if it cannot be compiled
   */
  static CompiledModule compile(
      Path file, @Nullable String className, SizeOptions sizes, boolean epochs, boolean fuel) {
    String name;
    try {
      name =
          className == null
              ? ClassNames.of(String.valueOf(file.getFileName()), DEFAULT_PACKAGE)
              : ClassNames.check(className);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          file + ": " + e.getMessage() + (className == null ? ", or give --class" : ""));
    }
    CompileOptions options = sizes.applyTo(CompileOptions.of(name)).withInterruption(epochs, fuel);
    return Compiler.compile(file.toString(), read(file), options);
  }

  /**
   * Options for looking at a module: it has a class name whatever its file is called.
   *
   * @throws CliException if a size is wrong
   */
  static CompileOptions options(Path file, SizeOptions sizes) {
    String name;
    try {
      name = ClassNames.of(String.valueOf(file.getFileName()), DEFAULT_PACKAGE);
    } catch (IllegalArgumentException e) {
      name = DEFAULT_PACKAGE + ".Module";
    }
    return sizes.applyTo(CompileOptions.of(name));
  }

  /**
   * Reads a file.
   *
   * @throws CliException if it cannot be read
   */
  static byte[] read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new CliException(file + ": cannot be read: it is a directory");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CliException(file + ": cannot be read: " + FileProblem.reason(e));
    }
  }
}
