package dev.kiln.compiler.testing;

import dev.kiln.compiler.model.FuncType;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.LocalRun;
import dev.kiln.compiler.model.NumType;
import dev.kiln.compiler.model.ValType;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.runtime.Trap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Evaluates wasm step by step as the specification's chapter 4 says: numbers, one memory, one table
 * of functions. It shares nothing with the compiler but the decoder. Values as in {@link Numbers}.
 */
public final class Evaluator {
  /** Thrown when a call has taken too many steps; the state is of no use then. */
  public static final class OutOfSteps extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A function of the host. */
  public interface Host {
    /** Computes the results. */
    long[] call(Evaluator caller, int function, long[] args);
  }

  private record Step(
      Opcode op, int index, int index2, long value, long offset, int[] labels, FuncType type) {}

  /** The steps of a function and for each block where its {@code else} and {@code end} are. */
  private record Code(Step[] steps, int[] otherwise, int[] end, int locals) {}

  private record Block(int target, int height, int arity) {}

  private final WasmModule module;
  private final Host host;
  private final Code[] codes;
  private final int[] table;
  private final boolean[] dropped;
  private long steps;

  /** The memory. */
  public byte[] memory;

  /** The globals. */
  public final long[] globals;

  /** An instance: globals by {@code initial}, the table by {@code elements}, -1 for null. */
  public Evaluator(WasmModule module, Host host, long[] initial, int[] elements) {
    this.module = module;
    this.host = host;
    this.globals = initial.clone();
    this.table = elements;
    this.dropped = new boolean[module.data().size()];
    int pages = module.memoryCount() == 0 ? 0 : (int) module.memoryType(0).limits().min();
    this.memory = new byte[pages * 65536];
    this.codes = module.bodies().stream().map(this::decode).toArray(Code[]::new);
  }

