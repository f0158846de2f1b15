package io.orchestrator.agent.host.tls;

import io.orchestrator.agent.host.tls.PemFile.Block;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** Reads the private key that belongs to a certificate. */
final class PrivateKeyFile {
  private static final String DECRYPT =
      "is encrypted, and the agent has no passphrase: decrypt it (openssl pkey -in … -out …) and"
          + " protect it by its mode, 0600";

  private PrivateKeyFile() {}

  static PrivateKey read(Path path, PublicKey publicKey) {
    PemFile file = PemFile.read("SSLPrivateKeyFile", path);
    Block block =
        file.blocks().stream()
            .filter(each -> each.label().endsWith("PRIVATE KEY"))
            .findFirst()
            .orElseThrow(() -> file.wrong("has no private key: it must be PEM"));
    if (block.encrypted()) {
      throw file.wrong(DECRYPT);
    }
    try {
      PrivateKey key =
          KeyFactory.getInstance(publicKey.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8(file, block, publicKey)));
      if (belongTogether(key, publicKey)) {
        return key;
      }
    } catch (GeneralSecurityException wrong) {
      throw file.wrong(
          "has no usable "
              + publicKey.getAlgorithm()
              + " key, which is what the certificate in SSLCertFile needs: it is damaged, or"
              + " another certificate's",
          wrong);
    }
    throw file.wrong("is not the key of the certificate in SSLCertFile");
  }

  private static byte[] pkcs8(PemFile file, Block block, PublicKey publicKey) {
    byte[] der = file.decode(block);
    return switch (block.label()) {
      case "PRIVATE KEY" -> der;
      case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> Der.pkcs8(Der.algorithm(publicKey), der);
      default -> throw file.wrong("has a " + block.label() + ", a kind that is not supported");
    };
  }

  private static boolean belongTogether(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    byte[] sample = {1, 2, 3};
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> publicKey.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(sample);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(sample);
    return signature.verify(signed);
  }
}
