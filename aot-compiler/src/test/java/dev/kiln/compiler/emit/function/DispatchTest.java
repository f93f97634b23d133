package dev.kiln.compiler.emit.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.SumLoop;
import dev.kiln.compiler.validate.ModuleValidator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatchTest {
  private final SumLoop example = new SumLoop();

  private Dispatch dispatch(List<Piece> pieces) {
    WasmModule module =
        ModuleDecoder.decode(
            "m.wasm", Assembler.assemble("(func (param i32) (result i32) unreachable)"));
    ModuleAnalysis analysis = ModuleAnalysis.of(module, ModuleValidator.validate(module));
    ModuleLayout layout = new ModuleLayout(module, analysis, new CompileOptions("t.M", 1));
    return new Dispatch(layout, example.function, pieces, layout.nested("R0"));
  }

  private static Piece piece(int start, int end, JumpLabel... entries) {
    List<Piece.Entry> all = new ArrayList<>();
    for (JumpLabel label : entries) {
      all.add(new Piece.Entry(label, List.of()));
    }
    return new Piece(start, end, List.of(), all, List.of());
  }

  @Test
  void theWorkedExample() {
    Dispatch dispatch = dispatch(List.of(piece(0, 3, example.loop), piece(3, 6)));
    assertEquals(0, dispatch.startState(0));
    assertEquals(1, dispatch.state(example.loop));
    assertEquals(1024, dispatch.startState(1));
    assertEquals(1, dispatch.classes());
  }

  /** A dispatcher has 200 cases; what is beyond is another group, with a class of its own. */
  @Test
  void manyPiecesAreGroups() {
    Dispatch dispatch = dispatch(Collections.nCopies(450, piece(0, 0)));
    assertEquals(3, dispatch.classes());
    assertEquals(199 << 10, dispatch.startState(199));
    assertEquals(1 << 20, dispatch.startState(200));
    assertEquals(2 << 20 | 49 << 10, dispatch.startState(449));
  }

  @Test
  void aLabelOfNoPieceHasNoState() {
    Dispatch dispatch = dispatch(List.of(piece(0, 6)));
    assertThrows(IllegalStateException.class, () -> dispatch.state(example.loop));
  }

  /** The number of an entry has ten bits. */
  @Test
  void tooManyEntriesAreRefused() {
    JumpLabel[] labels = new JumpLabel[1024];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = new JumpLabel(i);
    }
    List<Piece> pieces = List.of(piece(0, 6, labels));
    WasmException refused = assertThrows(WasmException.class, () -> dispatch(pieces));
    assertTrue(refused.getMessage().contains("1023 pieces"), refused::getMessage);
  }
}
