package io.orchestrator.agent.host.wire;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ciphers and hashes of a native library, for the whole process. To stay small the agent runs
 * without Java's optimizing compiler, and Java's own are many times slower then.
 */
final class NativeCryptography {
  private static final Logger log = LoggerFactory.getLogger(NativeCryptography.class);

  private final AtomicBoolean tried = new AtomicBoolean();

  /** Uses them from now on, where they can be used: x86-64, glibc, a tmpdir without noexec. */
  void use() {
    if (tried.getAndSet(true)) {
      return;
    }
    Throwable problem = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
    if (problem == null) {
      AmazonCorrettoCryptoProvider.install();
    } else {
      log.warn(
          "Encrypting and comparing seeds is slow here, as the native library for it could not be"
              + " loaded: {}",
          problem.toString());
    }
  }
}
