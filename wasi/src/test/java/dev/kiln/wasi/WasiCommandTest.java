package dev.kiln.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Instantiation;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.abi.Abi;
import dev.kiln.runtime.abi.Code;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The imports of a program. Other modules test with compiled programs that they run. */
class WasiCommandTest {
  private static final String WASI = "wasi_snapshot_preview1";

  private static Instance instantiate(Importing module) {
    return WasiCommand.instantiate(Wasi.builder().build(), module, store -> {});
  }

  private static String refusal(Importing module) {
    return assertThrows(LinkException.class, () -> instantiate(module)).getMessage();
  }

  @Test
  void anImportThatStandsThereTwiceIsOneFunction() {
    Importing module =
        new Importing()
            .function(WASI, "fd_write", Importing.FOUR)
            .function(WASI, "sched_yield", Importing.ANSWER)
            .function(WASI, "fd_write", Importing.FOUR);

    Linked instance = (Linked) instantiate(module);

    assertEquals(3, instance.functions.size());
    assertSame(instance.functions.get(0), instance.functions.get(2));
    assertEquals("[] -> [i32]", instance.functions.get(1).type().toString());
  }

  @Test
  void whatWasiDoesNotHaveIsNamed() {
    assertEquals(
        "test.wasm: unknown import \"wasi_snapshot_preview1\" \"fd_fly\" ([] -> [i32]),"
            + " \"wasi_snapshot_preview1\" \"memory\" (memory 1): a program can import from"
            + " wasi_snapshot_preview1 only; a Java program that embeds it can define more",
        refusal(
            new Importing()
                .function(WASI, "fd_write", Importing.FOUR)
                .function(WASI, "fd_fly", Importing.ANSWER)
                .memory(WASI, "memory")));
    assertEquals(
        "test.wasm: unknown import \"env\" \"f\" ([] -> [i32]): a program can import from"
            + " wasi_snapshot_preview1 only; a Java program that embeds it can define more",
        refusal(new Importing().function("env", "f", Importing.ANSWER)));
  }

  @Test
  void anImportOfAnotherTypeIsRefused() {
    String write =
        "test.wasm: import \"wasi_snapshot_preview1\" \"fd_write\": incompatible import type:"
            + " expected %s, got function [i32, i32, i32, i32] -> [i32]";

    assertEquals(
        write.formatted("function [] -> [i32]"),
        refusal(new Importing().function(WASI, "fd_write", Importing.ANSWER)));
    assertEquals(write.formatted("memory 1"), refusal(new Importing().memory(WASI, "fd_write")));
  }

  @Test
  void aModuleWithoutEntryIsNoProgram() {
    LinkException e =
        assertThrows(
            LinkException.class, () -> WasiCommand.run(Wasi.builder().build(), new Importing()));

    assertEquals(
        "test.wasm is not a WASI program: it exports no function \"_start\" or \"_initialize\""
            + " without parameters and results",
        e.getMessage());
  }

  /** A module that has imports and nothing else. */
  private static final class Importing extends FakeModule {
    /** The type {@code [i32, i32, i32, i32] -> [i32]}. */
    static final int FOUR = 0;

    /** The type {@code [] -> [i32]}. */
    static final int ANSWER = 1;

    private final StringBuilder imports = new StringBuilder();
    private int count;
    private int functions;

    Importing() {
      super("test.wasm", Abi.VERSION);
    }

    Importing function(String module, String name, int type) {
      put(imports, module);
      put(imports, name);
      put(imports, 0, type);
      count++;
      functions++;
      return this;
    }

    Importing memory(String module, String name) {
      put(imports, module);
      put(imports, name);
      put(imports, 2, 1, 0);
      count++;
      return this;
    }

    private static void put(StringBuilder to, String name) {
      put(to, 2 * name.length());
      to.append(name);
    }

    /** Six bits in each character, the least significant first. */
    private static void put(StringBuilder to, int... values) {
      for (int value : values) {
        for (int rest = value; ; rest >>>= 6) {
          to.append((char) (rest & 63 | (rest > 63 ? 64 : 0)));
          if (rest <= 63) {
            break;
          }
        }
      }
    }

    @Override
    public @Nullable String descriptor(int part) {
      StringBuilder head = new StringBuilder();
      put(head, 2); // types
      put(head, 1, 1, 0, 4, 0, 0, 0, 0, 1, 0);
      put(head, 1, 1, 0, 0, 1, 0);
      put(head, count);
      head.append(imports);
      put(head, 0, 0, 0); // tables, memories, globals
      put(head, 0, 1, 1, 0, 1); // no escape, no body
      put(head, 2, Code.shape(4, 0, 1, 0), Code.shape(0, 0, 1, 0));
      put(head, 0, 0, 0, 0, 0); // exports, segments, results after the first
      StringBuilder text = new StringBuilder();
      put(text, head.length());
      return part == 0 ? text.append(head).toString() : null;
    }

    @Override
    public Code adapter(int index) {
      return new Code() {};
    }

    @Override
    public Instance newInstance() {
      return new Linked(functions);
    }
  }

  private static final class Linked extends Instance {
    private final int count;
    final List<FuncRef> functions = new ArrayList<>();

    Linked(int count) {
      this.count = count;
    }

    @Override
    protected void link(Instantiation instantiation) {
      for (int i = 0; i < count; i++) {
        functions.add(instantiation.function(i));
      }
    }

    @Override
    protected void initialize(Instantiation instantiation) {}

    @Override
    protected void start() {}
  }
}
