package dev.kiln.runtime.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DescriptorFormatTest {
  private final StringBuilder text = new StringBuilder();

  @Test
  void integersHaveSixBitsPerCharacterAndTheLeastSignificantFirst() {
    DescriptorFormat.append(text, 63);
    DescriptorFormat.append(text, 64);
    DescriptorFormat.append(text, Long.MAX_VALUE);

    assertEquals("?" + "@\1" + "\177".repeat(10) + "\7", text.toString());
  }

  @Test
  void namesStandAsTheyAreWhereEachCharacterIsAByte() {
    DescriptorFormat.append(text, "ab");
    DescriptorFormat.append(text, "ä");

    assertEquals("\4ab" + "\3" + "\144\3", text.toString());
  }

  @Test
  void referenceTypesFollowTheirHeapTypes() {
    assertEquals(8, DescriptorFormat.reference(DescriptorFormat.FUNC_HEAP, false));
    assertEquals(13, DescriptorFormat.reference(DescriptorFormat.EXTERN_HEAP, true));
    assertEquals(42, DescriptorFormat.reference(DescriptorFormat.DEFINED + 1, false));
  }

  @Test
  void noMaximumIsZero() {
    assertEquals(0, DescriptorFormat.maximum(-1));
    assertEquals(65537, DescriptorFormat.maximum(65536));
  }
}
