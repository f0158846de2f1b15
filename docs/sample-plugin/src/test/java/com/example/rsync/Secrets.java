package com.example.rsync;

import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with secrets, as operators write them. */
final class Secrets {
  private Secrets() {}

  static String file(FakeAgentContext host, String secret) {
    return file(host, secret, "rw-------");
  }

  static String file(FakeAgentContext host, String secret, String mode) {
    try {
      Path file = Files.writeString(host.workDirectory().resolveSibling("secret"), secret + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      return file.toString();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
