package dev.kiln.it.container;

import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * An image with the module java.base of this JDK in {@code /java}, the C library it stands on, jars
 * in {@code /app}, an empty {@code /tmp}, and no shell. Its containers run {@code java}, not as
 * root.
 */
final class RunTimeImage implements AutoCloseable {
  /** A user and a group without a name; in the image all files are theirs. */
  static final String USER = "65534:65534";

  // One COPY: an engine that keeps whole layers would keep each of several. Numbers for the owner,
  // since there is no /etc/passwd; owned at all, since the files may be private to who builds.
  private static final String DOCKERFILE =
      """
      FROM scratch
      COPY --chown=%1$s root /
      ENV LANG=C.UTF-8
      USER %1$s
      WORKDIR /app
      ENTRYPOINT ["/java/bin/java"]
      """
          .formatted(USER);

  private static final List<String> LIBRARIES =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");

  /** What makes C.UTF-8 of arguments and file names; newer C libraries have it inside. */
  private static final Path LOCALE = Path.of("/usr/lib/locale/C.utf8");

  private final String name;

  private RunTimeImage(String name) {
    this.name = name;
  }

  /** Builds the image; {@code jars} by their names in {@code /app}. */
  static RunTimeImage build(Map<String, Path> jars) throws IOException {
    Path folder = Workplace.output("container-image");
    delete(folder);
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectory(root.resolve("tmp"));
    link(root.resolve("java"));
    addLibraries(root);
    for (Map.Entry<String, Path> jar : jars.entrySet()) {
      copy(jar.getValue(), root.resolve("app").resolve(jar.getKey()));
    }
    ImageFromDockerfile image =
        new ImageFromDockerfile("kiln-it:" + ProcessHandle.current().pid(), false)
            .withFileFromPath("root", root)
            .withFileFromString("Dockerfile", DOCKERFILE);
    return new RunTimeImage(image.get());
  }

  String name() {
    return name;
  }

  /** Removes the image from the engine. */
  @Override
  public void close() {
    DockerClientFactory.lazyClient().removeImageCmd(name).withForce(true).exec();
  }

  private static void link(Path home) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IllegalStateException("this JDK has no jlink"));
    int code =
        jlink.run(
            out,
            out,
            "--add-modules",
            "java.base",
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            home.toString());
    if (code != 0) {
      throw new IllegalStateException("jlink ended with " + code + ": " + said);
    }
  }

  /** Each where it is on this machine, whose loader looks there. */
  private static void addLibraries(Path root) throws IOException {
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    Path loader = Path.of(arm ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2");
    List<Path> folders =
        Stream.of(arm ? "/lib/aarch64-linux-gnu" : "/lib/x86_64-linux-gnu", "/lib64", "/lib")
            .map(Path::of)
            .toList();
    copy(loader, inside(root, loader));
    for (String library : LIBRARIES) {
      Path file =
          folders.stream()
              .map(folder -> folder.resolve(library))
              .filter(Files::isRegularFile)
              .findFirst()
              .orElseThrow(() -> new IllegalStateException(library + " is in none of " + folders));
      copy(file, inside(root, file));
    }
    if (Files.isDirectory(LOCALE)) {
      try (Stream<Path> files = Files.walk(LOCALE)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          copy(file, inside(root, file));
        }
      }
    }
  }

  private static Path inside(Path root, Path file) {
    return root.resolve(file.getRoot().relativize(file));
  }

  /** Copies what a link leads to, with its permissions. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
