package dev.kiln.compiler.opcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.model.Proposal;
import java.util.EnumMap;
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
  void aMemoryAccessKnowsItsNaturalAlignment() {
    assertEquals(0, Opcode.I64_LOAD8_S.immediates().naturalAlignment());
    assertEquals(1, Opcode.I32_STORE16.immediates().naturalAlignment());
    assertEquals(2, Opcode.F32_LOAD.immediates().naturalAlignment());
    assertEquals(3, Opcode.I64_STORE.immediates().naturalAlignment());
    assertEquals(4, Opcode.V128_LOAD.immediates().naturalAlignment());
  }
}
