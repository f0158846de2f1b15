package io.orchestrator.agent.systemd;

import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A {@code systemctl} and a {@code journalctl} that are scripts. A unit is a folder: the properties
 * that are shown, and what happens at its start and stop.
 */
final class FakeSystemd {
  static final String DOWN = "LoadState=loaded\nActiveState=inactive\nSubState=dead\nJob=\n";
  static final String UP = "LoadState=loaded\nActiveState=active\nSubState=running\nJob=\n";
  static final String FAILED =
      "LoadState=loaded\nActiveState=failed\nSubState=failed\nResult=exit-code\nJob=\n";
  private static final String ABSENT = "LoadState=not-found\nActiveState=inactive\nSubState=dead\n";

  private final Path folder;

  FakeSystemd(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    Files.writeString(folder.resolve("absent"), ABSENT);
    Files.writeString(folder.resolve("journal"), "");
    Files.createDirectories(booted());
  }

  Path booted() {
    return folder.resolve("booted");
  }

  /** A unit whose start and stop change what is shown of it. */
  FakeSystemd unit(String name, String properties) throws IOException {
    return unit(name, properties, becoming(UP), becoming(DOWN));
  }

  /** A unit; the scripts of its start and stop run in its folder. */
  FakeSystemd unit(String name, String properties, String start, String stop) throws IOException {
    Path unit = Files.createDirectories(folder.resolve("units").resolve(name));
    if (!Files.exists(unit.resolve("properties"))) {
      Files.writeString(unit.resolve("properties"), properties);
    }
    Files.writeString(unit.resolve("start"), start);
    Files.writeString(unit.resolve("stop"), stop);
    return this;
  }

  static String becoming(String properties) {
    return "printf '" + properties.replace("\n", "\\n") + "' > properties\n";
  }

  FakeSystemd alias(String alias, String name) throws IOException {
    Files.createSymbolicLink(folder.resolve("units").resolve(alias), Path.of(name));
    return this;
  }

  FakeSystemd journal(String text) throws IOException {
    Files.writeString(folder.resolve("journal"), text);
    return this;
  }

  /** Every call of systemctl and journalctl so far, with its arguments and locale. */
  List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  CommandRunner commands() {
    return OtherPrograms.of(new ProcessRunner(false))
        .withScript(
            folder,
            "systemctl",
            """
            here=%s
            echo "systemctl $LC_ALL $*" >> "$here/calls"
            while [[ $1 == --* ]]; do shift; done
            verb=$1
            shift
            while [[ $1 == --* ]]; do shift; done
            if [[ $verb == show ]]; then
              for name; do
                real=$(realpath -m "$here/units/$name")
                echo "Id=${real##*/}"
                cat "$real/properties" 2> /dev/null || cat "$here/absent"
                echo
              done
            else
              cd "$here/units/$1" && . "./$verb"
            fi\
            """
                .formatted(folder))
        .withScript(
            folder,
            "journalctl",
            """
            here=%s
            echo "journalctl $LC_ALL $*" >> "$here/calls"
            [[ $1 == --sync ]] || tac "$here/journal\"\
            """
                .formatted(folder));
  }
}
