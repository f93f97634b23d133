package dev.kiln.compiler.validate;

import static dev.kiln.compiler.testing.ModuleBytes.bytes;
import static dev.kiln.compiler.testing.ModuleBytes.repeat;
import static dev.kiln.compiler.testing.ModuleBytes.sized;
import static dev.kiln.compiler.testing.ModuleBytes.u32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.testing.ModuleBytes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FunctionValidatorTest {
  private static void validate(ModuleBytes module) {
    ModuleValidator.validate(ModuleDecoder.decode("a.wasm", module.toBytes()));
  }

  private static void accept(Object... code) {
    validate(ModuleBytes.ofFunction(code));
  }

  private static WasmException refuse(ModuleBytes module) {
    WasmException e = assertThrows(WasmException.class, () -> validate(module));
    assertEquals(WasmException.Reason.INVALID, e.reason(), e.getMessage());
    return e;
  }

  private static String refuse(Object... code) {
    return refuse(ModuleBytes.ofFunction(code)).detail();
  }

  @Test
  void aMistakeHasItsOffsetAndItsFunction() {
    byte[] names = bytes(1, sized(1, 0, "parse"));
    WasmException e =
        refuse(ModuleBytes.ofFunction(0x44, repeat(8, 0), 0x45, 0x1A).section(0, "name", names));
    assertEquals(
        "a.wasm:0x20: func[0] \"parse\": type mismatch: expected i32, got f64", e.getMessage());
    assertEquals(0x20, e.offset());
    assertEquals(0, e.functionIndex());
    assertEquals("parse", e.functionName());
  }

  @Test
  void aMistakeSaysWhatWasExpected() {
    assertEquals("type mismatch: expected i32, got nothing", refuse(0x45));
    assertEquals("type mismatch: expected a value, got nothing", refuse(0x1A));
    assertEquals(
        "type mismatch: expected an empty stack, got a value of type i32", refuse(0x41, 0));
    assertEquals(
        "type mismatch: expected an empty stack, got 2 values, the last of type i64",
        refuse(0x41, 0, 0x42, 0));
    assertEquals("unknown local 7", refuse(0x20, 7, 0x1A));
    assertEquals("unknown label 4294967295", refuse(0x0C, 255, 255, 255, 255, 15));
    assertEquals("unknown function 1", refuse(0x10, 1));
    assertEquals("unknown memory 0", refuse(0x3F, 0, 0x1A));
    assertEquals("undeclared function reference to function 0", refuse(0xD2, 0, 0x1A));
  }

  @Test
  void unreachableCodeIsCheckedAsFarAsItsTypesAreKnown() {
    accept(0x00, 0x6A, 0x1A);
    accept(0x00, 0x1B, 0x45, 0x1A);
    accept(0x00, 0xD4, 0x1A);
    assertEquals("type mismatch: expected i32, got i64", refuse(0x00, 0x42, 0, 0x45, 0x1A));
    assertEquals("type mismatch: expected i32, got a reference", refuse(0x00, 0xD4, 0x45, 0x1A));
    assertEquals(
        "type mismatch: expected an empty stack, got a value of type i32", refuse(0x00, 0x45));
  }

  @Test
  void anIfWithoutElseLeavesItsParameters() {
    assertEquals(
        "type mismatch: expected i32, got nothing",
        refuse(0x41, 0, 0x04, 0x7F, 0x41, 1, 0x0B, 0x1A));
    accept(0x41, 0, 0x04, 0x7F, 0x41, 1, 0x05, 0x41, 2, 0x0B, 0x1A);
  }

  @Test
  void aLocalWithoutDefaultMustBeSetOnEveryPath() {
    assertEquals("uninitialized local 1", refuse(withNonNullLocal(0x20, 1, 0x1A)).detail());
    validate(withNonNullLocal(0x20, 0, 0x21, 1, 0x20, 1, 0x1A));
    validate(withNonNullLocal(0x20, 0, 0x21, 1, 0x02, 0x40, 0x20, 1, 0x1A, 0x0B));
    assertEquals(
        "uninitialized local 1",
        refuse(withNonNullLocal(0x02, 0x40, 0x20, 0, 0x21, 1, 0x0B, 0x20, 1, 0x1A)).detail());
    assertEquals(
        "uninitialized local 1",
        refuse(
                withNonNullLocal(
                    0x41, 0, 0x04, 0x40, 0x20, 0, 0x22, 1, 0x1A, 0x05, 0x20, 1, 0x1A, 0x0B))
            .detail());
  }

  /** A function with the parameter and the local {@code (ref func)}. */
  private static ModuleBytes withNonNullLocal(Object... code) {
    return new ModuleBytes()
        .section(1, 1, 0x60, 1, 0x64, 0x70, 0)
        .section(3, 1, 0)
        .section(10, 1, sized(1, 1, 0x64, 0x70, bytes(code), 0x0B));
  }

  @Test
  void branchesOnNullKnowWhatIsNotNull() {
    accept(0xD0, 0x70, 0xD5, 0, 0x1A);
    accept(0x02, 0x64, 0x70, 0xD0, 0x70, 0xD6, 0, 0x00, 0x0B, 0x1A);
    assertEquals("type mismatch: label 0 does not take a reference", refuse(0xD0, 0x70, 0xD6, 0));
  }

  @Test
  void accessesAreAlignedAndInRange() {
    assertEquals(
        "alignment must not be larger than natural",
        refuse(withMemory(0x41, 0, 0x28, 3, 0, 0x1A)).detail());
    assertEquals(
        "offset out of range",
        refuse(withMemory(0x41, 0, 0x28, 2, 0x80, 0x80, 0x80, 0x80, 0x10, 0x1A)).detail());
    validate(withMemory(0x41, 0, 0x28, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x1A));
    assertEquals("unknown memory 1", refuse(withMemory(0x41, 0, 0x28, 0x42, 1, 0, 0x1A)).detail());
  }

  private static ModuleBytes withMemory(Object... code) {
    return new ModuleBytes()
        .section(1, 1, 0x60, 0, 0)
        .section(3, 1, 0)
        .section(5, 1, 0, 1)
        .section(10, 1, sized(0, bytes(code), 0x0B));
  }

  @Test
  void blocksMayBeNestedDeeply() {
    int depth = 100_000;
    accept(repeat(depth, 0x02, 0x40), repeat(depth, 0x0B));
    accept(repeat(depth, 0x41, 0, 0x04, 0x40), repeat(depth, 0x05, 0x0B));
  }

  @Test
  void timeGrowsWithTheModuleOnly() {
    int many = 1_000_000;
    Duration enough = Duration.ofSeconds(20);
    byte[] labels = bytes(0x41, 0, 0x0E, u32(many), repeat(many + 1, 0));
    assertTimeoutPreemptively(enough, () -> accept((Object) labels));
    byte[] functions = repeat(50_000, sized(1, u32(50_000), 0x7F, 0x20, u32(49_999), 0x1A, 0x0B));
    ModuleBytes locals =
        new ModuleBytes()
            .section(1, 1, 0x60, 0, 0)
            .section(3, u32(50_000), repeat(50_000, 0))
            .section(10, u32(50_000), functions);
    assertTimeoutPreemptively(enough, () -> validate(locals));
  }

  @Test
  void aFunctionMayHaveManyLocals() {
    validate(
        new ModuleBytes()
            .section(1, 1, 0x60, 1, 0x7E, 0)
            .section(3, 1, 0)
            .section(
                10,
                1,
                sized(
                    3,
                    bytes(u32(9386), 0x7F, 1, 0x7D, 1, 0x7C),
                    bytes(0x20, u32(9386), 0x45, 0x1A),
                    bytes(0x20, u32(9387), 0x8B, 0x1A),
                    bytes(0x20, u32(9388), 0x99, 0x1A, 0x20, 0, 0x50, 0x1A, 0x0B))));
  }

  @Test
  void functionsMayBeValidatedInParallel() throws Exception {
    int count = 2000;
    WasmModule module =
        ModuleDecoder.decode(
            "a.wasm",
            new ModuleBytes()
                .section(1, 1, 0x60, 0, 1, 0x7F)
                .section(3, u32(count), repeat(count, 0))
                .section(10, u32(count), repeat(count, sized(0, 0x41, 1, 0x41, 2, 0x6A, 0x0B)))
                .toBytes());
    TypeRelation types = ModuleValidator.validateDeclarations(module);
    Callable<Integer> task =
        () -> {
          FunctionValidator validator = new FunctionValidator(module, types);
          module.bodies().forEach(validator::validate);
          return module.bodies().size();
        };
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      for (Future<Integer> result : executor.invokeAll(List.of(task, task))) {
        assertEquals(count, result.get());
      }
    }
  }
}
