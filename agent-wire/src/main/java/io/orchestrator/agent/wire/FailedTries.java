package io.orchestrator.agent.wire;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/**
 * Why tries to connect have failed. The last one is often only cut short by the end of the time:
 * what tells most is kept as well.
 */
final class FailedTries {
  private IOException cause = new IOException("there was no time to try");
  private IOException last = cause;
  private int telling;

  void add(IOException why) {
    int tells = telling(why);
    if (tells >= telling) {
      cause = why;
      telling = tells;
    }
    last = why;
  }

  /** From silence over no connection at all to what the other side did. */
  private static int telling(IOException why) {
    if (why instanceof SocketTimeoutException) {
      return 0;
    }
    return why instanceof SocketException || why instanceof UnknownHostException ? 1 : 2;
  }

  /** The failure that tells most; of such the latest. */
  IOException cause() {
    return cause;
  }

  /** What tells most and, if later ones told less, the last one. */
  String reason() {
    boolean laterTellsLess = telling(last) < telling;
    return laterTellsLess ? message(cause) + " (at last: " + message(last) + ")" : message(cause);
  }

  private static String message(IOException why) {
    return why.getMessage() == null ? why.toString() : why.getMessage();
  }
}
