package dev.kiln.compiler.opcode;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.Slice;
import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.HeapType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.ValType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the instructions of a function body or a constant expression, one after the other. {@code
 * block} and {@code end} are instructions like any other. {@link #next} reads an instruction with
 * all its immediates, and the accessors return them. The value of an immediate that the instruction
 * does not have is undefined. Indices are unsigned: 2³¹ and more are negative.
 *
 * <p>Not safe for several threads. To go back, make another reader.
 */
public final class InstructionReader {
  private static final int[] NO_LABELS = {};
  private static final int MEMORY_INDEX_FLAG = 0x40;
  private static final CatchClause.Form[] CATCH_KINDS = CatchClause.Form.values();

  private final BinaryReader in;
  private int offset;
  private int index;
  private int index2;
  private long value;
  private long valueHigh;
  private int memory;
  private int alignment;
  private long memoryOffset;
  private int lane;
  private BlockType blockType = BlockType.Empty.EMPTY;
  private int[] labels = NO_LABELS;
  private List<ValType> selectTypes = List.of();
  private List<CatchClause> catches = List.of();
  private HeapType heapType = AbstractHeapType.FUNC;
  private RefType castSource = RefType.FUNCREF;
  private RefType castTarget = RefType.FUNCREF;

  /**
   * Reads code.
   *
   * @param file what messages call the module
   */
  public InstructionReader(String file, Slice code) {
    this(new BinaryReader(file, code));
  }

  /** Reads from the position of another reader, and moves that reader. */
  public InstructionReader(BinaryReader in) {
    this.in = in;
    this.offset = in.position();
  }

  /** Whether there is another instruction. */
  public boolean hasNext() {
    return in.remaining() > 0;
  }

  /**
   * Reads the next instruction.
   *
   * @throws WasmException MALFORMED if there is none, or if it cannot be read
   */
  public Opcode next() {
    offset = in.position();
    int code = in.u8();
    Opcode opcode = OpcodeLookup.single(code);
    if (opcode == null) {
      opcode = prefixed(code);
    }
    in.use(opcode.proposal());
    readImmediates(opcode.immediates());
    return opcode;
  }

  private Opcode prefixed(int prefix) {
    String text = "illegal opcode " + Integer.toHexString(prefix);
    if (OpcodeLookup.isPrefix(prefix)) {
      int code = in.u32();
      Opcode opcode = OpcodeLookup.prefixed(prefix, code);
      if (opcode != null) {
        return opcode;
      }
      text += " " + Integer.toUnsignedString(code);
    }
    throw in.malformed(offset, text);
  }

  private void readImmediates(Immediates immediates) {
    switch (immediates) {
      case NONE -> {}
      case BLOCK_TYPE -> blockType = TypeReader.blockType(in);
      case CATCHES -> {
        blockType = TypeReader.blockType(in);
        readCatches();
      }
      case LABEL_INDEX,
          FUNC_INDEX,
          TYPE_INDEX,
          TAG_INDEX,
          LOCAL_INDEX,
          GLOBAL_INDEX,
          TABLE_INDEX,
          ELEM_INDEX,
          DATA_INDEX ->
          index = in.u32();
      case TYPE_TABLE,
          TABLE_TABLE,
          ELEM_TABLE,
          MEMORY_MEMORY,
          TYPE_FIELD,
          TYPE_COUNT,
          TYPE_DATA,
          TYPE_ELEM,
          TYPE_TYPE -> {
        index = in.u32();
        index2 = in.u32();
      }
      case DATA_MEMORY -> {
        index = in.u32();
        index2 = in.u32();
        memory = index2;
      }
      case MEMORY_INDEX -> {
        index = in.u32();
        memory = index;
      }
      case LABELS -> readLabels();
      case SELECT_TYPES -> readSelectTypes();
      case HEAP_TYPE -> heapType = TypeReader.heapType(in);
      case I32_VALUE -> value = in.s32();
      case I64_VALUE -> value = in.s64();
      case F32_VALUE -> value = in.f32Bits();
      case F64_VALUE -> value = in.f64Bits();
      case V128_VALUE, LANES_16 -> {
        value = in.f64Bits();
        valueHigh = in.f64Bits();
      }
      case CAST -> readCast();
      case FENCE -> {
        if (in.u8() != 0) {
          throw in.malformed(in.position() - 1, "zero byte expected");
        }
      }
      case MEMARG_8, MEMARG_16, MEMARG_32, MEMARG_64, MEMARG_128 -> readMemarg();
      case MEMARG_8_LANE, MEMARG_16_LANE, MEMARG_32_LANE, MEMARG_64_LANE -> {
        readMemarg();
        lane = in.u8();
      }
      case LANE_2, LANE_4, LANE_8, LANE_16 -> lane = in.u8();
    }
  }

  private void readMemarg() {
    int start = in.position();
    int flags = in.u32();
    if (flags < 0 || flags >= 2 * MEMORY_INDEX_FLAG) {
      throw in.malformed(start, "malformed memop flags");
    }
    memory = 0;
    if (flags >= MEMORY_INDEX_FLAG) {
      memory = in.u32();
      in.use(Proposal.MULTI_MEMORY);
    }
    alignment = flags & (MEMORY_INDEX_FLAG - 1);
    memoryOffset = in.u64();
  }

  private void readLabels() {
    int start = in.position();
    int count = in.u32();
    if (count < 0 || count >= in.remaining()) {
      throw in.malformed(start, "unexpected end of section or function");
    }
    int[] read = new int[count + 1];
    for (int i = 0; i < read.length; i++) {
      read[i] = in.u32();
    }
    labels = read;
  }

  private void readSelectTypes() {
    int count = in.u32();
    List<ValType> types = new ArrayList<>();
    for (int i = 0; i != count; i++) {
      types.add(TypeReader.valType(in));
    }
    selectTypes = List.copyOf(types);
  }

  private void readCatches() {
    int count = in.u32();
    List<CatchClause> clauses = new ArrayList<>();
    for (int i = 0; i != count; i++) {
      int start = in.position();
      int code = in.u8();
      if (code >= CATCH_KINDS.length) {
        throw in.malformed(start, "malformed catch clause");
      }
      CatchClause.Form kind = CATCH_KINDS[code];
      boolean tagged = kind == CatchClause.Form.CATCH || kind == CatchClause.Form.CATCH_REF;
      int tag = tagged ? in.u32() : 0;
      clauses.add(new CatchClause(kind, tag, in.u32()));
    }
    catches = List.copyOf(clauses);
  }

  private void readCast() {
    int start = in.position();
    int flags = in.u8();
    if (flags > 3) {
      throw in.malformed(start, "malformed cast flags");
    }
    index = in.u32();
    castSource = new RefType((flags & 1) != 0, TypeReader.heapType(in));
    castTarget = new RefType((flags & 2) != 0, TypeReader.heapType(in));
  }

  /** The offset of the instruction read last: of its opcode, or of the prefix byte. */
  public int offset() {
    return offset;
  }

  /** The offset of the next instruction. */
  public int position() {
    return in.position();
  }

  /** The proposals of the instructions read so far. */
  public Set<Proposal> used() {
    return in.used();
  }

  /**
   * The first index: the label, function, type, tag, local, global, table, segment or memory; the
   * type of {@code call_indirect}, the segment of {@code memory.init} and {@code table.init}, the
   * destination of {@code memory.copy} and {@code table.copy}.
   */
  public int index() {
    return index;
  }

  /**
   * The second index: the table of {@code call_indirect} and {@code table.init}, the memory of
   * {@code memory.init}, the source of {@code memory.copy} and {@code table.copy}, a field, a
   * count, the segment or the source type of an array instruction.
   */
  public int index2() {
    return index2;
  }

  /** The value of {@code i32.const}. */
  public int i32() {
    return (int) value;
  }

  /** The value of {@code i64.const}; the first eight bytes of {@code v128.const} or a shuffle. */
  public long i64() {
    return value;
  }

  /** The last eight bytes of {@code v128.const} or of a shuffle, little-endian. */
  public long i64High() {
    return valueHigh;
  }

  /** The bits of the value of {@code f32.const}. */
  public int f32Bits() {
    return (int) value;
  }

  /** The bits of the value of {@code f64.const}. */
  public long f64Bits() {
    return value;
  }

  /** The type of a block. */
  public BlockType blockType() {
    return blockType;
  }

  /** The labels of {@code br_table}, the default one last; a fresh array for each instruction. */
  public int[] labels() {
    return labels;
  }

  /** The catch clauses of {@code try_table}. */
  public List<CatchClause> catches() {
    return catches;
  }

  /** The memory of a load, store, size, grow, fill or init. */
  public int memory() {
    return memory;
  }

  /** The constant offset of a load or store, unsigned. */
  public long memoryOffset() {
    return memoryOffset;
  }

  /** The base-2 logarithm of the alignment that a load or store promises. */
  public int alignment() {
    return alignment;
  }

  /** The lane of a vector instruction, 0 to 255. */
  public int lane() {
    return lane;
  }

  /** The types of {@code select} with types. */
  public List<ValType> selectTypes() {
    return selectTypes;
  }

  /** The heap type of {@code ref.null}, {@code ref.test} or {@code ref.cast}. */
  public HeapType heapType() {
    return heapType;
  }

  /** The type that {@code br_on_cast} and {@code br_on_cast_fail} start from. */
  public RefType castSource() {
    return castSource;
  }

  /** The type that {@code br_on_cast} and {@code br_on_cast_fail} ask for. */
  public RefType castTarget() {
    return castTarget;
  }
}
