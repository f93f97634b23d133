package dev.kiln.compiler.opcode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.Slice;
import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.TypeIndex;
import dev.kiln.compiler.testing.ModuleBytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstructionReaderTest {
  private static InstructionReader reader(Object... parts) {
    byte[] bytes = ModuleBytes.bytes(parts);
    return new InstructionReader("a.wasm", Slice.of(bytes));
  }

  private static InstructionReader read(Opcode expected, Object... parts) {
    InstructionReader in = reader(parts);
    assertEquals(expected, in.next());
    assertFalse(in.hasNext(), "all immediates are read");
    return in;
  }

  @Test
  void readsOneInstructionAfterTheOther() {
    InstructionReader in = reader(0x20, 1, 0x41, 0x7F, 0x6A, 0x0B);
    assertTrue(in.hasNext());
    assertEquals(Opcode.LOCAL_GET, in.next());
    assertEquals(1, in.index());
    assertEquals(0, in.offset());
    assertEquals(Opcode.I32_CONST, in.next());
    assertEquals(-1, in.i32());
    assertEquals(2, in.offset());
    assertEquals(Opcode.I32_ADD, in.next());
    assertEquals(Opcode.END, in.next());
    assertEquals(5, in.offset());
    assertEquals(6, in.position());
    assertFalse(in.hasNext());
  }

  @Test
  void readsConstants() {
    assertEquals(-2L, read(Opcode.I64_CONST, 0x42, 0x7E).i64());
    assertEquals(0x3F800000, read(Opcode.F32_CONST, 0x43, 0, 0, 0x80, 0x3F).f32Bits());
    assertEquals(
        0x7FF8_0000_0000_0001L,
        read(Opcode.F64_CONST, 0x44, 1, 0, 0, 0, 0, 0, 0xF8, 0x7F).f64Bits());
    InstructionReader vector =
        read(Opcode.V128_CONST, 0xFD, 12, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0x80);
    assertEquals(1, vector.i64());
    assertEquals(Long.MIN_VALUE + 2, vector.i64High());
  }

  @Test
  void readsTwoIndicesInTheirOrder() {
    assertIndices(7, 2, read(Opcode.CALL_INDIRECT, 0x11, 7, 2));
    InstructionReader init = read(Opcode.MEMORY_INIT, 0xFC, 8, 3, 1);
    assertIndices(3, 1, init);
    assertEquals(1, init.memory());
    assertIndices(4, 5, read(Opcode.TABLE_COPY, 0xFC, 14, 4, 5));
  }

  private static void assertIndices(int first, int second, InstructionReader read) {
    assertEquals(first, read.index());
    assertEquals(second, read.index2());
  }

  @Test
  void readsBlockTypes() {
    assertEquals(new BlockType.Empty(), read(Opcode.BLOCK, 0x02, 0x40).blockType());
    assertEquals(new BlockType.Value(NumType.F64), read(Opcode.LOOP, 0x03, 0x7C).blockType());
    assertEquals(new BlockType.Index(300), read(Opcode.IF, 0x04, 0xAC, 0x02).blockType());
    RefType type = new RefType(false, new TypeIndex(3));
    assertEquals(new BlockType.Value(type), read(Opcode.BLOCK, 0x02, 0x64, 3).blockType());
  }

  @Test
  void readsLabelsWithTheDefaultLast() {
    assertArrayEquals(new int[] {0, 2, 1}, read(Opcode.BR_TABLE, 0x0E, 2, 0, 2, 1).labels());
    assertArrayEquals(new int[] {5}, read(Opcode.BR_TABLE, 0x0E, 0, 5).labels());
  }

  @Test
  void readsMemoryArguments() {
    InstructionReader load = read(Opcode.I32_LOAD, 0x28, 2, 0x80, 0x01);
    assertEquals(2, load.alignment());
    assertEquals(128, load.memoryOffset());
    assertEquals(0, load.memory());
    InstructionReader other = read(Opcode.I64_STORE, 0x37, 0x43, 5, 16);
    assertEquals(3, other.alignment());
    assertEquals(5, other.memory());
    assertEquals(16, other.memoryOffset());
    assertEquals(9, read(Opcode.V128_LOAD8_LANE, 0xFD, 84, 0, 0, 9).lane());
  }

  @Test
  void readsTypes() {
    assertEquals(
        List.of(NumType.I32, RefType.FUNCREF),
        read(Opcode.SELECT_T, 0x1C, 2, 0x7F, 0x70).selectTypes());
    assertEquals(AbstractHeapType.NOFUNC, read(Opcode.REF_NULL, 0xD0, 0x73).heapType());
    assertEquals(new TypeIndex(70), read(Opcode.REF_NULL, 0xD0, 0xC6, 0).heapType());
    InstructionReader cast = read(Opcode.BR_ON_CAST, 0xFB, 24, 1, 6, 0x6E, 0x6C);
    assertEquals(6, cast.index());
    assertEquals("anyref", cast.castSource().toString());
    assertEquals("(ref i31)", cast.castTarget().toString());
  }

  @Test
  void readsCatchClauses() {
    InstructionReader in = read(Opcode.TRY_TABLE, 0x1F, 0x40, 2, 0, 4, 1, 3, 2);
    assertEquals(
        List.of(
            new CatchClause(CatchClause.Form.CATCH, 4, 1),
            new CatchClause(CatchClause.Form.CATCH_ALL_REF, 0, 2)),
        in.catches());
  }

  @Test
  void anUnknownOpcodeIsMalformed() {
    assertEquals("a.wasm:0x0: illegal opcode ff", message(0xFF));
    assertEquals("a.wasm:0x0: illegal opcode fc 200", message(0xFC, 0xC8, 1));
    assertEquals("a.wasm:0x0: illegal opcode fd 4294967295", message(0xFD, 255, 255, 255, 255, 15));
  }

  @Test
  void immediatesThatCannotBeReadAreMalformed() {
    assertEquals("a.wasm:0x1: malformed memop flags", message(0x28, 0x80, 1, 0));
    assertEquals("a.wasm:0x1: malformed block type", message(0x02, 0x80, 0x7F));
    assertEquals("a.wasm:0x1: malformed heap type", message(0xD0, 0x40));
    assertEquals(
        "a.wasm:0x1: unexpected end of section or function", message(0x0E, 255, 255, 255, 255, 15));
    assertEquals("a.wasm:0x1: unexpected end of section or function", message(0x41));
  }

  private static String message(Object... parts) {
    WasmException e = assertThrows(WasmException.class, () -> reader(parts).next());
    assertEquals(WasmException.Reason.MALFORMED, e.reason());
    return e.getMessage();
  }
}
