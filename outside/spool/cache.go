package spool

// A cache keeps the messages that were appended or read last, sealed as they are on disk.
type cache struct {
	limit int
	size  int
	order []where
	held  map[where]*message
}

func newCache(limit int) cache { return cache{limit: limit, held: map[where]*message{}} }

func (c *cache) get(w where) *message { return c.held[w] }

// put keeps a message and forgets the oldest ones beyond the limit, never the one just put.
func (c *cache) put(w where, m *message) {
	if c.held[w] != nil {
		return
	}
	c.held[w] = m
	c.order = append(c.order, w)
	c.size += len(m.octets)
	for c.size > c.limit && len(c.order) > 1 {
		c.drop(c.order[0])
		c.order = c.order[1:]
	}
}

func (c *cache) drop(w where) {
	if m := c.held[w]; m != nil {
		c.size -= len(m.octets)
		delete(c.held, w)
	}
}
