package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the target loads.
 *
 * @param program myloader, if it is named
 * @param threads how many
 * @param bufferPool the private server's, if it is named, in bytes
 */
record LoadSettings(Optional<Path> program, int threads, Optional<Long> bufferPool) {
  static LoadSettings of(Settings settings) {
    return new LoadSettings(
        settings.find(MydumperPlugin.LOAD_PROGRAM),
        settings.get(MydumperPlugin.LOAD_THREADS),
        settings.find(MydumperPlugin.LOAD_BUFFER_POOL));
  }
}
