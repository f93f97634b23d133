package dev.kiln.compiler.report;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operands of bytecode instructions as text; a label's name is the caller's business. */
final class OperandText {
  private final Function<Label, String> names;
  private final int maxCases;

  /** Lists {@code maxCases} cases of a switch at most. */
  OperandText(Function<Label, String> names, int maxCases) {
    this.names = names;
    this.maxCases = maxCases;
  }

  /** Gives {@code to} every label that an element may jump to. */
  static void targets(CodeElement element, Consumer<Label> to) {
    switch (element) {
      case BranchInstruction i -> to.accept(i.target());
      case TableSwitchInstruction i -> targets(i.cases(), i.defaultTarget(), to);
      case LookupSwitchInstruction i -> targets(i.cases(), i.defaultTarget(), to);
      default -> {}
    }
  }

  private static void targets(List<SwitchCase> cases, Label otherwise, Consumer<Label> to) {
    to.accept(otherwise);
    cases.forEach(c -> to.accept(c.target()));
  }

  /** The operands, or an empty text. A slot is shown even if the opcode implies it. */
  String of(Instruction instruction) {
    return switch (instruction) {
      case LoadInstruction i -> "" + i.slot();
      case StoreInstruction i -> "" + i.slot();
      case IncrementInstruction i -> i.slot() + " " + i.constant();
      case ConstantInstruction.IntrinsicConstantInstruction i -> "";
      case ConstantInstruction i -> i.constantValue().toString();
      case BranchInstruction i -> names.apply(i.target());
      case FieldInstruction i ->
          simple(i.owner().asSymbol())
              + "."
              + i.name().stringValue()
              + " "
              + simple(i.typeSymbol());
      case InvokeInstruction i ->
          simple(i.owner().asSymbol()) + "." + i.name().stringValue() + type(i.typeSymbol());
      case TypeCheckInstruction i -> simple(i.type().asSymbol());
      case NewObjectInstruction i -> simple(i.className().asSymbol());
      case NewReferenceArrayInstruction i -> simple(i.componentType().asSymbol());
      case NewPrimitiveArrayInstruction i -> i.typeKind().name().toLowerCase(Locale.ROOT);
      case TableSwitchInstruction i -> cases(i.cases(), i.defaultTarget());
      case LookupSwitchInstruction i -> cases(i.cases(), i.defaultTarget());
      default -> "";
    };
  }

  private String cases(List<SwitchCase> cases, Label otherwise) {
    String text =
        cases.stream()
            .limit(maxCases)
            .map(c -> c.caseValue() + ":" + names.apply(c.target()))
            .collect(Collectors.joining(" "));
    int more = cases.size() - maxCases;
    return text
        + (more > 0 ? " … " + Texts.number(more) + " more …" : "")
        + " else "
        + names.apply(otherwise);
  }

  /** A method's type, with the simple names of classes. */
  static String type(MethodTypeDesc type) {
    return type.parameterList().stream()
        .map(OperandText::simple)
        .collect(Collectors.joining(", ", "(", ") " + simple(type.returnType())));
  }

  private static String simple(ClassDesc type) {
    return type.displayName();
  }
}
