package dev.kiln.benchmarks.processes;

import dev.kiln.benchmarks.corpus.Workload;
import dev.kiln.benchmarks.harness.Jvm;
import dev.kiln.benchmarks.measure.EndiveHello;
import dev.kiln.benchmarks.measure.PlainHello;
import dev.kiln.benchmarks.programs.EndiveLauncher;
import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Executable jars, each with all that it needs, as a user ships them: what prints "Hello, world!"
 * in plain Java, and {@code hello.wasm} compiled by Kiln and by Endive; and programs of a corpus.
 */
final class ProgramJars {
  private static final String MODULE = "hello.wasm";

  private final Path folder;

  /** Makes jars in {@code folder}. */
  ProgramJars(Path folder) {
    this.folder = folder;
  }

  /** Plain Java. */
  Path plain() throws IOException {
    String name = PlainHello.class.getName();
    return jar("plain.jar", name, classPath(List.of(classFile(name))));
  }

  /** What the command line tool and the Maven plugin make. */
  Path kiln() throws IOException {
    return kiln("kiln.jar", MODULE, wasm(), "programs.Hello");
  }

  /** The same for another program. */
  Path kiln(Workload workload) throws IOException {
    String name = workload.className();
    byte[] wasm = Files.readAllBytes(workload.wasm());
    return kiln(name + ".jar", workload.file(), wasm, "programs." + name);
  }

  private Path kiln(String jar, String file, byte[] wasm, String className) throws IOException {
    CompiledModule compiled = Compiler.compile(file, wasm, CompileOptions.of(className));
    SortedMap<String, byte[]> files = classPath(List.of("dev/kiln/runtime/", "dev/kiln/wasi/"));
    files.putAll(compiled.files());
    return jar(jar, compiled.mainClass().orElseThrow(), files);
  }

  /** What Endive's Maven plugin makes, with a main class. */
  Path endive() throws IOException {
    Path wasm = Files.write(folder.resolve(MODULE), wasm());
    Workload workload =
        new Workload("hello", wasm, List.of(MODULE), null, Map.of(), null, null, Set.of());
    Path classes = folder.resolve("endive");
    new EndiveLauncher(Jvm.current(), classes).prepare(workload);
    String name = EndiveHello.class.getName();
    List<String> wanted = new ArrayList<>();
    wanted.add(classFile(name));
    for (String part : List.of("runtime", "wasm", "wasi", "log")) {
      wanted.add("run/endive/" + part + "/");
    }
    SortedMap<String, byte[]> files = classPath(wanted);
    addFolder(classes.resolve(workload.className()), List.of(""), files);
    return jar("endive.jar", name, files);
  }

  private static String classFile(String name) {
    return name.replace('.', '/') + ".class";
  }

  private static byte[] wasm() throws IOException {
    try (InputStream in = ProgramJars.class.getResourceAsStream(MODULE)) {
      return Objects.requireNonNull(in, MODULE).readAllBytes();
    }
  }

  /** The files of this process's class path whose paths begin with one of {@code wanted}. */
  private static SortedMap<String, byte[]> classPath(List<String> wanted) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(part);
      if (Files.isDirectory(path)) {
        addFolder(path, wanted, files);
      } else if (Files.isRegularFile(path)) {
        addJar(path, wanted, files);
      }
    }
    return files;
  }

  private static boolean isWanted(String name, List<String> wanted) {
    return wanted.stream().anyMatch(name::startsWith) && !name.endsWith("/");
  }

  private static void addFolder(Path from, List<String> wanted, Map<String, byte[]> files)
      throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : all) {
      String name = from.relativize(file).toString().replace('\\', '/');
      if (isWanted(name, wanted)) {
        files.put(name, Files.readAllBytes(file));
      }
    }
  }

  private static void addJar(Path from, List<String> wanted, Map<String, byte[]> files)
      throws IOException {
    try (JarFile jar = new JarFile(from.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (isWanted(entry.getName(), wanted)) {
          try (InputStream in = jar.getInputStream(entry)) {
            files.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
  }

  private Path jar(String name, String main, SortedMap<String, byte[]> files) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return jar;
  }
}
