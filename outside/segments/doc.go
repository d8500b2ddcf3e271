// Package segments keeps records in immutable day segments: Parquet files, each sealed whole with age to its day's
// key (docs/formats/segment.md). Writing needs public keys only. Reading takes a retention.Ticket of the store's own
// ledger, and whoever opens the days' keys.
//
// It seals and opens nothing itself: the functions [Sealer] and [Opener] come in. What is in the folder and what is
// not says the catalogue: an object without a row there is garbage of a crash, and [Folder.Sweep] takes it away.
//
// Start at [Folder], then [Source].
package segments
