package io.orchestrator.agent.host.mysql;

/** The two kinds of logs that have an index file. */
enum LogKind {
  RELAY("relay log", "relay_log_index", "relay_log", "-relay-bin", "*relay*.index"),
  BINARY("binary log", "log_bin_index", "log_bin", "-bin", "*bin*.index");

  private final String words;
  private final String indexOption;
  private final String baseOption;
  private final String usualSuffix;
  private final String glob;

  LogKind(String words, String indexOption, String baseOption, String usualSuffix, String glob) {
    this.words = words;
    this.indexOption = indexOption;
    this.baseOption = baseOption;
    this.usualSuffix = usualSuffix;
    this.glob = glob;
  }

  String words() {
    return words;
  }

  String indexOption() {
    return indexOption;
  }

  String baseOption() {
    return baseOption;
  }

  /** What follows the host's name in names that the server makes up. */
  String usualSuffix() {
    return usualSuffix;
  }

  String glob() {
    return glob;
  }
}
