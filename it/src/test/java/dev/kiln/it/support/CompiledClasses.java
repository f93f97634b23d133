package dev.kiln.it.support;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.runtime.abi.ModuleClass;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The classes of a compiled module, loaded from memory. */
public final class CompiledClasses extends ClassLoader {
  private final Map<String, byte[]> files;

  private CompiledClasses(Map<String, byte[]> files) {
    super(CompiledClasses.class.getClassLoader());
    this.files = files;
  }

  /** A loader that has the classes of all these modules. */
  public static ClassLoader of(CompiledModule... modules) {
    Map<String, byte[]> files = new HashMap<>();
    for (CompiledModule module : modules) {
      files.putAll(module.files());
    }
    return new CompiledClasses(files);
  }

  /** A new object of the module class. */
  public static ModuleClass load(CompiledModule module) throws ReflectiveOperationException {
    return (ModuleClass)
        new CompiledClasses(module.files())
            .loadClass(module.className())
            .getDeclaredConstructor()
            .newInstance();
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = files.get(name.replace('.', '/') + ".class");
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = files.get(name);
    return bytes != null ? new ByteArrayInputStream(bytes) : super.getResourceAsStream(name);
  }
}
