// Package freeswitch reads the calls of FreeSWITCH: Master.csv of mod_cdr_csv by its default template "example"
// (15 columns, no header), and the JSON of mod_json_cdr: one object a file, an object a line, objects one after
// the other, or an array of them. The variant is found in the file itself. A record is one leg of a call; the same
// leg in both has one key, its UUID.
//
// Times in Master.csv are local and carry no zone: the feed must be told. JSON carries epochs.
//
// Left out: other templates of mod_cdr_csv (describe them in a map), statistics, the dial plan and SDP.
//
// Start at [New].
package freeswitch
