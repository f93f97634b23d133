package dev.kiln.compiler.size;

import static dev.kiln.compiler.opcode.Opcode.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.CodeWriter;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.compiler.testing.ModuleWriter;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.NumType;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Modules with very many of everything: compiled, loaded and run. */
class ModuleSizeTest {
  private static final int MANY = 66_000;

  /** A function for each of 60,000, half of them in a table, called directly and through it. */
  static byte[] functions(int count) {
    ModuleWriter module = new ModuleWriter();
    int unary = module.type("i", "i");
    int[] inTable = new int[count / 2];
    for (int i = 0; i < count; i++) {
      CodeWriter code = new CodeWriter().get(0).i32(i).op(I32_ADD);
      if (i >= 7 && i % 7 == 0) {
        code.op(CALL, i - 7);
      }
      module.function(unary, "", code);
    }
    for (int i = 0; i < inTable.length; i++) {
      inTable[i] = 2 * i;
    }
    module.table(inTable.length);
    module.elements(0, inTable);
    int indirect =
        module.function(
            module.type("ii", "i"),
            "",
            new CodeWriter().get(1).get(0).op(CALL_INDIRECT).u(unary).u(0));
    module.export("call", 0, indirect);
    module.export("first", 0, 0);
    module.export("last", 0, count - 1);
    return module.toBytes();
  }

  @Test
  void sixtyThousandFunctions() {
    int count = 60_000;
    Instance instance = Compiled.of(functions(count)).instantiate();
    assertEquals(5, instance.getFunction("first").call(5)[0]);
    assertEquals(count - 1 + 5, instance.getFunction("last").call(5)[0]);
    for (int i = 0; i < count / 2; i += 1111) {
      int function = 2 * i;
      int expected = 3 + function;
      while (function >= 7 && function % 7 == 0) {
        function -= 7;
        expected += function;
      }
      assertEquals(expected, instance.getFunction("call").call(i, 3)[0], "element " + i);
    }
  }

  @Test
  void theNumberOfThreadsDoesNotShow() {
    byte[] wasm = functions(12_000);
    var one = Compiler.compile("m.wasm", wasm, new CompileOptions("t.M", 1)).files();
    var four = Compiler.compile("m.wasm", wasm, new CompileOptions("t.M", 4)).files();
    assertEquals(one.keySet(), four.keySet());
    one.forEach((path, content) -> assertArrayEquals(content, four.get(path), path));
  }

  /** Parameters that spell the number. */
  private static String letters(int number) {
    StringBuilder letters = new StringBuilder();
    for (int rest = number + 1; rest > 0; rest /= 4) {
      letters.append("ilfd".charAt(rest % 4));
    }
    return letters.toString();
  }

