// Package ber writes and reads the Basic Encoding Rules (ITU-T X.690): tags, lengths and the values inside.
// It knows no module and no message; those stand in the packages that import it.
//
// Writing: Append functions put one element behind what a buffer holds and don't allocate when it has room.
// Lengths are definite and minimal, so what is written is DER too. A constructed element's length comes before its
// content, so a writer that must be fast adds up sizes first ([SizeOf], [SizeOfInt], …: a few additions, no memory
// touched), then writes every octet once, in order. Patching lengths afterwards would either move the content
// (a packet of 200 octets under eight nested headers moves eight times) or reserve long lengths that are no longer
// minimal. Where speed doesn't matter, [Wrap] puts a header before what is already written, at the price of one move.
//
// Reading: a [Source] holds the octets and their limits, a [Reader] walks over one level of elements, and an
// [Element] is one tag, length and content, with typed reads. Nothing is copied or allocated; contents alias the
// source. Any legal length is taken: short, long, longer than needed, and indefinite. Offsets in errors count octets
// from the start of the source. Errors never quote the content.
//
// Time is linear in the source: an element takes at least two octets, is stepped over by its length, and an
// indefinite one is scanned for its end once for each level of indefinite elements around it, at most [MaxDepth].
package ber
