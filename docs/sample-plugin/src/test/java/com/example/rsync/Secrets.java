package com.example.rsync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with secrets, as operators write them. */
final class Secrets {
  private Secrets() {}

  static String write(Path file, String secret) {
    return write(file, secret, "rw-------");
  }

  static String write(Path file, String secret, String mode) {
    try {
      Files.writeString(file, secret + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      return file.toString();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
