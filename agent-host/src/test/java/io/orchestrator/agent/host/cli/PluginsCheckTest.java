package io.orchestrator.agent.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.host.Configs;
import io.orchestrator.agent.host.tls.Pki;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each mistake of an operator is named with its cause in one line. */
@Tag("plugins")
class PluginsCheckTest {
  private static final String ACME = "'SeedTransport': 'parcel', 'Plugins.Enabled': ['acme'";

  @TempDir Path home;
  private Path plugins;

  @BeforeEach
  void makePlugin() {
    System.setProperty("agent.home", home.toString());
    plugins = home.resolve("plugins");
    AcmePlugin.serving().buildIn(plugins);
  }

  @AfterEach
  void forget() {
    System.clearProperty("agent.home");
    System.clearProperty(AcmePlugin.STOPPED);
  }

  private Cli check(String members) {
    return run(Configs.file(home, members));
  }

  private static Cli run(Path file, String... more) {
    String[] arguments = {"-config", file.toString(), "plugins", "check"};
    return Cli.run(
        Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
  }

  private void namesInOneLine(Cli run, String... parts) {
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).hasLineCount(1).contains(parts);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void saysThatNothingIsWrong() {
    assertThat(check(ACME + "]")).isEqualTo(new Cli(0, "1 plugin, nothing wrong\n", ""));
  }

  @Test
  void warnsWhenNothingCanStartTheServer() {
    AcmePlugin.good().buildIn(plugins);

    Cli run = check(ACME + "]");

    assertThat(run.out()).isEqualTo("1 plugin, nothing wrong\n");
    assertThat(run.err()).startsWith("warning: No service manager can start").hasLineCount(1);
  }

  @Test
  void namesACorruptJar() {
    PluginJarBuilder.plugin("bad", "1.0.0").corrupt().buildIn(plugins);

    namesInOneLine(check(ACME + "]"), "bad-1.0.0.jar", "can't be read");
  }

  @Test
  void namesBothPluginsOfOneId() throws IOException {
    Files.copy(plugins.resolve("acme-1.2.3.jar"), plugins.resolve("acme-copy.jar"));

    namesInOneLine(
        check(ACME + "]"),
        "another plugin has the id acme already: " + plugins.resolve("acme-1.2.3.jar"),
        plugins.resolve("acme-copy.jar").toString());
  }

  @Test
  void namesAWrongSettingOnce() {
    namesInOneLine(
        check(ACME + "], 'Plugins.Settings': {'acme': {'Limit': 10}}, 'SeedSources': ['snapshots']")
            .withoutTheConsequences(),
        "Plugins.Settings.acme: Limit is 10, but must be number from 1 to 9");
  }

  @Test
  void namesAnUnknownSetting() {
    namesInOneLine(
        check(ACME + "], 'Plugins.Settings': {'acme': {'Limmit': 1}}").withoutTheConsequences(),
        "Plugins.Settings.acme: unknown key Limmit; did you mean Limit?");
  }

  @Test
  void namesAMissingPluginAndThoseThatThereAre() {
    namesInOneLine(
        check(ACME + ", 'gone']"),
        "Plugins.Enabled names gone, but no plugin in " + plugins + " has that id; there is: acme");
  }

  @Test
  void namesTheCaseOfAnId() {
    namesInOneLine(check(ACME + ", 'ACME']"), "names ACME", "did you mean acme?");
  }

  @Test
  void namesThePluginThatOffersWhatIsNamedButIsDisabled() {
    PluginJarBuilder.plugin("idle", "1.0.0").index("").buildIn(plugins);

    namesInOneLine(
        check("'SeedTransport': 'parcel', 'Plugins.Enabled': ['idle']"),
        "SeedTransport names \"parcel\"",
        "the plugin acme offers it, but is not enabled: orchestrator-agent plugins enable acme");
  }

  @Test
  void namesWhatThereIsAlsoOfPluginsThatAreNotEnabled() {
    PluginJarBuilder.plugin("idle", "1.0.0").index("").buildIn(plugins);

    namesInOneLine(
        check("'SeedTransport': 'pigeon', 'Plugins.Enabled': ['idle']"),
        "SeedTransport names \"pigeon\"",
        "there is: none",
        "not enabled: parcel of the plugin acme");
  }

  @Test
  void doesNotRunWhatIsDisabledIfNothingIsMissing() {
    PluginJarBuilder.plugin("spy", "1.0.0")
        .pluginClass("acme.Spy")
        .source(
            "acme.Spy",
            "package acme; public class Spy extends io.orchestrator.agent.api.AgentPlugin {"
                + " static { System.setProperty(\"acme.spied\", \"yes\"); } }")
        .index("")
        .buildIn(plugins);
    try {
      assertThat(check(ACME + "]").status()).isZero();
      assertThat(System.getProperty("acme.spied")).isNull();
      check("'SeedTransport': 'pigeon', 'Plugins.Enabled': ['acme']");
      assertThat(System.getProperty("acme.spied")).isEqualTo("yes");
    } finally {
      System.clearProperty("acme.spied");
    }
  }

  @Test
  void namesAFolderThatIsNone() {
    namesInOneLine(
        check(ACME + "], 'Plugins.Directories': ['" + home.resolve("absent") + "']"),
        home.resolve("absent") + " does not exist");
  }

  @Test
  void namesTheTransportThatCanNotWorkHere() {
    AcmePlugin.withCheck("return CheckResult.unusable(\"install parcel\");").buildIn(plugins);

    namesInOneLine(
        check(ACME + "]"),
        "SeedTransport names \"parcel\", which can't work on this host: install parcel (plugin"
            + " acme)");
  }

  @Test
  void namesWhereTheConfigurationIsNoJson() throws IOException {
    Path file = Files.writeString(home.resolve("agent.conf.json"), "{\n  \"HTTPPort\": ,\n}");

    namesInOneLine(run(file), file + ": line 2, column ");
  }

  @Test
  void namesTheFileOfAMistake() {
    namesInOneLine(
        check(ACME + "], 'HTTPPort': 70000"),
        home.resolve("agent.conf.json") + ": HTTPPort is 70000");
  }

  @Test
  void namesAFileForTlsThatCanNotBeUsed() {
    Pki pki = new Pki(home);
    pki.selfSigned("one.pem", "one-cert.pem", "rsa:2048", "/CN=one");
    pki.selfSigned("two.pem", "two-cert.pem", "rsa:2048", "/CN=two");
    String files = ACME + "], 'UseSSL': true, 'SSLPrivateKeyFile': '%s', 'SSLCertFile': '%s'";

    namesInOneLine(
        check(files.formatted(pki.file("two.pem"), pki.file("one-cert.pem"))),
        "two.pem is not the key of the certificate");
    assertThat(check(files.formatted(pki.file("one.pem"), pki.file("one-cert.pem"))).status())
        .isZero();
  }

  @Test
  void namesAFileForTlsThatIsMissingOnce() {
    Cli run =
        check(
            ACME
                + "], 'UseSSL': true, 'SSLPrivateKeyFile': '/absent/k', 'SSLCertFile': '/absent/c'");

    assertThat(run.out()).hasLineCount(2).contains("/absent/k", "/absent/c");
  }

  @Test
  void warnsOfADisabledIdThatIsNotThere() {
    Cli run = check(ACME + "], 'Plugins.Disabled': ['netcta']");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .contains("warning: Plugins.Disabled names netcta, but no plugin in ")
        .hasLineCount(1);
  }

  @Test
  void printsOneJsonDocument() throws IOException {
    Path file = Configs.file(home, ACME + ", 'gone']");

    JsonNode answer = new ObjectMapper().readTree(run(file, "--json").out());

    assertThat(answer.at("/Started").asInt()).isEqualTo(1);
    assertThat(answer.at("/Problems/0").asText()).contains("names gone");
    assertThat(answer.at("/Warnings").isArray()).isTrue();
  }
}
