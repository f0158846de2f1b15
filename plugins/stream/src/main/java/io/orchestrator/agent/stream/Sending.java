package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.wire.WireSender;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One send: the list, the target's consent, the contents, and a last look at the source. */
final class Sending {
  private static final int BUFFER = 64 * 1024;

  /** File systems on which data may take less space than elsewhere. */
  private static final List<String> COMPRESSING = List.of("zfs", "btrfs", "bcachefs", "f2fs");

  private final Exclusions exclusions;
  private final boolean sparePageCache;
  private final Path workDirectory;
  private final Path source;
  private final Transfer transfer;
  private final WireSender wire;
  private final Progress progress;

  Sending(
      Exclusions exclusions,
      boolean sparePageCache,
      Path workDirectory,
      SendRequest request,
      Transfer transfer) {
    this.exclusions = exclusions;
    this.sparePageCache = sparePageCache;
    this.workDirectory = workDirectory;
    this.source = RealFolder.of(request.source());
    this.transfer = transfer;
    this.wire = transfer.wireSender();
    this.progress = new Progress(transfer);
  }

  TransferResult run() throws InterruptedException {
    try (EntryList list = EntryList.in(workDirectory);
        SparingReader reader = new SparingReader(sparePageCache)) {
      DataOutputStream out = new DataOutputStream(new BufferedOutputStream(wire.output(), BUFFER));
      Totals totals = sendList(list, out);
      Consent consent = awaitGo();
      FilesInTurn files = new FilesInTurn(consent.filesInTurn(), wire, reader, progress);
      Contents contents = new Contents(source, list, wire, consent.offers(), files, progress);
      progress.contents("sending", totals);
      contents.send();
      progress.step("waiting for the target to take the rest");
      wire.awaitDelivered();
      progress.step("checking that nothing has changed in the snapshot");
      contents.requireUnchanged(new Beats(out, progress));
      out.writeByte(Format.ALL_SENT);
      out.close();
      return new TransferResult(progress.transferred(), progress.summary(totals));
    } catch (IOException failed) {
      throw SourceFailure.of(source, failed);
    }
  }

  private Totals sendList(EntryList list, DataOutputStream out)
      throws IOException, InterruptedException {
    progress.listing("listing the snapshot's files");
    out.writeInt(Format.MAGIC);
    out.writeInt(Format.VERSION);
    new Walk(source, exclusions, list, out, progress).run();
    out.flush();
    progress.step("measuring the snapshot");
    Totals totals = list.totals().withAllocated(allocated(new Beats(out, progress)));
    out.writeByte(Format.END_OF_LIST);
    totals.write(out);
    out.flush();
    return totals;
  }

  private long allocated(Beats beats) throws IOException, InterruptedException {
    if (COMPRESSING.contains(Files.getFileStore(source).type())) {
      return Totals.UNKNOWN;
    }
    return new DiskUsage(transfer.commands()).of(source, beats::beat);
  }

  /** What the target has, and of how many files it wants parts in turn. */
  private record Consent(Offers offers, int filesInTurn) {}

  private Consent awaitGo() throws IOException {
    progress.step("waiting for the target to look at the list");
    DataInputStream in = new DataInputStream(new BufferedInputStream(wire.input(), BUFFER));
    int answer = in.readUnsignedByte();
    while (answer == Format.WORKING) {
      progress.moved();
      answer = in.readUnsignedByte();
    }
    int basis = in.readUnsignedByte();
    int filesInTurn = in.readUnsignedByte();
    if (answer != Format.GO || basis > Format.BASIS || filesInTurn == 0) {
      throw new AgentException(
          ErrorCode.PEER_FAILED,
          "The target answered what this version of the transport stream does not understand");
    }
    return new Consent(new Offers(in, basis == Format.BASIS), filesInTurn);
  }
}
