package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where the configuration is read from. */
public final class ConfigFiles {
  private static final int MAX_BYTES = 1 << 20;

  private final List<Path> paths;
  private final Map<Path, String> changed;

  private ConfigFiles(List<Path> paths, Map<Path, String> changed) {
    this.paths = List.copyOf(paths);
    this.changed = Map.copyOf(changed);
  }

  /**
   * The three usual places, later ones overriding earlier ones key by key: {@code
   * /etc/orchestrator-agent.conf.json}, {@code conf/orchestrator-agent.conf.json} and {@code
   * orchestrator-agent.conf.json}.
   *
   * @param directory what the last two are relative to
   */
  public static ConfigFiles standard(Path directory) {
    return firstToLast(
        List.of(
            Path.of("/etc/orchestrator-agent.conf.json"),
            directory.resolve("conf/orchestrator-agent.conf.json"),
            directory.resolve("orchestrator-agent.conf.json")));
  }

  /** This file alone. */
  public static ConfigFiles only(Path file) {
    return firstToLast(List.of(file));
  }

  /** These files, later ones overriding earlier ones key by key. */
  public static ConfigFiles firstToLast(List<Path> paths) {
    return new ConfigFiles(paths, Map.of());
  }

  /** The same files as if they had these texts; to see what would come of a change. */
  public ConfigFiles as(Map<Path, String> texts) {
    return new ConfigFiles(paths, texts);
  }

  /**
   * What each of those that exist has in it, in their order.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} if there is none, {@code IO_FAILED} if one
   *     can't be read
   */
  public Map<Path, String> texts() {
    Map<Path, String> texts = new LinkedHashMap<>();
    for (Path path : present()) {
      try {
        texts.put(path, text(path));
      } catch (IOException wrong) {
        throw new AgentException(
            ErrorCode.IO_FAILED, "Could not read " + path + ": " + wrong.getMessage(), wrong);
      }
    }
    return texts;
  }

  private List<Path> present() {
    List<Path> present = paths.stream().filter(path -> !Files.notExists(path)).toList();
    if (present.isEmpty()) {
      throw new AgentException(ErrorCode.INVALID_CONFIGURATION, nothingFound());
    }
    return present;
  }

  List<ConfigFile> read() {
    List<Path> present = present();
    List<ConfigFile> files = new ArrayList<>();
    Mistakes mistakes = new Mistakes(List.of());
    for (Path path : present) {
      try {
        files.add(ConfigFile.of(path, ConfigJson.parse(text(path))));
      } catch (ConfigJson.Malformed wrong) {
        mistakes.add(path, wrong.getMessage());
      } catch (CharacterCodingException wrong) {
        mistakes.add(path, "it is not UTF-8 text");
      } catch (AccessDeniedException wrong) {
        mistakes.add(path, "the agent's user is not allowed to read it");
      } catch (IOException wrong) {
        mistakes.add(path, "it can't be read: " + wrong.getMessage());
      }
    }
    if (!mistakes.byFile().isEmpty()) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "The configuration can't be used:" + Mistakes.text(mistakes.byFile()));
    }
    return files;
  }

  private String text(Path path) throws IOException {
    String instead = changed.get(path);
    if (instead != null) {
      return instead;
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is larger than 1 MiB, which no configuration is");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private String nothingFound() {
    return paths.size() == 1
        ? "The configuration file " + paths.get(0) + " does not exist"
        : "No configuration file was found. Create one of "
            + paths.stream().map(Path::toString).collect(Collectors.joining(", "))
            + " (later ones override earlier ones), or name one with -config FILE";
  }
}
