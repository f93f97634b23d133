package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Numbers, ranges and text in a memory, and the view without a copy. */
class MemoryAccessTest {
  private static final int END = 65536;

  private final Engine engine = new Engine();
  private final Store<?> store = Store.of(engine);
  private final Memory memory = Memory.create(store, new MemoryType(1, 4));

  @Test
  void floatingPointNumbersKeepTheirBits() {
    memory.writeFloat(1, Float.intBitsToFloat(0x7fa00001));
    memory.writeDouble(9, Double.longBitsToDouble(0xfff4000000000001L));

    assertEquals(0x7fa00001, memory.readInt(1));
    assertEquals(0x7fa00001, Float.floatToRawIntBits(memory.readFloat(1)));
    assertEquals(0xfff4000000000001L, memory.readLong(9));
    assertEquals(0xfff4000000000001L, Double.doubleToRawLongBits(memory.readDouble(9)));
    memory.writeFloat(END - 4, 1.5f);
    memory.writeDouble(END - 16, 2.5);
    assertEquals(1.5f, memory.readFloat(END - 4));
    assertEquals(2.5, memory.readDouble(END - 16));
  }

  @Test
  void rangesAreCopied() {
    memory.write(10, new byte[] {1, 2, 3, 4});
    assertArrayEquals(new byte[] {2, 3}, memory.read(11, 2));
    memory.fill(20, 0x1ff, 3);
    assertArrayEquals(new byte[] {0, -1, -1, -1, 0}, memory.read(19, 5));
    memory.copy(11, 10, 4);
    assertArrayEquals(new byte[] {1, 1, 2, 3, 4}, memory.read(10, 5));
    memory.write(END - 2, new byte[] {7, 8, 9}, 1, 2);
    assertArrayEquals(new byte[] {8, 9}, memory.read(END - 2, 2));
    byte[] target = new byte[4];
    memory.read(END - 2, target, 1, 2);
    assertArrayEquals(new byte[] {0, 8, 9, 0}, target);
    assertEquals(0, memory.read(END, 0).length);
    Memory other = Memory.create(store, new MemoryType(1));
    other.copy(100, memory, END - 2, 2);
    assertArrayEquals(new byte[] {0, 8, 9, 0}, other.read(99, 4));
  }

  @Test
  void whatIsNotWithinTheMemoryTrapsAndChangesNothing() {
    memory.fill(END - 4, 5, 4);
    for (Executable past :
        List.<Executable>of(
            () -> memory.readFloat(END - 3),
            () -> memory.readDouble(END - 7),
            () -> memory.writeFloat(END - 3, 1),
            () -> memory.writeDouble(END - 7, 1),
            () -> memory.read(END - 1, 2),
            () -> memory.read(0, -1),
            () -> memory.write(END - 1, new byte[2]),
            () -> memory.fill(END - 1, 1, 2),
            () -> memory.fill(0, 1, -1),
            () -> memory.copy(END - 1, 0, 2),
            () -> memory.copy(0, END - 1, 2),
            () -> memory.writeString(END - 1, "ab"),
            () -> memory.readCString(END - 4),
            () -> memory.readCString(END))) {
      Trap trap = assertThrows(Trap.class, past);
      assertEquals(Trap.Kind.MEMORY_OUT_OF_BOUNDS, trap.kind());
      assertTrue(trap.getMessage().endsWith(" of 65536"), trap.getMessage());
    }
    assertArrayEquals(new byte[] {5, 5, 5, 5}, memory.read(END - 4, 4));
    assertArrayEquals(new byte[] {0, 0}, memory.read(0, 2));
  }

  @Test
  void theHostsOwnArraysAreChecked() {
    byte[] three = new byte[3];

    assertThrows(IndexOutOfBoundsException.class, () -> memory.write(0, three, 2, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> memory.read(0, three, -1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> memory.read(0, three, 0, -2));
  }

  @Test
  void text() {
    assertEquals(6, memory.writeString(3, "na\u00efve"));
    assertEquals("na\u00efve", memory.readString(3, 6));
    assertEquals("na\u00efve", memory.readCString(3));
    assertEquals("", memory.readCString(0));
    assertEquals(0, memory.writeString(END, ""));
    memory.writeString(END - 3, "ab");
    assertEquals("ab", memory.readCString(END - 3));
  }

  @Test
  void aMemoryOfAnotherStoreIsRefused() {
    Memory foreign = Memory.create(Store.of(engine), new MemoryType(1));
    foreign.writeByte(0, 9);

    Throwable refused =
        assertThrows(IllegalArgumentException.class, () -> memory.copy(0, foreign, 0, 1));

    assertEquals("memory 1 belongs to another store", refused.getMessage());
    assertEquals(0, memory.readByte(0));
  }

  @Test
  void theViewSharesTheContentUntilTheMemoryGrows() {
    ByteBuffer view = memory.buffer();
    assertEquals(ByteOrder.LITTLE_ENDIAN, view.order());
    assertEquals(END, view.capacity());
    view.putInt(8, 0x01020304);
    memory.writeInt(12, 77);

    assertEquals(0x01020304, memory.readInt(8));
    assertEquals(77, view.getInt(12));
    memory.grow(1);
    assertEquals(2 * END, memory.buffer().capacity());
    assertEquals(0x01020304, memory.buffer().getInt(8));
    assertEquals(2 * END, memory.byteSize());
    assertEquals(new MemoryType(2, 4), memory.type());
    assertEquals("memory 2 4", memory.toString());
  }

  @Test
  void aThreadThatComesInBetweenIsRefused() throws Exception {
    Throwable[] refused = new Throwable[3];
    Table table = Table.create(store, new TableType(RefType.FUNCREF, 1, 9), null);
    store
        .function(
            HostBody.intActionWithCaller(
                caller -> {
                  Thread other =
                      new Thread(
                          () -> {
                            refused[0] =
                                assertThrows(IllegalStateException.class, () -> memory.grow(1));
                            refused[1] =
                                assertThrows(
                                    IllegalStateException.class, () -> table.grow(1, null));
                            refused[2] =
                                assertThrows(
                                    IllegalStateException.class,
                                    () -> Memory.create(store, new MemoryType(1)));
                          });
                  other.start();
                  other.join();
                  memory.grow(1);
                }))
        .call();

    assertTrue(refused[2].getMessage().contains("one thread at a time"));
    assertEquals(2, memory.pages());
    assertEquals(1, table.size());
  }

  @Test
  void anAddressIsNeverTakenForItsLowHalf() {
    for (long address : new long[] {1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
      Trap trap = assertThrows(Trap.class, () -> memory.readByte(address));
      assertEquals(
          "out of bounds memory access: 1 bytes at "
              + Long.toUnsignedString(address)
              + " of "
              + memory.byteSize(),
          trap.reason());
      assertThrows(Trap.class, () -> memory.fill(0, 0, address));
      assertThrows(Trap.class, () -> memory.copy(0, address, 1));
    }
    assertEquals(-1, memory.grow(1L << 32));
  }
}
