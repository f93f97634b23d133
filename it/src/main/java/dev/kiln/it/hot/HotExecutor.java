package dev.kiln.it.hot;

import dev.kiln.runtime.Engine;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.abi.ModuleClass;
import java.util.Random;

/**
 * Runs each {@link HotPair} of a compiled module until the JVM has compiled it: {@code HotExecutor
 * CLASS SEED}. First on operands that keep some branches untaken, then on any. Prints a line for
 * each function that went wrong.
 */
public final class HotExecutor {
  /** Operand pairs per pass: an i64 each at 16 i and 16 i + 8, i32 in their low halves. */
  private static final int COUNT = 4096;

  /** Enough passes to have functions compiled, with what was seen so far. */
  private static final int NARROW_PASSES = 8;

  private static final int ALL_PASSES = 20;

  private HotExecutor() {}

  /** Runs the module; the exit code is 0 where everything was right. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Engine engine = new Engine();
    ModuleClass compiled =
        (ModuleClass) Class.forName(args[0]).getDeclaredConstructor().newInstance();
    Instance instance =
        new Linker(engine).instantiate(Store.of(engine), Module.of(engine, compiled));
    Memory memory = instance.getMemory("memory");
    Random random = new Random(Long.parseLong(args[1]));
    long[][] narrow = {new long[COUNT], new long[COUNT]};
    long[][] any = {new long[COUNT], new long[COUNT]};
    for (int i = 0; i < COUNT; i++) {
      narrow[0][i] = HotPair.LOW + 1 + random.nextInt(HotPair.HIGH - HotPair.LOW - 1);
      narrow[1][i] = random.nextInt(100);
      any[0][i] = random.nextLong() >> random.nextInt(64);
      any[1][i] = random.nextInt(8) == 0 ? any[0][i] : random.nextLong() >> random.nextInt(64);
    }
    int wrong = 0;
    for (HotPair pair : HotPair.all()) {
      FuncRef pass = instance.getFunction(pair.export());
      long expectedNarrow = write(memory, pair, narrow);
      int firstWrong = passes(pass, 0, NARROW_PASSES, expectedNarrow);
      long expectedAny = write(memory, pair, any);
      if (firstWrong < 0) {
        firstWrong = passes(pass, NARROW_PASSES, ALL_PASSES, expectedAny);
      }
      if (firstWrong >= 0) {
        wrong++;
        System.out.println(pair.export() + ": wrong from pass " + firstWrong + " on");
      }
    }
    System.exit(wrong == 0 ? 0 : 1);
  }

  /** Writes operands to memory and returns what a pass over them has to return. */
  private static long write(Memory memory, HotPair pair, long[][] operands) {
    long hash = 0;
    for (int i = 0; i < COUNT; i++) {
      long a = pair.wide() ? operands[0][i] : (int) operands[0][i];
      long b = pair.wide() ? operands[1][i] : (int) operands[1][i];
      memory.writeLong(16 * i, a);
      memory.writeLong(16 * i + 8, b);
      hash = hash * 31 + pair.evaluate(a, b);
    }
    return hash;
  }

  private static int passes(FuncRef pass, int from, int to, long expected) {
    for (int i = from; i < to; i++) {
      Object[] results = pass.call(16 * COUNT);
      if (!results[0].equals(expected)) {
        return i;
      }
    }
    return -1;
  }
}
