package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data directory belongs to another user than the agent, which is root. */
@Tag("stream")
@RequiresRoot
@RequiresTool("setpriv")
class ClosedDatadirIT {
  private static final int USER = 65534;
  private static final Owner MYSQL = new Owner(USER, USER);
  private static final int MODE = 0751;
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private Path datadir;

  @BeforeEach
  void setUp() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    datadir = Files.createDirectories(folder.resolve("datadir"));
    Files.setAttribute(datadir, "unix:uid", USER);
    Files.setAttribute(datadir, "unix:gid", USER);
    Files.setAttribute(datadir, "unix:mode", MODE);
  }

  /** A datadir with a folder (2) and a file in it (3), all of the source's user. */
  private static HostileSender begin(HostileSender sender) throws IOException {
    Attributes attributes = new Attributes(0750, 4711, 4712, 1, 1, Map.of());
    sender.out.writeInt(Format.MAGIC);
    sender.out.writeInt(Format.VERSION);
    sender.entry(Entry.folder(0, RawName.NONE, attributes));
    sender.entry(Entry.file(0, RawName.of(Path.of("ibdata1")), attributes, 0));
    sender.entry(Entry.folder(0, RawName.of(Path.of("db")), attributes));
    sender.entry(Entry.file(2, RawName.of(Path.of("t.ibd")), attributes, CONTENT.length));
    return sender.end().awaitGo();
  }

  private void assertIs(Path path, Owner owner, int mode) throws IOException {
    SourceNode node = SourceNode.of(path);
    assertThat(new Owner(node.uid(), node.gid())).as(path.toString()).isEqualTo(owner);
    assertThat(node.mode()).as(path.toString()).isEqualTo(mode);
  }

  private static int asUser(String script, Path... arguments) throws Exception {
    String[] line = {
      "setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "sh", "-c", script, "sh"
    };
    List<String> command = new ArrayList<>(List.of(line));
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  @Test
  void letsItsOwnerRedirectNothing() throws Throwable {
    Path victim = Files.createDirectories(folder.resolve("victim"));
    Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rwx------"));
    assertThat(asUser("touch \"$1/probe\" && rm \"$1/probe\"", datadir)).isZero();
    try (HostileSender sender = new HostileSender(folder)) {
      begin(sender);
      assertThat(asUser("mv \"$1/db\" \"$1/away\"; ln -s \"$2\" \"$1/db\"", datadir, victim))
          .isNotZero();
      sender.block(3, 0, CONTENT).allSent().received();
      assertThat(datadir.resolve("db/t.ibd")).hasBinaryContent(CONTENT);
    }
    assertThat(victim).isEmptyDirectory();
    assertIs(victim, new Owner(0, 0), 0700);
    for (String name : new String[] {"", "db", "db/t.ibd"}) {
      assertIs(datadir.resolve(name), MYSQL, 0750);
    }
  }

  @Test
  void givesItBackAfterAFailure() throws Exception {
    try (HostileSender sender = new HostileSender(folder)) {
      begin(sender).out.close();
      assertThatThrownBy(sender::received).hasMessageContaining("without saying");
    }
    assertIs(datadir, MYSQL, MODE);
    assertThat(folder.resolve("host/work")).isEmptyDirectory();
  }

  @Test
  void givesItBackAfterAnAbort() throws Exception {
    try (StreamHosts hosts = new StreamHosts(folder)) {
      Files.write(hosts.source().resolve("big"), new byte[60 << 20]);
      hosts.receivingBy(
          commands -> OtherPrograms.of(commands).withScript(folder, "sync", "exec sleep 600"));
      hosts.start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> hosts.receiving().phases().contains("syncing to disk"));
      hosts.abortReceiver();
      assertThatThrownBy(hosts::received).hasRootCauseInstanceOf(InterruptedException.class);
    }
    assertIs(datadir, MYSQL, MODE);
  }

  @Test
  void givesItBackWhenTheAgentStartsAfterItWasKilled() throws Exception {
    Path note = killed();

    new StreamSeed(FakeAgentContext.in(folder.resolve("host"))).recover();

    assertIs(datadir, MYSQL, MODE);
    assertThat(note).doesNotExist();
  }

  @Test
  void givesTheFilesToItsOwnerAfterTheAgentWasKilled() throws Throwable {
    Path note = killed();
    try (HostileSender sender = new HostileSender(folder)) {
      begin(sender).block(3, 0, CONTENT).allSent().received();
    }
    for (String name : new String[] {"", "db", "db/t.ibd"}) {
      assertIs(datadir.resolve(name), MYSQL, 0750);
    }
    assertThat(note).doesNotExist();
  }

  /** As it would be had the agent not lived to give it back. */
  private Path killed() throws Exception {
    Path note = folder.resolve("host/work/datadir-owner");
    Path kept = folder.resolve("kept");
    try (HostileSender sender = new HostileSender(folder)) {
      begin(sender);
      assertIs(datadir, new Owner(0, 0), 0700);
      Files.copy(note, kept);
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.notExists(note));
    Files.move(kept, note);
    Files.delete(datadir.resolve("db"));
    Files.setAttribute(datadir, "unix:uid", 0);
    Files.setAttribute(datadir, "unix:gid", 0);
    Files.setAttribute(datadir, "unix:mode", 0700);
    return note;
  }
}
