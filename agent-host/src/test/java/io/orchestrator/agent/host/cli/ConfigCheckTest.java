package io.orchestrator.agent.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.Configs;
import io.orchestrator.agent.host.tls.Pki;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCheckTest {
  private static final String PLUGINS = "'SeedTransport': 'parcel', 'Plugins.Enabled': ['acme']";

  @TempDir Path home;

  @BeforeEach
  void makeHome() {
    System.setProperty("agent.home", home.toString());
    AcmePlugin.serving().buildIn(home.resolve("plugins"));
  }

  @AfterEach
  void forget() {
    System.clearProperty("agent.home");
    System.clearProperty(AcmePlugin.STOPPED);
  }

  @Test
  void saysThatTheConfigurationIsGoodAndWhichItIs() {
    Path file = Configs.file(home, PLUGINS);

    Cli run = check(file);

    assertThat(run).isEqualTo(new Cli(0, "The configuration is good: " + file + "\n", ""));
  }

  @Test
  void takesTheFileBehindTheCommandAsWell() {
    Path file = Configs.file(home, PLUGINS);

    assertThat(Cli.run("config", "check", "--config=" + file).status()).isZero();
  }

  @Test
  void warnsOnStandardError() {
    Cli run = check(Configs.file(home, PLUGINS + ", 'HTTPAuthUser': 'u', 'HTTPAuthPassword': 'p'"));

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("The configuration is good").hasLineCount(1);
    assertThat(run.err()).contains("warning: HTTPAuthUser is set");
  }

  @Test
  void refusesAKeyThatIsNotTheCertificates() {
    Pki pki = certificates();

    Cli run = check(Configs.file(home, PLUGINS + seedsBy(pki, "two.pem", "one-cert.pem")));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("two.pem is not the key of the certificate");
  }

  @Test
  void warnsOfACertificateThatTheAuthorityDidNotSign() {
    Pki pki = certificates();

    Cli run = check(Configs.file(home, PLUGINS + seedsBy(pki, "two.pem", "two-cert.pem")));

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("warning: SSLCertFile", "is not trusted by SSLCAFile");
  }

  private Pki certificates() {
    Pki pki = new Pki(home);
    pki.selfSigned("one.pem", "one-cert.pem", "rsa:2048", "/CN=one");
    pki.selfSigned("two.pem", "two-cert.pem", "rsa:2048", "/CN=two");
    return pki;
  }

  private static String seedsBy(Pki pki, String key, String certificate) {
    return ", 'SeedTls': true, 'SSLPrivateKeyFile': '%s', 'SSLCertFile': '%s', 'SSLCAFile': '%s'"
        .formatted(pki.file(key), pki.file(certificate), pki.file("one-cert.pem"));
  }

  @Test
  void reportsAllMistakesOfTheAgentAndOfPluginsAtOnce() {
    Path file =
        Configs.file(
            home,
            PLUGINS
                + ", 'HTTPPort': 70000, 'SnapshotMountPoin': '/x', 'ServiceManager': 'absent',"
                + " 'Plugins.Settings': {'acme': {'Limit': 10}}");

    Cli run = check(file);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(
            file.toString(),
            "HTTPPort is 70000",
            "unknown key SnapshotMountPoin; did you mean SnapshotMountPoint?",
            "Plugins.Settings.acme: Limit is 10",
            "ServiceManager names \"absent\"")
        .doesNotContain("Exception");
  }

  @Test
  void saysThatTheFileIsMissing() {
    Cli run = check(home.resolve("absent.json"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(home.resolve("absent.json") + " does not exist");
  }

  @Test
  void saysWhereTheFileIsNoJson() throws IOException {
    Path file = Files.writeString(home.resolve("agent.conf.json"), "{\n  \"HTTPPort\": ,\n}");

    Cli run = check(file);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(file.toString()).contains("line 2").doesNotContain("Exception");
  }

  @Test
  void namesAnEnabledPluginThatIsMissing() {
    Cli run =
        check(Configs.file(home, "'SeedTransport': 'parcel', 'Plugins.Enabled': ['acme','gone']"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("Plugins.Enabled names gone");
  }

  @Test
  void namesAMissingPluginFolder() {
    System.setProperty("agent.home", home.resolve("elsewhere").toString());

    Cli run = check(Configs.file(home, PLUGINS));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(home.resolve("elsewhere/plugins") + " does not exist");
  }

  @Test
  void warnsOfAPluginThatFailedAndThatNothingNames() {
    PluginJarBuilder.plugin("broken", "1.0.0").withoutIndex().buildIn(home.resolve("plugins"));

    Cli run =
        check(
            Configs.file(home, "'SeedTransport': 'parcel', 'Plugins.Enabled': ['acme','broken']"));

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .startsWith("warning: The plugin broken failed: it has no META-INF/extensions.idx")
        .hasLineCount(1);
  }

  @Test
  void warnsWhenNothingCanStartTheServer() {
    AcmePlugin.good().buildIn(home.resolve("plugins"));

    Cli run = check(Configs.file(home, PLUGINS));

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .startsWith("warning: No service manager can start and stop MySQL here: set MySQLService")
        .contains("systemd: no enabled plugin offers it")
        .hasLineCount(1);
  }

  @Test
  void warnsWhenTheCommandsThatAreChosenCanNotStartTheServer() {
    AcmePlugin.good()
        .source("acme.Valet", AcmePlugin.valet("commands", "CheckResult.unusable(\"not set: X\")"))
        .buildIn(home.resolve("plugins"));

    Cli run = check(Configs.file(home, PLUGINS + ", 'MySQLServiceStatusCommand': 'true'"));

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .startsWith("warning: No service manager can start and stop MySQL here: set MySQLService")
        .contains("commands: not set: X")
        .hasLineCount(1);
  }

  @Test
  void refusesANamedTransportThatCanNotWorkHere() {
    AcmePlugin.withCheck("return CheckResult.unusable(\"install parcel\");")
        .buildIn(home.resolve("plugins"));

    Cli run = check(Configs.file(home, PLUGINS));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "  * SeedTransport names \"parcel\", which can't work on this host: install parcel");
  }

  @Test
  void doesNotShowSecrets() {
    PluginJarBuilder.plugin("hush", "1.0.0")
        .pluginClass("acme.Main")
        .source("acme.Main", AcmePlugin.main("Setting.number(\"Pin\", 1, 9, \"Opens\").hidden()"))
        .index("")
        .buildIn(home.resolve("plugins"));

    Cli run =
        check(
            Configs.file(
                home,
                "'SeedTransport': 'parcel', 'Plugins.Enabled': ['acme','hush'],"
                    + " 'Plugins.Settings': {'hush': {'Pin': 'opensesame'}}"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("Pin is ***").doesNotContain("opensesame");
  }

  @Test
  void stopsThePluginsItLoaded() {
    check(Configs.file(home, PLUGINS));

    assertThat(System.getProperty(AcmePlugin.STOPPED)).isEqualTo("yes");
  }

  @Test
  void leavesNoStateBehind() {
    check(Configs.file(home, PLUGINS));

    assertThat(home.resolve("state")).doesNotExist();
  }

  private static Cli check(Path file) {
    return Cli.run("-config", file.toString(), "config", "check");
  }
}
