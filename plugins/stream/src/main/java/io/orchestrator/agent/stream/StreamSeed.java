package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pf4j.Extension;

/** Seeds over the host's connection between the agents. */
@Extension
public final class StreamSeed implements SeedTransport {
  private final Exclusions exclusions;
  private final boolean sparePageCache;
  private final Path workDirectory;

  /** For PF4J. */
  public StreamSeed(AgentContext context) {
    this.exclusions = new Exclusions(context.settings().get(StreamPlugin.EXCLUDE));
    this.sparePageCache = context.settings().get(StreamPlugin.SPARE_PAGE_CACHE);
    this.workDirectory = context.workDirectory();
  }

  @Override
  public String name() {
    return "stream";
  }

  @Override
  public SeedContent content() {
    return SeedContent.SNAPSHOT;
  }

  @Override
  public boolean usesWire() {
    return true;
  }

  @Override
  public boolean resumes() {
    return true;
  }

  @Override
  public CheckResult check() {
    return Files.isWritable(workDirectory)
        ? CheckResult.usable("the agents' own connection")
        : CheckResult.unusable(workDirectory + " can't be written to: see who owns it");
  }

  @Override
  public TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException {
    return new Sending(exclusions, sparePageCache, workDirectory, request, transfer).run();
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    return new Receiving(workDirectory, request, transfer).run();
  }

  @Override
  public void recover() {
    try {
      ClosedDatadir.giveBack(workDirectory, OwnRights.own());
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not give a data directory back that was received into: " + failed,
          failed);
    }
  }
}
