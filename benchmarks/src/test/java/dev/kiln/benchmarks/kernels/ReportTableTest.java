package dev.kiln.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReportTableTest {
  @Test
  void ratiosAreOfMediansAndAboveOneWhereKilnIsFaster() {
    ReportTable table = new ReportTable();
    for (double time : new double[] {1000, 900, 5000}) {
      table.add(Kernel.FIB, Contender.KILN, time);
    }
    for (double time : new double[] {4000, 3800, 4400}) {
      table.add(Kernel.FIB, Contender.ENDIVE, time);
    }
    table.add(Kernel.SIEVE, Contender.KILN, 1000);
    table.add(Kernel.SIEVE, Contender.KILN, 3000);
    table.add(Kernel.SIEVE, Contender.ENDIVE, 2000);

    assertEquals(4.0, table.ratio(Kernel.FIB, Contender.ENDIVE), 1e-12);
    assertEquals(1.0, table.ratio(Kernel.SIEVE, Contender.ENDIVE), 1e-12);
    assertEquals(2.0, table.geometricMean(Contender.ENDIVE, true), 1e-12);
    assertEquals(
        """
        | kernel | Kiln ns | min–max | Endive ns | min–max | Endive ÷ Kiln |
        |---|--:|--:|--:|--:|--:|
        | fib | 1,000 | −10…+400% | 4,000 | −5…+10% | 4.00 |
        | sieve | 2,000 | −50…+50% | 2,000 | −0…+0% | 1.00 |
        | **geometric mean** | | | | | **2.00** |
        """,
        table.markdown());
  }
}
