package dev.kiln.compiler.testing;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
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
    self.out.append(self.type(method.methodTypeSymbol())).append('\n');
    List<CodeElement> code = method.code().orElseThrow().elementList();
    code.forEach(self::collect);
    for (CodeElement element : code) {
      if (element instanceof LabelTarget target && self.targets.contains(target.label())) {
        self.numbers.put(target.label(), self.numbers.size());
      }
    }
    code.forEach(self::print);
    return self.out.toString();
  }

  private void collect(CodeElement element) {
    switch (element) {
      case BranchInstruction b -> targets.add(b.target());
      case TableSwitchInstruction s -> {
        targets.add(s.defaultTarget());
        s.cases().forEach(c -> targets.add(c.target()));
      }
      case LookupSwitchInstruction s -> {
        targets.add(s.defaultTarget());
        s.cases().forEach(c -> targets.add(c.target()));
      }
      default -> {}
    }
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
    return switch (instruction) {
      case LoadInstruction i -> "" + i.slot();
      case StoreInstruction i -> "" + i.slot();
      case IncrementInstruction i -> i.slot() + " " + i.constant();
      case ConstantInstruction.IntrinsicConstantInstruction i -> "";
      case ConstantInstruction i -> i.constantValue().toString();
      case BranchInstruction i -> label(i.target());
      case FieldInstruction i ->
          simple(i.owner().asSymbol())
              + "."
              + i.name().stringValue()
              + " "
              + simple(i.typeSymbol());
      case InvokeInstruction i ->
          simple(i.owner().asSymbol()) + "." + i.name().stringValue() + type(i.typeSymbol());
      case TypeCheckInstruction i -> simple(i.type().asSymbol());
      case TableSwitchInstruction i ->
          i.lowValue() + " " + cases(i.cases()) + " else " + label(i.defaultTarget());
      case LookupSwitchInstruction i -> cases(i.cases()) + " else " + label(i.defaultTarget());
      default -> "";
    };
  }

  private String cases(List<SwitchCase> cases) {
    return cases.stream()
        .map(c -> c.caseValue() + ":" + label(c.target()))
        .collect(Collectors.joining(" "));
  }

  private String label(Label label) {
    return "L" + numbers.get(label);
  }

  private String type(MethodTypeDesc type) {
    return type.parameterList().stream()
        .map(Listing::simple)
        .collect(Collectors.joining(", ", "(", ") " + simple(type.returnType())));
  }

  private static String simple(ClassDesc type) {
    return type.displayName();
  }
}
