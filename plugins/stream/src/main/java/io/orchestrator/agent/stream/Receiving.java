package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.wire.WireReceiver;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One receive: the list, a look at it and at the free space, the contents, and all to disk. */
final class Receiving {
  private static final int BUFFER = 64 * 1024;
  private static final String UNKNOWN_OPTION = "unrecognized option";
  private static final int TURNS_ON_EXT4 = 8;
  private static final Duration FREEING_LIMIT = Duration.ofMinutes(5);

  private final Path workDirectory;
  private final Path datadir;
  private final ReceiveRequest request;
  private final Transfer transfer;
  private final WireReceiver wire;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final Progress progress;
  private final Beats beats;

  Receiving(Path workDirectory, ReceiveRequest request, Transfer transfer) {
    this.workDirectory = workDirectory;
    this.datadir = RealFolder.of(request.datadir());
    this.request = request;
    this.transfer = transfer;
    this.wire = transfer.wireReceiver();
    this.in = new DataInputStream(new BufferedInputStream(wire.input(), BUFFER));
    this.out = new DataOutputStream(wire.output());
    this.progress = new Progress(transfer);
    this.beats = new Beats(out, progress);
  }

  TransferResult run() throws InterruptedException {
    try (ClosedDatadir closed = ClosedDatadir.of(workDirectory, datadir, OwnRights.own());
        EntryList list = EntryList.in(workDirectory);
        ArrivedParts parts = new ArrivedParts(workDirectory)) {
      Totals totals = receiveList(list, closed.owner());
      closed.shut();
      List<Path> earlier = closed.trusted(request.earlier());
      Optional<Path> kept = room(earlier).require(totals);
      Finishing finishing = new Finishing(datadir, list, parts, progress);
      progress.step("making the folders");
      finishing.makeFolders(beats::beat);
      try (Bases bases = new Bases(workDirectory, datadir, list, parts, earlier, kept)) {
        receiveContents(list, parts, bases, totals);
      }
      progress.step("setting owners, modes and times");
      finishing.finish();
      sync();
      closed.opened();
      return new TransferResult(progress.transferred(), progress.summary(totals));
    } catch (ClosedByInterruptException | InterruptedIOException stopped) {
      boolean unused = Thread.interrupted();
      throw new InterruptedException("receiving was interrupted");
    } catch (IOException failed) {
      throw failure(ErrorCode.IO_FAILED, failed);
    }
  }

  private AgentException failure(ErrorCode code, Exception failed) {
    return new AgentException(code, "Receiving into " + datadir + " failed: " + failed, failed);
  }

  private Totals receiveList(EntryList list, Owner owner) throws IOException {
    progress.listing("receiving the list of files");
    return new ArrivingList(in, datadir, owner, list, OwnRights.own(), progress).read();
  }

  private Room room(List<Path> earlier) {
    DiskUsage usage = new DiskUsage(transfer.commands());
    return new Room(
        datadir,
        earlier,
        request.kept(),
        usage,
        transfer::awaitRoom,
        progress,
        beats::beat,
        FREEING_LIMIT);
  }

  private void receiveContents(EntryList list, ArrivedParts parts, Bases bases, Totals totals)
      throws IOException {
    try (Arrivals arrivals = new Arrivals(datadir, list, parts, bases, progress, transfer);
        Offering offering = new Offering(list, bases, out, progress)) {
      try {
        progress.contents("receiving", totals);
        wire.receiveBlocks(arrivals);
        sayGo(bases);
        offering.start();
        requireAllSent(readEnd(offering));
        arrivals.requireGood();
      } catch (ClosedByInterruptException | InterruptedIOException stopped) {
        throw stopped;
      } catch (AgentException known) {
        arrivals.failed(known);
        throw known;
      } catch (IOException failed) {
        arrivals.failed(failure(ErrorCode.IO_FAILED, failed));
        throw failed;
      } catch (RuntimeException failed) {
        arrivals.failed(failure(ErrorCode.INTERNAL, failed));
        throw failed;
      }
    }
  }

  private static void requireAllSent(int end) {
    if (end != Format.ALL_SENT) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA, "The source ended without saying that it has sent everything");
    }
  }

  private int readEnd(Offering offering) throws IOException {
    try {
      int end = in.read();
      while (end == Format.WORKING) {
        progress.moved();
        end = in.read();
      }
      return end;
    } catch (InterruptedIOException stopped) {
      offering.requireGood();
      throw stopped;
    }
  }

  private void sayGo(Bases bases) throws IOException {
    out.writeByte(Format.GO);
    out.writeByte(bases.areNone() ? Format.NO_BASIS : Format.BASIS);
    out.writeByte(filesInTurn());
    out.flush();
  }

  /**
   * ext4 lets only one at a time write past the page cache to a file that is still a hole there, so
   * several connections need several files. Elsewhere that would but scatter the files: on XFS each
   * part would be an extent of its own.
   */
  private int filesInTurn() throws IOException {
    return Files.getFileStore(datadir).type().equals("ext4") ? TURNS_ON_EXT4 : 1;
  }

  private void sync() throws InterruptedException {
    progress.step("syncing to disk");
    CommandResult end = run(Command.of("sync", "--file-system", datadir.toString()));
    if (!end.succeeded() && end.stderr().contains(UNKNOWN_OPTION)) {
      // Before coreutils 8.24 it only knows all file systems at once.
      end = run(Command.of("sync"));
    }
    if (!end.succeeded()) {
      throw end.failure("bring " + datadir + " to disk", "sync");
    }
  }

  private CommandResult run(Command sync) throws InterruptedException {
    return transfer.commands().tryRun(sync.withoutLimit().with("LC_ALL", "C"));
  }
}
