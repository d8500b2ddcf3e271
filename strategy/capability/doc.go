// Package capability makes and checks a provider's capability statement: a signed JSON document for /.well-known/ that
// tells authorities which services it offers where, which instruments it answers, in which forms, and whom they reach at
// which hours. It says nothing of gaps, cases or users. Its form is docs/formats/capability.md.
//
// Start at [State], then [Sign]; [Verify] checks one.
package capability
