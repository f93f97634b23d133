package dev.kiln.benchmarks.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.benchmarks.embedding.EmbeddingTable.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both engines do the same; times mean nothing here. */
class EmbeddingTest {
  @ParameterizedTest
  @EnumSource(Row.class)
  void bothEnginesReturnTheSame(Row row) {
    for (int count : new int[] {1, 2, 100}) {
      assertEquals(row.load(true).run(count), row.load(false).run(count), row.label());
    }
  }

  @Test
  void theTableHasMediansOfEachColumn() {
    EmbeddingTable table = new EmbeddingTable();
    for (int i = 1; i <= 3; i++) {
      table.add(Row.TYPED, true, new Sample(i, 0));
      table.add(Row.TYPED, false, new Sample(10 * i, 100 - i));
    }
    assertTrue(
        table.markdown().contains("| host → wasm, typed | 2.0 | 0 | 20.0 | 98 | 10.00 |"),
        table.markdown());
  }
}
