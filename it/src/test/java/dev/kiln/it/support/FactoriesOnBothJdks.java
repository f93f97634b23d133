package dev.kiln.it.support;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Tests made of what a JVM of the oldest and one of the newest version print. */
public interface FactoriesOnBothJdks {
  /** Runs a JVM of that feature version; a test for each thing it says. */
  List<DynamicNode> on(int feature) throws IOException, InterruptedException;

  /** On the oldest. */
  @TestFactory
  @Needs(Need.JDK_17)
  default List<DynamicNode> on17() throws IOException, InterruptedException {
    return on(17);
  }

  /** On the newest. */
  @TestFactory
  default List<DynamicNode> on25() throws IOException, InterruptedException {
    return on(25);
  }
}
