//go:build !linux

package process

// Guard can set nothing on this system.
func Guard() Guarded { return Guarded{} }
