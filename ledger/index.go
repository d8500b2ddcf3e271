package ledger

import (
	"crypto/sha256"
	"math"
	"slices"
	"strings"
)

// mostEntries is how many entries a log may hold: places are kept in four octets.
const mostEntries = math.MaxUint32 - 1

// A fingerprint stands for a text in the indexes: no two texts that anybody finds have the same, so that a log need not
// keep every key in memory.
type fingerprint [16]byte

func mark(text string) fingerprint {
	sum := sha256.Sum256([]byte(text))
	return fingerprint(sum[:16])
}

// A chain links the places of entries that belong together, from the newest back. It costs four octets an entry, and
// some thirty for each group.
type chain struct {
	newest map[fingerprint]uint32 // by group: the place of its newest entry, plus one
	before []uint32               // by place: that of the group's entry before, plus one; 0 for none
}

func newChain() chain { return chain{newest: map[fingerprint]uint32{}} }

// add puts the next place into a group, or into none.
func (c *chain) add(group string, in bool) {
	var before uint32
	if in {
		m := mark(group)
		before = c.newest[m]
		c.newest[m] = uint32(len(c.before)) + 1
	}
	c.before = append(c.before, before)
}

// backward lists the places of a group, the newest first.
func (c *chain) backward(group string) (places []int64) {
	for at := c.newest[mark(group)]; at != 0; at = c.before[at-1] {
		places = append(places, int64(at)-1)
	}
	return places
}

// forward lists the places of a group in their order.
func (c *chain) forward(group string) []int64 {
	places := c.backward(group)
	slices.Reverse(places)
	return places
}

// family is what comes before the first stroke of a key: "permit" of "permit/4f1c/1/lookup/1".
func family(key string) (name string, whole bool) {
	name, _, whole = strings.Cut(key, "/")
	return name, whole
}
