package io.orchestrator.agent.host.http;

import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.host.seed.AbortSeed;
import io.orchestrator.agent.host.seed.PostCopy;
import io.orchestrator.agent.host.seed.ReceiveSeed;
import io.orchestrator.agent.host.seed.SeedAnswers;
import io.orchestrator.agent.host.seed.SeedRate;
import io.orchestrator.agent.host.seed.SendSeed;
import jakarta.inject.Inject;
import java.util.List;

/** Seeds. */
final class SeedHandlers implements Routes {
  private final ReceiveSeed receiveSeed;
  private final SendSeed sendSeed;
  private final AbortSeed abortSeed;
  private final PostCopy postCopy;
  private final SeedAnswers answers;
  private final SeedRate rate;

  @Inject
  SeedHandlers(
      ReceiveSeed receiveSeed,
      SendSeed sendSeed,
      AbortSeed abortSeed,
      PostCopy postCopy,
      SeedAnswers answers,
      SeedRate rate) {
    this.receiveSeed = receiveSeed;
    this.sendSeed = sendSeed;
    this.abortSeed = abortSeed;
    this.postCopy = postCopy;
    this.answers = answers;
    this.rate = rate;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.seed("receive-mysql-seed-data/{seedId}", this::receive),
        Route.seed("send-mysql-seed-data/{targetHost}/{seedId}", this::send),
        Route.seed("abort-seed/{seedId}", this::abort),
        Route.command("post-copy", this::postCopy),
        Route.progress(
            "seed-command-completed/{seedId}",
            request -> Answer.json(answers.completed(seedId(request)))),
        Route.progress(
            "seed-command-succeeded/{seedId}",
            request -> Answer.json(answers.succeeded(seedId(request)))),
        Route.question(
            "seed-metadata/{seedId}", request -> Answer.json(answers.metadata(seedId(request)))),
        Route.question("seeds", request -> Answer.json(answers.all())),
        Route.question("seed-rate", request -> Answer.json(rate.view())),
        Route.post("seed-rate", request -> Answer.json(rate.change(request.get("limit")))));
  }

  private static SeedId seedId(ApiRequest request) {
    return SeedId.parse(request.get("seedId"));
  }

  private Answer receive(ApiRequest request) throws InterruptedException {
    receiveSeed.receive(seedId(request));
    return Answer.json(true);
  }

  private Answer send(ApiRequest request) throws InterruptedException {
    sendSeed.send(seedId(request), request.get("targetHost"));
    return Answer.json(true);
  }

  private Answer abort(ApiRequest request) throws InterruptedException {
    abortSeed.abort(seedId(request));
    return Answer.json(true);
  }

  private Answer postCopy(ApiRequest request) throws InterruptedException {
    postCopy.run(request.get("sourceHost"));
    return Answer.json(true);
  }
}
