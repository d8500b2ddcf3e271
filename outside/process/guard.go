package process

// A Guarded says what Guard could set.
type Guarded struct {
	NoCore    bool // no core file is written, by limit
	NoPeeking bool // not dumpable: no core either way, and no process of the same user may attach or read its memory
	Locked    bool // no page goes to swap
}

// Whole reports whether all of it is set.
func (g Guarded) Whole() bool { return g.NoCore && g.NoPeeking && g.Locked }

// String says what is set and what an operator can do about the rest.
func (g Guarded) String() string {
	text := ""
	say := func(ok bool, yes, no string) {
		if text != "" {
			text += "; "
		}
		if ok {
			text += yes
		} else {
			text += no
		}
	}
	say(g.NoCore, "no core file", "core files are possible: set LimitCORE=0")
	say(g.NoPeeking, "no debugger", "a debugger of the same user may read its memory")
	say(g.Locked, "no swap", "pages may be swapped: set LimitMEMLOCK=infinity, or encrypt or turn off swap")
	return text
}
