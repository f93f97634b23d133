package dev.kiln.runtime.abi;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Quota;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a table as compiled code sees them. The arrays may be longer than the table.
 *
 * <p>The functions of an active element segment are made when somebody first looks at them: until
 * then their elements here are null and in a {@link Range}, which costs a call nothing, since it
 * tests for null anyway. Before null is written in earnest all of them are made.
 */
public final class TableCells {
  /** More elements than this cannot be had: the rest of an {@code int} index must stay usable. */
  public static final int MAX_SIZE = 100_000_000;

  /** The functions of an element segment. */
  public interface Source {
    /** The same object each time. */
    FuncRef function(int position);
  }

  /** Elements from {@code from} to before {@code to}: those that are null are still to be made. */
  private static final class Range {
    final int from;
    final int to;
    final Source source;

    Range(int from, int to, Source source) {
      this.from = from;
      this.to = to;
      this.source = source;
    }
  }

  /** All elements; a {@code FuncRef[]} where the table holds functions. */
  public @Nullable Object[] elements;

  /** The same array where the table holds functions, else empty. */
  public @Nullable FuncRef[] functions;

  /**
   * The typed entries of the functions, null where that is not known yet. A call finds its target
   * one load earlier this way, and with it that much earlier a mispredicted one.
   */
  public @Nullable Code[] codes;

  /** The number of elements. */
  public int size;

  private static final @Nullable FuncRef[] NONE = new FuncRef[0];
  private static final @Nullable Code[] NO_CODES = new Code[0];

  /** What elements are before they are made, some at once. */
  private static final @Nullable FuncRef[] UNMADE = new FuncRef[1024];

  private static final @Nullable Code[] UNKNOWN = new Code[1024];

  /** In ascending order, disjoint. */
  private final List<Range> unmade = new ArrayList<>(0);

  /** Whether the elements are function references. */
  public final boolean holdsFunctions;

  private final long max;
  private final Quota quota;

  /**
   * A table of null references.
   *
   * @param functions whether the elements are function references
   * @param size the initial number of elements, 0 to {@link #MAX_SIZE}
   * @param max the declared maximum, negative where there is none
   * @param quota asked before each growth
   */
  public TableCells(boolean functions, int size, long max, Quota quota) {
    this.holdsFunctions = functions;
    this.max = max;
    this.quota = quota;
    this.functions = NONE;
    this.elements = NONE;
    this.codes = NO_CODES;
    adopt(functions ? new @Nullable FuncRef[size] : new @Nullable Object[size]);
    this.size = size;
  }

  /** The codes come first: if they do not fit the heap, nothing has changed. */
  private void adopt(@Nullable Object[] array) {
    if (holdsFunctions) {
      if (codes.length != array.length) {
        codes = Arrays.copyOf(codes, array.length);
      }
      functions = (@Nullable FuncRef[]) array;
    }
    elements = array;
  }

  /** Forgets the typed entries of elements that were written. */
  private void forget(int from, int count) {
    if (holdsFunctions) {
      Arrays.fill(codes, from, from + count, null);
    }
  }

  /**
   * The typed entry of the function at {@code index}, which is {@code function}: the one {@link
   * #callee} returned just before.
   */
  public Code code(int index, FuncRef function) {
    Code code = codes[index];
    return code != null ? code : remember(index, function);
  }

  private Code remember(int index, FuncRef function) {
    Code code = function.code();
    if (code == null) {
      throw new LinkageError("no adapter for " + function);
    }
    codes[index] = code;
    return code;
  }

  /**
   * The function a {@code call_indirect} calls. The order of the traps is the specification's: out
   * of bounds, null, signature.
   *
   * @param index the element, unsigned
   * @param type the engine's id of the expected type
   */
  public FuncRef callee(int index, int type) {
    FuncRef function = element(index);
    Traps.checkType(function, type);
    return function;
  }

  /** The first two steps of {@link #callee}: in bounds and not null. */
  public FuncRef element(int index) {
    if (index < 0 || index >= size) {
      throw Traps.undefinedElement();
    }
    FuncRef function = functions[index];
    return function != null ? function : firstUse(index);
  }

  private FuncRef firstUse(int index) {
    FuncRef function = made(index);
    if (function == null) {
      throw Traps.uninitializedElement(index);
    }
    return function;
  }

