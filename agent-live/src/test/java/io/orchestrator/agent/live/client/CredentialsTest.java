package io.orchestrator.agent.live.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static final FakeMySqlFacts SERVER = FakeMySqlFacts.of(Path.of("/data"));

  @TempDir Path folder;

  private Path file(String mode) throws Exception {
    Path file = Files.writeString(folder.resolve("seed.cnf"), "[client]\nuser=seed\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Credentials of(String key, Object value, FakeMySqlFacts facts) {
    return new Credentials(Settings.of(Map.of(key, value)), facts);
  }

  @Test
  void namesTheFileAheadOfEverythingElse() throws Exception {
    Path file = file("rw-r-----");
    FakeMySqlFacts facts =
        SERVER.withSocket(Path.of("/run/sock")).withDefaultsFile(Path.of("/etc/two.cnf"));
    assertThat(of("DefaultsExtraFile", file.toString(), facts).arguments())
        .containsExactly("--defaults-extra-file=" + file, "--socket=/run/sock");
  }

  @Test
  void readsTheServersOwnOptionFileWithoutAnyOther() throws Exception {
    FakeMySqlFacts facts = SERVER.withDefaultsFile(Path.of("/etc/two.cnf"));
    assertThat(of("LoginPath", "seed", facts).arguments())
        .containsExactly("--defaults-file=/etc/two.cnf", "--login-path=seed");
  }

  @Test
  void leavesTheLoginToTheProgramIfNothingIsSet() throws Exception {
    assertThat(new Credentials(Settings.none(), SERVER).arguments()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw-----w-"})
  void refusesAFileThatOthersCanUse(String mode) throws Exception {
    Credentials open = of("DefaultsExtraFile", file(mode).toString(), SERVER);
    assertThatThrownBy(open::arguments)
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Credentials missing = of("DefaultsExtraFile", folder.resolve("none").toString(), SERVER);
    assertThatThrownBy(missing::arguments).hasMessageContaining("is no file");
  }

  @Test
  void refusesALoginPathThatIsNone() {
    assertThatThrownBy(() -> of("LoginPath", "x --password=y", SERVER))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION)
        .hasMessageNotContaining("password");
  }
}
