package io.orchestrator.agent.host.http;

import io.orchestrator.agent.host.mysql.Base64Gzip;
import io.orchestrator.agent.host.mysql.BinaryLogCutter;
import io.orchestrator.agent.host.mysql.BinaryLogText;
import io.orchestrator.agent.host.mysql.BinaryLogs;
import io.orchestrator.agent.host.mysql.RelayLogApply;
import io.orchestrator.agent.host.mysql.RelayLogs;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Relay and binary logs. */
final class LogHandlers implements Routes {
  private final RelayLogs relayLogs;
  private final BinaryLogs binaryLogs;
  private final BinaryLogCutter cutter;
  private final BinaryLogText text;
  private final RelayLogApply apply;

  @Inject
  LogHandlers(
      RelayLogs relayLogs,
      BinaryLogs binaryLogs,
      BinaryLogCutter cutter,
      BinaryLogText text,
      RelayLogApply apply) {
    this.relayLogs = relayLogs;
    this.binaryLogs = binaryLogs;
    this.cutter = cutter;
    this.text = text;
    this.apply = apply;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.question(
            "mysql-relay-log-index-file", request -> Answer.json(relayLogs.indexFile().toString())),
        Route.question(
            "mysql-relay-log-files",
            request -> Answer.json(relayLogs.files().stream().map(Path::toString).toList())),
        Route.question(
            "mysql-relay-log-end-coordinates", request -> Answer.json(relayLogs.endCoordinates())),
        Route.question("mysql-relaylog-contents-tail/{relaylog}/{start}", this::relayLogTail),
        Route.question("mysql-binlog-contents", this::binaryLogText),
        Route.question("mysql-binlog-binary-contents", this::binaryLogBytes),
        Route.aside(
            "POST",
            "apply-relaylog-contents",
            request -> {
              apply.apply(request.body());
              return Answer.json("OK");
            }));
  }

  private Answer relayLogTail(ApiRequest request) throws InterruptedException {
    List<Path> logs = relayLogs.filesFrom(request.get("relaylog"));
    long start = request.position("start");
    return new Answer.LongText(
        out -> {
          try (OutputStream encoded = Base64Gzip.encoder(out)) {
            cutter.write(logs, start, 0, encoded);
          }
        });
  }

  private Answer binaryLogBytes(ApiRequest request) throws InterruptedException {
    List<Path> logs = binaryLogs.files(request.all("binlog"));
    long start = request.position("start");
    long stop = request.position("stop");
    return new Answer.LongText(
        out -> {
          try (OutputStream encoded = Base64Gzip.encoder(out)) {
            cutter.write(logs, start, stop, encoded);
          }
        });
  }

  private Answer binaryLogText(ApiRequest request) throws InterruptedException {
    List<Path> logs = binaryLogs.files(request.all("binlog"));
    long start = request.position("start");
    long stop = request.position("stop");
    return new Answer.LongText(
        out -> {
          try (OutputStream encoded = Base64Gzip.wrappedEncoder(out)) {
            text.write(logs, start, stop, encoded);
          }
        });
  }
}
