package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.stream.EntryFormat.BadEntryException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the list from the source. */
final class ArrivingList {
  private final DataInputStream in;
  private final Path datadir;
  private final EntryList list;
  private final ListCheck check;
  private final Progress progress;
  private OwnerMap owners;

  /**
   * Reads nothing yet.
   *
   * @param owner whose the datadir is
   */
  ArrivingList(
      DataInputStream in,
      Path datadir,
      Owner owner,
      EntryList list,
      OwnRights rights,
      Progress progress) {
    this.in = in;
    this.datadir = datadir;
    this.list = list;
    this.check = new ListCheck(datadir, list, rights);
    this.progress = progress;
    this.owners = new OwnerMap(owner, owner);
  }

  /** All of it is in the list then. */
  Totals read() throws IOException {
    try {
      requireVersion();
      for (int type = in.readUnsignedByte();
          type != Format.END_OF_LIST;
          type = in.readUnsignedByte()) {
        if (type == Format.WORKING) {
          progress.moved();
          continue;
        }
        Entry sent = EntryFormat.read(type, in);
        if (list.count() == 0) {
          owners = new OwnerMap(sent.attributes().owner(), owners.target());
        }
        Entry entry = owners.apply(sent);
        check.require(entry);
        progress.entry(list.add(entry));
      }
      return requireWhole(Totals.read(in));
    } catch (BadEntryException bad) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "The source sent "
              + bad.getMessage()
              + " (entry "
              + list.count()
              + "): it is no agent of ours, or a faulty one",
          bad);
    } catch (EOFException cut) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "The source's list ended after " + list.count() + " entries without its end",
          cut);
    }
  }

  private void requireVersion() throws IOException {
    if (in.readInt() != Format.MAGIC) {
      throw new BadEntryException("what is no list of files");
    }
    int version = in.readInt();
    if (version != Format.VERSION) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "The source sends format "
              + version
              + " of the transport stream, and this agent knows format "
              + Format.VERSION
              + ": install the same version on both hosts");
    }
  }

  private Totals requireWhole(Totals told) throws IOException {
    Totals found = list.totals();
    if (!found.equals(told.withAllocated(Totals.UNKNOWN)) || found.entries() == 0) {
      throw new BadEntryException("a list that is not what its end says");
    }
    if (!check.isPlausible()) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "What should be received into "
              + datadir
              + " is no data directory: there is neither ibdata1 nor a folder mysql in it."
              + " Is the source's folder the data directory itself, not what is around it?");
    }
    return told;
  }
}
