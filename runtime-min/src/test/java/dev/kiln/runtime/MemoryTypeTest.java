package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTypeTest {
  private static final MemoryType SHARED = new MemoryType(AddressType.I32, 1, 2, true);
  private static final MemoryType WIDE = new MemoryType(AddressType.I64, 1, 1L << 48, false);

  @Test
  void textsSayWhatIsUnusual() {
    assertEquals("memory 1", new MemoryType(1).toString());
    assertEquals("memory 1 2 shared", SHARED.toString());
    assertEquals("memory i64 1 281474976710656", WIDE.toString());
  }

  @Test
  void addressTypeAndSharingHaveToBeTheSame() {
    MemoryType plain = new MemoryType(1, 2);
    for (MemoryType other : List.of(SHARED, new MemoryType(AddressType.I64, 1, 2, false))) {
      assertTrue(other.matches(other));
      assertFalse(other.matches(plain));
      assertFalse(plain.matches(other));
    }
    assertTrue(plain.matches(new MemoryType(0, 65_536)));
  }

  @Test
  void limitsAreThoseOfTheAddressType() {
    assertThrows(IllegalArgumentException.class, () -> new MemoryType(0, 65_537));
    assertThrows(
        IllegalArgumentException.class,
        () -> new MemoryType(AddressType.I64, 0, (1L << 48) + 1, false));
    assertEquals(
        "a shared memory needs a maximum",
        assertThrows(
                IllegalArgumentException.class,
                () -> new MemoryType(AddressType.I32, 0, MemoryType.NO_MAX, true))
            .getMessage());
  }

  @Test
  void theHostCannotMakeWhatTheRuntimeDoesNotHave() {
    Store<?> store = Store.of(new Engine());
    for (MemoryType type : List.of(SHARED, WIDE)) {
      assertEquals(
          "this runtime has no memories that are shared or have 64-bit addresses",
          assertThrows(LinkException.class, () -> Memory.create(store, type)).getMessage());
    }
  }
}