  /** What the element is, which is null in the array. */
  private @Nullable FuncRef made(int index) {
    int low = 0;
    int high = unmade.size();
    while (low < high) {
      int middle = low + high >>> 1;
      Range range = unmade.get(middle);
      if (index < range.from) {
        high = middle;
      } else if (index >= range.to) {
        low = middle + 1;
      } else {
        FuncRef function = range.source.function(index - range.from);
        functions[index] = function;
        return function;
      }
    }
    return null;
  }

  /** Whether some elements are still to be made. */
  public boolean hasUnmade() {
    return !unmade.isEmpty();
  }

  /** Makes all that is still to be made. */
  private void makeAll() {
    for (Range range : unmade) {
      for (int i = range.from; i < range.to; i++) {
        if (functions[i] == null) {
          functions[i] = range.source.function(i - range.from);
        }
      }
    }
    unmade.clear();
  }

  /** {@code table.get}; {@code index} is unsigned. */
  public @Nullable Object get(int index) {
    checkIndex(index);
    Object element = elements[index];
    return element != null ? element : made(index);
  }

  /** {@code table.get} of a function; {@code index} is unsigned. */
  public @Nullable FuncRef getFunction(int index) {
    checkIndex(index);
    FuncRef function = functions[index];
    return function != null ? function : made(index);
  }

  /** {@code table.set}; {@code index} is unsigned. */
  public void set(int index, @Nullable Object value) {
    checkIndex(index);
    if (value == null) {
      makeAll();
    }
    elements[index] = value;
    forget(index, 1);
  }

  /** {@code table.size}. */
  public int size() {
    return size;
  }

  /** {@code table.grow}: the old size, or -1. {@code delta} is unsigned. */
  public int grow(@Nullable Object value, int delta) {
    int old = size;
    long wanted = old + (delta & 0xffffffffL);
    if (wanted > MAX_SIZE
        || max >= 0 && wanted > max
        || !quota.tableGrowing(old, wanted, max)
        || size != old) { // the limiter itself made it grow
      return -1;
    }
    int newSize = (int) wanted;
    try {
      @Nullable Object[] array = elements;
      if (newSize > array.length) {
        array = Arrays.copyOf(array, Math.max(newSize, Math.min(old * 2, MAX_SIZE)));
      }
      if (value != null) {
        Arrays.fill(array, old, newSize, value);
      }
      adopt(array);
    } catch (OutOfMemoryError e) {
      return -1;
    }
    forget(old, newSize - old);
    size = newSize;
    return old;
  }

  /** {@code table.fill}; numbers are unsigned. */
  public void fill(int to, @Nullable Object value, int count) {
    check(size, to, count);
    if (value == null) {
      makeAll();
    }
    Arrays.fill(elements, to, to + count, value);
    forget(to, count);
  }

  /** {@code table.copy} from {@code source}, which may be this table; numbers are unsigned. */
  public void copy(TableCells source, int to, int from, int count) {
    check(source.size, from, count);
    check(size, to, count);
    source.makeAll();
    makeAll();
    System.arraycopy(source.elements, from, elements, to, count);
    forget(to, count);
  }

  /** {@code table.init} from an element segment; numbers are unsigned. */
  public void init(@Nullable Object[] segment, int to, int from, int count) {
    check(segment.length, from, count);
    check(size, to, count);
    makeAll();
    System.arraycopy(segment, from, elements, to, count);
    forget(to, count);
  }

  /** Writes all {@code count} functions of an element segment; {@code to} is unsigned. */
  public void init(Source segment, int to, int count) {
    check(size, to, count);
    if (!unmade.isEmpty() && to < unmade.get(unmade.size() - 1).to) {
      makeAll(); // the later segment wins where both have an element
    }
    unmade.add(new Range(to, to + count, segment));
    clear(functions, UNMADE, to, count);
    clear(codes, UNKNOWN, to, count);
  }

  /** Copies nulls: a new JVM has not compiled the loop of {@code Arrays.fill} yet. */
  private static void clear(
      @Nullable Object[] array, @Nullable Object[] nulls, int from, int count) {
    for (int done = 0; done < count; done += nulls.length) {
      System.arraycopy(nulls, 0, array, from + done, Math.min(nulls.length, count - done));
    }
  }

  private void checkIndex(int index) {
    if (index < 0 || index >= size) {
      throw Traps.tableOutOfBounds();
    }
  }

  static void check(int size, int from, int count) {
    if ((from & 0xffffffffL) + (count & 0xffffffffL) > size) {
      throw Traps.tableOutOfBounds();
    }
  }
}
