package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.SeedConfig;
import io.orchestrator.agent.host.datadir.AgentsOwn;
import io.orchestrator.agent.host.plugin.Plugins;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Can what is mounted for a seed be sent from here? Orchestrator deletes the target's data between
 * the mount and the send, so the mount is the time to say no.
 */
final class SnapshotSending {
  /** What a command has in it that leaves the agent's own folders out. */
  private static final String OWN = ".orchestrator-agent";

  private static final long LONGEST_SCRIPT = 1 << 20;

  private final Plugins plugins;
  private final SnapshotProviders providers;
  private final MountViews views;
  private final SeedConfig config;

  @Inject
  SnapshotSending(
      Plugins plugins, SnapshotProviders providers, MountViews views, AgentConfig config) {
    this.plugins = plugins;
    this.providers = providers;
    this.views = views;
    this.config = config.seed();
  }

  /**
   * Refuses a snapshot that the configured transport can't send.
   *
   * @throws AgentException {@code NOT_CONFIGURED} with what to set
   */
  void require(Volume volume) {
    if (providers.isLive(volume.path())) {
      return;
    }
    String transport = config.transport();
    boolean live =
        plugins
            .find(SeedTransport.class, transport)
            .filter(each -> each.content() == SeedContent.LIVE)
            .isPresent();
    if (live) {
      throw refused(
          volume,
          "SeedTransport "
              + transport
              + " copies from the running server; set SeedTransport to one that sends snapshots,"
              + " and name live:"
              + transport
              + " in SeedSources");
    }
    if (!config.sends()) {
      throw refused(
          volume,
          "SeedTransport is "
              + transport
              + ", but SendSeedDataCommand is not set; set it, or another SeedTransport on all"
              + " hosts");
    }
  }

  /**
   * Refuses a snapshot in whose data there are folders of the agent's own that the configured
   * command would send: the target would take them for its own.
   *
   * @param data the data directory in it
   * @throws AgentException {@code NOT_CONFIGURED} with what to do
   */
  void requireData(Volume volume, Path data) {
    if (providers.isLive(volume.path())) {
      return;
    }
    Optional<String> sent = sentOfTheAgents(data);
    if (sent.isPresent()) {
      throw refused(volume, sent.get());
    }
  }

  private Optional<String> sentOfTheAgents(Path data) {
    return config
        .sendCommand()
        .filter(command -> !leavesThemOut(command))
        .flatMap(command -> AgentsOwn.folders(data).stream().findFirst())
        .map(
            folder ->
                folder
                    + " is the agent's own, and SendSeedDataCommand would send it as data; add"
                    + " --exclude='./.orchestrator-agent*' to its tar, in the command or in a"
                    + " script that the command names by its whole path, or take another snapshot"
                    + " once it is gone");
  }

  private static boolean leavesThemOut(String command) {
    return Stream.concat(
            Stream.of(command),
            Stream.of(command.split("[\\s'\"]+", -1)).map(SnapshotSending::script))
        .anyMatch(text -> text.contains(OWN));
  }

  /** What that script says; nothing if the word does not name one. */
  private static String script(String word) {
    try {
      return word.startsWith("/")
              && Files.isRegularFile(Path.of(word))
              && Files.size(Path.of(word)) <= LONGEST_SCRIPT
          ? Files.readString(Path.of(word), StandardCharsets.ISO_8859_1)
          : "";
    } catch (IOException | InvalidPathException unreadable) {
      return "";
    }
  }

  private static AgentException refused(Volume volume, String why) {
    return new AgentException(
        ErrorCode.NOT_CONFIGURED,
        "Could not mount "
            + UrlSafePath.show(volume.path())
            + " for a seed, as it could not be sent: "
            + why);
  }

  /**
   * What is mounted, to send a seed from it.
   *
   * @throws AgentException {@code CONFLICT} if nothing is, or for writing; {@code NOT_FOUND} if
   *     there is no data directory in it; {@code NOT_CONFIGURED} as {@link #requireData}
   */
  SeedSource source() throws InterruptedException {
    Mount mount =
        providers
            .mounted()
            .map(OwnedMount::mount)
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.CONFLICT,
                        "Could not send: no snapshot is mounted; mountlv first"));
    requireReadOnly(mount);
    Path data =
        views
            .dataPath(mount)
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.NOT_FOUND,
                        "Could not send: "
                            + mount.path()
                            + " holds no MySQL data directory (no ibdata1)"));
    Optional<SeedTransport> live = providers.liveTransport(mount);
    Optional<String> sent = live.isPresent() ? Optional.empty() : sentOfTheAgents(data);
    if (sent.isPresent()) {
      throw new AgentException(ErrorCode.NOT_CONFIGURED, "Could not send: " + sent.get());
    }
    return new SeedSource(data, mount, live);
  }

  private static void requireReadOnly(Mount mount) {
    if (!mount.readOnly()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Could not send: "
              + mount.device()
              + " is mounted read-write on "
              + mount.path()
              + ", so its data may change; unmount it first");
    }
  }
}
