package dev.kiln.compiler;

import dev.kiln.runtime.abi.ModuleClass;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads what was compiled out of memory, classes and resources, for programs that compile and run
 * in one process. Thread-safe, as class loaders are.
 */
public final class CompiledClassLoader extends ClassLoader {
  private final Map<String, byte[]> files;

  /**
   * Over the files of one module or several, which are not copied.
   *
   * @param parent knows {@code dev.kiln.runtime}
   * @param files as {@link CompiledModule#files()} gives them
   */
  public CompiledClassLoader(@Nullable ClassLoader parent, Map<String, byte[]> files) {
    super(parent);
    this.files = files;
  }

  /** A new object of a module's class, in a loader of its own below this class's loader. */
  public static ModuleClass load(CompiledModule module) {
    ClassLoader parent = CompiledClassLoader.class.getClassLoader();
    return new CompiledClassLoader(parent, module.files()).newModule(module.className());
  }

  /**
   * A new object of a module class.
   *
   * @param className its binary name
   * @throws IllegalArgumentException if there is no such module class
   */
  public ModuleClass newModule(String className) {
    try {
      return loadClass(className)
          .asSubclass(ModuleClass.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException("there is no module class " + className, e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = files.get(name.replace('.', '/') + ".class");
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  /** The resource among the files, else the parent's. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = files.get(name);
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }
}
