// Package catalogue knows, in one SQLite file, what lies in a store of retained records: days and their keys,
// segments, files seen and how far each was read, keys of the records stored, and what is in quarantine
// (docs/formats/segment.md).
//
// No column names anybody. Records are known by a keyed hash under a secret that lies beside the catalogue, so that
// ingest finds a duplicate without being able to read what is stored; they are kept by day and go with it.
//
// One connection writes, several read. Start at [Open], then [Catalogue.Commit].
package catalogue
