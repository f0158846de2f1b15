package io.orchestrator.agent.host.tls;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PEM file.
 *
 * @param key the setting that names it, for messages
 * @param path where it is
 * @param blocks what it holds
 */
record PemFile(String key, Path path, List<Block> blocks) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final int MAX_BYTES = 1 << 20;

  /**
   * One block.
   *
   * @param label such as CERTIFICATE
   * @param body the text between the lines with dashes
   */
  record Block(String label, String body) {
    /** A block with headers is an encrypted key of the old kind. */
    boolean encrypted() {
      return label.startsWith("ENCRYPTED") || body.contains("ENCRYPTED");
    }
  }

  static PemFile read(String key, Path path) {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new IOException("it is larger than 1 MiB");
      }
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      Matcher matcher = BLOCK.matcher(text);
      List<Block> blocks = new ArrayList<>();
      while (matcher.find()) {
        blocks.add(new Block(matcher.group(1), matcher.group(2)));
      }
      return new PemFile(key, path, List.copyOf(blocks));
    } catch (NoSuchFileException missing) {
      throw wrong(key, path, "does not exist", missing);
    } catch (AccessDeniedException denied) {
      throw wrong(key, path, "can't be read by the agent's user", denied);
    } catch (IOException failed) {
      throw wrong(key, path, "can't be read: " + failed.getMessage(), failed);
    }
  }

  /** Its certificates in their order, at least one. */
  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label().endsWith("CERTIFICATE")) {
        certificates.add(certificate(block));
      }
    }
    if (certificates.isEmpty()) {
      throw wrong("has no certificate: it must be PEM, with -----BEGIN CERTIFICATE-----");
    }
    return List.copyOf(certificates);
  }

  private X509Certificate certificate(Block block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(decode(block)));
    } catch (CertificateException damaged) {
      throw wrong("has a certificate that is damaged", damaged);
    }
  }

  byte[] decode(Block block) {
    try {
      return Base64.getMimeDecoder().decode(block.body());
    } catch (IllegalArgumentException damaged) {
      throw wrong("has a " + block.label() + " block that is damaged", damaged);
    }
  }

  AgentException wrong(String what) {
    return new AgentException(ErrorCode.INVALID_CONFIGURATION, key + " " + path + " " + what);
  }

  AgentException wrong(String what, Exception cause) {
    return wrong(key, path, what, cause);
  }

  private static AgentException wrong(String key, Path path, String what, Exception cause) {
    return new AgentException(
        ErrorCode.INVALID_CONFIGURATION, key + " " + path + " " + what, cause);
  }
}
