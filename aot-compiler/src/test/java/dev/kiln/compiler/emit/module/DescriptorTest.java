package dev.kiln.compiler.emit.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.testing.Compiled;
import dev.kiln.runtime.Instance;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What the runtime reads of a module is what the module says. */
class DescriptorTest {
  private static final String HEADER = "0061736d01000000";

  /** A module of these sections: id and content. */
  private static Instance instantiate(String... sections) {
    StringBuilder hex = new StringBuilder(HEADER);
    for (String section : sections) {
      String all = section.replace(" ", "");
      String content = all.substring(2);
      hex.append(all, 0, 2).append("%02x".formatted(content.length() / 2)).append(content);
    }
    return Compiled.of(HexFormat.of().parseHex(hex)).instantiate();
  }

  @Test
  void recursionGroupsMayBeEmpty() {
    Instance instance =
        instantiate(
            "01 05 4e00 60017f017f 4e00 600000 4e00",
            "03 02 0001",
            "07 02 0166 0000 0167 0001",
            "0a 02 04 00 2000 0b 02 00 0b");

    assertEquals("[i32] -> [i32]", instance.getFunction("f").type().toString());
    assertArrayEquals(new Object[] {7}, instance.getFunction("f").call(7));
    assertEquals("[] -> []", instance.getFunction("g").type().toString());
  }

  /** A group of two, of which the second takes a reference to the first; then one that is open. */
  @Test
  void typesInGroupsAreThoseOfTheModule() {
    Instance instance =
        instantiate(
            "01 03 4e02 60017e017c 6001640000 5000 60017d017d 60027f7f017f",
            "03 04 00010203",
            "07 04 0161 0000 0162 0001 0163 0002 0164 0003",
            "0a 04 0b00 440000000000000000 0b 0200 0b 0400 2000 0b 0400 2001 0b");

    assertEquals("[i64] -> [f64]", instance.getFunction("a").type().toString());
    assertEquals(1, instance.getFunction("b").type().params().size());
    assertArrayEquals(new Object[] {2.5f}, instance.getFunction("c").call(2.5f));
    assertArrayEquals(new Object[] {8}, instance.getFunction("d").call(7, 8));
  }
}
