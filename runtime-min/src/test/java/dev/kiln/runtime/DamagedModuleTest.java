package dev.kiln.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.abi.DescriptorFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Compiled classes that somebody changed: a sentence, whatever is wrong. */
class DamagedModuleTest {
  private final Engine engine = new Engine();

  /** A module that has everything, with its descriptor changed. */
  private static TestModule damaged(UnaryOperator<String> change) {
    HandCompiled compiled = new HandCompiled();
    compiled.damage = change;
    return compiled;
  }

  private static int length() {
    int[] length = new int[1];
    TestModule compiled =
        damaged(
            text -> {
              length[0] = text.length();
              return text;
            });
    compiled.descriptor(0);
    return length[0];
  }

  /** Loads, instantiates and looks at all exports; null where that works. */
  private static String damage(Engine engine, TestModule compiled) {
    try {
      Store<?> store = Store.of(engine);
      Linker linker = new Linker(engine).function("env", "f", HostBody.ints(a -> a));
      Module module = Module.of(engine, compiled);
      linker.unknownImportsAsDefaults(store, module).instantiate(store, module).exports();
      return null;
    } catch (LinkException e) {
      return e.getMessage();
    }
  }

  @Test
  void everyChangeOfOneCharacterIsASentenceOrHarmless() {
    int length = length();
    int sentences = 0;
    for (int at = 0; at < length; at++) {
      for (int flip : new int[] {1, 2, 3, 7, 16, 31, 32, 64}) {
        int position = at;
        String message;
        try {
          message =
              damage(
                  engine,
                  damaged(
                      text ->
                          text.substring(0, position)
                              + (char) (text.charAt(position) ^ flip)
                              + text.substring(position + 1)));
        } catch (Trap e) {
          // A segment that no longer fits its memory or table; never an index of the runtime's.
          assertEquals("dev.kiln.runtime.abi.Traps", e.getStackTrace()[0].getClassName());
          continue;
        }
        if (message != null) {
          assertTrue(message.startsWith("test.wasm: "), message);
          sentences++;
        }
      }
    }
    assertTrue(sentences > length, sentences + " of " + length);
  }

  @Test
  void everyEndIsASentence() {
    int length = length();
    for (int end = 0; end < length; end++) {
      int at = end;
      assertEquals(
          "test.wasm: the compiled class is damaged: its descriptor ends early",
          damage(engine, damaged(text -> text.substring(0, at))));
    }
  }

  @Test
  void anIndexThatFitsNothingIsNamed() {
    for (int kind = DescriptorFormat.FUNC; kind <= DescriptorFormat.GLOBAL; kind++) {
      AnyModule export = new AnyModule().export("x", kind, 0);
      assertEquals(
          "test.wasm: the compiled class is damaged: its descriptor makes no sense",
          damage(engine, export));
    }
  }

  @Test
  void aKindThatIsReservedIsNamed() {
    AnyModule tag = new AnyModule().export("x", DescriptorFormat.TAG, 0);
    assertEquals(
        "test.wasm: the compiled class is damaged: its descriptor has the unknown kind 4",
        damage(engine, tag));
  }

  @Test
  void flagsThatAreReservedAreNamed() {
    AnyModule shared = new AnyModule().memory(1, 2, 2);
    assertEquals(
        "test.wasm: the compiled class is damaged: its descriptor has the unknown flags 2",
        damage(engine, shared));
  }

  /** What a compiled instance asks for that its descriptor does not have. */
  @Test
  void whatTheInstanceAsksForHasToBeThere() {
    List<Consumer<Instantiation>> asked =
        List.of(
            l -> l.function(0),
            l -> l.memory(0),
            l -> l.table(-1),
            l -> l.global(0),
            l -> l.typeId(1),
            l -> l.element(0, new Object[0]),
            l -> l.activeElement(0, 0, 0),
            l -> l.activeData(0, 0, 0));
    List<String> messages = new ArrayList<>();
    for (Consumer<Instantiation> ask : asked) {
      TestModule compiled =
          new TestModule() {
            @Override
            public Instance newInstance() {
              return new Asking(ask);
            }
          };
      messages.add(damage(engine, compiled));
    }
    String damaged = "test.wasm: the compiled class is damaged: it has no ";
    assertEquals(
        List.of(
            damaged + "imported function 0",
            damaged + "memory 0",
            damaged + "table -1",
            damaged + "global 0",
            damaged + "type 1",
            damaged + "element segment 0",
            damaged + "element segment 0",
            damaged + "data segment 0"),
        messages);
  }

  @Test
  void aFunctionReferenceThatIsNotThereIsNamed() {
    Instance instance =
        new Linker(engine).instantiate(Store.of(engine), Module.of(engine, new AnyModule()));

    assertEquals(
        "test.wasm: the compiled class is damaged: it has no function reference 0",
        assertThrows(LinkException.class, () -> instance.function(0)).getMessage());
  }

  private static final class Asking extends Instance {
    private final Consumer<Instantiation> ask;

    Asking(Consumer<Instantiation> ask) {
      this.ask = ask;
    }

    @Override
    protected void link(Instantiation instantiation) {
      ask.accept(instantiation);
    }

    @Override
    protected void initialize(Instantiation instantiation) {}

    @Override
    protected void start() {}
  }
}
