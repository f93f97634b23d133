package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The host's view of a memory, and the limits of memories and tables. */
class MemoryTest {
  private static final int END = 65536;

  private final Store<?> store = Store.of(new Engine());
  private final Memory memory = Memory.create(store, new MemoryType(1, 3));

  @Test
  void integersAreLittleEndian() {
    memory.writeLong(3, 0x8877665544332211L);

    assertEquals(0x8877665544332211L, memory.readLong(3));
    assertEquals(0x44332211, memory.readInt(3));
    assertEquals(0x8877, memory.readShort(9));
    assertEquals(0x88, memory.readByte(10));
    memory.writeInt(3, -2);
    memory.writeShort(7, 0x1ffff);
    memory.writeByte(9, 0x1ff);
    assertEquals(-2, memory.readInt(3));
    assertEquals(0xffff, memory.readShort(7));
    assertEquals(0x88ff, memory.readShort(9));
  }

  @Test
  void accessesUpToTheEndAndNotPastIt() {
    memory.writeLong(END - 8, -1);
    memory.writeInt(END - 4, 1);
    memory.writeShort(END - 2, 2);
    memory.writeByte(END - 1, 3);
    assertEquals(3, memory.readByte(END - 1));

    List<Executable> past =
        List.of(
            () -> memory.readByte(END),
            () -> memory.readShort(END - 1),
            () -> memory.readInt(END - 3),
            () -> memory.readLong(END - 7),
            () -> memory.writeByte(END, 0),
            () -> memory.writeShort(END - 1, 0),
            () -> memory.writeInt(END - 3, 0),
            () -> memory.writeLong(END - 7, 0),
            () -> memory.readByte(-1),
            () -> memory.readInt(-4),
            () -> memory.read(END - 1, new byte[2], 0, 2),
            () -> memory.write(END - 1, new byte[2], 0, 2),
            () -> memory.readString(0, -1));
    for (Executable access : past) {
      assertEquals(Trap.Kind.MEMORY_OUT_OF_BOUNDS, assertThrows(Trap.class, access).kind());
    }
    assertEquals(3, memory.readByte(END - 1));
  }

  @Test
  void theMessageSaysWhereAndHowMuchWithoutSign() {
    Trap past = assertThrows(Trap.class, () -> memory.readInt(END - 3));
    Trap negative = assertThrows(Trap.class, () -> memory.readByte(-1));

    assertEquals("out of bounds memory access: 4 bytes at 65533 of 65536", past.getMessage());
    assertEquals(
        "out of bounds memory access: 1 bytes at 4294967295 of 65536", negative.getMessage());
  }

  @Test
  void bytesAndText() {
    memory.write(10, new byte[] {9, 'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xff}, 1, 4);
    byte[] read = new byte[6];

    memory.read(10, read, 1, 4);

    assertArrayEquals(new byte[] {0, 'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xff, 0}, read);
    assertEquals("a\u00e9\ufffd", memory.readString(10, 4));
    assertEquals("", memory.readString(END, 0));
  }

  @Test
  void theBufferIsTheMemory() {
    ByteBuffer buffer = memory.buffer();

    buffer.putInt(4, 0x01020304);

    assertEquals(0x01020304, memory.readInt(4));
    assertEquals(END, buffer.capacity());
    memory.grow(1);
    assertEquals(2 * END, memory.buffer().capacity());
  }

  @Test
  void growthShowsInTheType() {
    assertEquals(new MemoryType(1, 3), memory.type());
    assertEquals(1, memory.grow(1));
    assertEquals(-1, memory.grow(2));
    assertEquals(new MemoryType(2, 3), memory.type());
    assertEquals("memory 2 3", memory.toString());
    assertEquals(2, memory.pages());
    assertEquals(2 * END, memory.byteSize());
    assertThrows(IllegalArgumentException.class, () -> memory.grow(-1));
  }

  @Test
  void aMemoryThatNoArrayHoldsIsRefused() {
    LinkException refused =
        assertThrows(LinkException.class, () -> Memory.create(store, new MemoryType(32768, 65536)));

    assertEquals(
        "a memory of 32768 pages is too large: at most 32767 pages can be had",
        refused.getMessage());
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    Throwable memoryType =
        assertThrows(IllegalArgumentException.class, () -> new MemoryType(0, 65537));
    assertThrows(IllegalArgumentException.class, () -> new MemoryType(-1));
    assertThrows(IllegalArgumentException.class, () -> new MemoryType(2, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new TableType(RefType.FUNCREF, 1L << 32, -1));
    assertThrows(
        LinkException.class,
        () -> Table.create(store, new TableType(RefType.FUNCREF, 0xffffffffL, -1), null));

    assertEquals("memory limits 0 65537 are not within 0 to 65536", memoryType.getMessage());
  }

  @Test
  void limitsMatchWhereTheItemPromisesAsMuch() {
    long none = MemoryType.NO_MAX;
    assertTrue(Limits.fit(1, none, 1, none));
    assertTrue(Limits.fit(2, 5, 1, none));
    assertTrue(Limits.fit(2, 5, 2, 5));
    assertTrue(Limits.fit(2, 4, 0, 5));
    assertFalse(Limits.fit(1, 5, 2, 5));
    assertFalse(Limits.fit(2, 6, 2, 5));
    assertFalse(Limits.fit(2, none, 2, 5));
    assertTrue(Limits.fit(0, 0, 0, 0));
  }

  @Test
  void tablesOfTheHost() {
    Table table = Table.create(store, new TableType(RefType.EXTERNREF, 2, 3), "x");

    assertEquals("x", table.get(1));
    assertEquals(2, table.grow(1, null));
    assertEquals(-1, table.grow(1, null));
    assertEquals("table 3 3 externref", table.toString());
    assertEquals(
        Trap.Kind.TABLE_OUT_OF_BOUNDS, assertThrows(Trap.class, () -> table.set(3, "y")).kind());
    assertThrows(IllegalArgumentException.class, () -> table.grow(-1, null));
    assertEquals(3, table.size());
  }
}
