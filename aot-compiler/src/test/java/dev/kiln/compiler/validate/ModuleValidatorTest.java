package dev.kiln.compiler.validate;

import static dev.kiln.compiler.testing.ModuleBytes.bytes;
import static dev.kiln.compiler.testing.ModuleBytes.repeat;
import static dev.kiln.compiler.testing.ModuleBytes.sized;
import static dev.kiln.compiler.testing.ModuleBytes.u32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.TypeIndex;
import dev.kiln.compiler.testing.ModuleBytes;
import org.junit.jupiter.api.Test;

class ModuleValidatorTest {
  private static TypeRelation validate(ModuleBytes module) {
    return ModuleValidator.validate(ModuleDecoder.decode("a.wasm", module.toBytes()));
  }

  private static WasmException refusal(ModuleBytes module) {
    return assertThrows(WasmException.class, () -> validate(module));
  }

  private static String invalid(ModuleBytes module) {
    WasmException e = refusal(module);
    assertEquals(WasmException.Reason.INVALID, e.reason());
    return e.getMessage();
  }

  private static ModuleBytes types(int count, Object... types) {
    return new ModuleBytes().section(1, count, bytes(types));
  }

  /** {@code (type (sub (func)))}, or with the index of its supertype. */
  private static byte[] sub(Object... supertypes) {
    return bytes(0x50, supertypes.length, bytes(supertypes), 0x60, 0, 0);
  }

  @Test
  void equalTypesHaveOneId() {
    TypeRelation types =
        validate(
            types(
                4,
                bytes(0x60, 1, 0x7F, 0),
                bytes(0x60, 1, 0x7E, 0),
                bytes(0x60, 1, 0x7F, 0),
                bytes(0x60, 1, 0x64, 0, 0)));
    assertEquals(3, types.canonicalCount());
    assertEquals(0, types.canonicalId(0));
    assertEquals(1, types.canonicalId(1));
    assertEquals(0, types.canonicalId(2));
    assertEquals(2, types.canonicalId(3));
  }

  @Test
  void groupsAreEqualAsAWhole() {
    byte[] self = bytes(0x60, 1, 0x64, 0, 0);
    TypeRelation types =
        validate(
            types(
                3,
                bytes(0x4E, 2, self, 0x60, 0, 0),
                bytes(0x4E, 2, bytes(0x60, 1, 0x64, 2, 0), 0x60, 0, 0),
                bytes(0x60, 0, 0)));
    assertEquals(types.canonicalId(0), types.canonicalId(2));
    assertEquals(types.canonicalId(1), types.canonicalId(3));
    assertFalse(types.canonicalId(1) == types.canonicalId(4));
  }

  @Test
  void subtypesMatchTheirSupertypes() {
    TypeRelation types = validate(types(4, sub(), sub(0), sub(1), sub(0)));
    assertTrue(types.matches(2, 0));
    assertTrue(types.matches(2, 1));
    assertFalse(types.matches(0, 2));
    assertEquals(types.canonicalId(1), types.canonicalId(3));
    RefType third = new RefType(false, new TypeIndex(2));
    assertTrue(types.matches(third, RefType.FUNCREF));
    assertTrue(types.matches(third, new RefType(true, new TypeIndex(0))));
    assertFalse(types.matches(RefType.FUNCREF, third));
    assertFalse(types.matches(third, RefType.EXTERNREF));
    assertTrue(types.matches(new RefType(true, AbstractHeapType.NOFUNC), RefType.FUNCREF));
    assertFalse(types.matches(RefType.FUNCREF, RefType.FUNCREF.asNonNull()));
    assertFalse(types.matches(NumType.I32, NumType.I64));
  }

  @Test
  void abstractTypesHaveThreeHierarchies() {
    TypeRelation types = validate(new ModuleBytes());
    assertTrue(types.matches(AbstractHeapType.NONE, AbstractHeapType.ANY));
    assertTrue(types.matches(AbstractHeapType.I31, AbstractHeapType.EQ));
    assertTrue(types.matches(AbstractHeapType.NOEXTERN, AbstractHeapType.EXTERN));
    assertTrue(types.matches(AbstractHeapType.NOEXN, AbstractHeapType.EXN));
    assertFalse(types.matches(AbstractHeapType.NONE, AbstractHeapType.FUNC));
    assertFalse(types.matches(AbstractHeapType.ANY, AbstractHeapType.EQ));
    assertFalse(types.matches(AbstractHeapType.STRUCT, AbstractHeapType.ARRAY));
  }

  @Test
  void typesReferToWhatIsThere() {
    assertEquals("a.wasm:0xb: unknown type 1", invalid(types(1, 0x60, 1, 0x64, 1, 0)));
    assertEquals("a.wasm:0xb: unknown type 0", invalid(types(1, (Object) sub(0))));
    assertEquals(
        "a.wasm:0xe: sub type 1 does not match super type 0, which is final",
        invalid(types(2, bytes(0x60, 0, 0), sub(0))));
    assertEquals(
        "a.wasm:0x10: sub type 1 does not match super type 0",
        invalid(types(2, sub(), bytes(0x50, 1, 0, 0x60, 1, 0x7F, 0))));
  }

