package dev.kiln.cli;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.runtime.abi.ModuleClass;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Loads the classes and resources of one compiled module out of memory. */
final class CompiledClassLoader extends ClassLoader {
  private final SortedMap<String, byte[]> files;

  private final String className;

  CompiledClassLoader(CompiledModule module) {
    super(CompiledClassLoader.class.getClassLoader());
    files = module.files();
    className = module.className();
  }

  /** The module, ready to be instantiated. */
  ModuleClass newModule() throws ReflectiveOperationException {
    return loadClass(className)
        .asSubclass(ModuleClass.class)
        .getDeclaredConstructor()
        .newInstance();
  }

  /** Whether a class holds functions of the program; others hold adapters between them. */
  boolean holdsFunctions(String name) {
    return name.startsWith(className + "$F") && files.containsKey(fileName(name));
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = files.get(fileName(name));
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = files.get(name);
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }

  private static String fileName(String className) {
    return className.replace('.', '/') + ".class";
  }
}
