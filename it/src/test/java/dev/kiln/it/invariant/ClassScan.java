package dev.kiln.it.invariant;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ConstantDynamicEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Looks through a class's constant pool, which names everything that the class can do, for what
 * compiled modules may not do:
 *
 * <ul>
 *   <li>{@code invokedynamic}, dynamic constants and bootstrap methods;
 *   <li>constants that are method handles or method types;
 *   <li>any member of {@code java.lang.reflect}, of {@code java.lang.invoke} or of the JDK's
 *       internals, and any of {@code Class}, {@code ClassLoader} and {@code Unsafe}.
 * </ul>
 *
 * Two things are allowed, since they find nothing by name and make no code: plain and opaque access
 * through a {@code VarHandle} that the runtime holds (this is how memory is read and written), and
 * {@code Class.getResourceAsStream} on the module class itself, for its data segments.
 */
final class ClassScan {
  private static final Set<String> VAR_HANDLE = Set.of("get", "set", "getOpaque", "setOpaque");

  private ClassScan() {}

  /** What is forbidden in a class; empty where nothing is. */
  static List<String> of(byte[] bytes) {
    ClassModel model = ClassFile.of().parse(bytes);
    List<String> findings = new ArrayList<>();
    if (model.findAttribute(Attributes.bootstrapMethods()).isPresent()) {
      findings.add("bootstrap methods");
    }
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case InvokeDynamicEntry e -> findings.add("invokedynamic " + e.name());
        case ConstantDynamicEntry e -> findings.add("dynamic constant " + e.name());
        case MethodHandleEntry e -> findings.add("method handle of " + e.reference().name());
        case MethodTypeEntry e -> findings.add("method type " + e.descriptor());
        case MemberRefEntry e -> {
          String owner = e.owner().asInternalName();
          String name = e.name().stringValue();
          if (isForbidden(owner) && !isAllowed(owner, name)) {
            findings.add("use of " + owner + "." + name);
          }
        }
        default -> {}
      }
    }
    return findings;
  }

  private static boolean isForbidden(String owner) {
    return owner.startsWith("java/lang/reflect/")
        || owner.startsWith("java/lang/invoke/")
        || owner.startsWith("jdk/internal/")
        || owner.startsWith("sun/")
        || owner.equals("java/lang/Class")
        || owner.equals("java/lang/ClassLoader");
  }

  private static boolean isAllowed(String owner, String name) {
    return owner.equals("java/lang/invoke/VarHandle") && VAR_HANDLE.contains(name)
        || owner.equals("java/lang/Class") && name.equals("getResourceAsStream");
  }
}
