package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Seeds, whichever plugin moves the data. */
final class SeedKeys {
  private static final Setting<String> TRANSPORT =
      Setting.text(
          "SeedTransport",
          "The transport that sends and receives; by default commands if ReceiveSeedDataCommand or"
              + " SendSeedDataCommand is set, else stream");
  private static final Pattern SOURCE =
      Pattern.compile(SeedConfig.SNAPSHOTS + "|" + SeedConfig.LIVE + "[A-Za-z0-9._-]+");
  private static final Setting<List<String>> SOURCES =
      Setting.texts(
              "SeedSources",
              "What is offered for seeds, in order; orchestrator takes the first that is there:"
                  + " snapshots, or live: and the name of a transport that copies from the running"
                  + " server")
          .withDefault(List.of(SeedConfig.SNAPSHOTS));
  private static final Setting<Integer> PORT =
      Setting.number(
              "SeedPort", 1, 65535, "Port that receivers listen on, the same in the whole fleet")
          .withDefault(21234);
  private static final Setting<String> LISTEN =
      Setting.text("SeedListenAddress", "Address that receivers listen on; by default all");
  private static final Setting<Duration> CONNECT =
      Setting.duration(
              "SeedConnectSeconds",
              Duration.ofSeconds(1),
              1,
              270,
              "How long a receiver waits for the sender, and a sender tries to reach it")
          .withDefault(Duration.ofSeconds(60));
  private static final Setting<Duration> STALL =
      Setting.duration(
              "SeedStallSeconds",
              Duration.ofSeconds(1),
              20,
              270,
              "A seed without any sign of work for so long is failed; orchestrator itself gives up"
                  + " after 5 minutes")
          .withDefault(Duration.ofSeconds(120));
  private static final Setting<Boolean> KEEP_OLD =
      Setting.flag(
              "KeepOldDatadir",
              "Keep what delete-mysql-datadir takes away, inside the datadir, until a seed has"
                  + " succeeded or the space is needed")
          .withDefault(false);
  private static final Setting<String> POST_COPY =
      Setting.command(
          "PostCopyCommand",
          "Run on the target after the copy and before MySQL starts; the source host is appended"
              + " as argument");

  private SeedKeys() {}

  static List<Setting<?>> all() {
    return List.of(TRANSPORT, SOURCES, PORT, LISTEN, CONNECT, STALL, KEEP_OLD, POST_COPY);
  }

  static SeedConfig bind(Values values, CommandKeys commands, List<String> warnings) {
    if (values.get(CONNECT).compareTo(values.get(STALL)) >= 0) {
      values.mistake(
          CONNECT,
          "SeedConnectSeconds must be less than SeedStallSeconds: a receiver that waits for the"
              + " sender shows no sign of work");
    }
    if (values.get(KEEP_OLD) && values.has(MySqlKeys.DELETE)) {
      values.mistake(
          KEEP_OLD,
          "KeepOldDatadir does not go with MySQLDeleteDatadirContentCommand, which would delete"
              + " what is to be kept: leave that command out");
    }
    boolean byCommands = commands.has(GoAgentKeys.RECEIVE) || commands.has(GoAgentKeys.SEND);
    String transport =
        values
            .find(TRANSPORT)
            .map(String::strip)
            .orElse(byCommands ? CommandKeys.PLUGIN : "stream");
    boolean usesCommands = transport.equals(CommandKeys.PLUGIN);
    Optional<String> sendCommand =
        usesCommands ? commands.find(GoAgentKeys.SEND) : Optional.empty();
    boolean sends = !usesCommands || sendCommand.isPresent();
    List<String> sources = sources(values);
    if (!sends && sources.contains(SeedConfig.SNAPSHOTS)) {
      warnings.add(
          "SeedTransport is commands, but SendSeedDataCommand is not set: this host can receive"
              + " seeds, but sends no snapshots");
    }
    return new SeedConfig(
        transport,
        sends,
        sendCommand,
        sources,
        values.get(PORT),
        values.matching(LISTEN, HttpKeys.ADDRESS, HttpKeys.ADDRESS_RULE).orElse(""),
        values.get(CONNECT),
        values.get(STALL),
        values.get(KEEP_OLD),
        values.find(POST_COPY));
  }

  private static List<String> sources(Values values) {
    List<String> sources =
        values.allMatching(SOURCES, SOURCE, "snapshots, or live: and the name of a transport");
    if (sources.isEmpty()) {
      values.mistake(SOURCES, "SeedSources is empty: leave it out, or name a source");
    }
    return sources;
  }
}
