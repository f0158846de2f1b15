-- What the demo's source server holds: three engines, many types, blobs, texts and odd names; about 150 MB.
CREATE DATABASE shop CHARACTER SET utf8mb4;
USE shop;
CREATE TABLE customers (
  id INT UNSIGNED PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  email VARCHAR(120) NOT NULL UNIQUE,
  joined DATE NOT NULL,
  note TEXT
) ENGINE = InnoDB;
INSERT INTO customers
  SELECT seq, CONCAT('Kundin Nº ', seq, ' 🛒'), CONCAT('customer', seq, '@example.com'),
    DATE_ADD('1999-12-31', INTERVAL seq % 9000 DAY), IF(seq % 7, REPEAT(MD5(seq), 1 + seq % 12), NULL)
  FROM seq_1_to_100000;
CREATE TABLE orders (
  id BIGINT UNSIGNED PRIMARY KEY,
  customer INT UNSIGNED NOT NULL,
  placed DATETIME(3) NOT NULL,
  amount DECIMAL(12, 2) NOT NULL,
  state ENUM('new', 'paid', 'sent') NOT NULL,
  KEY (customer),
  FOREIGN KEY (customer) REFERENCES customers (id)
) ENGINE = InnoDB;
INSERT INTO orders
  SELECT seq, 1 + seq * 7919 % 100000, DATE_ADD('2010-01-01', INTERVAL seq * 317 SECOND), seq * 13 % 99991 / 100, 1 + seq % 3
  FROM seq_1_to_300000;

CREATE DATABASE media;
CREATE TABLE media.pictures (
  id INT UNSIGNED PRIMARY KEY,
  title VARCHAR(40) NOT NULL,
  image LONGBLOB NOT NULL
) ENGINE = InnoDB;
INSERT INTO media.pictures
  SELECT seq, CONCAT('picture ', seq), REPEAT(UNHEX(SHA2(seq, 512)), 1 + seq * 37 % 1200)
  FROM seq_1_to_1800;

CREATE DATABASE `odd-names`;
CREATE TABLE `odd-names`.`tägliche Zahlen` (
  tag DATE PRIMARY KEY,
  `größe` DOUBLE NOT NULL,
  `select` VARBINARY(32) NOT NULL
) ENGINE = MyISAM;
INSERT INTO `odd-names`.`tägliche Zahlen`
  SELECT DATE_ADD('1970-01-01', INTERVAL seq DAY), SIN(seq), UNHEX(MD5(seq)) FROM seq_1_to_20000;
CREATE TABLE `odd-names`.`empty` (id INT PRIMARY KEY) ENGINE = InnoDB;
CREATE TABLE `odd-names`.log (id INT PRIMARY KEY, line TEXT NOT NULL) ENGINE = Aria;
INSERT INTO `odd-names`.log SELECT seq, CONCAT(seq, ' ', REPEAT(SHA1(seq), seq % 5)) FROM seq_1_to_100000;
