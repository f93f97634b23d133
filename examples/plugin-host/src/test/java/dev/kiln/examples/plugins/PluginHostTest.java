package dev.kiln.examples.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginHostTest {
  private final List<String> log = new ArrayList<>();

  @Test
  void theHostGoesOn() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Main.run("Hello, plugins", new PrintStream(out, true, StandardCharsets.UTF_8));
    assertEquals(
        """
          log: no memory left
        hoard: stopped: unreachable, in [hoard.wasm "out_of_memory", hoard.wasm "transform"]
        spin: stopped: interrupt, in [spin.wasm "transform"]
        crash: stopped: out of bounds memory access, in [crash.wasm "put", crash.wasm "indent", \
        crash.wasm "transform"]
        pry: stopped: pry.wasm: unknown import "host" "readFile" ([i32, i32] -> [i32]): define it in \
        the linker
          log: at work
        shout: HELLO, PLUGINS!
        """,
        out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
  }

  @Test
  void aStoppedPluginMayBeCalledAgain() {
    try (PluginHost host = new PluginHost(log::add)) {
      Plugin shout = host.load(new Shout());
      Plugin spin = host.load(new Spin());
      for (int i = 0; i < 2; i++) {
        assertThrows(PluginException.class, () -> spin.transform("text"));
        assertEquals("TEXT!", shout.transform("text"));
      }
      assertEquals(List.of("at work", "at work"), log);
    }
  }

  @Test
  void noTextIsTooLong() {
    try (PluginHost host = new PluginHost(log::add)) {
      Plugin shout = host.load(new Shout());
      assertThrows(PluginException.class, () -> shout.transform("x".repeat(2_000_000)));
      assertEquals("X!", shout.transform("x"));
    }
  }
}
