package dev.kiln.compiler.emit.function;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.measure.PoolSize;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How control goes from piece to piece: each returns a state, and a dispatcher calls the piece that
 * goes on. The steps:
 *
 * <ol>
 *   <li>{@link #group} puts the pieces into groups. Each group has a class of its own, since a
 *       constant pool is limited.
 *   <li>Each piece and entry gets its state: 11 bits with the number of the group, 10 bits with the
 *       piece's number in it, and 10 bits with the number of the entry, 0 for the start. -1 leaves
 *       the function.
 *   <li>{@link #emitDrive} makes the loop that switches on the state. Where there are several
 *       groups it calls the dispatcher of a group, from {@link #emitGroup}, which goes on as long
 *       as the state is within the group.
 *   <li>A leap ({@link Stmt.Leap}) finds the state in a table by its index: {@link #emitTables}.
 * </ol>
 *
 * <p>The two pieces of the example in {@link dev.kiln.compiler.cut.Partition} are one group:
 *
 * <pre>
 *   piece 0, start   0 &lt;&lt; 20 | 0 &lt;&lt; 10 | 0 =    0
 *   piece 0, loop    0 &lt;&lt; 20 | 0 &lt;&lt; 10 | 1 =    1
 *   piece 1, start   0 &lt;&lt; 20 | 1 &lt;&lt; 10 | 0 = 1024
 *
 *   call with n = 2: drive(0) → piece 0 returns 1024 → piece 1 returns 1 (jump loop)
 *                    → piece 0 returns 1024 → piece 1 stores the result and returns -1
 * </pre>
 */
final class Dispatch {
  /** The slots of all methods here and of pieces. */
  static final int FRAME = 0;

  static final int STATE = 1;
  static final int INSTANCE_SLOT = 2;

  /** The most cases of a dispatcher. */
  private static final int MAX_CASES = 200;

  /** What the pieces of a class may need of its constant pool. */
  private static final int MAX_POOL = 50_000;

  /** Constants of a piece other than those of its statements: its name, the array accesses. */
  private static final int POOL_PER_CHUNK = 60;

  private static final int POOL_PER_VARIABLE = 3;
  private static final int ENTRY_BITS = 10;
  private static final int GROUP_BITS = 2 * ENTRY_BITS;
  private static final int ENTRY_MASK = (1 << ENTRY_BITS) - 1;

  private static final ClassDesc INTS = INT.arrayType();
  private static final MethodTypeDesc TABLE = MethodTypeDesc.of(INTS, STRING);

  private final ModuleLayout layout;
  private final IrFunction function;
  private final List<Piece> pieces;
  private final MethodTypeDesc pieceType;
  private final MethodTypeDesc driveType;
  private final List<Group> groups = new ArrayList<>();
  private final int[] startStates;
  private final Map<JumpLabel, Integer> states = new HashMap<>();

  /** The label lists of leaps, by identity; each has a table of states. */
  private final Map<List<JumpLabel>, Integer> tables = new IdentityHashMap<>();

  /** The pieces of one class. */
  private record Group(ClassDesc name, int from, int to) {}

  /** For the pieces of a function. */
  Dispatch(ModuleLayout layout, IrFunction function, List<Piece> pieces, ClassDesc frame) {
    this.layout = layout;
    this.function = function;
    this.pieces = pieces;
    this.pieceType = MethodTypeDesc.of(INT, frame, INT, layout.instanceClass());
    this.driveType = MethodTypeDesc.of(VOID, frame, INT, layout.instanceClass());
    this.startStates = new int[pieces.size()];
    for (Stmt stmt : function.body()) {
      if (stmt instanceof Stmt.Leap leap) {
        tables.putIfAbsent(leap.labels(), tables.size());
      }
    }
    group();
    check(groups.size(), 1 << 31 - GROUP_BITS);
    for (int g = 0; g < groups.size(); g++) {
      Group group = groups.get(g);
      for (int c = group.from; c < group.to; c++) {
        startStates[c] = g << GROUP_BITS | c - group.from << ENTRY_BITS;
        List<Piece.Entry> entries = pieces.get(c).entries();
        check(entries.size(), ENTRY_MASK);
        for (int e = 0; e < entries.size(); e++) {
          states.put(entries.get(e).label(), startStates[c] | e + 1);
        }
      }
    }
  }

  /** States have so many bits; reached by sizes of methods that only measurements ask for. */
  private void check(int count, int most) {
    if (count > most) {
      throw WasmException.of(
              WasmException.Reason.LIMIT,
              layout.module().file(),
              -1,
              "the function falls into more than " + most + " pieces: give methods another size")
          .inFunction(function.index(), layout.module().functionName(function.index()));
    }
  }

  private void group() {
    PoolSize poolSize = new PoolSize(layout.analysis());
    int from = 0;
    int pool = 0;
    for (int c = 0; c < pieces.size(); c++) {
      Piece piece = pieces.get(c);
      int needed =
          POOL_PER_CHUNK
              + POOL_PER_VARIABLE * (piece.loads().size() + piece.stores().size())
              + poolSize.of(function.body().subList(piece.start(), piece.end()));
      if (c > from && (c - from == MAX_CASES || pool + needed > MAX_POOL)) {
        addGroup(from, c);
        from = c;
        pool = 0;
      }
      pool += needed;
    }
    addGroup(from, pieces.size());
  }

  private void addGroup(int from, int to) {
    String suffix = groups.isEmpty() ? "" : "_" + groups.size();
    groups.add(new Group(layout.nested("S" + function.index() + suffix), from, to));
  }

  /** How many classes hold the pieces. */
  int classes() {
    return groups.size();
  }

  ClassDesc className(int index) {
    return groups.get(index).name;
  }

  /** The name of a piece's method. */
  private String method(int piece) {
    return layout.methodName(function.index()) + "$" + piece;
  }

  /** What emits a piece. */
  interface PieceBody {
    void emit(CodeBuilder cb, int piece);
  }

  /** Emits the methods of class {@code index}. */
  void emit(ClassBuilder builder, int index, PieceBody body) {
    Group group = groups.get(index);
    for (int c = group.from; c < group.to; c++) {
      int number = c;
      builder.withMethodBody(
          method(c), pieceType, ClassFile.ACC_STATIC, cb -> body.emit(cb, number));
    }
    if (groups.size() > 1) {
      builder.withMethodBody("group", pieceType, ClassFile.ACC_STATIC, cb -> emitGroup(cb, index));
    }
    if (index > 0) {
      return;
    }
    if (!tables.isEmpty()) {
      emitTables(builder);
    }
    builder.withMethodBody("drive", driveType, ClassFile.ACC_STATIC, this::emitDrive);
    for (int r = 0; groups.size() > MAX_CASES && r * MAX_CASES < groups.size(); r++) {
      int route = r;
      builder.withMethodBody(
          "route$" + r, pieceType, ClassFile.ACC_STATIC, cb -> emitRoute(cb, route));
    }
  }

  /** Runs the function from a state to its end: frame, state and instance are on the stack. */
  void drive(CodeBuilder cb) {
    cb.invokestatic(groups.get(0).name, "drive", driveType);
  }

  /** The state with which a piece begins. */
  int startState(int piece) {
    return startStates[piece];
  }

  /** The state that goes on at {@code label}. */
  int state(JumpLabel label) {
    Integer state = states.get(label);
    if (state == null) {
      throw new IllegalStateException(label + " has no entry");
    }
    return state;
  }

  /** Pushes the array with the states of the labels of a leap. */
  void pushTable(CodeBuilder cb, List<JumpLabel> labels) {
    cb.getstatic(groups.get(0).name, "T" + tables.get(labels), INTS);
  }

  /** Static tables of states, from strings of three characters for each. */
  private void emitTables(ClassBuilder builder) {
    ClassDesc self = groups.get(0).name;
    tables.values().stream()
        .sorted()
        .forEach(t -> builder.withField("T" + t, INTS, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL));
    builder.withMethodBody(
        ConstantDescs.CLASS_INIT_NAME,
        ConstantDescs.MTD_void,
        ClassFile.ACC_STATIC,
        cb -> {
          tables.entrySet().stream()
              .sorted(Map.Entry.comparingByValue())
              .forEach(
                  table -> {
                    StringBuilder text = new StringBuilder();
                    for (JumpLabel label : table.getKey()) {
                      int state = state(label);
                      text.append((char) (state >>> 22));
                      text.append((char) (state >>> 11 & 0x7ff));
                      text.append((char) (state & 0x7ff));
                    }
                    cb.ldc(text.toString()).invokestatic(self, "table", TABLE);
                    cb.putstatic(self, "T" + table.getValue(), INTS);
                  });
          cb.return_();
        });
    builder.withMethodBody("table", TABLE, ClassFile.ACC_STATIC, Dispatch::emitTable);
  }

  private static void emitTable(CodeBuilder cb) {
    int text = 0;
    int states = 1;
    int at = 2;
    cb.aload(text).invokevirtual(STRING, "length", MethodTypeDesc.of(INT)).iconst_3().idiv();
    cb.newarray(TypeKind.INT).astore(states).iconst_0().istore(at);
    Label again = cb.newBoundLabel();
    Label end = cb.newLabel();
    cb.iload(at).aload(states).arraylength().if_icmpge(end);
    cb.aload(states).iload(at);
    for (int part = 0; part < 3; part++) {
      cb.aload(text).iload(at).iconst_3().imul().loadConstant(part).iadd();
      cb.invokevirtual(STRING, "charAt", MethodTypeDesc.of(ConstantDescs.CD_char, INT));
      cb.loadConstant(22 - 11 * part).ishl();
      if (part > 0) {
        cb.ior();
      }
    }
    cb.iastore().iinc(at, 1).goto_(again).labelBinding(end).aload(states).areturn();
  }

  /** Pushes the state with which the piece of a state begins. */
  static void pushPiece(CodeBuilder cb) {
    cb.iload(STATE).loadConstant(~ENTRY_MASK).iand();
  }

  /** Pushes the number of the entry in a piece's state. */
  static void pushEntry(CodeBuilder cb) {
    cb.iload(STATE).loadConstant(ENTRY_MASK).iand();
  }

  /** The loop over the pieces or groups. */
  private void emitDrive(CodeBuilder cb) {
    Label again = cb.newBoundLabel();
    Label end = cb.newLabel();
    if (groups.size() == 1) {
      cb.iload(STATE).loadConstant(ENTRY_BITS).ishr();
      dispatch(cb, 0, pieces.size(), end, groups.get(0));
    } else if (groups.size() <= MAX_CASES) {
      cb.iload(STATE).loadConstant(GROUP_BITS).ishr();
      dispatch(cb, 0, groups.size(), end, null);
    } else {
      for (int r = 0; r * MAX_CASES < groups.size(); r++) {
        cb.aload(FRAME).iload(STATE).aload(INSTANCE_SLOT);
        cb.invokestatic(groups.get(0).name, "route$" + r, pieceType).istore(STATE);
      }
    }
    cb.iload(STATE).ifge(again).labelBinding(end).return_();
  }

  /** A dispatcher for the pieces of a class; it returns a state that is for another one. */
  private void emitGroup(CodeBuilder cb, int index) {
    Group group = groups.get(index);
    Label again = cb.newBoundLabel();
    Label other = cb.newLabel();
    // A negative state is no group either.
    cb.iload(STATE).loadConstant(GROUP_BITS).ishr().loadConstant(index).if_icmpne(other);
    cb.iload(STATE).loadConstant(ENTRY_BITS).ishr().loadConstant(ENTRY_MASK).iand();
    dispatch(cb, 0, group.to - group.from, other, group);
    cb.goto_(again);
    cb.labelBinding(other).iload(STATE).ireturn();
  }

  /** A dispatcher for some of the groups. */
  private void emitRoute(CodeBuilder cb, int route) {
    int from = route * MAX_CASES;
    int to = Math.min(groups.size(), from + MAX_CASES);
    Label again = cb.newBoundLabel();
    Label other = cb.newLabel();
    cb.iload(STATE).loadConstant(GROUP_BITS).ishr();
    dispatch(cb, from, to, other, null);
    cb.goto_(again);
    cb.labelBinding(other).iload(STATE).ireturn();
  }

  /**
   * Calls the piece, or without a {@code group} the group, whose number is on the stack; others
   * than from–to go to {@code other}.
   */
  private void dispatch(CodeBuilder cb, int from, int to, Label other, @Nullable Group group) {
    Label done = cb.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    for (int c = from; c < to; c++) {
      cases.add(SwitchCase.of(c, cb.newLabel()));
    }
    cb.tableswitch(from, to - 1, other, cases);
    for (SwitchCase each : cases) {
      int c = each.caseValue();
      cb.labelBinding(each.target());
      cb.aload(FRAME).iload(STATE).aload(INSTANCE_SLOT);
      if (group == null) {
        cb.invokestatic(groups.get(c).name, "group", pieceType);
      } else {
        cb.invokestatic(group.name, method(group.from + c), pieceType);
      }
      cb.istore(STATE).goto_(done);
    }
    cb.labelBinding(done);
  }
}
