// Package oracle says, slowly and plainly, which rows and fields may leave for an ask. It is written from the sentences
// of the design and imports the vocabulary alone, so that it shares no mistake with package scope, with which a test
// compares it.
//
//   - A window is half-open. An event is in it by its instant, a state if any of it is.
//   - Who had a number, address or device is a fact with from and until.
//   - Several means nobody: where more than one fits, nothing leaves.
//   - Each field belongs to one category and leaves only with it, and the law may open less.
//   - A prefix is a target only if one subscriber held all of it; who holds all of it holds each address in it.
//   - A number or address that changed hands yields only the right person's intervals.
//
// Start at [Leaving].
package oracle
