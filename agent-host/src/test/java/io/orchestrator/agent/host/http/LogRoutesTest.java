package io.orchestrator.agent.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.fixture.TestHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relay and binary logs over HTTP. */
class LogRoutesTest {
  private static final int HEADER = 4 + 19 + 100;

  @TempDir Path folder;
  private TestHost host;
  private Api api;

  @BeforeEach
  void startApi() throws IOException {
    host = new TestHost(folder);
    host.with("MySQLDatadirCommand", "echo " + host.datadir());
    host.with("MySQLClientCommand", "cat > " + folder.resolve("applied"));
    Files.writeString(host.datadir().resolve("db1-relay-bin.index"), "./r.000001\n./r.000002\n");
    log("r.000001", "first events");
    log("r.000002", "second events");
    api = Api.start(host);
  }

  @AfterEach
  void stopApi() {
    api.close();
  }

  private void log(String name, String events) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {(byte) 0xfe, 'b', 'i', 'n'});
    header.putInt(0).put((byte) 15).putInt(1).putInt(HEADER - 4).putInt(HEADER);
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    log.write(header.array());
    log.write(events.getBytes(StandardCharsets.ISO_8859_1));
    Files.write(host.datadir().resolve(name), log.toByteArray());
  }

  private static byte[] unpacked(String text) throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getMimeDecoder().decode(text)))) {
      return in.readAllBytes();
    }
  }

  @Test
  void listsRelayLogs() throws Exception {
    Path datadir = host.datadir();

    assertThat(api.json("mysql-relay-log-index-file").asText())
        .isEqualTo(datadir.resolve("db1-relay-bin.index").toString());
    assertThat(api.json("mysql-relay-log-files"))
        .extracting(file -> file.asText())
        .containsExactly(
            datadir.resolve("r.000001").toString(), datadir.resolve("r.000002").toString());
    assertThat(api.json("mysql-relay-log-end-coordinates").fieldNames())
        .toIterable()
        .containsExactly("LogFile", "LogPos", "Type");
  }

  @Test
  void givesTheTailOfTheRelayLogs() throws Exception {
    String encoded = api.json("mysql-relaylog-contents-tail/r.000001/" + (HEADER + 6)).asText();

    assertThat(new String(unpacked(encoded), StandardCharsets.ISO_8859_1))
        .startsWith("\u00febin")
        .endsWith("eventssecond events");
  }

  @Test
  void refusesLogsThatAreNotInTheIndex() throws Exception {
    Files.writeString(folder.resolve("secret"), "secret");

    assertThat(api.get("mysql-relaylog-contents-tail/secret/4").isNoticed()).isTrue();
    assertThat(api.get("mysql-relaylog-contents-tail/..%2Fsecret/4").isNoticed()).isTrue();
    assertThat(api.get("mysql-relaylog-contents-tail/r.000001/-4").json().get("Message").asText())
        .contains("number");
  }

  @Test
  void answersAnErrorForALogThatIsNone() throws Exception {
    Files.writeString(host.datadir().resolve("r.000002"), "no log at all");

    Api.Reply reply = api.get("mysql-relaylog-contents-tail/r.000001/4");

    assertThat(reply.isNoticed()).isTrue();
    assertThat(reply.json().get("Code").asText()).isEqualTo("ERROR");
  }

  @Test
  void refusesToApplyWhatIsDamaged() throws Exception {
    Api.Reply reply = api.post("apply-relaylog-contents", "this is not base64 of gzip");

    assertThat(reply.isNoticed()).isTrue();
    assertThat(reply.json().get("Code").asText()).isEqualTo("ERROR");
    assertThat(folder.resolve("applied")).doesNotExist();
  }

  @Test
  void refusesToApplyWhatIsNoLog() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("DROP DATABASE shop".getBytes(StandardCharsets.UTF_8));
    }
    String encoded = Base64.getEncoder().encodeToString(packed.toByteArray());

    assertThat(api.post("apply-relaylog-contents", encoded).isNoticed()).isTrue();
    assertThat(folder.resolve("applied")).doesNotExist();
  }

  @Test
  void appliesNothingByGet() throws Exception {
    assertThat(api.get("apply-relaylog-contents").isNoticed()).isTrue();
  }
}
