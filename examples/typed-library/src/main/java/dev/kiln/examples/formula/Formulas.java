package dev.kiln.examples.formula;

import dev.kiln.examples.formula.engine.FormulaEngineHost;
import dev.kiln.examples.formula.engine.FormulaEngineInstance;
import dev.kiln.runtime.Memory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Parses formulas such as {@code price * quantity * (1 - rebate(quantity))}, which may call
 * functions of yours. There are {@code + - * /}, comparisons ({@code < <= > >= = <>}, 1 for true
 * and 0 for false) and {@code condition ? value : other}, which evaluates one of the two.
 *
 * <p>An object and its formulas are for one thread at a time. Formulas take memory until the object
 * is garbage.
 */
public final class Formulas {
  private record Function(String name, int arguments, ToDoubleFunction<double[]> body) {}

  /** Of {@link Function#arguments}: any number of them. */
  private static final int ANY = -1;

  private final FormulaEngineInstance engine = FormulaEngineInstance.create(new Host());
  private final List<Function> functions = new ArrayList<>();
  private final Map<String, Integer> variables = new HashMap<>();
  private final List<String> variableNames = new ArrayList<>();

  /** The values of the evaluation that is under way. */
  private ToDoubleFunction<String> values = Formulas::unknown;

  /** The names in the formula that is being parsed. */
  private List<String> names = new ArrayList<>();

  /** Without functions. */
  public Formulas() {}

  /** Adds a function of one argument. Formulas parsed from now on may call it. */
  public Formulas function(String name, DoubleUnaryOperator body) {
    return add(new Function(name, 1, arguments -> body.applyAsDouble(arguments[0])));
  }

  /** Adds a function of two arguments. */
  public Formulas function(String name, DoubleBinaryOperator body) {
    return add(new Function(name, 2, both -> body.applyAsDouble(both[0], both[1])));
  }

  /** Adds a function of any number of arguments. */
  public Formulas aggregate(String name, ToDoubleFunction<DoubleStream> body) {
    return add(new Function(name, ANY, all -> body.applyAsDouble(DoubleStream.of(all))));
  }

  private Formulas add(Function function) {
    functions.add(function);
    return this;
  }

  /**
   * Parses a formula.
   *
   * @throws FormulaException where it is none; it says what is wrong, and where
   */
  public Formula parse(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    engine.memory().write(engine.textBuffer(utf8.length), utf8);
    names = new ArrayList<>();
    int address = engine.parse(utf8.length);
    if (address == 0) {
      String message = engine.memory().readCString(engine.errorMessage());
      int before = engine.errorPosition();
      int position = new String(utf8, 0, before, StandardCharsets.UTF_8).length();
      throw new FormulaException(message, text, position);
    }
    return new Formula(this, text, address, names);
  }

  double evaluate(int address, ToDoubleFunction<String> given) {
    ToDoubleFunction<String> outer = values; // a function may evaluate another formula
    int stack = engine.__stack_pointer();
    values = given;
    try {
      return engine.evaluate(address);
    } finally {
      values = outer;
      // An exception that came through C code took its frames away, but not from C's own stack.
      engine.__stack_pointer(stack);
    }
  }

  private static double unknown(String name) {
    throw new IllegalStateException("no formula is being evaluated");
  }

  /** What C imports: the interface was generated from the module. Addresses are the memory's. */
  private final class Host implements FormulaEngineHost {
    private String name(int address, int length) {
      return new String(memory().read(address, length), StandardCharsets.UTF_8);
    }

    private Memory memory() {
      return engine.memory();
    }

    @Override
    public int variable(int address, int length) {
      String name = name(address, length);
      if (!names.contains(name)) {
        names.add(name);
      }
      return variables.computeIfAbsent(
          name,
          unseen -> {
            variableNames.add(unseen);
            return variableNames.size() - 1;
          });
    }

    @Override
    public int function(int address, int length, int arguments) {
      String name = name(address, length);
      for (int i = functions.size() - 1; i >= 0; i--) {
        Function function = functions.get(i);
        boolean fits = function.arguments == ANY || function.arguments == arguments;
        if (fits && function.name.equals(name)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public double number(int address, int length) {
      return Double.parseDouble(name(address, length));
    }

    @Override
    public double value(int variable) {
      return values.applyAsDouble(variableNames.get(variable));
    }

    @Override
    public double call(int function, int address, int count) {
      double[] arguments = new double[count];
      for (int i = 0; i < count; i++) {
        arguments[i] = memory().readDouble(address + i * Double.BYTES);
      }
      return functions.get(function).body.applyAsDouble(arguments);
    }
  }
}
