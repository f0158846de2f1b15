package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first words on a connection. The receiver's come first, so that a sender that has come to
 * something else sends it nothing; see docs/seed-wire.md.
 */
final class Greeting {
  static final int VERSION = 1;

  private static final String BANNER = "orchestrator-agent-seed";
  private static final String WELCOME = "welcome";
  private static final String REFUSED = "refused";

  private final WireSettings settings;

  Greeting(WireSettings settings) {
    this.settings = settings;
  }

  /** Decides about a sender that has proved the secret. */
  interface Admission {
    /**
     * Lets the connection belong to its session.
     *
     * @throws RefusedException if it must not
     */
    void admit(Hello hello) throws RefusedException;
  }

  /** A connection that both sides have agreed upon. */
  record Agreed(WireIo io, Hello hello) {}

  /**
   * Greets a sender that has connected.
   *
   * @throws RefusedException if it was refused; it has been told why
   */
  Agreed asReceiver(SocketChannel socket, Admission admission) throws IOException {
    HeaderBlock banner =
        HeaderBlock.of(BANNER + "/" + VERSION)
            .with("tls", settings.tls().isPresent() ? "required" : "off")
            .with("secret", settings.secret().isPresent() ? "required" : "off")
            .with("nonce", Secret.nonce());
    WireIo plain = new PlainIo(socket);
    banner.write(plain);
    WireIo io = settings.tls().isPresent() ? TlsIo.asReceiver(socket, settings.tls().get()) : plain;
    HeaderBlock block = HeaderBlock.read(io, Hello.FIRST + "\n", REFUSED + "\n");
    if (block.first().equals(REFUSED)) {
      throw refusal(block);
    }
    try {
      Hello hello = Hello.of(block);
      requireProof(
          block, "sender", banner.bytes(), block.without("proof").bytes(), io.ownCertificate());
      if (hello.version() != VERSION) {
        throw new RefusedException(
            ErrorCode.UNSUPPORTED,
            "this agent speaks version "
                + VERSION
                + " of the seed connection, the sender "
                + hello.version());
      }
      admission.admit(hello);
      HeaderBlock welcome =
          HeaderBlock.of(WELCOME).with("version", VERSION).with("agent", settings.agentVersion());
      proven(
              welcome,
              "receiver",
              banner.bytes(),
              block.bytes(),
              welcome.bytes(),
              io.ownCertificate())
          .write(io);
      return new Agreed(io, hello);
    } catch (RefusedException refused) {
      refuse(io, refused);
      throw refused;
    }
  }

  /** Says why a connection is not wanted; the other side may or may not understand. */
  static void refuse(WireIo io, RefusedException why) throws IOException {
    HeaderBlock.of(REFUSED).with("code", why.code().name()).with("reason", why.reason()).write(io);
  }

  /**
   * Greets the receiver.
   *
   * @param host what it was called by, for its certificate
   * @throws RefusedException if either side refuses the other
   */
  Agreed asSender(SocketChannel socket, String host, Hello hello) throws IOException {
    WireIo plain = new PlainIo(socket);
    HeaderBlock banner = HeaderBlock.read(plain, BANNER + "/", REFUSED + "\n");
    if (banner.first().equals(REFUSED)) {
      throw refusal(banner);
    }
    try {
      requireVersion(banner);
      requireSame("tls", "SeedTls", settings.tls().isPresent(), banner);
      requireSame("secret", "SeedSecretFile", settings.secret().isPresent(), banner);
    } catch (RefusedException unfit) {
      refuse(plain, unfit);
      throw unfit;
    }
    WireIo io =
        settings.tls().isPresent()
            ? TlsIo.asSender(socket, settings.tls().get(), host, settings.verifyNames())
            : plain;
    HeaderBlock bare = hello.block().with("nonce", Secret.nonce());
    HeaderBlock said = proven(bare, "sender", banner.bytes(), bare.bytes(), io.peerCertificate());
    said.write(io);
    HeaderBlock answer = HeaderBlock.read(io, WELCOME + "\n", REFUSED + "\n");
    if (answer.first().equals(REFUSED)) {
      throw refusal(answer);
    }
    requireProof(
        answer,
        "receiver",
        banner.bytes(),
        said.bytes(),
        answer.without("proof").bytes(),
        io.peerCertificate());
    if (answer.number("version", 1000) != VERSION) {
      throw new RefusedException(
          ErrorCode.UNSUPPORTED, "the receiver wants a version that this agent does not speak");
    }
    return new Agreed(io, hello);
  }

  private static void requireVersion(HeaderBlock banner) throws IOException {
    String newest = banner.first().substring(BANNER.length() + 1);
    if (!newest.matches("[1-9]\\d{0,2}")) {
      throw new RefusedException(
          ErrorCode.UNSUPPORTED, "the target's version of the seed connection is none");
    }
  }

  private static RefusedException refusal(HeaderBlock refused) {
    return new RefusedException(code(refused), refused.find("reason").orElse("no reason given"));
  }

  private static ErrorCode code(HeaderBlock refused) {
    return refused
        .find("code")
        .flatMap(
            name ->
                Arrays.stream(ErrorCode.values())
                    .filter(code -> code.name().equals(name))
                    .findAny())
        .orElse(ErrorCode.PEER_FAILED);
  }

  private static void requireSame(String what, String key, boolean here, HeaderBlock banner)
      throws IOException {
    boolean there = banner.get(what).equals("required");
    if (here != there) {
      throw new RefusedException(
          ErrorCode.INVALID_CONFIGURATION,
          "the target has "
              + key
              + (there ? " and this agent has not" : " not and this agent has")
              + ": set it on both");
    }
  }

  private HeaderBlock proven(HeaderBlock block, String side, byte[]... said) {
    return settings
        .secret()
        .map(secret -> block.with("proof", secret.proof(side, said)))
        .orElse(block);
  }

  private void requireProof(HeaderBlock block, String side, byte[]... said)
      throws RefusedException {
    Optional<Secret> secret = settings.secret();
    if (secret.isEmpty()) {
      return;
    }
    String proof = block.find("proof").orElse("");
    if (!Secret.same(proof, secret.get().proof(side, said))) {
      throw new RefusedException(
          ErrorCode.UNAUTHORIZED,
          "the " + side + " does not know the secret: SeedSecretFile differs between the hosts");
    }
  }
}
