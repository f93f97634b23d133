package dev.kiln.compiler.emit.layout;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.runtime.abi.Code;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * A function type as compiled code sees it.
 *
 * @param params the kinds of the parameters
 * @param results the kinds of the results
 * @param shape the erased signature
 * @param numbers number lanes of the parameters
 * @param references reference lanes of the parameters
 * @param numberResults number lanes of the results
 * @param referenceResults reference lanes of the results
 */
public record Signature(
    List<Carrier> params,
    List<Carrier> results,
    int shape,
    int numbers,
    int references,
    int numberResults,
    int referenceResults) {

  public static Signature of(FuncType type) {
    List<Carrier> params = kinds(type.params());
    List<Carrier> results = kinds(type.results());
    int references = references(params);
    int numbers = params.size() - references;
    int referenceResults = references(results);
    int numberResults = results.size() - referenceResults;
    int shape = Code.shape(numbers, references, numberResults, referenceResults);
    return new Signature(
        params, results, shape, numbers, references, numberResults, referenceResults);
  }

  private static List<Carrier> kinds(List<ValType> types) {
    List<Carrier> kinds = new ArrayList<>(types.size());
    for (ValType type : types) {
      kinds.add(Carrier.of(type));
    }
    return kinds;
  }

  private static int references(List<Carrier> kinds) {
    return (int) kinds.stream().filter(Carrier::isReference).count();
  }

  /** Whether the parameters do not fit a JVM method (255 slots): then they come in the window. */
  public boolean throughWindow() {
    int slots = 1;
    for (Carrier kind : params) {
      slots += kind.slots();
    }
    return slots > 255;
  }

  /** The number lanes that arguments and results need in the window. */
  public int windowNumbers() {
    return Math.max(numbers, numberResults);
  }

  /** The reference lanes that arguments and results need in the window. */
  public int windowReferences() {
    return Math.max(references, referenceResults);
  }

  /** The descriptor of the static method; {@code instance} is the last parameter. */
  public MethodTypeDesc methodType(ClassDesc instance) {
    ClassDesc result = results.isEmpty() ? Abi.VOID : Abi.type(results.get(0));
    List<ClassDesc> types = new ArrayList<>();
    if (throughWindow()) {
      types.add(Abi.INT);
      types.add(Abi.INT);
    } else {
      for (Carrier kind : params) {
        types.add(Abi.type(kind));
      }
    }
    types.add(instance);
    return MethodTypeDesc.of(result, types);
  }
}
