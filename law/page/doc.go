// Package page writes a pack of law as one HTML page that a lawyer can read and print: what each instrument is, who may
// issue it, what it opens and what holds it back, in sentences, each with its provision, its days in force and its
// certainty. What is uncertain is marked: there counsel decides.
//
// Start at [Write]. The page says what stands in the pack's files; it decides nothing.
package page
