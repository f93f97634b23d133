package dev.kiln.it.support;

import dev.kiln.compiler.CompiledModule;
import java.io.ByteArrayInputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Checks all classes that the compiler emits and counts their methods. Thread-safe. */
public final class EmittedClasses {
  /** Java 17. */
  private static final int RELEASE = 61;

  /** The JIT compiles no method whose code is longer. */
  private static final int HUGE = 8000;

  /** Finds the classes of the runtime and of the JDK. */
  private static final ClassHierarchyResolver RUNTIME =
      ClassHierarchyResolver.ofResourceParsing(EmittedClasses.class.getClassLoader())
          .orElse(ClassHierarchyResolver.defaultResolver())
          .cached(ConcurrentHashMap::new);

  private final AtomicInteger classes = new AtomicInteger();
  private final AtomicInteger methods = new AtomicInteger();
  private final AtomicInteger longest = new AtomicInteger();

  /** Nothing checked yet. */
  public EmittedClasses() {}

  /** What is wrong with the classes of a module; empty where nothing is. */
  public List<String> check(CompiledModule module) {
    Map<String, byte[]> files = module.files();
    ClassFile context =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(
                        type -> {
                          String name = type.descriptorString();
                          byte[] bytes = files.get(name.substring(1, name.length() - 1) + ".class");
                          return bytes == null ? null : new ByteArrayInputStream(bytes);
                        })
                    .orElse(RUNTIME)));
    List<String> problems = new ArrayList<>();
    if (!files.containsKey(module.className().replace('.', '/') + ".class")) {
      problems.add("there is no class " + module.className() + " among " + files.keySet());
    }
    files.forEach(
        (name, bytes) -> {
          if (name.endsWith(".class")) {
            check(context, name, bytes, problems);
          }
        });
    return problems;
  }

  private void check(ClassFile context, String name, byte[] bytes, List<String> problems) {
    ClassModel parsed = context.parse(bytes);
    context.verify(parsed).forEach(error -> problems.add(name + ": " + error.getMessage()));
    if (!name.equals(parsed.thisClass().asInternalName() + ".class")) {
      problems.add(name + " holds class " + parsed.thisClass().asInternalName());
    }
    if (parsed.majorVersion() != RELEASE) {
      problems.add(name + " is of class file version " + parsed.majorVersion());
    }
    classes.incrementAndGet();
    for (MethodModel method : parsed.methods()) {
      methods.incrementAndGet();
      int length = method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
      longest.accumulateAndGet(length, Math::max);
      if (length > HUGE) {
        problems.add(name + ": " + method.methodName() + " has " + length + " bytes of code");
      }
    }
  }

  /** The counts, in one line. */
  public String summary() {
    return classes
        + " classes verified, "
        + methods
        + " methods, the longest has "
        + longest
        + " bytes";
  }
}