  private Code decode(FunctionBody body) {
    InstructionReader in = new InstructionReader(module, body.start(), body.end());
    List<Step> all = new ArrayList<>();
    while (in.hasNext()) {
      Opcode op = in.next();
      boolean block = op == Opcode.BLOCK || op == Opcode.LOOP || op == Opcode.IF;
      FuncType type = block ? in.blockType().funcType(module) : FuncType.EMPTY;
      all.add(
          new Step(op, in.index(), in.index2(), in.i64(), in.memoryOffset(), in.labels(), type));
    }
    int[] otherwise = new int[all.size()];
    int[] end = new int[all.size()];
    Arrays.fill(otherwise, -1);
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < end.length; i++) {
      switch (all.get(i).op) {
        case BLOCK, LOOP, IF -> open.add(i);
        case ELSE -> otherwise[open.get(open.size() - 1)] = i;
        case END -> {
          if (!open.isEmpty()) {
            int start = open.remove(open.size() - 1);
            end[start] = i;
            if (otherwise[start] >= 0) {
              end[otherwise[start]] = i;
            }
          }
        }
        default -> {}
      }
    }
    int locals = body.locals().stream().mapToInt(LocalRun::count).sum();
    return new Code(all.toArray(new Step[0]), otherwise, end, locals);
  }

  /**
   * Calls a function.
   *
   * @throws Trap where it traps
   */
  public long[] call(int function, long[] args, long maxSteps) {
    steps = maxSteps;
    return invoke(function, args);
  }

  /** {@code memory.grow}. */
  public int grow(int delta) {
    int old = memory.length / 65536;
    long max = module.memoryType(0).limits().max().orElse(32767);
    long pages = old + (delta & 0xffffffffL);
    if (pages > max) {
      return -1;
    }
    memory = Arrays.copyOf(memory, (int) pages * 65536);
    return old;
  }

  private long[] invoke(int function, long[] args) {
    if (function < module.importedFunctions()) {
      return host.call(this, function, args);
    }
    Code code = codes[function - module.importedFunctions()];
    long[] locals = Arrays.copyOf(args, args.length + code.locals);
    return new Activation(code, locals, module.functionType(function)).run();
  }

  private int check(long address, long offset, int size) {
    long at = (address & 0xffffffffL) + offset;
    if (at + size > memory.length) {
      throw new Trap(Trap.Kind.MEMORY_OUT_OF_BOUNDS);
    }
    return (int) at;
  }

  private int range(int at, int count, int length) {
    if ((at & 0xffffffffL) + (count & 0xffffffffL) > length) {
      throw new Trap(Trap.Kind.MEMORY_OUT_OF_BOUNDS);
    }
    return at;
  }

  private long load(Opcode op, long address, long offset) {
    int size = 1 << op.immediates().naturalAlignment();
    int at = check(address, offset, size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (memory[at + i] & 0xffL) << 8 * i;
    }
    int unused = 64 - 8 * size;
    boolean unsigned = op.spec().endsWith("_u");
    return unsigned ? value : value << unused >> unused;
  }

  private void store(Opcode op, long address, long offset, long value) {
    int size = 1 << op.immediates().naturalAlignment();
    int at = check(address, offset, size);
    for (int i = 0; i < size; i++) {
      memory[at + i] = (byte) (value >>> 8 * i);
    }
  }

  /** A call in progress. */
  private final class Activation {
    private final Code code;
    private final long[] locals;
    private final FuncType type;
    private final List<Block> blocks = new ArrayList<>();
    private long[] stack = new long[64];
    private int height;
    private int at;

    Activation(Code code, long[] locals, FuncType type) {
      this.code = code;
      this.locals = locals;
      this.type = type;
      blocks.add(new Block(code.steps.length, 0, type.results().size()));
    }

    long[] run() {
      while (at < code.steps.length) {
        if (--steps < 0) {
          throw new OutOfSteps();
        }
        step(code.steps[at], at++);
      }
      return Arrays.copyOfRange(stack, height - type.results().size(), height);
    }

    private void push(long value) {
      if (height == stack.length) {
        stack = Arrays.copyOf(stack, 2 * height);
      }
      stack[height++] = value;
    }

    private long pop() {
      return stack[--height];
    }

    private long[] pop(int count) {
      height -= count;
      return Arrays.copyOfRange(stack, height, height + count);
    }

    private void pushAll(long[] values) {
      for (long value : values) {
        push(value);
      }
    }

    private void enter(Step step, int target, int arity) {
      blocks.add(new Block(target, height - step.type.params().size(), arity));
    }

    private void branch(int depth) {
      Block block = blocks.get(blocks.size() - 1 - depth);
      long[] values = pop(block.arity);
      height = block.height;
      pushAll(values);
      at = block.target;
      // A loop is entered again by its instruction.
      blocks.subList(blocks.size() - 1 - depth, blocks.size()).clear();
    }

    private void step(Step s, int pc) {
      switch (s.op) {
        case NOP -> {}
        case UNREACHABLE -> throw new Trap(Trap.Kind.UNREACHABLE);
        case BLOCK -> enter(s, code.end[pc] + 1, s.type.results().size());
        case LOOP -> enter(s, pc, s.type.params().size());
        case IF -> {
          boolean taken = pop() != 0;
          enter(s, code.end[pc] + 1, s.type.results().size());
          if (!taken) {
            at = code.otherwise[pc] >= 0 ? code.otherwise[pc] + 1 : code.end[pc];
          }
        }
        case ELSE -> at = code.end[pc];
        case END -> blocks.remove(blocks.size() - 1);
        case BR -> branch(s.index);
        case BR_IF -> {
          if (pop() != 0) {
            branch(s.index);
          }
        }
        case BR_TABLE -> {
          int last = s.labels.length - 1;
          branch(s.labels[(int) Math.min(pop() & 0xffffffffL, last)]);
        }
        case RETURN -> branch(blocks.size() - 1);
        case CALL -> {
          FuncType callee = module.functionType(s.index);
          pushAll(invoke(s.index, pop(callee.params().size())));
        }
        case CALL_INDIRECT -> {
          long element = pop() & 0xffffffffL;
          FuncType expected = module.funcType(s.index);
          if (element >= table.length) {
            throw new Trap(Trap.Kind.UNDEFINED_ELEMENT);
          }
          int callee = table[(int) element];
          if (callee < 0) {
            throw new Trap(Trap.Kind.UNINITIALIZED_ELEMENT);
          }
          if (!module.functionType(callee).equals(expected)) {
            throw new Trap(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH);
          }
          long[] args = pop(expected.params().size());
          pushAll(invoke(callee, args));
        }
        case DROP -> pop();
        case SELECT, SELECT_T -> {
          long condition = pop();
          long second = pop();
          long first = pop();
          push(condition != 0 ? first : second);
        }
        case LOCAL_GET -> push(locals[s.index]);
        case LOCAL_SET -> locals[s.index] = pop();
        case LOCAL_TEE -> locals[s.index] = stack[height - 1];
        case GLOBAL_GET -> push(globals[s.index]);
        case GLOBAL_SET -> globals[s.index] = pop();
        case I32_CONST, F32_CONST -> push((int) s.value);
        case I64_CONST, F64_CONST -> push(s.value);
        default -> rest(s);
      }
    }

    private void rest(Step s) {
      switch (s.op) {
        case MEMORY_SIZE -> push(memory.length / 65536);
        case MEMORY_GROW -> push(grow((int) pop()));
        case MEMORY_FILL -> {
          int count = (int) pop();
          byte value = (byte) pop();
          int to = range((int) pop(), count, memory.length);
          Arrays.fill(memory, to, to + count, value);
        }
        case MEMORY_COPY -> {
          int count = (int) pop();
          int from = range((int) pop(), count, memory.length);
          int to = range((int) pop(), count, memory.length);
          System.arraycopy(memory, from, memory, to, count);
        }
        case MEMORY_INIT -> {
          int count = (int) pop();
          int start = module.data().get(s.index).start();
          int length = dropped[s.index] ? 0 : module.data().get(s.index).size();
          int from = range((int) pop(), count, length);
          int to = range((int) pop(), count, memory.length);
          System.arraycopy(module.bytes(), start + from, memory, to, count);
        }
        case DATA_DROP -> dropped[s.index] = true;
        default -> {
          if (s.op.immediates().naturalAlignment() < 0) {
            long second = s.op.operands().length() == 2 ? pop() : 0;
            push(Numbers.apply(s.op, pop(), second));
          } else if (s.op.results().isEmpty()) {
            long value = pop();
            store(s.op, pop(), s.offset, value);
          } else {
            push(load(s.op, pop(), s.offset));
          }
        }
      }
    }
  }

  /** Boxes a value for the host. */
  public static Object box(ValType type, long bits) {
    return switch ((NumType) type) {
      case I32 -> (int) bits;
      case I64 -> bits;
      case F32 -> Numbers.f(bits);
      case F64 -> Numbers.d(bits);
    };
  }

  /** The value of a boxed number. */
  public static long unbox(Object value) {
    return switch (value) {
      case Integer i -> i;
      case Long l -> l;
      case Float f -> Numbers.bits(f);
      case Double d -> Numbers.bits(d);
      default -> throw new IllegalArgumentException("not a number: " + value);
    };
  }
}
