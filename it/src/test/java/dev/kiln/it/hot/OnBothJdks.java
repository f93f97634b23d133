package dev.kiln.it.hot;

import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A test that runs a JVM of the oldest and of the newest version. */
interface OnBothJdks {
  /** Runs a JVM of that feature version and checks what it printed. */
  void run(int feature) throws IOException, InterruptedException;

  @Test
  @Needs(Need.JDK_17)
  default void on17() throws IOException, InterruptedException {
    run(17);
  }

  @Test
  default void on25() throws IOException, InterruptedException {
    run(25);
  }
}
