package io.orchestrator.agent.host.http;

import java.time.Duration;

/**
 * The lanes of the API: a flood of questions, or commands that take long, never keep out the calls
 * that begin, end or clean up a seed; what is no step of a seed keeps none out.
 *
 * @param questions look something up
 * @param lists ask a configured command for hosts, which may hang each time
 * @param progress ask how a seed stands, which takes no time
 * @param commands change something, as steps of a seed do
 * @param aside change something that is no step of a seed, by whatever is configured
 * @param seeds begin, end or clean up a seed
 */
record Lanes(Lane questions, Lane lists, Lane progress, Lane commands, Lane aside, Lane seeds) {
  /** The most calls that are waited for at the same time. */
  static final int MOST = 88;

  /** For a limit on how long a caller is kept waiting. */
  static Lanes of(Duration limit) {
    return new Lanes(
        new Lane(40, limit, Lane.Overdue.ENDS),
        new Lane(16, limit, Lane.Overdue.ENDS),
        new Lane(8, limit, Lane.Overdue.ENDS),
        new Lane(8, limit, Lane.Overdue.GOES_ON),
        new Lane(8, limit, Lane.Overdue.GOES_ON),
        new Lane(8, limit, Lane.Overdue.GOES_ON));
  }

  Lane of(Route.Pace pace) {
    return switch (pace) {
      case QUESTION -> questions;
      case LIST -> lists;
      case PROGRESS -> progress;
      case COMMAND -> commands;
      case ASIDE -> aside;
      case SEED -> seeds;
    };
  }
}
