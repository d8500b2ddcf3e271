// Package mapped reads any delimited text whose columns a map declares (docs/formats/map.md): which column is which
// field, how times are written and in which zone, which number plan holds, what makes the key. On the command line
// the feed is called csv.
//
// Nothing is guessed: what the map does not name is not read, and a word that the map does not list is refused.
//
// Start at [ParseMap], then [New].
package mapped
