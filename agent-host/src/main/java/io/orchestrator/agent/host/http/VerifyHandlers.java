package io.orchestrator.agent.host.http;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.verify.VerifySnapshot;
import jakarta.inject.Inject;
import java.util.List;

/** Verifying snapshots. */
final class VerifyHandlers implements Routes {
  private final VerifySnapshot verify;

  @Inject
  VerifyHandlers(VerifySnapshot verify) {
    this.verify = verify;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.question("snapshot-verify", request -> Answer.json(verify.view())),
        Route.post("snapshot-verify", this::start),
        Route.post("snapshot-verify-abort", request -> Answer.json(verify.abort())));
  }

  private Answer start(ApiRequest request) throws InterruptedException {
    String check = request.find("check").orElse("open");
    if (!check.equals("open") && !check.equals("full")) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT, "The parameter check is open or full, and this one is not");
    }
    return Answer.json(verify.start(request.get("lv"), check.equals("full")));
  }
}
