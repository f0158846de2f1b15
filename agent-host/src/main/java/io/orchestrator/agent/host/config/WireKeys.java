package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.wire.Network;
import io.orchestrator.agent.wire.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The host's own connection between the agents of a seed. */
final class WireKeys {
  private static final Setting<Integer> LANES =
      Setting.number("SeedConnections", 1, 16, "Connections for data that a sender uses beside one")
          .withDefault(4);
  private static final Setting<String> COMPRESSION =
      Setting.choice(
              "SeedCompression",
              List.of("off", "on", "auto"),
              "When a sender compresses: auto does it where that makes the seed faster")
          .withDefault("auto");
  private static final Setting<Boolean> TLS =
      Setting.flag(
              "SeedTls",
              "Encrypt seeds, by TLS 1.3 with certificates on both sides: SSLCertFile,"
                  + " SSLPrivateKeyFile and SSLCAFile; the same in the whole fleet")
          .withDefault(false);
  private static final Setting<Path> SECRET =
      Setting.path(
          "SeedSecretFile",
          "File with a text of at least 16 bytes that both sides of a seed must know; not readable"
              + " by others; the same in the whole fleet");
  private static final Setting<List<String>> NETWORKS =
      Setting.texts(
          "SeedAllowedNetworks",
          "Networks that senders may come from, such as 10.1.0.0/16; by default any");
  private static final Setting<Long> RATE =
      Setting.size(
              "SeedRateLimit",
              "The most bytes a second that this agent sends, such as 100M; 0 for no limit. Can be"
                  + " changed while it runs")
          .withDefault(0L);
  private static final Setting<Duration> PEER =
      Setting.duration(
              "SeedPeerTimeoutSeconds",
              Duration.ofSeconds(1),
              3,
              60,
              "A connection of a seed on which nothing is heard for so long is made again")
          .withDefault(Duration.ofSeconds(10));
  private static final Setting<Duration> RECONNECT =
      Setting.duration(
              "SeedReconnectSeconds",
              Duration.ofSeconds(1),
              1,
              240,
              "A seed whose connection can't be made again for so long is failed")
          .withDefault(Duration.ofSeconds(60));
  private static final Setting<List<String>> TRANSPORTS =
      Setting.texts(
          "SeedReceiveTransports",
          "Transports that a sender may choose, of those that use the agents' own connection; by"
              + " default SeedTransport alone");

  private WireKeys() {}

  static List<Setting<?>> all() {
    return List.of(LANES, COMPRESSION, TLS, SECRET, NETWORKS, RATE, PEER, RECONNECT, TRANSPORTS);
  }

  /** Are certificates needed for seeds? */
  static boolean encrypted(Values values) {
    return values.get(TLS);
  }

  static WireConfig bind(Values values, boolean encrypted, TlsConfig tls, Duration stallLimit) {
    Duration peerLimit = values.get(PEER);
    WireConfig wire =
        new WireConfig(
            values.get(LANES),
            values.get(COMPRESSION).toLowerCase(Locale.ROOT),
            encrypted,
            values.find(SECRET).map(SecretFile::new),
            networks(values),
            values.get(RATE),
            peerLimit,
            reconnectLimit(values, stallLimit.minus(peerLimit)),
            values.texts(TRANSPORTS));
    if (encrypted
        && Stream.of(tls.certificate(), tls.privateKey(), tls.ca()).anyMatch(Optional::isEmpty)) {
      values.mistake(
          TLS, "SeedTls needs SSLCertFile, SSLPrivateKeyFile and SSLCAFile: set those too");
    }
    if (wire.bytesPerSecond() != 0 && wire.bytesPerSecond() < WireConfig.SLOWEST) {
      values.mistake(RATE, "SeedRateLimit must be 0, for none, or at least 1M a second");
    }
    if (wire.peerLimit().plus(wire.reconnectLimit()).compareTo(stallLimit) >= 0) {
      values.mistake(
          RECONNECT,
          "SeedPeerTimeoutSeconds and SeedReconnectSeconds together must be less than"
              + " SeedStallSeconds: a seed without connection shows no sign of work");
    }
    wire.secretFile().ifPresent(file -> checkSecret(values, file));
    return wire;
  }

  /** Whoever has only shortened SeedStallSeconds gets what fits. */
  private static Duration reconnectLimit(Values values, Duration most) {
    Duration limit = values.get(RECONNECT);
    Duration fitting = most.minusSeconds(5);
    boolean shorten = !values.has(RECONNECT) && fitting.compareTo(limit) < 0;
    return shorten && fitting.toSeconds() > 0 ? fitting : limit;
  }

  private static List<Network> networks(Values values) {
    return values.texts(NETWORKS).stream()
        .flatMap(
            text -> {
              try {
                return Optional.of(Network.parse(text)).stream();
              } catch (AgentException wrong) {
                values.mistake(NETWORKS, "SeedAllowedNetworks: " + wrong.getMessage());
                return Optional.<Network>empty().stream();
              }
            })
        .toList();
  }

  private static void checkSecret(Values values, SecretFile file) {
    try {
      Secret unused = file.read();
    } catch (AgentException wrong) {
      values.mistake(SECRET, wrong.getMessage());
    }
  }
}
