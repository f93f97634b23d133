package dev.kiln.compiler.testing;

import dev.kiln.compiler.CompiledClassLoader;
import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.runtime.Engine;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.abi.ModuleClass;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * A module that was compiled in memory. All its classes are verified, and none of its methods is
 * too large for the JIT.
 */
public final class Compiled {
  /** The binary name of the module class. */
  public static final String CLASS = "t.M";

  private static final ClassHierarchyResolver RUNTIME =
      ClassHierarchyResolver.ofClassLoading(Compiled.class.getClassLoader()).cached();

  /** HotSpot compiles no larger method ({@code HugeMethodLimit}). */
  private static final int MAX_METHOD = 8000;

  /** Larger classes are left to the JVM, whose verifier takes far less time. */
  private static final int MAX_VERIFIED = 500_000;

  private final SortedMap<String, byte[]> files;
  private final ClassLoader loader;

  private Compiled(SortedMap<String, byte[]> files) {
    this.files = files;
    this.loader = new CompiledClassLoader(Compiled.class.getClassLoader(), files);
    ClassFile classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                RUNTIME.orElse(ClassHierarchyResolver.ofResourceParsing(loader))));
    files.forEach(
        (path, content) -> {
          if (path.endsWith(".class")) {
            check(classFile, path, content);
          }
        });
  }

  private void check(ClassFile classFile, String path, byte[] content) {
    for (MethodModel method : classFile.parse(content).methods()) {
      method.code().ifPresent(code -> checkSize(path, method, ((CodeAttribute) code).codeLength()));
    }
    if (content.length > MAX_VERIFIED) {
      link(path.substring(0, path.length() - ".class".length()).replace('/', '.'));
      return;
    }
    for (VerifyError error : classFile.verify(content)) {
      throw new AssertionError(path + ": " + error.getMessage(), error);
    }
  }

  private static void checkSize(String path, MethodModel method, int length) {
    if (length > MAX_METHOD) {
      throw new AssertionError(
          path + ": " + method.methodName() + " has " + length + " bytes of bytecode");
    }
  }

  private void link(String name) {
    try {
      Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** Compiles the assembler's text. */
  public static Compiled ofText(String text) {
    return of(Assembler.assemble(text));
  }

  /** Compiles a binary module. */
  public static Compiled of(byte[] wasm) {
    return of(wasm, new CompileOptions(CLASS, 1));
  }

  /** Compiles a binary module to {@link #CLASS}. */
  public static Compiled of(byte[] wasm, CompileOptions options) {
    CompiledModule module = Compiler.compile("m.wasm", wasm, options);
    return new Compiled(module.files());
  }

  /** Classes that a test made, instead of the compiler; the module class is {@link #CLASS}. */
  public static Compiled ofFiles(SortedMap<String, byte[]> files) {
    return new Compiled(files);
  }

  /** A module that was compiled to {@link #CLASS}. */
  public static Compiled of(CompiledModule module) {
    return new Compiled(module.files());
  }

  /** One of the classes. */
  public Class<?> load(String name) {
    try {
      return loader.loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** The files. */
  public SortedMap<String, byte[]> files() {
    return files;
  }

  /** The classes that hold functions, by name. */
  public Map<String, ClassModel> functionClasses() {
    Map<String, ClassModel> found = new LinkedHashMap<>();
    for (int i = 0; files.containsKey("t/M$F" + i + ".class"); i++) {
      found.put("M$F" + i, ClassFile.of().parse(files.get("t/M$F" + i + ".class")));
    }
    return found;
  }

  /** A new instance in a store of its own. */
  public Instance instantiate(Consumer<Linker> imports) {
    return instantiate(Store.of(new Engine()), imports);
  }

  /** A new instance in {@code store}. */
  public Instance instantiate(Store<?> store, Consumer<Linker> imports) {
    Linker linker = new Linker(store.engine());
    imports.accept(linker);
    return linker.instantiate(store, module(store.engine()));
  }

  /** The module, for instances in stores of {@code engine}. */
  public Module module(Engine engine) {
    try {
      return Module.of(engine, (ModuleClass) load(CLASS).getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** A new instance of a module without imports. */
  public Instance instantiate() {
    return instantiate(linker -> {});
  }
}
