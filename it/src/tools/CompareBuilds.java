import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compiles modules with two builds of the compiler and compares what they make, byte for byte.
 *
 * <pre>
 *   java it/src/tools/CompareBuilds.java OLD/kiln.jar NEW/kiln.jar [--renamed=NAMES] FOLDER…
 * </pre>
 *
 * <p>Every {@code .wasm} file below the folders is compiled four ways: with the defaults, with
 * epochs and fuel, and in pieces of 1000 and of 3000 bytes. A module that one build refuses, the
 * other must refuse. Lines of NAMES are {@code old new}: constants of class files that mention an
 * old name are taken for the new one. The order of files does not matter. Ends with 1 and names the
 * files where anything differs.
 */
final class CompareBuilds {
  private record Variant(String name, boolean metered, int limit, int piece) {}

  private static final List<Variant> VARIANTS =
      List.of(
          new Variant("default", false, 0, 0),
          new Variant("epochs and fuel", true, 0, 0),
          new Variant("pieces of 1000", false, 1000, 1000),
          new Variant("pieces of 3000, metered", true, 3000, 3000));

  private final Map<String, String> renamed;
  private int modules;
  private int files;
  private int refused;
  private final List<String> differences = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();

  private CompareBuilds(Map<String, String> renamed) {
    this.renamed = renamed;
  }

  public static void main(String[] args) throws Exception {
    Map<String, String> renamed = new TreeMap<>(java.util.Comparator.reverseOrder());
    List<Path> wasm = new ArrayList<>();
    for (String arg : Arrays.asList(args).subList(2, args.length)) {
      if (arg.startsWith("--renamed=")) {
        for (String line : Files.readAllLines(Path.of(arg.substring("--renamed=".length())))) {
          String[] names = line.trim().split(" +");
          if (names.length == 2) {
            renamed.put(names[0].replace('.', '/'), names[1].replace('.', '/'));
            renamed.put(names[0].replace('/', '.'), names[1].replace('/', '.'));
          }
        }
      } else {
        try (Stream<Path> all = Files.walk(Path.of(arg))) {
          all.filter(path -> path.toString().endsWith(".wasm")).sorted().forEach(wasm::add);
        }
      }
    }
    CompareBuilds comparison = new CompareBuilds(renamed);
    try (Build before = new Build(Path.of(args[0]));
        Build after = new Build(Path.of(args[1]))) {
      for (Path file : wasm) {
        comparison.module(file, before, after);
      }
    }
    System.out.printf(
        "%d modules, each compiled %d ways: %d files compared, %d times refused by both%n",
        comparison.modules, VARIANTS.size(), comparison.files, comparison.refused);
    System.out.printf("%d messages differ%n", comparison.messages.size());
    comparison.messages.stream().distinct().limit(20).forEach(System.out::println);
    if (comparison.differences.isEmpty()) {
      System.out.println("equal");
    } else {
      comparison.differences.stream().limit(40).forEach(System.out::println);
      System.out.println(comparison.differences.size() + " differences");
      System.exit(1);
    }
  }

  private void module(Path file, Build before, Build after) throws Exception {
    modules++;
    byte[] bytes = Files.readAllBytes(file);
    for (Variant variant : VARIANTS) {
      Output old = before.compile(bytes, variant);
      Output now = after.compile(bytes, variant);
      String where = file + " (" + variant.name + ")";
      if (old.problem != null || now.problem != null) {
        if (old.problem == null || now.problem == null) {
          differences.add(where + ": " + old.problem + " | " + now.problem);
        } else {
          refused++;
          if (!old.problem.equals(now.problem)) {
            messages.add(old.problem + " | " + now.problem);
          }
        }
        continue;
      }
      TreeSet<String> names = new TreeSet<>(old.files.keySet());
      names.addAll(now.files.keySet());
      for (String name : names) {
        files++;
        byte[] left = old.files.get(name);
        byte[] right = now.files.get(name);
        if (left == null || right == null) {
          differences.add(where + ": only one build makes " + name);
        } else if (!Arrays.equals(left, right) && !equalButForNames(name, left, right)) {
          differences.add(where + ": " + name + " differs");
        }
      }
    }
  }

  private boolean equalButForNames(String name, byte[] left, byte[] right) throws IOException {
    return !renamed.isEmpty()
        && name.endsWith(".class")
        && Arrays.equals(withNewNames(left), withNewNames(right));
  }

  /** The class file with the text constants that mention renamed classes replaced. */
  private byte[] withNewNames(byte[] classFile) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length);
    DataOutputStream out = new DataOutputStream(bytes);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    out.writeLong(in.readLong()); // magic and version
    int count = in.readUnsignedShort();
    out.writeShort(count);
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      switch (tag) {
        case 1 -> {
          String text = in.readUTF();
          for (Map.Entry<String, String> names : renamed.entrySet()) {
            text = text.replace(names.getKey(), names.getValue());
          }
          out.writeUTF(text);
        }
        case 7, 8, 16, 19, 20 -> out.write(in.readNBytes(2));
        case 15 -> out.write(in.readNBytes(3));
        case 5, 6 -> {
          out.write(in.readNBytes(8));
          i++; // takes two entries
        }
        default -> out.write(in.readNBytes(4));
      }
    }
    in.transferTo(out);
    return bytes.toByteArray();
  }

  private record Output(SortedMap<String, byte[]> files, String problem) {}

  /** A build of the compiler, in a class loader that has nothing else. */
  private static final class Build implements AutoCloseable {
    private final URLClassLoader loader;
    private final Class<?> options;
    private final Method compile;

    Build(Path jar) throws Exception {
      loader =
          new URLClassLoader(
              new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
      Class<?> compiler = loader.loadClass("dev.kiln.compiler.Compiler");
      compile =
          Arrays.stream(compiler.getMethods())
              .filter(method -> method.getName().equals("compile"))
              .findFirst()
              .orElseThrow();
      options = compile.getParameterTypes()[2];
    }

    Output compile(byte[] wasm, Variant variant) throws Exception {
      try {
        Object chosen = options.getMethod("of", String.class).invoke(null, "acme.Module");
        chosen =
            options
                .getMethod("withSizes", int.class, int.class)
                .invoke(chosen, variant.limit, variant.piece);
        chosen =
            options
                .getMethod("withInterruption", boolean.class, boolean.class)
                .invoke(chosen, variant.metered, variant.metered);
        Object compiled = compile.invoke(null, "module.wasm", wasm, chosen);
        @SuppressWarnings("unchecked")
        Map<String, byte[]> files =
            (Map<String, byte[]>) compiled.getClass().getMethod("files").invoke(compiled);
        return new Output(new TreeMap<>(files), null);
      } catch (InvocationTargetException e) {
        return new Output(new TreeMap<>(), String.valueOf(e.getCause().getMessage()));
      }
    }

    @Override
    public void close() throws IOException {
      loader.close();
    }
  }
}
