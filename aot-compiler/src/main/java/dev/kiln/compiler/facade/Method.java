package dev.kiln.compiler.facade;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.ValType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function as a Java method.
 *
 * @param wasmName the name of the import or export
 * @param name the Java name
 * @param parameters the Java names of the parameters, one for each {@link JavaValue}, unique
 * @param named whether those names come from the name section
 * @param result the record for several results, else null
 * @param isArray whether the parameters do not fit a Java method, or the results no record: then it
 *     takes and returns {@code Object[]}, boxed
 */
public record Method(
    String wasmName,
    String name,
    FuncType type,
    List<String> parameters,
    boolean named,
    @Nullable ResultRecord result,
    boolean isArray) {
  /** JVMS 4.3.3: slots that a method's parameters may take, the receiver included. */
  private static final int MAX_SLOTS = 255;

  public Method {
    parameters = List.copyOf(parameters);
  }

  /** The carriers of the parameters, as text: what tells overloads apart. */
  static String erased(FuncType type) {
    return Layout.carriers(type.params()).stream()
        .map(Carrier::name)
        .collect(Collectors.joining(","));
  }

  /**
   * Whether a method can take the parameters of {@code type} and {@code others} more slots. If
   * there are several results, the constructor of a record must be able to take them, too.
   */
  static boolean fits(FuncType type, int others) {
    boolean several = Layout.count(type.results()) > 1;
    return slots(type.params()) + others <= MAX_SLOTS
        && (!several || slots(type.results()) + 1 <= MAX_SLOTS);
  }

  private static int slots(List<ValType> types) {
    return Layout.carriers(types).stream().mapToInt(Carrier::slots).sum();
  }
}
