package io.orchestrator.agent.host.snapshot;

import com.fasterxml.jackson.core.type.TypeReference;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.SeedConfig;
import io.orchestrator.agent.host.config.WireConfig;
import io.orchestrator.agent.host.plugin.Plugins;
import io.orchestrator.agent.host.shared.SharedAnswer;
import io.orchestrator.agent.host.state.StateFile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running server as a source of seeds: each live transport that the configuration names is
 * shown as a snapshot, since orchestrator seeds from nothing else. To mount one is to choose it for
 * the next seed.
 */
public final class LiveSources implements SnapshotProvider {
  private static final Logger log = LoggerFactory.getLogger(LiveSources.class);

  private static final String NAME = "live";
  private static final Duration CHECK_GOOD_FOR = Duration.ofSeconds(5);

  /** What is chosen, as it is kept on disk. */
  record Choice(String path) {}

  private final Map<String, SeedTransport> transports = new LinkedHashMap<>();
  private final SharedAnswer<Map<String, String>> problems;
  private volatile Map<String, String> told = Map.of();
  private final StateFile<Choice> choice;
  private final WireConfig wire;
  private final MySqlFacts mysql;

  @Inject
  LiveSources(Plugins plugins, AgentConfig config, MySqlFacts mysql) {
    config
        .seed()
        .liveTransports()
        .forEach(
            name ->
                transports.put(
                    SeedConfig.LIVE + name,
                    plugins.require(SeedTransport.class, name, "SeedSources")));
    this.problems = SharedAnswer.goodFor(CHECK_GOOD_FOR, this::findProblems);
    this.choice =
        new StateFile<>(config.stateDirectory().resolve("live.json"), new TypeReference<>() {});
    this.wire = config.wire();
    this.mysql = mysql;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CheckResult check() {
    return CheckResult.usable(String.join(", ", transports.keySet()));
  }

  private Map<String, String> findProblems() throws InterruptedException {
    Map<String, String> found = new LinkedHashMap<>();
    for (Map.Entry<String, SeedTransport> each : transports.entrySet()) {
      problem(each.getValue()).ifPresent(problem -> found.put(each.getKey(), problem));
    }
    transports.keySet().forEach(path -> tell(path, told.get(path), found.get(path)));
    told = found;
    return found;
  }

  /** Once for each change: it is asked many times. */
  private static void tell(String path, @Nullable String before, @Nullable String now) {
    if (now != null && !now.equals(before)) {
      log.warn("{} is not offered for seeds: {}", path, now);
    } else if (now == null && before != null) {
      log.info("{} is offered for seeds again", path);
    }
  }

  private Optional<String> problem(SeedTransport transport) throws InterruptedException {
    if (!wire.authenticated()) {
      return Optional.of(
          "the target's server executes what is sent, so the agents must prove who they are: set"
              + " SeedSecretFile or SeedTls on both");
    }
    try {
      CheckResult result = transport.check();
      return result.usable() ? Optional.empty() : Optional.of(result.reason());
    } catch (AgentException failed) {
      return Optional.of(failed.getMessage());
    }
  }

  /** Is it one of these, usable or not? */
  boolean has(String path) {
    return transports.containsKey(path);
  }

  /** That one, usable or not. */
  Volume volume(String path) {
    return new Volume(path, path, NAME, true, true, true, 0, 0, Optional.empty(), Optional.empty());
  }

  /** The transport of that one. */
  Optional<SeedTransport> transport(String path) {
    return Optional.ofNullable(transports.get(path));
  }

  /** Those that can be used now. */
  @Override
  public List<Volume> list() throws InterruptedException {
    if (transports.isEmpty()) {
      return List.of();
    }
    Map<String, String> unusable = problems.get();
    List<Volume> usable = new ArrayList<>();
    for (String path : transports.keySet()) {
      if (!unusable.containsKey(path)) {
        usable.add(volume(path));
      }
    }
    return usable;
  }

  @Override
  public Optional<Volume> create() {
    throw new AgentException(ErrorCode.UNSUPPORTED, "The running server makes no snapshots");
  }

  /** Looks anew whether it can be used, and keeps the choice on disk. */
  @Override
  public Mount mount(MountRequest request) throws InterruptedException {
    String path = request.volumePath();
    if (request.access() != MountAccess.READ_ONLY) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          path + " is the running server, not a snapshot: it can only be chosen for a seed");
    }
    Optional<String> problem = problem(transport(path).orElseThrow(() -> unnamed(path)));
    if (problem.isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT, "Could not choose " + path + " for a seed: " + problem.get());
    }
    synchronized (this) {
      choice.write(new Choice(path));
    }
    return mountOf(path);
  }

  private static AgentException unnamed(String path) {
    return new AgentException(ErrorCode.NOT_FOUND, "SeedSources does not name " + path);
  }

  /** Nothing is written to it by a seed. */
  private Mount mountOf(String path) throws InterruptedException {
    return new Mount(mysql.datadir(), path, path, NAME, true);
  }

  @Override
  public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
    Optional<String> chosen = chosen();
    return chosen.isPresent() ? Optional.of(mountOf(chosen.get())) : Optional.empty();
  }

  /** Not one that the configuration has ceased to name. */
  private synchronized Optional<String> chosen() {
    return transports.isEmpty()
        ? Optional.empty()
        : choice.read().map(Choice::path).filter(this::has);
  }

  @Override
  public synchronized void unmount(Mount mount) {
    choice.delete();
  }

  @Override
  public void remove(String volumePath) {
    throw new AgentException(
        ErrorCode.UNSUPPORTED,
        "Could not remove " + volumePath + ": it is the running server, not a snapshot");
  }
}
