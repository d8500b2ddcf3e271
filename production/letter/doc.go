// Package letter writes the answer where records do not leave: a rejection, a question, a hold for counsel,
// records that are not kept, and records that should have been.
//
// A [Letter] is one value; [Letter.HTML], [Letter.PDF] and the signed JSON of [Sign] say the same. It names asks
// by their number and category, never by a target: the issuer has the paper. Its texts come from the packs, in
// English and in the issuer's language; where a pack has none, English stands alone and the letter says so.
//
// Start at [Compose]. The form of the JSON is docs/formats/letter.md; production/verify checks it.
package letter
