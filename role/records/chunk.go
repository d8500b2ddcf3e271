package records

import (
	"slices"

	"writ/outside/catalogue"
	"writ/records"
	"writ/retention"
)

// The most that a chunk holds; a chunk is what is in memory at once.
const (
	chunkRecords = 250_000
	chunkOctets  = 128 << 20 // as estimated
)

type size struct{ records, octets int64 }

// A chunk is the next records of a file, until they are committed.
type chunk struct {
	first   int64 // records before it
	octets  int64
	balance records.Balance
	pending []pending
	refused []refusal
}

// A pending record has rows, of which it is not known yet whether they are new.
type pending struct {
	record int64
	line   int64
	rows   []records.Row
}

// A refusal has its number in the file.
type refusal struct {
	record int64
	line   int64
	records.Refusal
}

func (c *chunk) reached(s size) bool { return c.balance.In >= s.records || c.octets >= s.octets }

// add takes one record of the file.
func (c *chunk) add(res records.Result) {
	c.balance.In++
	record := c.first + c.balance.In
	switch {
	case res.Refusal != nil:
		c.refuse(record, res.Line, *res.Refusal)
	case res.Dropped != "":
		c.balance.Dropped++
	case len(res.Rows) == 0 || slices.ContainsFunc(res.Rows, unkept):
		c.refuse(record, res.Line, records.Refusal{Problem: "the feed made no record of it that could be kept", Fix: "this is a fault of the feed; report it"})
	default:
		c.pending = append(c.pending, pending{record, res.Line, res.Rows})
		for _, r := range res.Rows {
			c.octets += weight(r)
		}
	}
}

func (c *chunk) refuse(record, line int64, r records.Refusal) {
	c.balance.Refused++
	c.octets += int64(len(r.Raw))
	c.refused = append(c.refused, refusal{record, line, r})
}

// unkept reports whether a row has no class, or an instant that has no date of four digits.
func unkept(r records.Row) bool { return r.Class() == "" || r.At.Year() < 1 || r.At.Year() > 9999 }

// weight estimates a row's octets in memory, with what sorting and writing add.
func weight(r records.Row) int64 {
	n := int64(160)
	for _, v := range r.Values {
		n += int64(len(v.Text())) + 64
	}
	return n
}

// days lists the rows' days in the order in which they first occur, with the rows' keys.
func (c *chunk) days() ([]retention.Day, map[retention.Day][]records.Key) {
	var order []retention.Day
	keys := map[retention.Day][]records.Key{}
	for _, p := range c.pending {
		for _, r := range p.rows {
			d := dayOf(r)
			if _, ok := keys[d]; !ok {
				order = append(order, d)
			}
			keys[d] = append(keys[d], r.Key)
		}
	}
	return order, keys
}

func dayOf(r records.Row) retention.Day { return retention.Day{Class: r.Class(), Date: r.Day()} }

func (r refusal) row(object string) catalogue.Refused {
	if len(r.Raw) == 0 {
		object = ""
	}
	return catalogue.Refused{Record: r.record, Line: r.line, Problem: r.Problem, Fix: r.Fix, Object: object}
}
