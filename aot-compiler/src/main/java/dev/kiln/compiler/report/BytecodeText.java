package dev.kiln.compiler.report;

import dev.kiln.compiler.report.FunctionListing.Bytecode;
import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CharacterRangeInfo;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bytecode of one method as text, with the positions that its character ranges give. */
final class BytecodeText {
  /** Most cases that are listed of a switch. */
  private static final int MAX_CASES = 16;

  private final CodeAttribute code;
  private final Map<Integer, String> labels = new HashMap<>();

  private BytecodeText(CodeAttribute code) {
    this.code = code;
  }

  /** All instructions. */
  static List<Bytecode> of(CodeAttribute code) {
    return new BytecodeText(code).all();
  }

  private List<Bytecode> all() {
    Set<Integer> targets = new HashSet<>();
    for (CodeElement element : code) {
      switch (element) {
        case BranchInstruction i -> targets.add(code.labelToBci(i.target()));
        case TableSwitchInstruction i -> collect(i.cases(), i.defaultTarget(), targets);
        case LookupSwitchInstruction i -> collect(i.cases(), i.defaultTarget(), targets);
        default -> {}
      }
    }
    targets.stream().sorted().forEach(bci -> labels.put(bci, "L" + labels.size()));
    int[] positions = positions();
    List<Bytecode> all = new ArrayList<>();
    int bci = 0;
    for (CodeElement element : code) {
      if (element instanceof LabelTarget target) {
        bci = code.labelToBci(target.label());
      } else if (element instanceof Instruction instruction) {
        @Nullable String label = labels.get(bci);
        all.add(new Bytecode(bci, positions[bci], label, text(instruction)));
        bci += instruction.sizeInBytes();
      }
    }
    return all;
  }

  private void collect(List<SwitchCase> cases, Label otherwise, Set<Integer> targets) {
    targets.add(code.labelToBci(otherwise));
    cases.forEach(c -> targets.add(code.labelToBci(c.target())));
  }

  /** For each byte the position of its statement, or -1. */
  private int[] positions() {
    int[] positions = new int[code.codeLength()];
    Arrays.fill(positions, -1);
    code.findAttribute(Attributes.characterRangeTable())
        .ifPresent(
            table -> {
              for (CharacterRangeInfo range : table.characterRangeTable()) {
                // The last byte is part of the range.
                int end = Math.min(range.endPc() + 1, positions.length);
                if (range.startPc() < end) {
                  Arrays.fill(positions, range.startPc(), end, range.characterRangeStart());
                }
              }
            });
    return positions;
  }

  private String text(Instruction instruction) {
    String operands = operands(instruction);
    String name = instruction.opcode().name().toLowerCase(Locale.ROOT);
    return operands.isEmpty() ? name : name + " " + Texts.visible(operands);
  }

  private String operands(Instruction instruction) {
    return switch (instruction) {
      case LoadInstruction i -> hasSlot(i) ? "" + i.slot() : "";
      case StoreInstruction i -> hasSlot(i) ? "" + i.slot() : "";
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
      case NewObjectInstruction i -> simple(i.className().asSymbol());
      case NewReferenceArrayInstruction i -> simple(i.componentType().asSymbol());
      case NewPrimitiveArrayInstruction i -> i.typeKind().name().toLowerCase(Locale.ROOT);
      case TableSwitchInstruction i -> cases(i.cases(), i.defaultTarget());
      case LookupSwitchInstruction i -> cases(i.cases(), i.defaultTarget());
      default -> "";
    };
  }

  /** Whether the slot is an operand, other than in {@code iload_0}. */
  private static boolean hasSlot(Instruction instruction) {
    return instruction.sizeInBytes() > 1;
  }

  private String cases(List<SwitchCase> cases, Label otherwise) {
    String text =
        cases.stream()
            .limit(MAX_CASES)
            .map(c -> c.caseValue() + ":" + label(c.target()))
            .collect(Collectors.joining(" "));
    int more = cases.size() - MAX_CASES;
    return text
        + (more > 0 ? " … " + Texts.number(more) + " more …" : "")
        + " else "
        + label(otherwise);
  }

  private String label(Label label) {
    return labels.getOrDefault(code.labelToBci(label), "?");
  }

  private static String type(MethodTypeDesc type) {
    return type.parameterList().stream()
        .map(BytecodeText::simple)
        .collect(Collectors.joining(", ", "(", ") " + simple(type.returnType())));
  }

  private static String simple(ClassDesc type) {
    return type.displayName();
  }
}
