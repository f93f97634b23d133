package dev.kiln.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 over files and texts, in hex: equal exactly when what went in is equal. */
final class Fingerprint {
  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The fingerprint of one file's content. */
  static String of(Path file) throws IOException {
    return new Fingerprint().add(Files.readAllBytes(file)).toHex();
  }

  /** The fingerprint of a class path: its archives, and the files below its folders. */
  static String ofClassPath(List<Path> classPath) throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    for (Path entry : classPath) {
      if (Files.isDirectory(entry)) {
        try (Stream<Path> walk = Files.walk(entry)) {
          for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
            fingerprint.add(entry.relativize(file).toString()).add(Files.readAllBytes(file));
          }
        }
      } else {
        fingerprint.add(Files.readAllBytes(entry));
      }
    }
    return fingerprint.toHex();
  }

  Fingerprint add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds length and content, so that neighbours cannot flow into each other. */
  Fingerprint add(byte[] content) {
    digest.update((content.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(content);
    return this;
  }

  /** The result; ends the use of this object. */
  String toHex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
