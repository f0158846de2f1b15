package io.orchestrator.agent.host.plugin;

import static io.orchestrator.agent.host.plugin.PluginRig.checkOf;
import static io.orchestrator.agent.host.plugin.PluginRig.statusOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.FinishRequest;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin of the first API, compiled then and never since, works with the agent of today. */
@Tag("plugins")
class FirstApiPluginTest {
  private static final String ID = "first-api";

  @TempDir Path root;
  private Plugins plugins;

  @BeforeEach
  void load() throws IOException, InterruptedException {
    PluginRig rig = new PluginRig(root);
    try (InputStream jar =
        FirstApiPluginTest.class.getResourceAsStream("/first-api/first-api-1.0.0.jar")) {
      Files.copy(jar, rig.folder().resolve("first-api-1.0.0.jar"));
    }
    plugins = rig.with("'Plugins.Settings': {'first-api': {'Text': 'a text'}}").load(ID);
  }

  @Test
  void isStartedWithAllItsExtensions() {
    assertThat(statusOf(plugins, ID).reason()).isEmpty();
    assertThat(statusOf(plugins, ID).extensions())
        .extracting(LoadedExtension::kind)
        .containsExactlyInAnyOrder(ExtensionKind.values());
  }

  @Test
  void readsItsSettingsAndTheContext() throws InterruptedException {
    assertThat(checkOf(plugins, ID))
        .isEqualTo(
            "a text,no secret,hello,true,4,PT1M,1073741824,/tmp,b,[x],false,datadir,true,true,"
                + ID
                + ",true");
  }

  @Test
  void servesSnapshots() throws InterruptedException {
    SnapshotProvider provider = plugins.find(SnapshotProvider.class, ID).orElseThrow();

    assertThat(provider.list()).extracting(Volume::path).containsExactly("/first/1");
    assertThat(provider.create()).map(Volume::offered).contains(true);
    assertThat(provider.mount(new MountRequest("/first/1", root, MountAccess.READ_ONLY)))
        .isEqualTo(new Mount(root, "/dev/first", "/first/1", "ext4", true));
    provider.removeLeftovers();
    assertThatThrownBy(() -> provider.remove("/first/1"))
        .isInstanceOfSatisfying(
            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  @Test
  void locatesSnapshots() throws InterruptedException {
    SnapshotLocator locator = plugins.find(SnapshotLocator.class, ID).orElseThrow();

    assertThat(locator.hosts(SnapshotLocator.Scope.ALL)).isEqualTo(List.of("db1", "db2"));
  }

  @Test
  void movesASeed() throws InterruptedException {
    SeedTransport transport = plugins.find(SeedTransport.class, ID).orElseThrow();
    SeedId seed = new SeedId(5);

    try (FakeTransfer transfer = new FakeTransfer()) {
      TransferResult sent =
          transport.send(
              new SendRequest(seed, root, "db2", 21234, Duration.ofSeconds(1)), transfer);
      TransferResult received =
          transport.receive(
              new ReceiveRequest(seed, root, "", 21234, Duration.ofSeconds(1)), transfer);

      assertThat(sent.bytes()).isEqualTo("sent\n".length());
      assertThat(sent.summary()).endsWith("5");
      assertThat(received.replication()).isPresent();
    }
    transport.finish(new FinishRequest(seed, root, "db1"));
    assertThat(transport.usesWire()).isFalse();
    assertThat(transport.resumes()).isFalse();
  }

  @Test
  void managesAService() throws InterruptedException {
    ServiceManager service = plugins.find(ServiceManager.class, ID).orElseThrow();

    service.start();
    service.stop();

    assertThat(service.status()).isEqualTo(ServiceStatus.RUNNING);
  }
}
