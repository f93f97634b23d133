package dev.kiln.cli;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.runtime.Engine;
import dev.kiln.wasi.Wasi;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A compiled module as a jar. If the module is a WASI command, the jar is executable, with the
 * runtime and WASI inside. The bytes depend on the module and this version of Kiln only.
 */
final class ModuleJar {
  /** The earliest time that an archive's entries hold without a time zone. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private ModuleJar() {}

  /**
   * The bytes of the jar.
   *
   * @param files the files of the module that go into the jar
   * @throws IOException if this program's own classes cannot be read
   */
  static byte[] of(CompiledModule module, SortedMap<String, byte[]> files) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>(files);
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (module.mainClass().isPresent()) {
      attributes.put(Attributes.Name.MAIN_CLASS, module.mainClass().get());
      addPackages(Engine.class, entries);
      addPackages(Wasi.class, entries);
    }
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(jar)) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      manifest.write(text);
      add(out, JarFile.MANIFEST_NAME, text.toByteArray());
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        add(out, entry.getKey(), entry.getValue());
      }
    }
    return jar.toByteArray();
  }

  private static void add(ZipOutputStream out, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  /**
   * Adds the files of a class's package and those below it, from wherever this program's own
   * classes are: its jar, or a folder.
   */
  private static void addPackages(Class<?> member, SortedMap<String, byte[]> entries)
      throws IOException {
    String folder = member.getPackageName().replace('.', '/');
    Path origin;
    try {
      origin = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(
          "the class " + member.getName() + " is neither in a jar nor in a folder", e);
    }
    if (Files.isDirectory(origin)) {
      addFiles(origin, folder, entries);
    } else {
      try (FileSystem archive = FileSystems.newFileSystem(origin)) {
        addFiles(archive.getPath("/"), folder, entries);
      }
    }
  }

  private static void addFiles(Path root, String folder, SortedMap<String, byte[]> entries)
      throws IOException {
    try (Stream<Path> walk = Files.walk(root.resolve(folder))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace(File.separatorChar, '/');
        entries.put(name, Files.readAllBytes(file));
      }
    }
  }
}
