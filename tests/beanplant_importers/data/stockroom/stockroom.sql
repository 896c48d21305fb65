-- A small inventory system of one's own: quantities in thousandths, money in hundredths of a cent, time in minutes.
CREATE TABLE part (no TEXT PRIMARY KEY, name TEXT, made INTEGER);
INSERT INTO part VALUES ('10', 'Steel rod', 0), ('20', 'Seal', 0), ('500', 'Pump', 1);

CREATE TABLE cost (part_no TEXT, valid_from TEXT, price BIGINT);
INSERT INTO cost VALUES ('10', '2026-01-01', 25000), ('20', '2026-01-01', 12345), ('500', '2026-01-01', 780000);

CREATE TABLE recipe (part_no TEXT, needs TEXT, quantity BIGINT);
INSERT INTO recipe VALUES ('500', '10', 2000), ('500', '20', 1000);

CREATE TABLE job (no INTEGER, part_no TEXT, quantity BIGINT, released TEXT, finished TEXT);
INSERT INTO job VALUES (1, '500', 10000, '2026-03-02', '2026-03-06'), (2, '500', 5000, '2026-03-04', NULL);

CREATE TABLE receipt (id INTEGER, arrived TEXT, vendor TEXT, part_no TEXT, quantity BIGINT, paid BIGINT);
INSERT INTO receipt VALUES
  (1, '2026-03-01 08:15:00', 'Acme Steel', '10', 60000, 1572000), (2, '2026-03-01 09:00:00', 'Seals & Co', '20', 40000, 493800);

CREATE TABLE move (id INTEGER, moved TEXT, type TEXT, job INTEGER, part_no TEXT, quantity BIGINT);
INSERT INTO move VALUES
  (1, '2026-03-02 10:00:00', 'out', 1, '10', 21000), (2, '2026-03-02 10:05:00', 'out', 1, '20', 10000),
  (3, '2026-03-04 07:30:00', 'out', 2, '10', 10000), (4, '2026-03-05 16:00:00', 'back', 1, '10', 500),
  (5, '2026-03-06 15:00:00', 'made', 1, '500', 9000), (6, '2026-03-06 15:05:00', 'scrap', 1, '500', 1000),
  (7, '2026-03-09 11:00:00', 'sold', NULL, '500', 4000), (8, '2026-03-09 12:00:00', 'lost', NULL, '20', 2000);

CREATE TABLE work (id INTEGER, day TEXT, job INTEGER, minutes INTEGER);
INSERT INTO work VALUES (1, '2026-03-03', 1, 90), (2, '2026-03-05', 1, 225), (3, '2026-03-05', 2, 60);

CREATE TABLE stocktake (day TEXT, part_no TEXT, quantity BIGINT);
INSERT INTO stocktake VALUES ('2026-03-31', '10', 29000), ('2026-03-31', '20', 28000);
