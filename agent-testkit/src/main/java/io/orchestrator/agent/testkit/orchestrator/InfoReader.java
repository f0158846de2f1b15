package io.orchestrator.agent.testkit.orchestrator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** Agent info, one call a method; failures become zero values. */
final class InfoReader {
  private final AgentCall calls;
  private final RegisteredAgent agent;

  InfoReader(AgentCall calls, RegisteredAgent agent) {
    this.calls = calls;
    this.agent = agent;
  }

  boolean flag(String route) {
    return LenientJson.flag(get(route));
  }

  long number(String route) {
    return LenientJson.number(get(route));
  }

  List<String> texts(String route) {
    return elements(get(route)).stream().map(LenientJson::text).toList();
  }

  List<LogicalVolume> volumes(String route) {
    return elements(get(route)).stream().map(InfoReader::volume).toList();
  }

  MountPoint mount(String route) {
    JsonNode mount = get(route);
    return new MountPoint(
        LenientJson.text(mount.path("Path")),
        LenientJson.text(mount.path("Device")),
        LenientJson.text(mount.path("LVPath")),
        LenientJson.text(mount.path("FileSystem")),
        LenientJson.flag(mount.path("IsMounted")),
        LenientJson.number(mount.path("DiskUsage")),
        LenientJson.text(mount.path("MySQLDataPath")),
        LenientJson.number(mount.path("MySQLDiskUsage")));
  }

  private static LogicalVolume volume(JsonNode volume) {
    return new LogicalVolume(
        LenientJson.text(volume.path("Name")),
        LenientJson.text(volume.path("GroupName")),
        LenientJson.text(volume.path("Path")),
        LenientJson.flag(volume.path("IsSnapshot")),
        volume.path("SnapshotPercent").isNumber() ? volume.path("SnapshotPercent").asDouble() : 0);
  }

  private static List<JsonNode> elements(JsonNode array) {
    return array.isArray() ? StreamSupport.stream(array.spliterator(), false).toList() : List.of();
  }

  private JsonNode get(String route) {
    try {
      return LenientJson.parse(calls.get(agent, route).body());
    } catch (AgentCallException unnoticed) {
      return LenientJson.parse("");
    }
  }
}
