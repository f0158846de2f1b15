package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import java.util.Arrays;
import java.util.List;

/** The extension points there are. */
public enum ExtensionKind {
  /** {@link SnapshotProvider}. */
  SNAPSHOT_PROVIDER("snapshot-provider", SnapshotProvider.class),
  /** {@link SnapshotLocator}. */
  SNAPSHOT_LOCATOR("snapshot-locator", SnapshotLocator.class),
  /** {@link SeedTransport}. */
  SEED_TRANSPORT("seed-transport", SeedTransport.class),
  /** {@link ServiceManager}. */
  SERVICE_MANAGER("service-manager", ServiceManager.class);

  private final String label;
  private final Class<? extends AgentExtension> point;

  ExtensionKind(String label, Class<? extends AgentExtension> point) {
    this.label = label;
    this.point = point;
  }

  /** Its name for people. */
  public String label() {
    return label;
  }

  /** Its interface. */
  public Class<? extends AgentExtension> point() {
    return point;
  }

  static List<ExtensionKind> of(Class<?> extension) {
    return Arrays.stream(values()).filter(kind -> kind.point.isAssignableFrom(extension)).toList();
  }
}
