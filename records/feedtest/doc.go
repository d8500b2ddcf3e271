// Package feedtest checks that a feed keeps its promises: nothing lost, nothing counted twice, no bad record stops
// the file, no memory grows with it. Every feed's test calls it; so may yours.
//
// It opens no file: a test hands the octets in.
package feedtest
