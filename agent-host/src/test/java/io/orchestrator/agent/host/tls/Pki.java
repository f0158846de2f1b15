package io.orchestrator.agent.host.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.orchestrator.agent.host.config.TlsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Keys and certificates, made by openssl. */
public final class Pki {
  private final Path folder;

  /** In this folder. */
  public Pki(Path folder) {
    this.folder = folder;
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/openssl"))
            || "required".equals(System.getProperty("agent.test.tools")),
        "openssl is not installed");
  }

  /** Runs openssl; a word that ends in .pem is a file in the folder. */
  public void openssl(String line) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    for (String word : line.split(" ", -1)) {
      command.add(word.endsWith(".pem") ? folder.resolve(word).toString() : word);
    }
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(line + ": " + output).isZero();
    } catch (IOException failed) {
      throw new AssertionError(line, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(line, interrupted);
    }
  }

  /** A self-signed certificate and its key. */
  public void selfSigned(String key, String certificate, String newKey, String subject) {
    openssl(
        "req -x509 -nodes -newkey "
            + newKey
            + " -keyout "
            + key
            + " -out "
            + certificate
            + " -days 2 -subj "
            + subject);
  }

  /** A file of the folder. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** A configuration with these files; an empty name stands for none. */
  public TlsConfig config(String key, String certificate, String ca, boolean skipVerify) {
    return new TlsConfig(
        !key.isEmpty(),
        false,
        skipVerify,
        optional(key),
        optional(certificate),
        optional(ca),
        List.of(),
        false);
  }

  private Optional<Path> optional(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(file(name));
  }
}
