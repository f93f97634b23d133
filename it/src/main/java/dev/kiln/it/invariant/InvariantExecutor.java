package dev.kiln.it.invariant;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Runs the invariants of some classes: {@code InvariantExecutor CLASS…}. Every public method is one
 * and gets an object of its own. Prints {@value #HELD} and the name, or {@value #BROKEN}, the name
 * and, indented, why.
 */
public final class InvariantExecutor {
  /** Begins the line of an invariant that held. */
  public static final String HELD = "held ";

  /** Begins the line of one that did not. */
  public static final String BROKEN = "BROKEN ";

  private InvariantExecutor() {}

  /** The invariants of a class. */
  public static List<String> names(Class<?> theme) {
    return methods(theme).stream().map(Method::getName).toList();
  }

  private static List<Method> methods(Class<?> theme) {
    return Arrays.stream(theme.getDeclaredMethods())
        .filter(m -> Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()))
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  /** Runs them. */
  public static void main(String[] args) throws ReflectiveOperationException {
    for (String name : args) {
      Class<?> theme = Class.forName(name);
      for (Method method : methods(theme)) {
        run(theme, method);
      }
    }
  }

  private static void run(Class<?> theme, Method method) throws ReflectiveOperationException {
    try {
      method.invoke(theme.getDeclaredConstructor().newInstance());
      System.out.println(HELD + method.getName());
    } catch (InvocationTargetException e) {
      StringWriter trace = new StringWriter();
      e.getTargetException().printStackTrace(new PrintWriter(trace, true));
      System.out.println(BROKEN + method.getName());
      trace.toString().lines().forEach(line -> System.out.println("  " + line));
    }
  }
}
