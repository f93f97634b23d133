package dev.kiln.compiler.report;

import dev.kiln.compiler.report.FunctionListing.Bytecode;
import dev.kiln.compiler.report.FunctionListing.Instruction;
import dev.kiln.compiler.report.FunctionListing.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * A listing as text: method by method, the WebAssembly instructions at the left, each group of them
 * followed by the bytecode it became at the right.
 */
public final class ListingText {
  /** Deeper instructions are indented no further. */
  private static final int MAX_DEPTH = 24;

  /** Where bytecode begins. */
  private static final String INDENT = " ".repeat(16);

  /** Most locals in a row. */
  private static final int LOCALS = 8;

  private final FunctionListing listing;
  private final StringBuilder out = new StringBuilder();

  /** The first instruction that is not shown yet. */
  private int next;

  private ListingText(FunctionListing listing) {
    this.listing = listing;
  }

  /** The text; each line ends with a newline. */
  public static String of(FunctionListing listing) {
    ListingText self = new ListingText(listing);
    self.header();
    for (Method method : listing.methods()) {
      self.method(method);
    }
    String problem = listing.problem();
    if (problem != null) {
      self.out.append("\nnot compiled: ").append(Texts.visible(problem)).append("\n\n");
    }
    self.rest();
    return self.out.toString();
  }

  private void header() {
    out.append(Texts.function(listing.index(), listing.name())).append(": ");
    out.append(listing.type()).append(", ");
    out.append(Texts.count(listing.end() - listing.start(), "byte", "bytes"));
    out.append(" of instructions");
    if (!listing.methods().isEmpty()) {
      int bytecode = listing.methods().stream().mapToInt(Method::bytes).sum();
      out.append(", ").append(Texts.count(bytecode, "byte", "bytes")).append(" of bytecode in ");
      out.append(Texts.count(listing.methods().size(), "method", "methods"));
    }
    out.append('\n');
    locals("params", 0, listing.params());
    locals("locals", listing.params(), listing.locals().size());
  }

  /** Runs of locals of one type without names are one entry. */
  private void locals(String title, int from, int to) {
    List<String> entries = new ArrayList<>();
    for (int i = from; i < to; ) {
      String local = listing.locals().get(i);
      int end = i + 1;
      while (end < to && listing.locals().get(end).equals(local)) {
        end++;
      }
      entries.add((end - i == 1 ? "" + i : i + "–" + (end - 1)) + " " + local);
      i = end;
    }
    for (int i = 0; i < entries.size(); i += LOCALS) {
      List<String> row = entries.subList(i, Math.min(entries.size(), i + LOCALS));
      out.append(i == 0 ? "  " + title + ": " : " ".repeat(title.length() + 4));
      out.append(String.join(", ", row)).append('\n');
    }
  }

  private void method(Method method) {
    out.append("\n-- ").append(Texts.visible(method.className() + "." + method.name()));
    out.append(", ").append(Texts.count(method.bytes(), "byte", "bytes"));
    out.append(": ").append(method.role()).append('\n');
    int width = Integer.toString(method.bytes()).length();
    for (Bytecode code : method.code()) {
      instructionsTo(code.position());
      if (code.label() != null) {
        out.append(INDENT).append(code.label()).append(":\n");
      }
      String offset = Integer.toString(code.offset());
      out.append(INDENT).append(" ".repeat(2 + width - offset.length())).append(offset);
      out.append("  ").append(code.text()).append('\n');
    }
  }

  /** Shows the instructions up to the one at {@code position} that are not shown yet. */
  private void instructionsTo(int position) {
    while (next < listing.instructions().size()
        && listing.instructions().get(next).offset() <= position) {
      instruction();
    }
  }

  private void instruction() {
    Instruction instruction = listing.instructions().get(next++);
    out.append(String.format("%07x  ", instruction.offset()));
    out.append("  ".repeat(Math.min(instruction.depth(), MAX_DEPTH)));
    out.append(instruction.text()).append('\n');
  }

  /** Instructions that became nothing: what cannot be reached, and the last {@code end}. */
  private void rest() {
    while (next < listing.instructions().size()) {
      instruction();
    }
  }
}
