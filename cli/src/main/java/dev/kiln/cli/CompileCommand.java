package dev.kiln.cli;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.StagedFiles;
import dev.kiln.compiler.batch.FileProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kiln compile}: a module to classes in a folder or in a jar. */
@Command(
    name = "compile",
    description = "Compiles a WebAssembly module to Java class files.",
    footer = {
      "",
      "A WASI command is a module that exports _start. Its jar is executable, on Java 17 "
          + "or newer: java -jar OUT.jar"
    })
final class CompileCommand extends ModuleCommand {
  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR|JAR",
      description = "Where to write the classes: a jar if the name ends with .jar, else a folder.")
  private Path output;

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description =
          "Name of the generated class, such as com.acme.ImageFilter (default: derived from the"
              + " file name).")
  private @Nullable String className;

  @Option(
      names = "--sources",
      paramLabel = "DIR",
      description =
          "Also write Java sources to this folder: a facade, which is a class with a method for each"
              + " exported function, and the interfaces for imports. These interfaces are then not"
              + " among the classes.")
  private @Nullable Path sources;

  @Option(
      names = "--epochs",
      description =
          "Make the code interruptible: it checks its store's deadline at each loop and function.")
  private boolean epochs;

  @Option(
      names = "--fuel",
      description =
          "Make the code use fuel, so that a store can limit how many instructions it executes.")
  private boolean fuel;

  @Override
  public Integer call() {
    CompiledModule module = file.compile(className, epochs, fuel);
    boolean jar = String.valueOf(output.getFileName()).endsWith(".jar");
    write(module, jar);
    Optional<String> main = module.mainClass();
    spec.commandLine()
        .getOut()
        .println(
            "Compiled "
                + file
                + " -> "
                + module.className()
                + " in "
                + output
                + main.map(m -> jar ? " (run it with java -jar)" : " (its main is in " + m + ")")
                    .orElse(""));
    return 0;
  }

  /** Writes the classes and the sources, all or nothing. */
  private void write(CompiledModule module, boolean jar) {
    Path target = output;
    Path folder = sources;
    SortedMap<String, byte[]> classes =
        folder == null ? module.files() : module.filesBesideSources();
    try (StagedFiles files = new StagedFiles()) {
      if (jar) {
        files.add(output, ModuleJar.of(module, classes));
      } else {
        refuseFile(output);
        files.addAll(output, classes);
      }
      if (folder != null) {
        // For those who have kiln-wasi: the others cannot run a module that needs WASI.
        for (Map.Entry<String, String> source : module.sources(true).entrySet()) {
          target = folder.resolve(source.getKey());
          files.add(target, source.getValue().getBytes(StandardCharsets.US_ASCII));
        }
      }
      files.commit();
    } catch (IOException e) {
      throw new CliException(target + ": cannot be written: " + FileProblem.reason(e));
    }
  }

  private static void refuseFile(Path output) {
    if (Files.exists(output) && !Files.isDirectory(output)) {
      throw new CliException(
          output
              + ": cannot be written: a file has this name; choose a folder, or a name that ends with"
              + " .jar");
    }
  }
}
