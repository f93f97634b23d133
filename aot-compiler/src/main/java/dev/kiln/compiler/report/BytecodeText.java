package dev.kiln.compiler.report;

import dev.kiln.compiler.report.FunctionListing.Bytecode;
import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CharacterRangeInfo;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
      OperandText.targets(element, label -> targets.add(code.labelToBci(label)));
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
    boolean implied = isVariable(instruction) && instruction.sizeInBytes() == 1; // iload_0
    String operands = implied ? "" : new OperandText(this::label, MAX_CASES).of(instruction);
    String name = instruction.opcode().name().toLowerCase(Locale.ROOT);
    return operands.isEmpty() ? name : name + " " + Texts.visible(operands);
  }

  private static boolean isVariable(Instruction instruction) {
    return instruction instanceof LoadInstruction || instruction instanceof StoreInstruction;
  }

  private String label(Label label) {
    return labels.getOrDefault(code.labelToBci(label), "?");
  }
}
