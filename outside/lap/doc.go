// Package lap joins production with age and the file system: a package becomes a file (.lap), and a file
// is verified with the keys that its reader has.
//
// Start at [Write] and [Verify].
package lap
