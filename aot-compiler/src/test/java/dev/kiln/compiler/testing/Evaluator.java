package dev.kiln.compiler.testing;

import dev.kiln.compiler.model.ConstExpr;
import dev.kiln.compiler.model.DataSegment;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.LocalRun;
import dev.kiln.compiler.model.Slice;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.opcode.InstructionReader;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.runtime.Trap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /**
   * The steps of a function, in arrays, since functions have megabytes: {@code index} is also the
   * {@code end} of a block or {@code else}; {@code value} is also the offset of an access and the
   * {@code else} of a block, -1 for none.
   */
  private record Code(
      Opcode[] ops,
      int[] index,
      long[] value,
      Map<Integer, int[]> labels,
      FuncType[] types,
      int locals) {}

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
    initialise();
    this.codes = module.bodies().stream().map(this::decode).toArray(Code[]::new);
  }

  /** Active segments; offsets are constants. */
  private void initialise() {
    for (DataSegment segment : module.data()) {
      ConstExpr offset = segment.offset();
      if (offset != null) {
        InstructionReader in = new InstructionReader(module.file(), offset.code());
        in.next();
        Slice content = segment.content();
        System.arraycopy(content.source(), content.start(), memory, in.i32(), content.size());
      }
    }
  }

  private Code decode(FunctionBody body) {
    int count = 0;
    InstructionReader in = new InstructionReader(module.file(), body.code());
    while (in.hasNext()) {
      in.next();
      count++;
    }
    int locals = body.locals().stream().mapToInt(LocalRun::count).sum();
    Code code =
        new Code(
            new Opcode[count],
            new int[count],
            new long[count],
            new HashMap<>(),
            new FuncType[count],
            locals);
    in = new InstructionReader(module.file(), body.code());
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      Opcode op = in.next();
      code.ops[i] = op;
      code.index[i] = in.index();
      code.value[i] = op.immediates().naturalAlignment() >= 0 ? in.memoryOffset() : in.i64();
      switch (op) {
        case BLOCK, LOOP, IF -> {
          code.types[i] = in.blockType().funcType(module);
          code.value[i] = -1;
          open.push(i);
        }
        case ELSE -> code.value[open.element()] = i;
        case END -> {
          if (!open.isEmpty()) {
            int start = open.pop();
            code.index[start] = i;
            if (code.value[start] >= 0) {
              code.index[(int) code.value[start]] = i;
            }
          }
        }
        case BR_TABLE -> code.labels.put(i, in.labels());
        default -> {}
      }
    }
    return code;
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
      blocks.add(new Block(code.ops.length, 0, type.results().size()));
    }

    long[] run() {
      while (at < code.ops.length) {
        if (--steps < 0) {
          throw new OutOfSteps();
        }
        step(code.ops[at], code.index[at], code.value[at], at++);
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

    private void enter(int pc, boolean loop) {
      FuncType type = code.types[pc];
      int arity = (loop ? type.params() : type.results()).size();
      int target = loop ? pc : code.index[pc] + 1;
      blocks.add(new Block(target, height - type.params().size(), arity));
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

    private void step(Opcode op, int index, long value, int pc) {
      switch (op) {
        case NOP -> {}
        case UNREACHABLE -> throw new Trap(Trap.Kind.UNREACHABLE);
        case BLOCK -> enter(pc, false);
        case LOOP -> enter(pc, true);
        case IF -> {
          boolean taken = pop() != 0;
          enter(pc, false);
          if (!taken) {
            at = value >= 0 ? (int) value + 1 : index;
          }
        }
        case ELSE -> at = index;
        case END -> blocks.remove(blocks.size() - 1);
        case BR -> branch(index);
        case BR_IF -> {
          if (pop() != 0) {
            branch(index);
          }
        }
        case BR_TABLE -> {
          int[] labels = code.labels.get(pc);
          branch(labels[(int) Math.min(pop() & 0xffffffffL, labels.length - 1)]);
        }
        case RETURN -> branch(blocks.size() - 1);
        case CALL -> {
          FuncType callee = module.functionType(index);
          pushAll(invoke(index, pop(callee.params().size())));
        }
        case CALL_INDIRECT -> {
          long element = pop() & 0xffffffffL;
          FuncType expected = module.funcType(index);
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
        case LOCAL_GET -> push(locals[index]);
        case LOCAL_SET -> locals[index] = pop();
        case LOCAL_TEE -> locals[index] = stack[height - 1];
        case GLOBAL_GET -> push(globals[index]);
        case GLOBAL_SET -> globals[index] = pop();
        case I32_CONST, F32_CONST -> push((int) value);
        case I64_CONST, F64_CONST -> push(value);
        default -> rest(op, index, value);
      }
    }

    private void rest(Opcode op, int index, long offset) {
      switch (op) {
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
          Slice content = module.data().get(index).content();
          int length = dropped[index] ? 0 : content.size();
          int from = range((int) pop(), count, length);
          int to = range((int) pop(), count, memory.length);
          System.arraycopy(content.source(), content.start() + from, memory, to, count);
        }
        case DATA_DROP -> dropped[index] = true;
        case I32_ADD -> push((int) (pop() + pop()));
        case I32_MUL -> push((int) (pop() * pop()));
        case I32_AND, I64_AND -> push(pop() & pop());
        case I32_XOR, I64_XOR -> push(pop() ^ pop());
        case I64_ADD -> push(pop() + pop());
        case I64_MUL -> push(pop() * pop());
        case I32_EQ -> push(pop() == pop() ? 1 : 0);
        case I64_EXTEND_I32_S -> {}
        default -> {
          if (op.results().length() == 2) {
            pushAll(Numbers.wide(op, pop(op.operands().length())));
          } else if (op.immediates().naturalAlignment() < 0) {
            long second = op.operands().length() == 2 ? pop() : 0;
            push(Numbers.apply(op, pop(), second));
          } else if (op.results().isEmpty()) {
            long value = pop();
            store(op, pop(), offset, value);
          } else {
            push(load(op, pop(), offset));
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
