// Package x1 reads and writes the messages of the X1 interface (ETSI TS 103 221-1, schema version 1.22.1): what an
// administration function (ADMF) and a network element (NE) with a point of interception say to each other.
//
// It knows XML and values, no network and no task: [Decode] and [Container.Append] are each other's inverse, [Respond]
// answers a container as clause 6 wants it and leaves the meaning to a [Handler], [Bind] joins an answer to its
// request. What is read is checked against the schema: order, number, form of each text. No DTD, no entity, no
// processing instruction is taken, and size, depth and number have limits.
//
// Each type has one method that walks its elements in the schema's order, for reading and for writing alike (walk.go),
// so the two cannot differ. Texts of targets are masked in print, and no error quotes what a message holds.
//
// writ's own extension of a task, its end and its proof, stands in authority.go and docs/formats/x1-extension.md.
package x1
