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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiln compile}: a module to classes in a folder or in a jar. */
@Command(
    name = "compile",
    description = "Compiles a WebAssembly module to classes.",
    footer = {
      "",
      "A WASI command (a module that exports _start) makes an executable jar, for any",
      "Java from 17 on: java -jar OUT.jar."
    })
final class CompileCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ModuleFile file = new ModuleFile();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR|JAR",
      description = "Where the classes go: a jar if the name ends with .jar, else a folder.")
  private Path output;

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "The class, such as com.acme.ImageFilter; named after the file without this.")
  private @Nullable String className;

  @Option(
      names = "--sources",
      paramLabel = "DIR",
      description =
          "Also write a facade, a Java class with a method for each exported function, as source;"
              + " the interfaces for imports are sources beside it then, not classes.")
  private @Nullable Path sources;

  @Option(
      names = "--epochs",
      description = "Let a store's deadline interrupt the code: it asks at each loop and function.")
  private boolean epochs;

  @Option(names = "--fuel", description = "Let the code take fuel from its store.")
  private boolean fuel;

  @Mixin private HelpOption help = new HelpOption();

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
              + ": cannot be written: it is a file; name a folder, or a file that ends with .jar");
    }
  }
}
