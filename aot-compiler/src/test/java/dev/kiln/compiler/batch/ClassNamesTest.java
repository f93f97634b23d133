package dev.kiln.compiler.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassNamesTest {
  @ParameterizedTest
  @CsvSource({
    "com/acme/image-filter.wasm, com.acme.ImageFilter",
    "com/acme/ImageFilter.wasm, com.acme.ImageFilter",
    "com/acme/image_filter_2.wasm, com.acme.ImageFilter2",
    "com/acme/image.filter.wasm, com.acme.ImageFilter",
    "com/acme/sqlite-O2.wasm, com.acme.SqliteO2",
    "com/acme/a b.wasm, com.acme.AB",
    "com/acme/élan.wasm, com.acme.Élan",
    "com/acme/class.wasm, com.acme.Class",
    "one/x.wasm, one.X",
  })
  void folderIsThePackageAndWordsGetCapitals(String path, String expected) {
    assertEquals(expected, ClassNames.of(path, null));
  }

  @Test
  void fileInTheRootTakesTheGivenPackage() {
    assertEquals("org.example.Filter", ClassNames.of("filter.wasm", "org.example"));
  }

  @Test
  void givenPackageDoesNotMoveFilesOfSubFolders() {
    assertEquals("com.acme.Filter", ClassNames.of("com/acme/filter.wasm", "org.example"));
  }

  @Test
  void defaultPackageIsRefusedWithWhatToDo() {
    String message = refusal("filter.wasm", null);
    assertTrue(message.contains("would have no package"), message);
    assertTrue(message.contains("com/acme/filter.wasm"), message);
    assertTrue(message.contains("<packageName>"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"com/acme/2048.wasm", "com/acme/-.wasm", "com/acme/.wasm"})
  void fileThatGivesNoClassNameIsRefused(String path) {
    String message = refusal(path, null);
    assertTrue(message.contains("cannot become a Java class name"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-app/x.wasm", "com/new/x.wasm", "com/1st/x.wasm", "a/_/x.wasm"})
  void folderThatIsNoPackageIsRefused(String path) {
    String message = refusal(path, null);
    assertTrue(message.contains("is not a Java package name"), message);
  }

  @Test
  void wrongPackageParameterIsNamed() {
    String message = refusal("x.wasm", "com..acme");
    assertTrue(message.startsWith("<packageName>"), message);
  }

  @Test
  void givenClassNameIsChecked() {
    assertEquals("com.acme.X", ClassNames.check("com.acme.X"));
    assertEquals("X", ClassNames.check("X"));
    for (String wrong : new String[] {"", ".X", "com.acme.", "com/acme/X", "a.class", "1X"}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> ClassNames.check(wrong)).getMessage();
      assertTrue(message.contains("is not a Java class name"), message);
    }
  }

  private static String refusal(String path, String rootPackage) {
    return assertThrows(IllegalArgumentException.class, () -> ClassNames.of(path, rootPackage))
        .getMessage();
  }
}
