package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the source dumps.
 *
 * @param program mydumper, if it is named
 * @param threads how many
 * @param rowsPerFile about how many
 * @param compress its files?
 * @param spoolDirectory where the spool is made
 * @param extraOptions of mydumper
 */
record DumpSettings(
    Optional<Path> program,
    int threads,
    int rowsPerFile,
    boolean compress,
    Path spoolDirectory,
    List<String> extraOptions) {
  static DumpSettings of(Settings settings) {
    return new DumpSettings(
        settings.find(MydumperPlugin.DUMP_PROGRAM),
        settings.get(MydumperPlugin.THREADS),
        settings.get(MydumperPlugin.ROWS_PER_FILE),
        settings.get(MydumperPlugin.COMPRESS),
        settings.get(MydumperPlugin.SPOOL_DIRECTORY),
        MydumperPlugin.OWNED.require(
            MydumperPlugin.EXTRA_OPTIONS.name(), settings.get(MydumperPlugin.EXTRA_OPTIONS)));
  }

  /**
   * The spool of an agent; several may share the directory.
   *
   * @param workDirectory what tells agents apart
   */
  Path spool(Path workDirectory) {
    return spoolDirectory.resolve(
        "orchestrator-agent-mydumper-" + Integer.toHexString(workDirectory.toString().hashCode()));
  }
}
