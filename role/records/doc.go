// Package records is the loop that takes files of records in: read by a feed, stored in day segments, known in the
// catalogue, refusals kept sealed in quarantine. It needs the root's public half only.
//
// A file goes in chunk by chunk. A chunk's objects are made durable first, then one transaction of the catalogue lets
// them count; what a crash leaves before that is swept away, and the next run goes on with the record after the last
// one that counts. So a record is never lost and never counted twice, whenever the program is killed.
//
// Start at [OpenStore], then [Ingest].
package records
