-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: kamailio
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
DROP TABLE IF EXISTS `acc`;
CREATE TABLE `acc` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `method` varchar(16) NOT NULL DEFAULT '',
  `from_tag` varchar(128) NOT NULL DEFAULT '',
  `to_tag` varchar(128) NOT NULL DEFAULT '',
  `callid` varchar(255) NOT NULL DEFAULT '',
  `sip_code` varchar(3) NOT NULL DEFAULT '',
  `sip_reason` varchar(128) NOT NULL DEFAULT '',
  `time` datetime NOT NULL,
  `src_user` varchar(64) NOT NULL DEFAULT '',
  `src_domain` varchar(128) NOT NULL DEFAULT '',
  `duration` decimal(10,3) DEFAULT NULL,
  `dst_user` varchar(64) NOT NULL DEFAULT '',
  `dst_domain` varchar(128) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  KEY `callid_idx` (`callid`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4;
LOCK TABLES `acc` WRITE;
/*!40000 ALTER TABLE `acc` DISABLE KEYS */;
INSERT INTO `acc` VALUES (8,'INVITE','22116fA1','22050tB1','1-22116@203.0.113.11','200','O\'K; \"fine\" \\','2026-11-24 11:25:42','+12025552001','voip.example.net',NULL,'+12025551001','203.0.113.21'),(9,'INVITE','22125fA1','22052tB1','1-22125@203.0.113.10','486','Busy (here), VALUES','2026-11-24 11:25:43','+12025552003','voip.example.net',0.000,'+12025551003','203.0.113.23'),
(10,'BYE','22144fA1','22051tB1','1-22144@203.0.113.12','200','OK','2026-10-25 02:30:00','+12025552002','voip.example.net',1.500,'','203.0.113.22');
/*!40000 ALTER TABLE `acc` ENABLE KEYS */;
UNLOCK TABLES;
CREATE TABLE `subscriber` (
  `id` int unsigned NOT NULL,
  `password` varchar(64) NOT NULL
);
INSERT INTO `subscriber` VALUES (1,'secret'),(2,'); INSERT INTO acc VALUES (1)');
-- Dump completed on 2026-11-24 12:00:00
