package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;

/** Schemas with what is hard to copy. */
final class SampleData {
  /** Of what the writer writes to. */
  static final String WRITTEN = "shop.orders";

  private static final String SCHEMAS =
      """
      CREATE DATABASE shop CHARACTER SET utf8mb4;
      CREATE TABLE shop.orders (
        id INT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(200) NOT NULL, data VARBINARY(200),
        len INT AS (CHAR_LENGTH(text)) STORED, KEY (text(20)));
      CREATE TABLE shop.log (id INT PRIMARY KEY, orders INT) ENGINE=MyISAM;
      CREATE TABLE shop.notes (id INT PRIMARY KEY, note TEXT) ENGINE=Aria;
      INSERT INTO shop.log VALUES (1, 0);
      INSERT INTO shop.notes VALUES (1, _utf8mb4 X'F09F92A1206E61C3AF7665'), (2, NULL);
      CREATE TRIGGER shop.counted AFTER INSERT ON shop.orders
        FOR EACH ROW SET @counted = NEW.id;
      CREATE VIEW shop.newest AS SELECT MAX(id) AS id FROM shop.orders;
      CREATE FUNCTION shop.one() RETURNS INT DETERMINISTIC RETURN 1;
      CREATE EVENT shop.never ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' DO DELETE FROM shop.log;
      CREATE DATABASE `odd-sch@ma`;
      CREATE TABLE `odd-sch@ma`.`t @ble/1` (id INT PRIMARY KEY, `sp ace` BLOB);
      INSERT INTO `odd-sch@ma`.`t @ble/1` VALUES (1, X'00FF0A27'), (2, '');
      CREATE USER app@localhost IDENTIFIED BY 'pw';
      GRANT SELECT ON shop.* TO app@localhost;
      """;

  private SampleData() {}

  /** Makes them, with about this many megabytes of rows. */
  static void fill(PrivateMariaDb server, int megabytes) throws InterruptedException {
    String unused = server.sql(SCHEMAS);
    unused =
        server.sql(
            "INSERT INTO shop.orders (text, data) SELECT REPEAT(MD5(seq), 6), UNHEX(SHA2(seq, 256))"
                + " FROM shop.seq_1_to_"
                + megabytes * 3_000);
  }

  /**
   * A sum over the rows of each table, and what else must work. CHECKSUM TABLE is no help: for the
   * same rows of a table with a generated column MariaDB 10.11 gives now one number, now another.
   */
  static String checksums(PrivateMariaDb server) throws InterruptedException {
    return server.sql(
        sum("shop.orders", "id, text, HEX(data), len")
            + sum("shop.log", "id, orders")
            + sum("shop.notes", "id, HEX(note)")
            + sum("`odd-sch@ma`.`t @ble/1`", "id, HEX(`sp ace`)")
            + " SELECT shop.one(), id > 0 FROM shop.newest;"
            + " SELECT COUNT(*) FROM mysql.user WHERE user = 'app'");
  }

  private static String sum(String table, String columns) {
    return "SELECT COUNT(*), SUM(CRC32(CONCAT_WS('|', %s))) FROM %s;".formatted(columns, table);
  }
}
