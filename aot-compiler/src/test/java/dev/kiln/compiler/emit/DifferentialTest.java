package dev.kiln.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.compiler.testing.Evaluator;
import dev.kiln.compiler.testing.RandomModule;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Trap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random modules, compiled and evaluated: results, traps, memory, globals and calls of the host
 * must be the same after every call. {@code -Dkiln.seed=N} runs the module of one seed, {@code
 * -Dkiln.modules=N} as many as wanted.
 */
class DifferentialTest {
  private static final int MODULES = Integer.getInteger("kiln.modules", 65);
  private static final int FUNCTIONS = 45;
  private static final int LARGE_MODULES = Math.max(1, MODULES / 5);
  private static final int LARGE_FUNCTIONS = 3;
  private static final int LARGE = 700;
  private static final int CALLS = 4;
  private static final CompileOptions OPTIONS = new CompileOptions(Compiled.CLASS, 1);
  private static final long FIRST_SEED = 20_000;
  private static final long MAX_STEPS = 100_000;

  @Test
  void compiledModulesDoWhatTheSpecificationSays() {
    run(FIRST_SEED, MODULES, FUNCTIONS, 0, OPTIONS);
  }

  /** Functions that are split into chunks. */
  @Test
  void largeFunctionsDoWhatTheSpecificationSays() {
    run(FIRST_SEED, LARGE_MODULES, LARGE_FUNCTIONS, LARGE, OPTIONS);
  }

  /** What can be interrupted does the same as long as it is not. */
  @Test
  void interruptibleModulesDoWhatTheSpecificationSays() {
    CompileOptions options = OPTIONS.withInterruption(true, true);
    run(FIRST_SEED, Math.max(1, MODULES / 3), FUNCTIONS, 0, options);
    run(FIRST_SEED, Math.max(1, LARGE_MODULES / 3), LARGE_FUNCTIONS, LARGE, options);
  }

