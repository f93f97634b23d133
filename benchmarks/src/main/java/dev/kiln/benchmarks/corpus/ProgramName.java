package dev.kiln.benchmarks.corpus;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A program's name on a command line, checked. */
final class ProgramName implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (!Corpus.names().contains(text)) {
      throw new TypeConversionException(
          "no program \"" + text + "\"; there are " + String.join(", ", Corpus.names()));
    }
    return text;
  }
}
