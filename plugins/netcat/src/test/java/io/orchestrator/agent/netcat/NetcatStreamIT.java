package io.orchestrator.agent.netcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With scripts on the other side, and with streams that are not whole. */
@RequiresTool({"tar", "nc.openbsd", "nc.traditional", "ncat", "socat"})
class NetcatStreamIT {
  private static final int BLOCK = 512;

  @TempDir Path folder;
  private NetcatHosts hosts;

  @BeforeEach
  void setUp() throws Exception {
    hosts = new NetcatHosts(folder, "auto");
  }

  @AfterEach
  void tearDown() {
    hosts.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nc.openbsd -N localhost $2",
        "nc.traditional -q 0 localhost $2",
        "ncat --send-only localhost $2",
        "socat -u STDIN TCP4:localhost:$2"
      })
  void receivesFromAPlainTar(String netcat) throws Exception {
    hosts.receive();
    hosts.bash("tar cf - -C \"$1\" . | " + netcat, hosts.source().toString(), port());
    assertThat(hosts.received().summary()).contains("4 files and folders");
    requireSameTree();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nc.openbsd -l $2",
        "nc.traditional -l -p $2",
        "ncat -l --recv-only $2",
        "socat -u TCP4-LISTEN:$2,reuseaddr STDOUT"
      })
  void sendsToAPlainTar(String netcat) throws Exception {
    CompletableFuture<?> script =
        hosts.inBackground(
            netcat + " < /dev/null | tar xpf - -C \"$1\"", hosts.datadir().toString(), port());
    hosts.send("localhost");
    script.get();
    requireSameTree();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nc.openbsd", "nc.traditional", "ncat", "socat"})
  void receivesFromASenderThatIsThereBeforeTheFirstLook(String program) throws Exception {
    byte[] archive = hosts.archive();
    for (int round = 0; round < 5; round++) {
      Path inner = Files.createDirectories(folder.resolve("round" + round));
      try (NetcatHosts quick = new NetcatHosts(inner, program)) {
        CompletableFuture<Void> sender = quick.sendBytesAtOnce(archive);
        quick.receive();
        assertThat(quick.received().bytes()).isEqualTo(archive.length);
        sender.get();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nc.openbsd", "ncat", "socat"})
  void seedsOverIpv6AndIpv4OnTheSamePort(String program) throws Exception {
    for (String host : new String[] {"::1", "127.0.0.1"}) {
      Path inner = Files.createDirectories(folder.resolve(host.replace(':', '_')));
      try (NetcatHosts six = new NetcatHosts(inner, program)) {
        six.receive();
        six.send(host);
        assertThat(six.received().bytes()).isPositive();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nc.openbsd", "ncat", "socat"})
  void listensOnAnIpv6Address(String program) throws Exception {
    try (NetcatHosts six = new NetcatHosts(Files.createDirectories(folder.resolve("6")), program)) {
      six.receive("[::1]");
      six.send("::1");
      assertThat(six.received().bytes()).isPositive();
    }
  }

  @Test
  void refusesAStreamThatEndsBetweenTwoMembers() throws Exception {
    byte[] archive = hosts.archive();
    hosts.receive();
    hosts.sendBytes(archive, lastMember(archive));
    assertThatThrownBy(hosts::received)
        .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA)
        .hasMessageContaining("without the end of the archive");
  }

  @Test
  void refusesAStreamThatEndsInItsEndMarker() throws Exception {
    byte[] archive = hosts.archive();
    hosts.receive();
    hosts.sendBytes(archive, lastMember(archive) + BLOCK);
    assertThatThrownBy(hosts::received).hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA);
  }

  @Test
  void refusesAStreamThatEndsAnywhereElse() throws Exception {
    byte[] archive = hosts.archive();
    Random random = new Random(7);
    for (int round = 0; round < 8; round++) {
      int length = 1 + random.nextInt(lastMember(archive));
      Path inner = Files.createDirectories(folder.resolve("round" + round));
      try (NetcatHosts cut = new NetcatHosts(inner, "auto")) {
        cut.receive();
        cut.sendBytes(archive, length);
        assertThatThrownBy(cut::received)
            .as("cut at " + length)
            .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA);
      }
    }
  }

  @Test
  void tellsThatAStreamIsCompressed() throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      byte[] noise = new byte[100_000];
      new Random(1).nextBytes(noise);
      gzip.write(noise);
    }
    hosts.receive();
    hosts.sendBytes(compressed.toByteArray(), compressed.size());
    assertThatThrownBy(hosts::received)
        .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA)
        .hasMessageContaining("gzip");
  }

  @Test
  void refusesWhatIsNoDataDirectory() throws Exception {
    Files.delete(hosts.source().resolve("ibdata1"));
    Files.move(hosts.source().resolve("mysql"), hosts.source().resolve("elsewhere"));
    hosts.receive();
    hosts.send("localhost");
    assertThatThrownBy(hosts::received)
        .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA)
        .hasMessageContaining("ibdata1");
  }

  @Test
  void neverSendsTheEndOfAnArchiveThatTarCouldNotComplete() throws Exception {
    hosts.sendingBy(new TarThatFails());
    hosts.receive();
    assertThatThrownBy(() -> hosts.send("localhost"))
        .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("no-such-file");
    assertThatThrownBy(hosts::received)
        .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED)
        .hasMessageContaining("The sender failed: ")
        .hasMessageContaining("no-such-file");
  }

  @Test
  void tellsTheReceiverWhatTheSendersHostKnows() throws Exception {
    hosts.sendingBy(new TarThatFails()).sending().knowEndReason("the snapshot ran full");
    hosts.receive();
    assertThatThrownBy(() -> hosts.send("localhost")).isInstanceOf(AgentException.class);
    assertThatThrownBy(hosts::received).hasMessage("The sender failed: the snapshot ran full");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, BLOCK, 300 * BLOCK, 300 * BLOCK + 17})
  void findsTheReasonWhereverTheStreamWasCut(int sent) throws Exception {
    hosts.receive();
    hosts.sendBytes(endedBy(FailureNote.of("it was aborted", sent), hosts.archive(), sent));
    assertThatThrownBy(hosts::received).hasMessage("The sender failed: it was aborted");
  }

  @Test
  void letsNoPlainTarTakeAStreamForWholeThatEndsInAReason() throws Exception {
    byte[] archive = hosts.archive();
    for (int sent : List.of(0, BLOCK, lastMember(archive))) {
      byte[] stream = endedBy(FailureNote.of("it was aborted", sent), archive, sent);
      Path file = Files.write(folder.resolve("stream-" + sent), stream);
      assertThatThrownBy(() -> hosts.bash("tar -tf - < \"$1\"", file.toString()))
          .as("cut at " + sent)
          .isInstanceOf(AgentException.class);
    }
  }

  private static byte[] endedBy(byte[] note, byte[] archive, int sent) {
    byte[] stream = Arrays.copyOf(archive, sent + note.length);
    System.arraycopy(note, 0, stream, sent, note.length);
    return stream;
  }

  @Test
  void leavesOutWhatBelongsToTheSourcesServerAlone() throws Exception {
    for (String name :
        new String[] {
          "auto.cnf", "mysqld-auto.cnf", "db1.pid", "mysql/kept.pid", "mysql.sock.lock"
        }) {
      Files.writeString(hosts.source().resolve(name), name);
    }
    Files.createDirectories(hosts.source().resolve("lost+found"));
    Files.createDirectories(hosts.source().resolve(".orchestrator-agent-trash"));
    hosts.bash("exec 3< <(timeout 20 socat UNIX-LISTEN:\"$1\"/mysql.sock -)", path(hosts.source()));
    hosts.receive();
    hosts.send("localhost");
    hosts.received();
    assertThat(hosts.datadir().toFile().list())
        .containsExactlyInAnyOrder("ibdata1", "mysql", "mysqld-auto.cnf");
    assertThat(hosts.datadir().resolve("mysql/kept.pid")).exists();
  }

  @Test
  void saysWhoListensOnAPortThatIsTaken() throws Exception {
    try (ServerSocket other = new ServerSocket(hosts.port())) {
      assertThat(other.isBound()).isTrue();
      hosts.receive();
      assertThatThrownBy(hosts::received)
          .hasFieldOrPropertyWithValue("code", ErrorCode.CONFLICT)
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }
  }

  @Test
  void refusesAHostThatAProgramCouldTakeForAnOption() {
    assertThatThrownBy(() -> hosts.send("-e/bin/sh"))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_ARGUMENT);
  }

  private void requireSameTree() throws Exception {
    assertThat(
            TreeComparison.exact().toTheSecond().compare(hosts.source(), hosts.datadir()).found())
        .isEmpty();
  }

  private String port() {
    return Integer.toString(hosts.port());
  }

  private static String path(Path path) {
    return path.toString();
  }

  /** Where the zeros begin that end an archive; they stand behind the last member's data. */
  private static int lastMember(byte[] archive) {
    int length = BLOCK;
    TarBoundary boundary = new TarBoundary();
    for (int at = 0; !boundary.isComplete(); at += BLOCK) {
      byte[] block = Arrays.copyOfRange(archive, at, at + BLOCK);
      boundary.accept(block, BLOCK);
      length = at + BLOCK;
    }
    return length - 2 * BLOCK;
  }
}
