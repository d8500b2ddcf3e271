package records

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"writ/outside/catalogue"
	"writ/records"
	"writ/retention"
)

// writers is how many days are written at once: most of the time each waits for its disk.
const writers = 4

// commit makes a chunk durable: objects first, then the catalogue's transaction, which lets them count. After an
// error none of it counts, and its objects are taken away again, as far as that can be done.
func (in *ingest) commit(ctx context.Context, c *chunk, whole bool) error {
	fresh, err := in.sort(ctx, c)
	if err != nil {
		return err
	}
	parts, object, err := in.keep(ctx, c, fresh)
	if err == nil {
		err = in.store.cat.Commit(ctx, in.entry(c, parts, object, whole))
	}
	if err != nil {
		return errors.Join(err, in.store.discard(parts, object))
	}
	in.count(c, whole)
	return nil
}

// entry is the chunk as the catalogue keeps it.
func (in *ingest) entry(c *chunk, parts []catalogue.Part, object string, whole bool) catalogue.Chunk {
	out := catalogue.Chunk{Run: in.at.ID, From: c.first, Balance: c.balance, Whole: whole, Days: parts}
	for _, r := range c.refused {
		out.Refused = append(out.Refused, r.row(object))
	}
	return out
}

// count notes what counts now.
func (in *ingest) count(c *chunk, whole bool) {
	b := &in.at.Balance
	b.In += c.balance.In
	b.Stored += c.balance.Stored
	b.Refused += c.balance.Refused
	b.Dropped += c.balance.Dropped
	b.Duplicate += c.balance.Duplicate
	in.at.Taken, in.at.Whole = b.In, whole
	for _, r := range c.refused {
		in.refused[r.Problem]++
	}
}

// keep writes the chunk's objects. It names those that it wrote also where it fails.
func (in *ingest) keep(ctx context.Context, c *chunk, fresh []dayRows) (parts []catalogue.Part, object string, err error) {
	parts = make([]catalogue.Part, len(fresh))
	var g errgroup.Group
	g.SetLimit(writers)
	for i, d := range fresh {
		n, err := in.store.cat.NextGeneration(ctx, d.key.Day)
		if err != nil {
			return parts, "", errors.Join(err, g.Wait())
		}
		g.Go(func() error {
			seg, err := in.store.folder.Write(d.key, n, d.rows, in.store.seal)
			parts[i] = catalogue.Part{Segment: seg, Keys: keysOf(d.rows)}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return parts, "", err
	}
	object, err = in.quarantine(c)
	return parts, object, err
}

func keysOf(rows []records.Row) []records.Key {
	out := make([]records.Key, len(rows))
	for i, r := range rows {
		out[i] = r.Key
	}
	return out
}

// DayRows are a day's new rows.
type dayRows struct {
	key  retention.DayKey
	rows []records.Row
}

// sort tells new rows from those that are stored already and those that may not be stored any more.
func (in *ingest) sort(ctx context.Context, c *chunk) ([]dayRows, error) {
	days, keys := c.days()
	all, err := in.store.keys(ctx, days)
	if err != nil {
		return nil, err
	}
	place := map[retention.Day]int{}
	known := map[retention.Day]map[records.Key]bool{}
	var out []dayRows
	for _, k := range all {
		if k.Erased() {
			continue
		}
		if known[k.Day], err = in.known(ctx, k.Day, keys[k.Day]); err != nil {
			return nil, err
		}
		place[k.Day] = len(out)
		out = append(out, dayRows{key: k})
	}
	for _, p := range c.pending {
		fate := refusedRow
		for _, r := range p.rows {
			d := dayOf(r)
			if known[d] == nil {
				continue
			}
			if known[d][r.Key] {
				fate = max(fate, duplicateRow)
				continue
			}
			known[d][r.Key] = true
			r.Source = records.Source{Feed: in.feed.Name(), File: in.at.File, Line: p.line}
			out[place[d]].rows = append(out[place[d]].rows, r)
			fate = newRow
		}
		c.settle(p, fate)
	}
	return withRows(out), nil
}

type fate int

const (
	refusedRow fate = iota
	duplicateRow
	newRow
)

// settle counts a record by the best that became of its rows. One of an erased day is refused, and its raw bytes are
// not kept either: their time is over.
func (c *chunk) settle(p pending, f fate) {
	switch f {
	case newRow:
		c.balance.Stored++
	case duplicateRow:
		c.balance.Duplicate++
	case refusedRow:
		c.refuse(p.record, p.line, records.Refusal{Problem: "belongs to a day whose key was erased: the time for which it was kept is over",
			Fix: "nothing; such a record can't be stored any more"})
	}
}

func withRows(all []dayRows) []dayRows {
	var out []dayRows
	for _, d := range all {
		if len(d.rows) > 0 {
			out = append(out, d)
		}
	}
	return out
}

func (in *ingest) known(ctx context.Context, d retention.Day, keys []records.Key) (map[records.Key]bool, error) {
	stored, err := in.store.cat.Known(ctx, d, keys)
	if err != nil {
		return nil, err
	}
	out := map[records.Key]bool{}
	for i, k := range keys {
		if stored[i] {
			out[k] = true
		}
	}
	return out, nil
}
