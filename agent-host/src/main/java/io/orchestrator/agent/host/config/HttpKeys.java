package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.host.config.HttpConfig.BasicAuth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The agent's own API. */
final class HttpKeys {
  static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9._-]+|\\[?(?=.*:.*:)[0-9A-Fa-f:.]+(%\\w+)?]?");
  static final String ADDRESS_RULE = "an IP address or host name of this machine, without a port";
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** What follows /api/ in the routes that the status route must not hide. */
  private static final Set<String> ROUTES =
      Set.of(
          ("abort-seed apply-relaylog-contents datadir datadir-accept datadir-restore seeds seed-metadata seed-rate available-snapshots available-snapshots-local"
                  + " create-snapshot custom-commands delete-mysql-datadir du hostname lv lvs"
                  + " lvs-snapshots mount mountlv mysql-binlog-binary-contents"
                  + " mysql-binlog-contents mysql-datadir-available-space mysql-du"
                  + " mysql-error-log-tail mysql-port mysql-relay-log-end-coordinates"
                  + " mysql-relay-log-files mysql-relay-log-index-file mysql-relaylog-contents-tail"
                  + " mysql-start mysql-status mysql-stop post-copy receive-mysql-seed-data removelv"
                  + " seed-command-completed seed-command-succeeded send-mysql-seed-data snapshot-create snapshot-mount"
                  + " snapshot-verify snapshot-verify-abort snapshots snapshots-prune umount")
              .split(" "));

  private static final Setting<String> LISTEN =
      Setting.text("HTTPListenAddress", "Address to listen on; by default all");
  private static final Setting<Integer> PORT =
      Setting.number(
              "HTTPPort", 0, 65535, "Port to listen on; with 0 the system chooses a free one")
          .withDefault(3002);
  static final Setting<String> USER =
      Setting.text(
          "HTTPAuthUser",
          "User that every caller must give (HTTP Basic); orchestrator gives none, so none of its"
              + " calls will succeed");
  private static final Setting<String> PASSWORD =
      Setting.text("HTTPAuthPassword", "Password of HTTPAuthUser").hidden();
  private static final Setting<String> TOKEN_HEADER =
      Setting.text("TokenHttpHeader", "Header that may carry the token instead of the parameter");
  private static final Setting<String> STATUS =
      Setting.text("StatusEndpoint", "Path of the status check").withDefault("/api/status");
  private static final Setting<Duration> STATUS_BAD =
      Setting.duration(
              "StatusBadSeconds",
              Duration.ofSeconds(1),
              1,
              86400,
              "The status check fails when the last heartbeat that succeeded is older")
          .withDefault(Duration.ofSeconds(300));

  private HttpKeys() {}

  static List<Setting<?>> all() {
    return List.of(LISTEN, PORT, USER, PASSWORD, TOKEN_HEADER, STATUS, STATUS_BAD);
  }

  static HttpConfig bind(Values values, TlsConfig tls) {
    return new HttpConfig(
        values.matching(LISTEN, ADDRESS, ADDRESS_RULE).orElse(""),
        values.get(PORT),
        basicAuth(values),
        values.matching(TOKEN_HEADER, HEADER, "the name of an HTTP header"),
        statusEndpoint(values),
        values.get(STATUS_BAD),
        tls);
  }

  private static Optional<BasicAuth> basicAuth(Values values) {
    Optional<String> user = values.find(USER);
    Optional<String> password = values.find(PASSWORD);
    if (user.isPresent() != password.isPresent()) {
      values.mistake(
          user.isPresent() ? USER : PASSWORD,
          user.isPresent()
              ? "HTTPAuthUser is set, but HTTPAuthPassword isn't: set both or none"
              : "HTTPAuthPassword is set, but HTTPAuthUser isn't: set both or none");
    }
    user.filter(name -> name.contains(":"))
        .ifPresent(name -> values.mistake(USER, "HTTPAuthUser must not contain a colon"));
    return user.flatMap(name -> password.map(word -> new BasicAuth(name, word)));
  }

  private static String statusEndpoint(Values values) {
    String path = values.matching(STATUS, PATH, "a path, such as /api/status").orElse("");
    String[] parts = path.split("/", -1);
    if (parts.length > 2 && parts[1].equals("api") && ROUTES.contains(parts[2])) {
      values.mistake(STATUS, "StatusEndpoint is " + path + ", which is another route's path");
    }
    return path;
  }
}
