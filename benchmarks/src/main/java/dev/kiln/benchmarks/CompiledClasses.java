package dev.kiln.benchmarks;

import dev.kiln.compiler.CompileOptions;
import dev.kiln.compiler.CompiledModule;
import dev.kiln.runtime.abi.ModuleClass;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Defines the compiler's output, classes and resources. */
public final class CompiledClasses extends ClassLoader {
  private final Map<String, byte[]> files;

  private CompiledClasses(Map<String, byte[]> files) {
    super(CompiledClasses.class.getClassLoader());
    this.files = files;
  }

  /** A new object of the module class, in a loader of its own. */
  public static ModuleClass load(CompiledModule compiled, CompileOptions options) {
    try {
      return (ModuleClass)
          new CompiledClasses(compiled.files())
              .loadClass(options.className())
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the module class cannot be loaded", e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] content = files.get(name.replace('.', '/') + ".class");
    if (content == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, content, 0, content.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] content = files.get(name);
    return content == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(content);
  }
}
