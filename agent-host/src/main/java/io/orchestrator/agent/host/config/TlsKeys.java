package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Certificates. */
final class TlsKeys {
  private static final Setting<Boolean> USE_SSL =
      Setting.flag("UseSSL", "Serve HTTPS instead of HTTP").withDefault(false);
  static final Setting<Boolean> MUTUAL =
      Setting.flag(
              "UseMutualTLS",
              "Demand a certificate of callers; orchestrator has none, so none of its calls will"
                  + " succeed")
          .withDefault(false);
  private static final Setting<Boolean> SKIP_VERIFY =
      Setting.flag("SSLSkipVerify", "Do not verify orchestrator's certificate").withDefault(false);
  private static final Setting<Path> KEY =
      Setting.path("SSLPrivateKeyFile", "The agent's private key, PEM, not encrypted");
  private static final Setting<Path> CERTIFICATE =
      Setting.path(
          "SSLCertFile",
          "The agent's certificate, PEM, with its chain; shown to callers and to orchestrator");
  private static final Setting<Path> CA =
      Setting.path("SSLCAFile", "Certificates to trust, PEM; by default those that come with Java");
  private static final Setting<List<String>> VALID_OUS =
      Setting.texts(
          "SSLValidOUs",
          "Organizational units, one of which a caller's certificate must have (UseMutualTLS)");
  private static final Setting<Boolean> STATUS_OU =
      Setting.flag("StatusOUVerify", "Demand one of SSLValidOUs for the status check too")
          .withDefault(false);

  private TlsKeys() {}

  static List<Setting<?>> all() {
    return List.of(USE_SSL, MUTUAL, SKIP_VERIFY, KEY, CERTIFICATE, CA, VALID_OUS, STATUS_OU);
  }

  /** Files are only looked at if they will be used. */
  static TlsConfig bind(Values values, boolean neededElsewhere) {
    TlsConfig tls =
        new TlsConfig(
            values.get(USE_SSL),
            values.get(MUTUAL),
            values.get(SKIP_VERIFY),
            values.find(KEY),
            values.find(CERTIFICATE),
            values.find(CA),
            values.texts(VALID_OUS),
            values.get(STATUS_OU));
    if (tls.enabled()) {
      needed(values, KEY);
      needed(values, CERTIFICATE);
    } else if (tls.privateKey().isPresent() != tls.certificate().isPresent()) {
      values.mistake(
          tls.certificate().isPresent() ? CERTIFICATE : KEY,
          "SSLPrivateKeyFile and SSLCertFile belong together: set both or none");
    }
    if (tls.enabled() || neededElsewhere) {
      readable(values, KEY, tls.privateKey());
      readable(values, CERTIFICATE, tls.certificate());
      readable(values, CA, tls.ca());
    }
    onlyWith(values, MUTUAL, tls.mutual(), USE_SSL, tls.enabled());
    onlyWith(values, VALID_OUS, !tls.validOus().isEmpty(), MUTUAL, tls.mutual());
    onlyWith(values, STATUS_OU, tls.verifyStatusOu(), MUTUAL, tls.mutual());
    return tls;
  }

  private static void needed(Values values, Setting<Path> file) {
    if (!values.has(file)) {
      values.mistake(file, file.name() + " is not set, but UseSSL needs it");
    }
  }

  private static void readable(Values values, Setting<Path> setting, Optional<Path> file) {
    file.filter(path -> !Files.isRegularFile(path) || !Files.isReadable(path))
        .ifPresent(
            path ->
                values.mistake(
                    setting,
                    setting.name()
                        + " is "
                        + path
                        + ", which "
                        + (Files.exists(path)
                            ? "is not a file that the agent's user may read"
                            : "does not exist")));
  }

  private static void onlyWith(
      Values values, Setting<?> setting, boolean set, Setting<?> other, boolean otherSet) {
    if (set && !otherSet) {
      values.mistake(
          setting,
          setting.name() + " is set, but has no effect without " + other.name() + ": set that too");
    }
  }
}
