// Package written reads a pack as it is written: each value with its file and line, nothing compiled. It is for those
// who show a pack to people or remark on its style; what a pack means for a demand is decided by package law alone.
//
// Start at [Read]. It expects files that law.Load has accepted.
package written
