package dev.kiln.compiler.emit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.ModuleBytes;
import dev.kiln.compiler.validate.ModuleValidator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which type of memory has which carrier. */
class MemoryCarriersTest {
  private static List<MemoryCarrier> carriers(byte[] wasm) {
    WasmModule module = ModuleDecoder.decodeAll("m.wasm", wasm);
    return MemoryCarriers.of(module, ModuleAnalysis.of(module, ModuleValidator.validate(module)));
  }

  private static ArrayMemory array(String text) {
    return (ArrayMemory) carriers(Assembler.assemble(text)).getFirst();
  }

  /** A module of one memory with these limits. */
  private static String refusal(Object... limits) {
    byte[] wasm = new ModuleBytes().section(5, 1, ModuleBytes.bytes(limits)).toBytes();
    WasmException refused = assertThrows(WasmException.class, () -> carriers(wasm));
    assertEquals(WasmException.Reason.UNSUPPORTED, refused.reason());
    return refused.getMessage();
  }

  @Test
  void aMemoryOfOneStoreWith32BitAddressesIsAnArray() {
    ArrayMemory fixed = array("(memory 2 2)");
    assertEquals(0, fixed.index());
    assertEquals(2 * 65536, fixed.certainBytes());
    assertEquals(false, fixed.grows());
    assertEquals(true, fixed.exact());
  }

  @Test
  void anArrayKnowsWhoGrowsIt() {
    ArrayMemory grownHere = array("(memory 1) (func i32.const 1 memory.grow drop)");
    assertEquals(true, grownHere.grows());
    assertEquals(false, grownHere.exact());
    ArrayMemory grownByOthers = array("(memory (export \"m\") 1)");
    assertEquals(true, grownByOthers.grows());
    assertEquals(true, grownByOthers.exact());
  }

  @Test
  void eachMemoryHasItsCarrier() {
    List<MemoryCarrier> carriers =
        carriers(Assembler.assemble("(memory 1 1) (memory (export \"m\") 3)"));
    assertEquals(2, carriers.size());
    assertEquals(1, ((ArrayMemory) carriers.get(1)).index());
    assertEquals(false, carriers.get(0).grows());
    assertEquals(true, carriers.get(1).grows());
  }

  @Test
  void aMemoryThatNoCarrierIsForIsRefusedInOneSentence() {
    String end = "; this version of Kiln does not compile such a memory";
    assertEquals("m.wasm: memory 0 has i64 addresses" + end, refusal(4, 1));
    assertEquals("m.wasm: memory 0 has i32 addresses and is shared" + end, refusal(3, 1, 1));
    assertEquals("m.wasm: memory 0 has i64 addresses and is shared" + end, refusal(7, 1, 1));
  }
}
