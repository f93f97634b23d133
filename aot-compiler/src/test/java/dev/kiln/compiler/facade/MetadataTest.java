package dev.kiln.compiler.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.BinaryWriter;
import dev.kiln.runtime.abi.Abi;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MetadataTest {
  private static final String MODULE =
      """
      (import "env" "f" (func))
      (import "env" "f" (func (param i32)))
      (import "e\\22v" "g" (global i32))
      (memory (export "memory") 1)
      (func (export "a"))
      (func (export "b"))
      (data (i32.const 0) "text")
      """;

  private static CompiledModule compile(byte[] wasm) {
    return Compiler.compile("some/m.wasm", wasm, CompileOptions.of("t.M"));
  }

  private static JsonNode module(byte[] wasm) throws IOException {
    return module(compile(wasm));
  }

  private static JsonNode module(CompiledModule compiled) throws IOException {
    return new ObjectMapper().readTree(compiled.files().get("META-INF/wasm/t.M.json"));
  }

  private static byte[] withProducers(byte[] content) {
    byte[] wasm = Assembler.assemble(MODULE);
    byte[] section =
        new BinaryWriter().u8(0).sized(new BinaryWriter().name("producers").raw(content)).toBytes();
    byte[] both = Arrays.copyOf(wasm, wasm.length + section.length);
    System.arraycopy(section, 0, both, wasm.length, section.length);
    return both;
  }

  @Test
  void whatTheModuleIs() throws IOException {
    byte[] wasm = Assembler.assemble(MODULE);
    JsonNode json = module(wasm);
    assertEquals("t.M", json.get("class").asText());
    assertEquals("m.wasm", json.get("file").asText());
    assertEquals(wasm.length, json.get("size").asInt());
    assertEquals(64, json.get("sha256").asText().length());
    assertEquals("Kiln " + Compiler.VERSION, json.get("compiler").asText());
    assertEquals(Abi.VERSION, json.get("abi").asInt());
    assertEquals("{\"env\":[\"f\"],\"e\\\"v\":[\"g\"]}", json.get("imports").toString());
    assertEquals("{\"function\":2,\"memory\":1}", json.get("exports").toString());
    assertEquals("{}", json.get("producers").toString());
  }

  @Test
  void producers() throws IOException {
    BinaryWriter content = new BinaryWriter().u(1).name("processed-by").u(1);
    byte[] wasm = withProducers(content.name("cl\u00e4ng").name("19").toBytes());
    assertEquals(
        "{\"processed-by\":{\"cl\u00e4ng\":\"19\"}}", module(wasm).get("producers").toString());
  }

  @Test
  void producersThatCannotBeReadAreLeftOut() throws IOException {
    byte[] wasm = withProducers(new BinaryWriter().u(9).name("processed-by").toBytes());
    assertEquals("{}", module(wasm).get("producers").toString());
  }

  @Test
  void optionsAreThoseThatAreNotTheDefaults() throws IOException {
    byte[] wasm = Assembler.assemble(MODULE);
    assertEquals("", module(wasm).get("options").asText());
    CompileOptions options = CompileOptions.of("t.M").withSizes(4000, 2000);
    assertEquals(
        "epochs fuel methodLimit=4000 pieceSize=2000",
        module(Compiler.compile("some/m.wasm", wasm, options.withInterruption(true, true)))
            .get("options")
            .asText());
  }

  @Test
  void onlyModulesWithMuchDataHaveAResource() throws IOException {
    String file = "META-INF/native-image/t.M/resource-config.json";
    String segment = "(memory 1) (data (i32.const 0) \"" + "x".repeat(16_384) + "\")";
    CompiledModule small = compile(Assembler.assemble(segment));
    assertFalse(small.files().containsKey(file));
    assertFalse(small.files().containsKey("t/M.data"));
    CompiledModule large = compile(Assembler.assemble(segment + " (data (i32.const 9) \"y\")"));
    assertEquals(
        "{\"resources\":{\"includes\":[{\"pattern\":\"\\\\Qt/M.data\\\\E\"}]}}",
        new ObjectMapper().readTree(large.files().get(file)).toString());
    assertEquals(16_385, large.files().get("t/M.data").length);
    assertFalse(compile(Assembler.assemble("(func)")).files().containsKey(file));
  }
}
