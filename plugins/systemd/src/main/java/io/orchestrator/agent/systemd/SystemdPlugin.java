package io.orchestrator.agent.systemd;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import java.util.List;
import java.util.regex.Pattern;

/** The plugin and its settings. */
public final class SystemdPlugin extends AgentPlugin {
  /** What a server's unit or init script is called, the first that is there serves. */
  static final List<String> NAMES = List.of("mariadb", "mysql", "mysqld");

  static final Setting<String> UNIT =
      Setting.text(
          "Unit",
          Pattern.compile("[\\w:.\\\\@][\\w:.\\\\@-]{0,245}"),
          "the name of a systemd unit: letters, digits and any of : - _ . \\ @",
          "The systemd unit of MySQL; by default the first of mariadb, mysql and mysqld that is"
              + " loaded");
  static final Setting<String> SCRIPT =
      Setting.text(
          "InitScript",
          Pattern.compile("\\w[\\w.-]{0,100}"),
          "the name of a script in /etc/init.d: letters, digits and any of . - _",
          "The init script of MySQL where systemd does not run; by default the first of mariadb,"
              + " mysql and mysqld that is there");

  /** For PF4J. */
  public SystemdPlugin() {}

  @Override
  public List<Setting<?>> settings() {
    return List.of(UNIT, SCRIPT);
  }
}
