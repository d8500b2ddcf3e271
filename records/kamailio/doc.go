// Package kamailio reads what the module acc of Kamailio wrote: the tables acc, missed_calls and acc_cdrs as CSV
// with a header or as an SQL dump (sqlite3, mysqldump, pg_dump), and its lines in syslog. The variant is found in
// the file itself.
//
// A row of acc is one final reply: an INVITE answered, a BYE. A row of missed_calls is a call that failed. A row of
// acc_cdrs is a whole dialog. The same reply in a table and in syslog has one key.
//
// Left out: rows of MESSAGE, ACK and other methods, which are no calls (dropped, with the reason), and all other
// lines of syslog, which are no records.
//
// Start at [New].
package kamailio
