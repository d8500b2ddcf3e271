// Package soak lets demands come in for a long time, and asks that none be lost and that memory not grow.
//
// The long run is `make soak`.
package soak
