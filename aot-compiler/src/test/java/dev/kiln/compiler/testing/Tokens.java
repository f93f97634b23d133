package dev.kiln.compiler.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in parentheses as nested lists; an atom is a string, quoted text a {@link Quoted}; a name
 * may have quotes behind its dollar sign.
 */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|;;[^\\n]*|([()])|(\\$?)\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^\\s()\";]+)");

  /** Text between quotes, with \hh for a character. */
  record Quoted(String text) {}

  private Tokens() {}

  static List<Object> parse(String text) {
    List<List<Object>> open = new ArrayList<>();
    open.add(new ArrayList<>());
    Matcher in = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!in.find(at) || in.start() != at) {
        throw new IllegalArgumentException("cannot read: " + rest(text, at));
      }
      at = in.end();
      List<Object> top = open.get(open.size() - 1);
      if (in.group(3) != null) {
        String quoted = unescape(in.group(3));
        top.add(in.group(2).isEmpty() ? new Quoted(quoted) : "$" + quoted);
      } else if (in.group(4) != null) {
        top.add(in.group(4));
      } else if ("(".equals(in.group(1))) {
        List<Object> inner = new ArrayList<>();
        top.add(inner);
        open.add(inner);
      } else if (")".equals(in.group(1))) {
        open.remove(open.size() - 1);
        if (open.isEmpty()) {
          throw new IllegalArgumentException("one ) too many before: " + rest(text, at));
        }
      }
    }
    if (open.size() != 1) {
      throw new IllegalArgumentException(open.size() - 1 + " ) missing at the end");
    }
    return open.get(0);
  }

  private static String rest(String text, int at) {
    return text.substring(at, Math.min(text.length(), at + 40));
  }

  private static String unescape(String quoted) {
    return Pattern.compile("\\\\([0-9a-fA-F]{2}|.)")
        .matcher(quoted)
        .replaceAll(
            found -> {
              String code = found.group(1);
              String plain = code.length() == 2 ? "" + (char) Integer.parseInt(code, 16) : code;
              return Matcher.quoteReplacement(plain);
            });
  }
}
