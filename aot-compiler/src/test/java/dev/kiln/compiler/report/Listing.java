package dev.kiln.compiler.report;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Bytecode as stable text: one instruction a line, labels numbered in order, no offsets. */
public final class Listing {
  private final Set<Label> targets = new HashSet<>();
  private final Map<Label, Integer> numbers = new HashMap<>();
  private final StringBuilder out = new StringBuilder();

  private Listing() {}

  /** All methods of {@code model}. */
  public static String of(ClassModel model) {
    return model.methods().stream().map(Listing::of).collect(Collectors.joining());
  }

  /** One method. */
  public static String of(MethodModel method) {
    Listing self = new Listing();
    self.out.append(method.methodName().stringValue());
    self.out.append(OperandText.type(method.methodTypeSymbol())).append('\n');
    List<CodeElement> code = method.code().orElseThrow().elementList();
    code.forEach(element -> OperandText.targets(element, self.targets::add));
    for (CodeElement element : code) {
      if (element instanceof LabelTarget target && self.targets.contains(target.label())) {
        self.numbers.put(target.label(), self.numbers.size());
      }
    }
    code.forEach(self::print);
    return self.out.toString();
  }

  private void print(CodeElement element) {
    if (element instanceof LabelTarget target && numbers.containsKey(target.label())) {
      out.append(label(target.label())).append(":\n");
    }
    if (element instanceof Instruction instruction) {
      String operands = operands(instruction);
      out.append("  ").append(name(instruction));
      out.append(operands.isEmpty() ? "" : " ").append(operands).append('\n');
    }
  }

  private static String name(Instruction instruction) {
    String name = instruction.opcode().name().toLowerCase(Locale.ROOT);
    boolean variable =
        instruction instanceof LoadInstruction || instruction instanceof StoreInstruction;
    // iload_1, iload and wide iload are one.
    return variable ? name.replaceAll("_(\\d|w)$", "") : name.replaceAll("_w$", "");
  }

  private String operands(Instruction instruction) {
    String operands = new OperandText(this::label, Integer.MAX_VALUE).of(instruction);
    return instruction instanceof TableSwitchInstruction i
        ? i.lowValue() + " " + operands
        : operands;
  }

  private String label(Label label) {
    return "L" + numbers.get(label);
  }
}
