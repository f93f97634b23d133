package dev.kiln.cli;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.batch.ClassNames;
import dev.kiln.compiler.batch.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The WebAssembly file that a command reads, and the sizes of the methods it becomes. */
final class ModuleFile {
  /** The package of a class that is named after its file. */
  private static final String DEFAULT_PACKAGE = "wasm";

  @Parameters(index = "0", paramLabel = "FILE.wasm", description = "The module.")
  private Path file;

  @Mixin private SizeOptions sizes = new SizeOptions();

  /** The file's name without its folder. */
  String name() {
    return String.valueOf(file.getFileName());
  }

  /** The file as the user named it, for messages. */
  @Override
  public String toString() {
    return file.toString();
  }

  /**
   * Reads and compiles the file.
   *
   * @param className the class to make, or null to name it after the file
   * @param epochs whether the code can be interrupted
   * @param fuel whether the code uses fuel
   * @throws CliException if the file cannot be read, or no class can be named
   * @throws ParameterException if a size is out of its range
   * @throws WasmException if it cannot be compiled
   */
  CompiledModule compile(@Nullable String className, boolean epochs, boolean fuel) {
    String binaryName;
    try {
      binaryName =
          className == null ? ClassNames.of(name(), DEFAULT_PACKAGE) : ClassNames.check(className);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          file + ": " + e.getMessage() + (className == null ? ", or give --class" : ""));
    }
    CompileOptions options =
        sizes.applyTo(CompileOptions.of(binaryName)).withInterruption(epochs, fuel);
    return Compiler.compile(toString(), read(), options);
  }

  /**
   * Options for commands that only show the module. They have a class name whatever the file is
   * called.
   *
   * @throws ParameterException if a size is out of its range
   */
  CompileOptions options() {
    String binaryName;
    try {
      binaryName = ClassNames.of(name(), DEFAULT_PACKAGE);
    } catch (IllegalArgumentException e) {
      binaryName = DEFAULT_PACKAGE + ".Module";
    }
    return sizes.applyTo(CompileOptions.of(binaryName));
  }

  /**
   * Reads the file.
   *
   * @throws CliException if it cannot be read
   */
  byte[] read() {
    try {
      if (Files.isDirectory(file)) {
        throw new CliException(file + ": cannot be read: it is a folder");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CliException(file + ": cannot be read: " + FileProblem.reason(e));
    }
  }
}
