package dev.kiln.compiler.opcode;

/** What follows an opcode in the binary format. */
public enum Immediates {
  NONE,
  BLOCK_TYPE,
  /** A block type and a vector of catch clauses. */
  CATCHES,
  LABEL_INDEX,
  /** A vector of labels and a default. */
  LABELS,
  FUNC_INDEX,
  TYPE_INDEX,
  TYPE_TABLE,
  TAG_INDEX,
  LOCAL_INDEX,
  GLOBAL_INDEX,
  TABLE_INDEX,
  TABLE_TABLE,
  ELEM_INDEX,
  ELEM_TABLE,
  DATA_INDEX,
  DATA_MEMORY,
  MEMORY_INDEX,
  MEMORY_MEMORY,
  SELECT_TYPES,
  HEAP_TYPE,
  I32_VALUE,
  I64_VALUE,
  F32_VALUE,
  F64_VALUE,
  V128_VALUE,
  TYPE_FIELD,
  TYPE_COUNT,
  TYPE_DATA,
  TYPE_ELEM,
  TYPE_TYPE,
  /** Flags, a label and two heap types. */
  CAST,
  /** A zero byte. */
  FENCE,
  MEMARG_8(0, 0),
  MEMARG_16(1, 0),
  MEMARG_32(2, 0),
  MEMARG_64(3, 0),
  MEMARG_128(4, 0),
  MEMARG_8_LANE(0, 16),
  MEMARG_16_LANE(1, 8),
  MEMARG_32_LANE(2, 4),
  MEMARG_64_LANE(3, 2),
  LANE_2(-1, 2),
  LANE_4(-1, 4),
  LANE_8(-1, 8),
  LANE_16(-1, 16),
  /** Sixteen lane indices. */
  LANES_16(-1, 32);

  private final int naturalAlignment;
  private final int lanes;

  Immediates() {
    this(-1, 0);
  }

  Immediates(int naturalAlignment, int lanes) {
    this.naturalAlignment = naturalAlignment;
    this.lanes = lanes;
  }

  /** The base-2 logarithm of the bytes accessed; -1 if no memory is accessed. */
  public int naturalAlignment() {
    return naturalAlignment;
  }

  /** The number that a lane index must be below; 0 if there is no lane index. */
  public int lanes() {
    return lanes;
  }
}
