package dev.kiln.it.invariant;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.runtime.abi.Code;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ConstantInstruction;
import java.util.Map;
import java.util.TreeMap;

/** Damages a compiled class in one place. */
final class Sabotage {
  private static final String NAME = "Sabotaged";

  /** The end of the descriptor of a module with one adapter, and neither exports nor segments. */
  private static final String END = "\0\0\0\0\0";

  private Sabotage() {}

  /**
   * {@code Silent}, whose class says that its only adapter is one of functions without a result: so
   * nobody fills the hole of what it imports.
   */
  static Map<String, byte[]> withoutAdapter() {
    String right = adapters(Code.shape(1, 0, 1, 0));
    String wrong = adapters(Code.shape(1, 0, 0, 0));
    CompiledModule module = Modules.compile(NAME, Modules.SILENT);
    Map<String, byte[]> files = new TreeMap<>(module.files());
    int[] changes = {0};
    CodeTransform change =
        (builder, element) -> {
          if (element instanceof ConstantInstruction constant
              && constant.constantValue() instanceof String text
              && text.endsWith(right)) {
            changes[0]++;
            builder.loadConstant(text.substring(0, text.length() - right.length()) + wrong);
          } else {
            builder.with(element);
          }
        };
    ClassFile classFile = ClassFile.of();
    String path = module.className().replace('.', '/') + ".class";
    files.put(
        path,
        classFile.transformClass(
            classFile.parse(module.files().get(path)),
            ClassTransform.transformingMethodBodies(change)));
    if (changes[0] != 1) {
      throw new IllegalStateException(changes[0] + " descriptors were changed, not one");
    }
    return files;
  }

  /** How one adapter, and nothing after it, is written. */
  private static String adapters(int shape) {
    return "\1" + (char) shape + END;
  }
}
