package dev.kiln.compiler.opcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.model.Proposal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpcodeTest {
  @Test
  void everyOpcodeIsFoundByItsCode() {
    for (Opcode opcode : Opcode.values()) {
      int prefix = opcode.code() >>> 16;
      Opcode found =
          prefix == 0
              ? OpcodeLookup.single(opcode.code())
              : OpcodeLookup.prefixed(prefix, opcode.code() & 0xFFFF);
      assertSame(opcode, found, opcode::toString);
    }
  }

  @Test
  void unknownCodesAreNotFound() {
    assertNull(OpcodeLookup.single(0xFF));
    assertNull(OpcodeLookup.single(0x16));
    assertNull(OpcodeLookup.prefixed(0xFC, 18));
    assertNull(OpcodeLookup.prefixed(0xFD, 154));
    assertNull(OpcodeLookup.prefixed(0xFD, -1));
    assertNull(OpcodeLookup.prefixed(0xFE, Integer.MAX_VALUE));
  }

  @Test
  void constantsAreTheNamesOfTheSpecification() {
    for (Opcode opcode : Opcode.values()) {
      String constant = opcode.spec().toUpperCase(Locale.ROOT).replace('.', '_').replace(' ', '_');
      assertEquals(opcode == Opcode.SELECT_T ? "SELECT_T" : constant, opcode.name());
    }
  }

  @Test
  void namesAreUnique() {
    Set<String> names = new HashSet<>();
    for (Opcode opcode : Opcode.values()) {
      assertTrue(names.add(opcode.spec()) || opcode == Opcode.SELECT_T, opcode::toString);
    }
  }

  @Test
  void theTableHoldsAllInstructionsOfEachProposal() {
    Map<Proposal, Integer> counts = new EnumMap<>(Proposal.class);
    for (Opcode opcode : Opcode.values()) {
      counts.merge(opcode.proposal(), 1, Integer::sum);
    }
    assertEquals(172, counts.get(Proposal.MVP));
    assertEquals(5, counts.get(Proposal.SIGN_EXTENSION));
    assertEquals(8, counts.get(Proposal.SATURATING));
    assertEquals(236, counts.get(Proposal.SIMD));
    assertEquals(20, counts.get(Proposal.RELAXED_SIMD));
    assertEquals(32, counts.get(Proposal.GC));
    assertEquals(67, counts.get(Proposal.THREADS));
    assertEquals(3, counts.get(Proposal.EXCEPTIONS));
    assertEquals(5, counts.get(Proposal.LEGACY_EXCEPTIONS));
    assertEquals(3, counts.get(Proposal.TAIL_CALLS));
    assertEquals(4, counts.get(Proposal.TYPED_REFERENCES));
    assertEquals(4, counts.get(Proposal.WIDE_ARITHMETIC));
  }

  @Test
  void aSignatureHasKnownLettersOnly() {
    for (Opcode opcode : Opcode.values()) {
      assertTrue(opcode.operands().matches("[ilfdva]*"), opcode::toString);
      assertTrue(opcode.results().matches("[ilfdva]*"), opcode::toString);
    }
    assertEquals("ii", Opcode.I32_ADD.operands());
    assertEquals("i", Opcode.I32_ADD.results());
    assertEquals("al", Opcode.I64_STORE.operands());
  }

  @Test
  void whatIsUnsignedSaysSoInItsName() {
    Set<Family> signed = EnumSet.of(Family.COMPARISON, Family.LOAD, Family.WIDE);
    for (Opcode opcode : Opcode.values()) {
      if (opcode.proposal().isSupported() && signed.contains(opcode.family())) {
        assertEquals(opcode.spec().endsWith("_u"), opcode.isUnsigned(), opcode::toString);
      }
    }
  }

  @Test
  void aComparisonSaysWhatItAsksFor() {
    for (Opcode opcode : Opcode.values()) {
      Relation relation = opcode.relation();
      if (relation != null && opcode != Opcode.REF_IS_NULL) {
        String asked = opcode.spec().substring(4, 6);
        assertEquals(Relation.valueOf(asked.toUpperCase(Locale.ROOT)), relation, opcode::toString);
      }
    }
    assertEquals(Relation.EQ, Opcode.REF_IS_NULL.relation());
    assertNull(Opcode.I32_SUB.relation());
  }

  @Test
  void aRowSaysWhatItsInstructionDoes() {
    assertEquals(Effects.TRAPS_OTHER, Opcode.I64_REM_U.effects());
    assertEquals(Effects.TRAPS_OTHER, Opcode.I32_TRUNC_F32_S.effects());
    assertEquals(0, Opcode.I32_TRUNC_SAT_F32_S.effects());
    assertEquals(Effects.READS_MEMORY | Effects.TRAPS_MEMORY, Opcode.F64_LOAD.effects());
    assertEquals(Effects.WRITES | Effects.TRAPS_MEMORY, Opcode.I64_STORE8.effects());
    assertEquals(Effects.CALL | Effects.GROWS, Opcode.MEMORY_GROW.effects());
    assertEquals(0, Opcode.DROP.fuel());
    assertEquals(1, Opcode.I32_CONST.fuel());
    assertTrue(Opcode.TABLE_INIT.isUnbounded());
    assertEquals(Proposal.EXTENDED_CONST, Opcode.I64_MUL.constantBy());
    assertEquals(Proposal.MVP, Opcode.F32_CONST.constantBy());
    assertNull(Opcode.I32_AND.constantBy());
    assertEquals(2, Opcode.I64_LOAD16_U.accessBytes());
  }

  @Test
  void aMemoryAccessKnowsItsNaturalAlignment() {
    assertEquals(0, Opcode.I64_LOAD8_S.immediates().naturalAlignment());
    assertEquals(1, Opcode.I32_STORE16.immediates().naturalAlignment());
    assertEquals(2, Opcode.F32_LOAD.immediates().naturalAlignment());
    assertEquals(3, Opcode.I64_STORE.immediates().naturalAlignment());
    assertEquals(4, Opcode.V128_LOAD.immediates().naturalAlignment());
  }
}
