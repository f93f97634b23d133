package dev.kiln.runtime;

import static dev.kiln.runtime.NumType.I32;
import static dev.kiln.runtime.NumType.I64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.runtime.abi.DescriptorFormat;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When two type definitions are one type. */
class EngineTest {
  private static final int[] NONE = {};
  private static final int CODE_I32 = 0;

  private final Engine engine = new Engine();

  /** The code of a nullable reference to a type index. */
  private static int nullable(int typeIndex) {
    return DescriptorFormat.REF + (DescriptorFormat.DEFINED + typeIndex) * 2 + 1;
  }

  private static RawType type(int... params) {
    return new RawType(true, -1, params, NONE);
  }

  private static RawType open(int supertype, int... params) {
    return new RawType(false, supertype, params, NONE);
  }

  /** The types of a module with these recursion groups. */
  private DefinedType[] load(RawType[]... groups) {
    DefinedType[] types = new DefinedType[Arrays.stream(groups).mapToInt(g -> g.length).sum()];
    int first = 0;
    for (RawType[] group : groups) {
      engine.canonicalize(List.of(group), first, types);
      first += group.length;
    }
    return types;
  }

  private static RawType[] group(RawType... types) {
    return types;
  }

  @Test
  void equalGroupsAreTheSameObjects() {
    DefinedType[] one = load(group(type(CODE_I32)), group(type()));
    DefinedType[] two = load(group(type()), group(type(CODE_I32)), group(type()));

    assertSame(one[0], two[1]);
    assertSame(one[1], two[0]);
    assertSame(two[0], two[2]);
    assertNotEquals(one[0].id(), one[1].id());
  }

  @Test
  void aHostTypeIsTheFinalTypeAlone() {
    DefinedType before = engine.define(FuncType.of(I32));
    DefinedType[] module =
        load(group(type(CODE_I32)), group(open(-1, CODE_I32)), group(type(1)), group(type()));

    assertSame(before, module[0]);
    assertNotSame(before, module[1]);
    assertSame(module[2], engine.define(FuncType.of(I64)));
    assertEquals(FuncType.of(I64), module[2].funcType());
    assertSame(engine.define(FuncType.of()), module[3]);
  }

  @Test
  void aSignatureIsTheSameType() {
    DefinedType text = engine.define("ilfd:l");

    assertSame(text, engine.define(FuncType.of(I32, I64, NumType.F32, NumType.F64).returns(I64)));
    assertSame(text, load(group(new RawType(true, -1, new int[] {0, 1, 2, 3}, new int[] {1})))[0]);
    assertEquals(FuncType.of().returns(I32, I64), engine.define(":il").funcType());
    assertNotSame(engine.define("i:"), load(group(open(-1, CODE_I32)))[0]);
  }

  @Test
  void aTextThatIsNoSignatureDefinesNothing() {
    for (String wrong : new String[] {"", "i", "i;i", "x:", ":n", "i:i:i"}) {
      assertEquals(
          "no signature: \"" + wrong + "\"; write, say, il:i",
          assertThrows(IllegalArgumentException.class, () -> engine.define(wrong)).getMessage());
    }
    assertEquals(0, engine.define("i:").id());
  }

  @Test
  void hostTypesWithReferencesEqualModuleTypes() {
    int funcref = DescriptorFormat.reference(DescriptorFormat.FUNC_HEAP, true);
    int extern = DescriptorFormat.REF + AbstractHeapType.EXTERN.ordinal() * 2; // not null
    DefinedType[] module = load(group(type()), group(type(funcref, extern, nullable(0))));

    DefinedType host =
        engine.define(
            FuncType.of(
                RefType.FUNCREF,
                new RefType(false, AbstractHeapType.EXTERN),
                new RefType(true, module[0])));

    assertSame(module[1], host);
  }

