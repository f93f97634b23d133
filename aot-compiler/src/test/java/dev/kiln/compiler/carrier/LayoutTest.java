package dev.kiln.compiler.carrier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.TypeIndex;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.model.type.VecType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayoutTest {
  private static final List<ValType> TYPES =
      List.of(NumType.F32, VecType.V128, RefType.EXTERNREF, VecType.V128, RefType.FUNCREF);

  @Test
  void aVectorHasTwoCarriers() {
    assertEquals(
        List.of(
            Carrier.F32,
            Carrier.I64,
            Carrier.I64,
            Carrier.REF,
            Carrier.I64,
            Carrier.I64,
            Carrier.FUNC),
        Layout.carriers(TYPES));
    assertEquals(7, Layout.count(TYPES));
    assertThrows(IllegalArgumentException.class, () -> Layout.single(VecType.V128));
  }

  @ParameterizedTest
  @EnumSource(NumType.class)
  void aNumberHasTheCarrierOfItsName(NumType type) {
    assertEquals(Carrier.valueOf(type.name()), Layout.single(type));
    assertEquals(1, Layout.count(List.of(type)));
  }

  @Test
  void functionsAreToldFromOtherReferences() {
    assertEquals(Carrier.FUNC, Layout.single(new RefType(false, new TypeIndex(3))));
    assertEquals(Carrier.FUNC, Layout.single(new RefType(true, AbstractHeapType.NOFUNC)));
    assertEquals(Carrier.REF, Layout.single(new RefType(true, AbstractHeapType.NOEXTERN)));
  }

  @ParameterizedTest
  @EnumSource(Carrier.class)
  void aCarrierTakesTheSlotsOfItsType(Carrier carrier) {
    boolean wide = carrier == Carrier.I64 || carrier == Carrier.F64;
    assertEquals(wide ? 2 : 1, carrier.slots());
    boolean reference = carrier == Carrier.FUNC || carrier == Carrier.REF;
    assertEquals(reference ? Word.REFERENCE : Word.NUMBER, carrier.word());
    assertEquals(carrier.typeKind(), java.lang.classfile.TypeKind.from(carrier.type()));
    if (reference) {
      assertThrows(IllegalStateException.class, carrier::box);
    }
  }

  @Test
  void aCursorCountsNumbersAndReferencesApart() {
    WordCursor cursor = WordCursor.after(Layout.carriers(TYPES));
    assertEquals(5, cursor.numbers());
    assertEquals(2, cursor.references());
    WordCursor further = new WordCursor(3, 1);
    assertEquals(3, further.next(Carrier.F64));
    assertEquals(1, further.next(Carrier.FUNC));
    assertEquals(2, further.next(Word.REFERENCE));
    assertEquals(4, further.next(Word.NUMBER));
    assertEquals(5, further.numbers());
    assertEquals(3, further.references());
  }
}