  @Test
  void hundredThousandTypes() {
    ModuleWriter module = new ModuleWriter();
    int used = 3000;
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      module.type(letters(i), "l");
    }
    int[] table = new int[used];
    CodeWriter all = new CodeWriter().i64(0);
    for (int i = 0; i < used; i++) {
      int number = i * (count / used);
      String params = letters(number);
      table[i] = module.function(module.type(params, "l"), "", new CodeWriter().i64(number));
      for (char letter : params.toCharArray()) {
        switch (letter) {
          case 'i' -> all.i32(1);
          case 'l' -> all.i64(1);
          case 'f' -> all.f32(1);
          default -> all.f64(1);
        }
      }
      all.i32(i).op(CALL_INDIRECT).u(module.type(params, "l")).u(0).op(I64_ADD);
    }
    module.table(used);
    module.elements(0, table);
    module.export("f", 0, module.function(module.type("", "l"), "", all));
    Instance instance = Compiled.of(module.toBytes()).instantiate();
    long expected = IntStream.range(0, used).mapToLong(i -> i * (count / used)).sum();
    assertEquals(expected, instance.getFunction("f").call()[0]);
  }

  @Test
  void megabytesOfSegments() {
    ModuleWriter module = new ModuleWriter();
    Random random = new Random(5);
    byte[] content = new byte[6_000_000];
    random.nextBytes(content);
    module.memory(100, 100);
    module.export("m", 2, 0);
    module.data(100, content);
    for (int i = 0; i < MANY; i++) {
      module.data(6_100_000 + i, new byte[] {(byte) i});
    }
    int unary = module.type("", "i");
    for (int i = 0; i < 1000; i++) {
      module.function(unary, "", new CodeWriter().i32(i));
    }
    int[] table = random.ints(1_000_000, 0, 1000).toArray();
    module.table(1_000_000 + MANY);
    module.elements(0, table);
    int[] more = random.ints(MANY, 0, 1000).toArray();
    module.elementExpressions(1_000_000, more);
    CodeWriter call = new CodeWriter().get(0).op(CALL_INDIRECT).u(unary).u(0);
    module.export("call", 0, module.function(module.type("i", "i"), "", call));
    Instance instance = Compiled.of(module.toBytes()).instantiate();
    byte[] memory = new byte[content.length];
    instance.getMemory("m").buffer().get(100, memory);
    assertArrayEquals(content, memory);
    for (int i = 0; i < MANY; i += 97) {
      assertEquals((byte) i, instance.getMemory("m").buffer().get(6_100_000 + i));
      assertEquals(table[15 * i], instance.getFunction("call").call(15 * i)[0]);
      assertEquals(more[i], instance.getFunction("call").call(1_000_000 + i)[0]);
    }
  }

  @Test
  void importsExportsAndGlobals() {
    ModuleWriter module = new ModuleWriter();
    int unary = module.type("i", "i");
    for (int i = 0; i < MANY; i++) {
      module.importFunction("h", "f" + i, unary);
    }
    for (int i = 0; i < MANY; i++) {
      module.global("ild".charAt(i % 3), true, i % 3 == 2 ? Double.doubleToLongBits(i) : i);
    }
    CodeWriter sum = new CodeWriter().i64(0);
    for (int i = 0; i < MANY; i += 3) {
      sum.op(GLOBAL_GET, i).op(I64_EXTEND_I32_S).op(I64_ADD);
      sum.op(GLOBAL_GET, i + 1).op(I64_ADD).op(GLOBAL_GET, i + 2).op(I64_TRUNC_SAT_F64_S);
      sum.op(I64_ADD);
    }
    module.export("sum", 0, module.function(module.type("", "l"), "", sum));
    CodeWriter calls = new CodeWriter().get(0);
    for (int i = 0; i < MANY; i += 11) {
      calls.op(CALL, i).i32(i).op(GLOBAL_GET, i / 3 * 3).op(I32_SUB).op(I32_ADD);
    }
    module.export("calls", 0, module.function(unary, "", calls));
    CodeWriter set = new CodeWriter();
    for (int i = 1; i < MANY; i += 3) {
      set.op(GLOBAL_GET, i).i64(1).op(I64_ADD).op(GLOBAL_SET, i);
    }
    module.export("set", 0, module.function(module.type("", ""), "", set));
    for (int i = 0; i < MANY; i++) {
      module.export("e" + i, i % 2 == 0 ? 0 : 3, i);
    }
    Instance instance =
        Compiled.of(module.toBytes())
            .instantiate(
                linker -> {
                  for (int i = 0; i < MANY; i++) {
                    int number = i;
                    linker.function(
                        "h",
                        "f" + i,
                        FuncType.of(NumType.I32).returns(NumType.I32),
                        (caller, args) -> new Object[] {(Integer) args[0] + number});
                  }
                });
    long expected = IntStream.range(0, MANY).asLongStream().sum();
    assertEquals(expected, instance.getFunction("sum").call()[0]);
    instance.getFunction("set").call();
    assertEquals(expected + MANY / 3, instance.getFunction("sum").call()[0]);
    int called = 7;
    for (int i = 0; i < MANY; i += 11) {
      called += i + i % 3;
    }
    assertEquals(called, instance.getFunction("calls").call(7)[0]);
    assertEquals(3 + 65_000, instance.getFunction("e65000").call(3)[0]);
  }

  /** Forty functions of one class need more constants than a class has, though none is large. */
  @Test
  void constantsOfManyFunctions() {
    ModuleWriter module = new ModuleWriter();
    Random random = new Random(9);
    Map<String, Long> expected = new HashMap<>();
    for (int f = 0; f < 80; f++) {
      CodeWriter code = new CodeWriter().i64(1);
      long value = 1;
      for (int i = 0; i < 1000; i++) {
        long constant = random.nextLong();
        // A local in between, or it would be computed by the compiler.
        code.get(0).op(I64_EXTEND_I32_S).op(I64_ADD).i64(constant).op(I64_XOR);
        value = value + 3 ^ constant;
      }
      module.export("f" + f, 0, module.function(module.type("i", "l"), "", code));
      expected.put("f" + f, value);
    }
    Instance instance = Compiled.of(module.toBytes()).instantiate();
    expected.forEach(
        (name, value) -> assertEquals(value, instance.getFunction(name).call(3)[0], name));
  }
}