  @Test
  void paramsAndResultsAreDistinct() {
    DefinedType[] types =
        load(
            group(new RawType(true, -1, new int[] {0, 0}, NONE)),
            group(new RawType(true, -1, new int[] {0}, new int[] {0})),
            group(new RawType(true, -1, NONE, new int[] {0, 0})));

    assertEquals(3, Arrays.stream(types).mapToInt(DefinedType::id).distinct().count());
  }

  @Test
  void finalityDistinguishes() {
    DefinedType[] types = load(group(type()), group(open(-1)));

    assertNotSame(types[0], types[1]);
    assertTrue(types[0].isFinal());
    assertFalse(types[1].isFinal());
    assertFalse(types[1].isSubtypeOf(types[0].id()));
  }

  @Test
  void supertypesDistinguishAndAreTransitive() {
    DefinedType[] types =
        load(
            group(open(-1)),
            group(open(0)),
            group(open(1)),
            group(open(0)),
            group(new RawType(true, 0, NONE, NONE)));

    assertSame(types[1], types[3]);
    assertNotSame(types[1], types[2]);
    assertNotSame(types[1], types[4]);
    assertTrue(types[2].isSubtypeOf(types[0].id()));
    assertTrue(types[2].isSubtypeOf(types[1].id()));
    assertFalse(types[0].isSubtypeOf(types[2].id()));
    assertTrue(types[2].matches(types[0]));
    assertTrue(types[2].matches(AbstractHeapType.FUNC));
    assertFalse(types[2].matches(AbstractHeapType.EXTERN));
  }

  @Test
  void recursiveGroupsAreEqualWhereverTheyStand() {
    DefinedType[] one = load(group(type(nullable(0))));
    DefinedType[] two = load(group(type()), group(type(nullable(1))));

    assertSame(one[0], two[1]);
    RefType self = (RefType) one[0].funcType().params().get(0);
    assertSame(one[0], self.heap());
    assertEquals("[(ref null type " + one[0].id() + ")] -> []", one[0].funcType().toString());
  }

  @Test
  void aTypeInAGroupIsNotTheSameTypeAlone() {
    DefinedType[] types = load(group(type()), group(type(), type(CODE_I32)), group(type(CODE_I32)));

    assertNotSame(types[0], types[1]);
    assertNotSame(types[2], types[3]);
  }

  @Test
  void mutuallyRecursiveGroupsKeepTheirOrder() {
    RawType[] pair = group(type(nullable(1)), type(nullable(0), CODE_I32));
    DefinedType[] one = load(pair);
    DefinedType[] again = load(pair);
    DefinedType[] turned = load(group(type(nullable(1), CODE_I32), type(nullable(0))));

    assertSame(one[0], again[0]);
    assertSame(one[1], again[1]);
    assertNotSame(one[0], turned[1]);
    assertNotSame(one[1], turned[0]);
  }

  @Test
  void unrollingARecursiveTypeIsAnotherType() {
    // (rec (type 0 (ref null 0))) and a type outside that refers to it look alike once unrolled.
    DefinedType[] types = load(group(type(nullable(0))), group(type(nullable(0))));

    assertNotSame(types[0], types[1]);
  }

  @Test
  void nullabilityDistinguishes() {
    DefinedType[] types =
        load(
            group(type()),
            group(type(nullable(0))),
            group(type(nullable(0) - 1)),
            group(type(DescriptorFormat.reference(DescriptorFormat.FUNC_HEAP, true))));

    assertEquals(4, Arrays.stream(types).mapToInt(DefinedType::id).distinct().count());
  }

  @Test
  void twoEnginesKnowTheirTypesEachForThemselves() {
    Engine other = new Engine();
    other.define(FuncType.of(I64));

    DefinedType here = engine.define(FuncType.of(I32));
    DefinedType there = other.define(FuncType.of(I32));

    assertNotSame(here, there);
    assertEquals(here.funcType(), there.funcType());
    assertNotEquals(here.id(), there.id());
  }
}
