package io.orchestrator.agent.testkit.datadir;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Which files a data directory of a given size has. */
final class DatadirPlan {
  static final List<String> FOLDERS =
      List.of(
          "mysql",
          "performance_schema",
          "sys",
          "shop",
          "metrics",
          "archive@002d2019",
          "odd@0020names",
          "empty_schema",
          "#innodb_temp",
          "#innodb_temp/deeper");

  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  private final List<PlannedFile> files = new ArrayList<>();
  private final long bytes;
  private final SplittableRandom random;

  private DatadirPlan(long seed, long bytes) {
    this.bytes = bytes;
    this.random = new SplittableRandom(seed);
  }

  static List<PlannedFile> of(long seed, long bytes) {
    DatadirPlan plan = new DatadirPlan(seed, bytes);
    plan.serverFiles();
    plan.bigTables();
    plan.sparseFiles();
    plan.oddNames();
    plan.smallTables();
    // Whatever is left makes one table that is larger than the rest together.
    long planned = plan.files.stream().mapToLong(PlannedFile::size).sum();
    plan.add("shop/orders.ibd", Math.max(0, bytes - planned), Filling.INCOMPRESSIBLE);
    return plan.files;
  }

  private void serverFiles() {
    add("ibdata1", share(16, 12 * MIB), Filling.COMPRESSIBLE);
    add("ib_logfile0", share(16, 48 * MIB), Filling.INCOMPRESSIBLE);
    add("ib_logfile1", share(16, 48 * MIB), Filling.INCOMPRESSIBLE);
    add("mysql-error.log", share(100, 20 * KIB), Filling.COMPRESSIBLE);
    add("mysql-bin.000001", share(50, 5 * MIB), Filling.INCOMPRESSIBLE);
    add("mysql-bin.index", share(100, 19), Filling.COMPRESSIBLE);
    for (String table : List.of("user", "db", "proc", "func")) {
      add("mysql/" + table + ".frm", share(200, 8 * KIB + 554), Filling.COMPRESSIBLE);
      add("mysql/" + table + ".MYD", share(200, 3 * KIB + 1), Filling.COMPRESSIBLE);
      add("mysql/" + table + ".MYI", share(200, 4 * KIB), Filling.COMPRESSIBLE);
    }
    add("performance_schema/accounts.frm", share(200, 8 * KIB + 636), Filling.COMPRESSIBLE);
    add("sys/version.frm", share(200, 5 * KIB + 1), Filling.COMPRESSIBLE);
  }

  private void bigTables() {
    add("shop/order_lines.ibd", share(8, Long.MAX_VALUE), Filling.COMPRESSIBLE);
    add("metrics/samples#p#p2019.ibd", share(10, Long.MAX_VALUE), Filling.INCOMPRESSIBLE);
    add("metrics/samples#p#p2020.ibd", share(20, Long.MAX_VALUE), Filling.COMPRESSIBLE);
    add("archive@002d2019/log.MYD", share(16, Long.MAX_VALUE), Filling.COMPRESSIBLE);
  }

  private void sparseFiles() {
    add("metrics/hole_first.ibd", share(40, 64 * MIB), Filling.HOLE_FIRST);
    add("metrics/hole_in_the_middle.ibd", share(40, 64 * MIB), Filling.HOLE_IN_THE_MIDDLE);
    add("metrics/hole_last.ibd", share(40, 64 * MIB), Filling.HOLE_LAST);
    add("metrics/hole_only.ibd", share(40, 64 * MIB), Filling.HOLE_ONLY);
  }

  private void oddNames() {
    for (String name : OddNames.all()) {
      add("odd@0020names/" + name, share(2000, random.nextLong(96 * KIB)), Filling.COMPRESSIBLE);
    }
  }

  /** From 0 bytes to 2 MiB, most of them small; 30 to 1,500 of them. */
  private void smallTables() {
    long pairs = Math.min(Math.max(bytes / MIB, 15), 750);
    for (int number = 0; number < pairs; number++) {
      String table = List.of("shop", "metrics", "archive@002d2019").get(number % 3) + "/t" + number;
      long size = number == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 22));
      Filling filling = number % 2 == 0 ? Filling.COMPRESSIBLE : Filling.INCOMPRESSIBLE;
      add(table + ".ibd", share(5 * pairs, size), filling);
      add(table + ".frm", share(20 * pairs, 8 * KIB + number % 600), Filling.COMPRESSIBLE);
    }
  }

  private long share(long part, long most) {
    return Math.min(bytes / part, most);
  }

  private void add(String path, long size, Filling filling) {
    files.add(new PlannedFile(path, size, filling));
  }
}
