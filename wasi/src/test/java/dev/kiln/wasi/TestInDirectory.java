package dev.kiln.wasi;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test whose program has an empty directory of the host as descriptor 3. */
abstract class TestInDirectory {
  static final int RESULT = TestProgram.RESULT;

  @TempDir Path root;
  TestProgram program;

  @BeforeEach
  void open() throws IOException {
    program = TestProgram.in(root);
  }

  @AfterEach
  void close() throws IOException {
    program.close();
  }
}
