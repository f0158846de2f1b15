package io.orchestrator.agent.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireKeysTest {
  private static final String SECRET = "correct horse battery staple";

  @TempDir Path folder;
  private Loading loading;

  @BeforeEach
  void setUp() {
    loading = new Loading(folder);
  }

  private WireConfig with(String members) {
    return loading.with(members).config().wire();
  }

  private String secret(String permissions, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return "'SeedSecretFile': '" + file + "'";
  }

  @Test
  void worksWithNothingConfigured() {
    WireConfig wire = with("");

    assertThat(wire.tls()).isFalse();
    assertThat(wire.secretFile()).isEmpty();
    assertThat(wire.allowed()).isEmpty();
    assertThat(wire.receiveTransports()).isEmpty();
    assertThat(wire.compression()).isEqualTo("auto");
    assertThat(wire.bytesPerSecond()).isZero();
  }

  @Test
  void takesSizesAndTimes() {
    WireConfig wire =
        with("'SeedRateLimit': '100M', 'SeedPeerTimeoutSeconds': 5, 'SeedCompression': 'OFF'");

    assertThat(wire.bytesPerSecond()).isEqualTo(100L << 20);
    assertThat(wire.peerLimit()).isEqualTo(Duration.ofSeconds(5));
    assertThat(wire.compression()).isEqualTo("off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--r-----"})
  void takesASecretThatNotEverybodyMayRead(String permissions) throws IOException {
    assertThat(with(secret(permissions, SECRET)).secretFile()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "rw-r--r--, correct horse battery staple, can be read by everybody",
    "rw-------, horse, at least 16",
    "rw-------, '             horse           ', at least 16",
  })
  void refusesASecretThatIsNone(String permissions, String text, String reason) throws IOException {
    assertThat(loading.mistakesWith(secret(permissions, text)))
        .singleElement()
        .asString()
        .contains(reason)
        .doesNotContain("horse");
  }

  @Test
  void refusesASecretFileThatIsNotThere() {
    assertThat(loading.mistakesWith("'SeedSecretFile': '/nowhere/secret'"))
        .containsExactly("SeedSecretFile is /nowhere/secret, which does not exist");
  }

  @Test
  void refusesAFolderForASecret() {
    assertThat(loading.mistakesWith("'SeedSecretFile': '/proc/self'"))
        .singleElement()
        .asString()
        .startsWith("SeedSecretFile is /proc/self");
  }

  @Test
  void encryptionNeedsCertificatesAndWhomToTrust() throws IOException {
    Path pem = Files.createFile(folder.resolve("x.pem"));
    String pair = "'SSLCertFile': '" + pem + "', 'SSLPrivateKeyFile': '" + pem + "'";

    assertThat(loading.mistakesWith("'SeedTls': true"))
        .singleElement()
        .asString()
        .contains("CAFile");
    assertThat(loading.mistakesWith("'SeedTls': true, " + pair))
        .containsExactly(
            "SeedTls needs SSLCertFile, SSLPrivateKeyFile and SSLCAFile: set those too");
    assertThat(loading.mistakesWith("'SeedTls': true, 'SSLCAFile': '/nowhere/ca.pem', " + pair))
        .containsExactly("SSLCAFile is /nowhere/ca.pem, which does not exist");
    assertThat(with("'SeedTls': true, 'SSLCAFile': '" + pem + "', " + pair).tls()).isTrue();
  }

  @Test
  void givesUpALostConnectionBeforeTheSeedLooksStuck() {
    assertThat(with("").reconnectLimit()).isEqualTo(Duration.ofSeconds(60));
    assertThat(with("'SeedConnectSeconds': 10, 'SeedStallSeconds': 30").reconnectLimit())
        .isEqualTo(Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'SeedConnections': 0",
        "'SeedConnections': 17",
        "'SeedCompression': 'gzip'",
        "'SeedAllowedNetworks': ['10.0.0.0/33']",
        "'SeedAllowedNetworks': ['db1.example.com']",
        "'SeedRateLimit': '512K'",
        "'SeedRateLimit': 'fast'",
        "'SeedReconnectSeconds': 115",
        "'SeedStallSeconds': 61, 'SeedReconnectSeconds': 60",
      })
  void hasExactlyOneMistake(String members) {
    assertThat(loading.mistakesWith(members)).hasSize(1);
  }
}
