package dev.kiln.benchmarks.embedding;

import dev.kiln.benchmarks.harness.Program;
import java.util.function.Supplier;

/** What is measured: {@code run(n)} does it n times and returns what both engines must return. */
public enum Row {
  /** The host calls a function of two i32, by the fastest way that checks types. */
  TYPED("host → wasm, typed", KilnRows::typed, EndiveRows::call),
  /** The host calls it with boxed arguments; Endive has one way only. */
  DYNAMIC("host → wasm, dynamic", KilnRows::dynamic, EndiveRows::call),
  /** Wasm calls a host function of one i32, without boxing. */
  TO_HOST("wasm → host, typed", KilnRows::toHost, EndiveRows::toHost),
  /** Wasm calls a host function of boxed arguments; Endive has one way only. */
  TO_HOST_UNTYPED("wasm → host, untyped", KilnRows::toHostUntyped, EndiveRows::toHost),
  /** Wasm calls a function of another module. */
  CROSS_MODULE("wasm → other module", KilnRows::crossModule, EndiveRows::crossModule),
  /** Indirect calls in turn, in modules of 200 and of 2000 functions of the type. */
  INDIRECT_1_200("call_indirect, 1 of 200", 200, 1),
  /** The same function in a module of 2000. */
  INDIRECT_1_2000("call_indirect, 1 of 2000", 2000, 1),
  /** Two in turn. */
  INDIRECT_2_200("call_indirect, 2 of 200", 200, 2),
  /** Two in turn. */
  INDIRECT_2_2000("call_indirect, 2 of 2000", 2000, 2),
  /** Eight in turn. */
  INDIRECT_8_200("call_indirect, 8 of 200", 200, 8),
  /** Eight in turn. */
  INDIRECT_8_2000("call_indirect, 8 of 2000", 2000, 8),
  /** All but a few in turn. */
  INDIRECT_128_200("call_indirect, 128 of 200", 200, 128),
  /** The same number of many. */
  INDIRECT_128_2000("call_indirect, 128 of 2000", 2000, 128),
  /** A store and an instance with a host function, imports found before. */
  INSTANCE_PRE("instance through InstancePre", () -> KilnRows.pre(0), () -> EndiveRows.instance(0)),
  /** A store and an instance, imports found each time. */
  INSTANCE_LINKER("instance through Linker", KilnRows::linker, () -> EndiveRows.instance(0)),
  /** A store and an instance with 16 pages of memory. */
  INSTANCE_MEMORY("instance with 1 MiB", () -> KilnRows.pre(16), () -> EndiveRows.instance(16)),
  /** What the memory of the row before costs at least. */
  BYTE_ARRAY("new byte[1 MiB]", () -> Row::arrays, () -> Row::arrays);

  private final String label;
  private final Supplier<Program> kiln;
  private final Supplier<Program> endive;

  Row(String label, Supplier<Program> kiln, Supplier<Program> endive) {
    this.label = label;
    this.kiln = kiln;
    this.endive = endive;
  }

  Row(String label, int functions, int targets) {
    this(
        label,
        () -> KilnRows.indirect(functions, targets),
        () -> EndiveRows.indirect(functions, targets));
  }

  /** The name in tables. */
  public String label() {
    return label;
  }

  /** How often it is done between two looks at the clock: some milliseconds, or fewer. */
  public int batch() {
    return compareTo(INSTANCE_PRE) < 0 ? 100_000 : 100;
  }

  /** It in Kiln, or in Endive. */
  Program load(boolean inKiln) {
    return (inKiln ? kiln : endive).get();
  }

  /** What functions do: short, and nothing that a JIT compiler can do for a whole loop at once. */
  static int step(int x) {
    return Integer.rotateLeft(x, 5) + 1;
  }

  private static long arrays(int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      byte[] array = new byte[1 << 20];
      array[i] = 1;
      sum += array[i];
    }
    return sum;
  }
}
