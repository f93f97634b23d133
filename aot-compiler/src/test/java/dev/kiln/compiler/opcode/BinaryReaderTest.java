package dev.kiln.compiler.opcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.Slice;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BinaryReaderTest {
  private static BinaryReader reader(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return new BinaryReader("a.wasm", Slice.of(array));
  }

  private static void assertMalformed(
      String detail, int offset, BinaryReader in, Consumer<BinaryReader> read) {
    WasmException e = assertThrows(WasmException.class, () -> read.accept(in));
    assertEquals(WasmException.Reason.MALFORMED, e.reason());
    assertEquals(detail, e.detail());
    assertEquals(offset, e.offset());
  }

  @Test
  void readsUnsignedIntegers() {
    assertEquals(0x7F, reader(0x7F).u32());
    assertEquals(0x80, reader(0x80, 0x01).u32());
    assertEquals(0, reader(0x80, 0x80, 0x80, 0x80, 0x00).u32());
    assertEquals(-1, reader(0xFF, 0xFF, 0xFF, 0xFF, 0x0F).u32());
    assertEquals(-1L, reader(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1).u64());
  }

  @Test
  void readsSignedIntegers() {
    assertEquals(-1, reader(0x7F).s32());
    assertEquals(63, reader(0x3F).s32());
    assertEquals(-64, reader(0x40).s32());
    assertEquals(-128, reader(0x80, 0x7F).s32());
    assertEquals(Integer.MIN_VALUE, reader(0x80, 0x80, 0x80, 0x80, 0x78).s32());
    assertEquals(Integer.MAX_VALUE, reader(0xFF, 0xFF, 0xFF, 0xFF, 0x07).s32());
    assertEquals(0xFFFF_FFFFL, reader(0xFF, 0xFF, 0xFF, 0xFF, 0x0F).s33());
    assertEquals(-1L << 32, reader(0x80, 0x80, 0x80, 0x80, 0x70).s33());
    assertEquals(
        Long.MIN_VALUE, reader(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7F).s64());
    assertEquals(
        Long.MAX_VALUE, reader(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00).s64());
  }

  @Test
  void refusesIntegersThatAreTooLong() {
    String detail = "integer representation too long";
    assertMalformed(detail, 0, reader(0x80, 0x80, 0x80, 0x80, 0x80, 0), in -> in.u32());
    assertMalformed(detail, 0, reader(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F), in -> in.s32());
  }

  @Test
  void refusesIntegersThatAreTooLarge() {
    String detail = "integer too large";
    assertMalformed(detail, 0, reader(0x80, 0x80, 0x80, 0x80, 0x10), in -> in.u32());
    assertMalformed(detail, 0, reader(0x80, 0x80, 0x80, 0x80, 0x08), in -> in.s32());
    assertMalformed(detail, 0, reader(0x80, 0x80, 0x80, 0x80, 0x77), in -> in.s32());
    assertMalformed(detail, 0, reader(0x80, 0x80, 0x80, 0x80, 0x10), in -> in.s33());
  }

  @Test
  void readsNames() {
    assertEquals("abc", reader(3, 'a', 'b', 'c').name());
    assertEquals("é", reader(2, 0xC3, 0xA9).name());
    assertEquals("", reader(0).name());
  }

  @Test
  void refusesNamesThatAreNotUtf8() {
    String detail = "malformed UTF-8 encoding";
    assertMalformed(detail, 1, reader(1, 0x80), BinaryReader::name);
    assertMalformed(detail, 1, reader(2, 0xC0, 0x80), BinaryReader::name);
    assertMalformed(detail, 1, reader(3, 0xED, 0xA0, 0x80), BinaryReader::name);
    assertMalformed(detail, 1, reader(4, 0xF4, 0x90, 0x80, 0x80), BinaryReader::name);
  }

  @Test
  void refusesToReadPastTheEnd() {
    String end = "unexpected end of section or function";
    assertMalformed(end, 0, reader(), BinaryReader::u8);
    assertMalformed(end, 0, reader(), BinaryReader::peek);
    assertMalformed(end, 1, reader(0x80), BinaryReader::u32);
    assertMalformed(end, 3, reader(1, 2, 3), BinaryReader::f32Bits);
    assertMalformed(end, 2, reader(1, 2), in -> in.skip(3));
    assertMalformed(
        "length out of bounds: 5 bytes are announced, 1 are left",
        0,
        reader(5, 'a'),
        BinaryReader::name);
    assertMalformed(
        "length out of bounds: 4294967295 bytes are announced, 0 are left",
        0,
        reader(0xFF, 0xFF, 0xFF, 0xFF, 0x0F),
        BinaryReader::name);
  }

  @Test
  void aSliceEndsWhereItShould() {
    BinaryReader in = reader(1, 2, 3);
    BinaryReader slice = in.slice(2);
    slice.skip(2);
    assertEquals(0, slice.remaining());
    assertEquals(3, in.u8());
  }

  @Test
  void collectsProposals() {
    BinaryReader in = reader(0x7B);
    TypeReader.valType(in);
    BinaryReader outer = reader();
    outer.use(Proposal.THREADS);
    outer.useAllOf(in);
    assertEquals(Set.of(Proposal.SIMD, Proposal.THREADS), outer.used());
  }
}
