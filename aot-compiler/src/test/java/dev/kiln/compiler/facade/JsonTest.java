package dev.kiln.compiler.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void everyKindOfValueIsWellFormed() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("s", "a\"\\\n\u0001é");
    json.put("empty", List.of());
    json.put("none", Map.of());
    json.put("absent", null);
    json.put("yes", true);
    json.put("o", List.of(Map.of("n", 1), Map.of("n", 2L)));
    assertEquals(
        """
        {
          "s": "a\\"\\\\\\u000a\\u0001\\u00e9",
          "empty": [],
          "none": {},
          "absent": null,
          "yes": true,
          "o": [
            {
              "n": 1
            },
            {
              "n": 2
            }
          ]
        }
        """,
        Json.of(json));
  }
}
