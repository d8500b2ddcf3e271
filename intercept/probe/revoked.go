package probe

import (
	"bytes"
	"maps"
	"slices"
	"time"

	"writ/intercept"
)

// A revoked is what is left of a task that was taken away: its orders up to this number don't come back until the last of them would have
// ended anyway. What is approved anew is a new order, of a higher number.
type revoked struct {
	number int
	until  time.Time
}

// revoke remembers that the orders of a task up to a number are spent. Another maker's have none.
func (c *Core) revoke(t *tap, number int) {
	if number > 0 {
		c.revoked[t.task.XID] = revoked{number, t.until}
	}
}

// outlive forgets what was revoked and would be over by now.
func (c *Core) outlive(at time.Time) {
	maps.DeleteFunc(c.revoked, func(_ xid, r revoked) bool { return !at.Before(r.until) })
}

type storedRevoked struct {
	XID    []byte
	Number int
	Until  time.Time
}

func (c *Core) storedRevoked() (out []storedRevoked) {
	for x, r := range c.revoked {
		out = append(out, storedRevoked{x[:], r.number, r.until})
	}
	slices.SortFunc(out, func(a, b storedRevoked) int { return bytes.Compare(a.XID, b.XID) })
	return out
}

// restoreRevoked reports whether all of it can be read: none may be passed over.
func (c *Core) restoreRevoked(list []storedRevoked) bool {
	for _, r := range list {
		if len(r.XID) != len(xid{}) || r.Number < 1 {
			return false
		}
		c.revoked[intercept.XID(r.XID)] = revoked{r.Number, r.Until}
	}
	return true
}
