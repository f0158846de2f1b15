package io.orchestrator.agent.host.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionFilesTest {
  private static final String TRICKY =
      """
      # a comment
      ; another
      [client]
      port = 1
      [mysqld]
      quoted = "x # y"  # gone
      single='a"b'
      cut=v#c
      escapes = a\\sb\\tc\\\\d\\qe\\"f
      spaces   =   in the middle  \s
      empty =
      bare
      loose-port = 3307
      dashes-and_underscores = 1
      = nothing
      [MariaDB]
      upper = 1
      [ server ]
      padded = 1
      [other] # group
      hidden = 1
      [mysqld] # group
      shown = 1
      """;

  @TempDir Path folder;

  @Test
  void readsOnlyTheGroupsOfTheServer() throws IOException {
    ServerOptions options =
        read(
            """
            [client]
            a = client
            [mysqld]
            b = mysqld
            [mysqld-8.0]
            c = version
            [mariadbd-10.11]
            d = version
            [mysqld_safe]
            e = safe
            [galera]
            f = galera
            [mysqld8]
            g = other
            """);

    assertThat(options.find("b")).contains("mysqld");
    assertThat(options.find("c")).contains("version");
    assertThat(options.find("d")).contains("version");
    assertThat(options.find("f")).contains("galera");
    assertThat(List.of("a", "e", "g")).allMatch(name -> options.find(name).isEmpty());
  }

  @Test
  void understandsQuotesEscapesAndComments() throws IOException {
    ServerOptions options = read(TRICKY);

    assertThat(options.find("quoted")).contains("x # y");
    assertThat(options.find("single")).contains("a\"b");
    assertThat(options.find("cut")).contains("v");
    assertThat(options.find("escapes")).contains("a b\tc\\d\\qe\"f");
    assertThat(options.find("spaces")).contains("in the middle");
    assertThat(options.find("empty")).contains("");
    assertThat(options.find("bare")).contains("");
    assertThat(options.find("port")).contains("3307");
    assertThat(options.find("dashes_and-underscores")).contains("1");
    assertThat(options.find("hidden")).isEmpty();
    assertThat(options.find("shown")).contains("1");
  }

  @Test
  @RequiresTool("my_print_defaults")
  void readsTheSameAsTheServersOwnReader() throws Exception {
    Path file = write("my.cnf", TRICKY.replace("= nothing\n", ""));
    Command reader =
        Command.of("my_print_defaults", "--defaults-file=" + file, "mysqld", "mariadb", "server");
    List<String> expected = new ProcessRunner(false).run(reader).lines();

    ServerOptions options = new OptionFiles(List.of(file)).read(Optional.empty());

    assertThat(expected).hasSizeGreaterThan(10);
    for (String line : expected) {
      int equals = line.indexOf('=');
      String name = line.substring(2, equals < 0 ? line.length() : equals);
      assertThat(options.find(name.replace("loose-", "")))
          .as(name)
          .contains(equals < 0 ? "" : line.substring(equals + 1));
    }
  }

  @Test
  void readsTheUsualFilesInTheirOrder() throws IOException {
    Path first = write("first.cnf", "[mysqld]\nport=1\ndatadir=/first\n");
    Path second = write("second.cnf", "[mysqld]\nport=2\n");
    OptionFiles files = new OptionFiles(List.of(first, folder.resolve("absent.cnf"), second));

    ServerOptions options = files.read(Optional.empty());

    assertThat(options.find("port")).contains("2");
    assertThat(options.find("datadir")).contains("/first");
  }

  @Test
  void readsOnlyTheDefaultsFileThatIsGiven() throws IOException {
    Path usual = write("usual.cnf", "[mysqld]\nport=1\n");
    Path given = write("given.cnf", "[mysqld]\ndatadir=/given\n");

    ServerOptions options = new OptionFiles(List.of(usual)).read(Optional.of(given));

    assertThat(options.find("port")).isEmpty();
    assertThat(options.find("datadir")).contains("/given");
  }

  @Test
  void refusesADefaultsFileThatDoesNotExist() {
    Path absent = folder.resolve("absent.cnf");

    assertThatThrownBy(() -> new OptionFiles(List.of()).read(Optional.of(absent)))
        .isInstanceOfSatisfying(
            AgentException.class,
            error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining(absent.toString());
  }

  @Test
  void readsWhatIsIncludedWhereItIsIncluded() throws IOException {
    Files.createDirectory(folder.resolve("conf.d"));
    write("conf.d/b.cnf", "[mysqld]\nwho=b\n");
    write("conf.d/a.cnf", "[mysqld]\nwho=a\nonly-a=1\n");
    write("conf.d/c.ini", "[mysqld]\nwho=ini\n");
    write("extra", "[mysqld]\nport=2\nextra=1\n");
    ServerOptions options =
        read(
            "[mysqld]\nport=1\n!include %1$s/extra\n!includedir %1$s/conf.d/\nafter=1\nextra=2\n"
                .formatted(folder));

    assertThat(options.find("who")).contains("b");
    assertThat(options.find("only_a")).contains("1");
    assertThat(options.find("port")).contains("2");
    assertThat(options.find("after")).contains("1");
    assertThat(options.find("extra")).contains("2");
  }

  @Test
  void endsWithFilesThatIncludeEachOther() throws IOException {
    write("other.cnf", "!include %s/my.cnf\n[mysqld]\nport=2\n".formatted(folder));

    assertThat(read("[mysqld]\nport=1\n!include %s/other.cnf\nend=1".formatted(folder)).find("end"))
        .contains("1");
  }

  @Test
  void refusesFilesBeyondAnySense() throws IOException {
    Path file = write("my.cnf", "#".repeat((1 << 20) + 1));

    assertThatThrownBy(() -> new OptionFiles(List.of(file)).read(Optional.empty()))
        .hasMessageContaining("larger than 1 MiB");
  }

  @Test
  void ignoresAFileThatEverybodyMayWriteAsTheServerDoes() throws IOException {
    Path file = write("my.cnf", "[mysqld]\nport=1\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(new OptionFiles(List.of(file)).read(Optional.empty()).find("port")).isEmpty();
  }

  @Test
  void putsTheCommandLineBehindTheFilesThatItNames() throws IOException {
    Path usual = write("usual.cnf", "[mysqld]\nport=1\n[mysqld@two]\nport=2\ndatadir=/two\n");
    Path extra = write("extra.cnf", "[mysqld]\nrelay-log=extra\n");
    OptionFiles files = new OptionFiles(List.of(usual));

    ServerOptions options =
        files.behind(
            ServerOptions.ofArguments(
                List.of(
                    "--defaults-extra-file=" + extra,
                    "--defaults-group-suffix=@two",
                    "--datadir=/argument")));

    assertThat(options.find("port")).contains("2");
    assertThat(options.find("datadir")).contains("/argument");
    assertThat(options.find("relay_log")).contains("extra");
    assertThat(files.behind(ServerOptions.ofArguments(List.of("--no-defaults"))).find("port"))
        .isEmpty();
  }

  private ServerOptions read(String text) throws IOException {
    return new OptionFiles(List.of(write("my.cnf", text))).read(Optional.empty());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
