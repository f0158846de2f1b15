INSERT INTO mysql.time_zone (Time_zone_id, Use_leap_seconds) VALUES (1, 'N');
INSERT INTO mysql.time_zone_name VALUES ('Here/Ahead', 1);
INSERT INTO mysql.time_zone_transition_type VALUES (1, 0, 5400, 0, 'AHD');
CREATE DATABASE shop;
USE shop;
CREATE TABLE customers (
  id INT PRIMARY KEY AUTO_INCREMENT,
  name VARCHAR(100) CHARACTER SET utf8mb4,
  photo VARBINARY(200),
  bytes INT AS (LENGTH(photo)) VIRTUAL,
  letters INT AS (CHAR_LENGTH(name)) PERSISTENT,
  seen TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  document LONGBLOB,
  KEY (name), KEY (bytes));
INSERT INTO customers (name, photo, document) VALUES
  ('Ünï 😀 ''quoted'' "double" \\ back', X'00FF1A0D0A27225C60', X'000102'),
  (NULL, NULL, NULL),
  ('line\nand\ttab\r\0nul', '', REPEAT(X'FF', 100000));
INSERT INTO customers (name, photo, document)
  SELECT CONCAT('n', seq), UNHEX(MD5(seq)), UNHEX(SHA1(seq)) FROM seq_1_to_20000;
CREATE TABLE `Odd näme; "of" ''a'' 表` (`sel ect` INT PRIMARY KEY, bits BIT(5), number DECIMAL(30, 10), moment DATETIME(6),
  place GEOMETRY, text JSON, kind ENUM('a', 'ü'), kinds SET('x', 'y'), fraction DOUBLE, hours TIME(3), y YEAR);
INSERT INTO `Odd näme; "of" ''a'' 表` VALUES
  (-1, b'10101', 123456789.0123456789, '2020-01-01 00:00:00.123456', ST_GeomFromText('POINT(1 1)'), '{"ä": [1, "x"]}',
   'ü', 'x,y', 0.1 + 0.2e0, '-12:00:00.5', 1999);
CREATE TABLE old_engine (a INT KEY, t TEXT, FULLTEXT (t)) ENGINE = MyISAM;
INSERT INTO old_engine VALUES (1, 'one two'), (2, NULL);
CREATE TABLE aria (a INT) ENGINE = Aria;
CREATE TABLE large_aria (id INT PRIMARY KEY, line TEXT NOT NULL) ENGINE = Aria;
INSERT INTO large_aria SELECT seq, CONCAT(seq, ' ', REPEAT(SHA1(seq), seq % 5)) FROM seq_1_to_40000;
INSERT INTO aria VALUES (1), (2), (2);
CREATE SEQUENCE numbers START WITH 100;
SELECT NEXTVAL(numbers);
CREATE VIEW first_customers AS SELECT id, name FROM customers WHERE id < 10;
CREATE VIEW above AS SELECT * FROM first_customers;
CREATE TABLE audit (id INT AUTO_INCREMENT PRIMARY KEY, what VARCHAR(50));
DELIMITER //
CREATE TRIGGER remember AFTER INSERT ON customers FOR EACH ROW
BEGIN
  -- what was written; and by whom
  INSERT INTO audit (what) VALUES (CONCAT('customer;', NEW.id));
END//
CREATE PROCEDURE with_carriage_returns()
BEGIN
  -- Dump completed on 2020-01-01
  INSERT INTO `t` VALUES (1);
  SELECT "it;";
END//
SET sql_mode = 'ANSI_QUOTES'//
CREATE FUNCTION answer() RETURNS INT DETERMINISTIC RETURN (SELECT COUNT("id") FROM "customers" WHERE "id" < 0) + 42//
SET sql_mode = DEFAULT//
CREATE EVENT hourly ON SCHEDULE EVERY 1 HOUR DO BEGIN INSERT INTO shop.audit (what) VALUES ('event'); END//
SET time_zone = 'Here/Ahead'//
CREATE EVENT daily ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 03:00:00' DO DELETE FROM shop.audit//
SET time_zone = DEFAULT//
CREATE TABLE written (id INT AUTO_INCREMENT PRIMARY KEY, who INT, text VARCHAR(200), KEY (who))//
CREATE TABLE totals (who INT PRIMARY KEY, rows_of INT NOT NULL)//
CREATE TABLE halt (now INT PRIMARY KEY)//
CREATE PROCEDURE write_on()
BEGIN
  DECLARE n INT DEFAULT 0;
  WHILE NOT EXISTS (SELECT * FROM halt) DO
    START TRANSACTION;
    INSERT INTO written (who, text) VALUES (n % 10, REPEAT('w', 100)), (n % 10, UUID());
    INSERT INTO totals VALUES (n % 10, 2) ON DUPLICATE KEY UPDATE rows_of = rows_of + 2;
    DELETE FROM written WHERE id = n - 500;
    COMMIT;
    SET n = n + 1;
  END WHILE;
END//
DELIMITER ;
SET sql_mode = '';
CREATE TABLE zero_dates (id INT PRIMARY KEY, d DATE, t DATETIME DEFAULT '0000-00-00 00:00:00');
INSERT INTO zero_dates VALUES (1, '0000-00-00', DEFAULT), (2, '2020-02-00', DEFAULT);
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
CREATE TABLE zero_key (id INT AUTO_INCREMENT PRIMARY KEY);
INSERT INTO zero_key VALUES (0), (5);
SET sql_mode = DEFAULT;
CREATE TABLE parent (id INT PRIMARY KEY);
CREATE TABLE child (id INT PRIMARY KEY, FOREIGN KEY (id) REFERENCES parent (id) ON DELETE CASCADE);
INSERT INTO parent VALUES (1), (2);
INSERT INTO child VALUES (1);
CREATE TABLE partitioned (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 3;
INSERT INTO partitioned SELECT seq FROM seq_1_to_1000;
CREATE TABLE empty_table (id INT);
CREATE TABLE bulk (id INT AUTO_INCREMENT PRIMARY KEY, text TEXT);
CREATE DATABASE `odd-däta base` CHARACTER SET latin1;
CREATE TABLE `odd-däta base`.t (a VARCHAR(10));
INSERT INTO `odd-däta base`.t VALUES ('é');
CREATE DATABASE empty_database COLLATE utf8mb4_bin;
INSTALL SONAME 'auth_ed25519';
CREATE USER app@'%' IDENTIFIED BY 'secret' REQUIRE SSL WITH MAX_USER_CONNECTIONS 7;
CREATE USER modern@'10.%' IDENTIFIED VIA ed25519 USING PASSWORD('x') OR mysql_native_password USING PASSWORD('y');
CREATE ROLE readers;
GRANT SELECT ON *.* TO readers;
GRANT readers TO app@'%';
SET DEFAULT ROLE readers FOR app@'%';
GRANT SELECT, INSERT ON shop.* TO app@'%';
GRANT UPDATE (name) ON shop.customers TO app@'%';
GRANT EXECUTE ON FUNCTION shop.answer TO app@'%';
CREATE DEFINER = app@'%' VIEW shop.by_another AS SELECT 1 AS one;