  private static void run(
      long firstSeed, int modules, int functions, int statements, CompileOptions options) {
    Long only = Long.getLong("kiln.seed");
    long first = only == null ? firstSeed : only;
    int count = only == null ? modules : 1;
    int compared = 0;
    int trapped = 0;
    for (long seed = first; seed < first + count; seed++) {
      RandomModule random = new RandomModule(seed, functions, statements);
      try {
        int[] outcome = compare(seed, random, functions, options);
        compared += outcome[0];
        trapped += outcome[1];
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ": " + e + "\n" + random.text(), e);
      }
    }
    // The generator must stay a test of more than traps.
    if (only == null) {
      assertTrue(compared > count * functions * 2, "calls compared: " + compared);
      assertTrue(trapped < compared / 2, trapped + " of " + compared + " calls trap");
    }
  }

  /** How many calls were compared, and how many of them trapped. */
  static int[] compare(long seed, RandomModule random, int functions, CompileOptions options) {
    byte[] wasm = Assembler.assemble(random.text());
    WasmModule module = ModuleDecoder.decode("m.wasm", wasm);
    HostState expectedHost = new HostState();
    HostState actualHost = new HostState();
    Evaluator evaluator =
        new Evaluator(
            module,
            (caller, function, args) ->
                expectedHost.call(
                    function, args, ByteBuffer.wrap(caller.memory), () -> caller.grow(1)),
            random.initialGlobals(),
            random.table());
    Instance[] self = new Instance[1];
    Instance instance =
        Compiled.of(wasm, options).instantiate(linker -> define(linker, self, actualHost));
    self[0] = instance;
    Random arguments = new Random(seed);
    int compared = 0;
    int trapped = 0;
    for (int call = 0; call < CALLS; call++) {
      for (int f = 0; f < functions; f++) {
        int index = module.importedFunctions() + f;
        FuncType type = module.functionType(index);
        long[] args =
            type.params().stream().mapToLong(param -> argument(param, arguments)).toArray();
        String where = "seed " + seed + " f" + f + Arrays.toString(args);
        Object expected;
        try {
          expected = outcome(type.results(), evaluator.call(index, args, MAX_STEPS));
        } catch (Trap trap) {
          expected = trap.kind();
          trapped++;
        } catch (Evaluator.OutOfSteps tooLong) {
          return new int[] {compared, trapped}; // the states have parted
        }
        assertEquals(expected, run(instance, f, type, args), where);
        assertState(module, instance, evaluator, where);
        assertEquals(expectedHost.log, actualHost.log, where);
        compared++;
      }
    }
    return new int[] {compared, trapped};
  }

  private static Object run(Instance instance, int f, FuncType type, long[] args) {
    Object[] boxed = new Object[args.length];
    for (int i = 0; i < args.length; i++) {
      boxed[i] = Evaluator.box(type.params().get(i), args[i]);
    }
    try {
      return List.of(instance.getFunction("f" + f).call(boxed));
    } catch (Trap trap) {
      return trap.kind();
    }
  }

  /** Boxed values: any NaN equals any other. */
  private static Object outcome(List<ValType> types, long[] values) {
    List<Object> boxed = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      boxed.add(Evaluator.box(types.get(i), values[i]));
    }
    return boxed;
  }

  private static void assertState(
      WasmModule module, Instance instance, Evaluator evaluator, String where) {
    ByteBuffer memory = instance.getMemory("m").buffer();
    assertEquals(evaluator.memory.length, memory.capacity(), where);
    int difference = memory.mismatch(ByteBuffer.wrap(evaluator.memory));
    assertEquals(-1, difference, where + ": memory differs");
    for (int g = 0; g < module.globalCount(); g++) {
      Object expected = Evaluator.box(module.globalType(g).type(), evaluator.globals[g]);
      assertEquals(expected, instance.getFunction("g" + g).call()[0], where + ": global " + g);
    }
  }

  private static long argument(ValType type, Random random) {
    long bits =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(5) - 2;
          case 1 -> 1L << random.nextInt(64);
          default -> random.nextLong();
        };
    Object boxed =
        switch (type.toString()) {
          case "i32" -> (int) bits;
          case "i64" -> bits;
          case "f32" -> random.nextBoolean() ? (float) (int) bits : random.nextFloat();
          default -> random.nextBoolean() ? (double) bits : random.nextGaussian();
        };
    return Evaluator.unbox(boxed);
  }

  private static void define(Linker linker, Instance[] self, HostState state) {
    var i32 = dev.kiln.runtime.NumType.I32;
    var i64 = dev.kiln.runtime.NumType.I64;
    var f32 = dev.kiln.runtime.NumType.F32;
    var f64 = dev.kiln.runtime.NumType.F64;
    List<dev.kiln.runtime.FuncType> types =
        List.of(
            dev.kiln.runtime.FuncType.of(i32).returns(i32),
            dev.kiln.runtime.FuncType.of(i32, i64, f64, f32, i32, i64, i32).returns(i64),
            dev.kiln.runtime.FuncType.of(i32, f64).returns(i32, i64, f32));
    for (int f = 0; f < types.size(); f++) {
      int function = f;
      linker.function(
          "h",
          "" + f,
          types.get(f),
          (caller, args) -> {
            long[] bits = Arrays.stream(args).mapToLong(Evaluator::unbox).toArray();
            Memory memory = self[0].getMemory("m");
            long[] results = state.call(function, bits, memory.buffer(), () -> memory.grow(1));
            Object[] boxed = new Object[results.length];
            for (int i = 0; i < boxed.length; i++) {
              boxed[i] =
                  switch (types.get(function).results().get(i).toString()) {
                    case "i32" -> (int) results[i];
                    case "i64" -> results[i];
                    default -> Float.intBitsToFloat((int) results[i]);
                  };
            }
            return boxed;
          });
    }
  }

  /** What the host does, the same for both: writes the memory, sometimes grows it. */
  private static final class HostState {
    final List<String> log = new ArrayList<>();

    long[] call(int function, long[] args, ByteBuffer memory, Runnable grow) {
      StringBuilder entry = new StringBuilder("h" + function);
      long sum = 0;
      for (int i = 0; i < args.length; i++) {
        boolean isFloat = function == 1 && i == 3;
        boolean isDouble = function == 1 && i == 2 || function == 2 && i == 1;
        Object shown = isDouble ? Double.longBitsToDouble(args[i]) : args[i];
        // The bits of a NaN are not determined.
        entry.append(' ').append(isFloat ? Float.intBitsToFloat((int) args[i]) : shown);
        sum = isFloat || isDouble ? sum : sum * 31 + args[i];
      }
      log.add(entry.toString());
      int at = (int) sum & 0xff;
      memory.put(at, (byte) (memory.get(at) + log.size()));
      if (log.size() % 5 == 0) {
        grow.run();
      }
      return switch (function) {
        case 0 -> new long[] {(int) (sum + log.size())};
        case 1 -> new long[] {sum ^ log.size()};
        default -> new long[] {(int) sum, log.size(), Float.floatToRawIntBits(log.size())};
      };
    }
  }
}
