package dev.kiln.compiler.emit.layout;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.carrier.Word;
import dev.kiln.compiler.carrier.WordCursor;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.runtime.abi.Code;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * A function type as compiled code sees it: its values are taken apart into what carries them.
 *
 * @param params the carriers of the parameters
 * @param results the carriers of the results
 * @param shape the erased signature
 * @param numbers number words of the parameters
 * @param references reference words of the parameters
 * @param numberResults number words of the results
 * @param referenceResults reference words of the results
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
    List<Carrier> params = Layout.carriers(type.params());
    List<Carrier> results = Layout.carriers(type.results());
    WordCursor in = WordCursor.after(params);
    WordCursor out = WordCursor.after(results);
    int shape = Code.shape(in.numbers(), in.references(), out.numbers(), out.references());
    return new Signature(
        params, results, shape, in.numbers(), in.references(), out.numbers(), out.references());
  }

  /** Whether the parameters do not fit a JVM method (255 slots): then they come in the window. */
  public boolean throughWindow() {
    int slots = 1;
    for (Carrier carrier : params) {
      slots += carrier.slots();
    }
    return slots > 255;
  }

  /** The number words that arguments and results need in the window. */
  public int windowNumbers() {
    return Math.max(numbers, numberResults);
  }

  /** The reference words that arguments and results need in the window. */
  public int windowReferences() {
    return Math.max(references, referenceResults);
  }

  /** Where parameters of the direct entry of {@code Code} are: numbers first, then references. */
  public int slot(Word word, int position) {
    return switch (word) {
      case NUMBER -> 1 + 2 * position;
      case REFERENCE -> 1 + 2 * numbers + position;
    };
  }

  /** The descriptor of the static method; {@code instance} is the last parameter. */
  public MethodTypeDesc methodType(ClassDesc instance) {
    ClassDesc result = results.isEmpty() ? Abi.VOID : results.get(0).type();
    List<ClassDesc> types = new ArrayList<>();
    if (throughWindow()) {
      types.add(Abi.INT);
      types.add(Abi.INT);
    } else {
      for (Carrier carrier : params) {
        types.add(carrier.type());
      }
    }
    types.add(instance);
    return MethodTypeDesc.of(result, types);
  }
}