  @Test
  void chainsOfSupertypesAndParameterListsHaveALimit() {
    byte[] chain = sub();
    for (int i = 0; i < 63; i++) {
      chain = bytes(chain, sub(i));
    }
    validate(types(64, (Object) chain));
    WasmException deep = refusal(types(65, chain, sub(63)));
    assertEquals(WasmException.Reason.LIMIT, deep.reason());
    assertEquals("type 64 has more than 63 super types", deep.detail());
    WasmException wide = refusal(types(1, 0x60, u32(1001), repeat(1001, 0x7F), 0));
    assertEquals(WasmException.Reason.LIMIT, wide.reason());
    assertEquals("too many parameters: 1001, at most 1000 are possible", wide.detail());
  }

  @Test
  void constantExpressionsSeeEarlierGlobalsThatDoNotChange() {
    byte[] constant = bytes(0x7F, 0, 0x41, 1, 0x0B);
    byte[] sum = bytes(0x7F, 0, 0x23, 0, 0x41, 2, 0x6A, 0x0B);
    validate(new ModuleBytes().section(6, 2, constant, sum));
    assertEquals(
        "a.wasm:0xd: unknown global 0", invalid(new ModuleBytes().section(6, 2, sum, constant)));
    byte[] mutable = bytes(0x7F, 1, 0x41, 1, 0x0B);
    assertEquals(
        "a.wasm:0x12: constant expression required: global 0 is mutable",
        invalid(new ModuleBytes().section(6, 2, mutable, sum)));
    assertEquals(
        "a.wasm:0xf: constant expression required: i32.eqz is not constant",
        invalid(new ModuleBytes().section(6, 1, 0x7F, 0, 0x41, 1, 0x45, 0x0B)));
    assertEquals(
        "a.wasm:0xf: type mismatch: expected i32, got i64",
        invalid(new ModuleBytes().section(6, 1, 0x7F, 0, 0x42, 1, 0x0B)));
  }

  @Test
  void tablesOfNonNullElementsNeedAnInitialValue() {
    assertEquals(
        "a.wasm:0xb: type mismatch: a table needs an initial value if its elements are of type (ref func)",
        invalid(new ModuleBytes().section(4, 1, 0x64, 0x70, 0, 1)));
    validate(
        new ModuleBytes()
            .section(1, 1, 0x60, 0, 0)
            .section(3, 1, 0)
            .section(4, 1, 0x40, 0, 0x64, 0x70, 0, 1, 0xD2, 0, 0x0B)
            .section(10, 1, sized(0, 0x0B)));
  }

  @Test
  void limitsAreRanges() {
    assertEquals(
        "a.wasm:0xb: size minimum must not be greater than maximum",
        invalid(new ModuleBytes().section(5, 1, 1, 2, 1)));
    assertEquals(
        "a.wasm:0xb: memory size must be at most 65536 pages (4GiB)",
        invalid(new ModuleBytes().section(5, 1, 0, u32(65_537))));
    validate(new ModuleBytes().section(5, 2, 0, 1, 1, 0, u32(65_536)));
  }

  @Test
  void exportsExistAndHaveDifferentNames() {
    assertEquals(
        "a.wasm:0xb: unknown function 0", invalid(new ModuleBytes().section(7, 1, "f", 0, 0)));
    assertEquals(
        "a.wasm:0x14: duplicate export name \"m\"",
        invalid(new ModuleBytes().section(5, 1, 0, 1).section(7, 2, "m", 2, 0, "m", 2, 0)));
  }

  @Test
  void aMessageIsOneLineWhateverTheNames() {
    assertEquals(
        "a.wasm:0x15: duplicate export name \"a\\u000a\"",
        invalid(new ModuleBytes().section(5, 1, 0, 1).section(7, 2, "a\n", 2, 0, "a\n", 2, 0)));
  }

  @Test
  void theStartFunctionTakesAndLeavesNothing() {
    assertEquals(
        "a.wasm:0x15: start function: expected type [] -> [], got [i32] -> []",
        invalid(
            new ModuleBytes()
                .section(1, 1, 0x60, 1, 0x7F, 0)
                .section(3, 1, 0)
                .section(8, 0)
                .section(10, 1, sized(0, 0x0B))));
  }

  @Test
  void segmentsNeedTheirTableOrMemory() {
    assertEquals(
        "a.wasm:0xb: unknown memory 0",
        invalid(new ModuleBytes().section(11, 1, 0, 0x41, 0, 0x0B, 0)));
    assertEquals(
        "a.wasm:0xb: unknown table 0",
        invalid(new ModuleBytes().section(9, 1, 0, 0x41, 0, 0x0B, 0)));
    assertEquals(
        "a.wasm:0x11: type mismatch: expected elements of type externref, got (ref func)",
        invalid(new ModuleBytes().section(4, 1, 0x6F, 0, 1).section(9, 1, 0, 0x41, 0, 0x0B, 0)));
  }
}
