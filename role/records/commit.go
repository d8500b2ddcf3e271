package records

import (
	"context"
	"errors"

	"writ/outside/catalogue"
	"writ/outside/seal"
	"writ/records"
	"writ/retention"
)

// commit makes a chunk durable: objects first, then the catalogue's transaction, which lets them count. After an
// error none of it counts, and its objects are taken away again, as far as that can be done.
func (in *ingest) commit(ctx context.Context, c *chunk, whole bool) error {
	fresh, err := in.sort(ctx, c)
	if err != nil {
		return err
	}
	out := catalogue.Chunk{Run: in.at.ID, From: c.first, Balance: c.balance, Whole: whole}
	var objects []string
	err = in.keep(ctx, c, fresh, &out, &objects)
	if err == nil {
		err = in.store.cat.Commit(ctx, out)
	}
	if err != nil {
		for _, o := range objects {
			err = errors.Join(err, in.store.folder.Remove(o))
		}
		return err
	}
	in.count(c, whole)
	return nil
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

// keep writes the chunk's objects.
func (in *ingest) keep(ctx context.Context, c *chunk, fresh []dayRows, out *catalogue.Chunk, objects *[]string) error {
	for _, d := range fresh {
		n, err := in.store.cat.NextGeneration(ctx, d.key.Day)
		if err != nil {
			return err
		}
		seg, err := in.store.folder.Write(d.key, n, d.rows, in.store.seal)
		if err != nil {
			return err
		}
		*objects = append(*objects, seg.Object)
		keys := make([]records.Key, len(d.rows))
		for i, r := range d.rows {
			keys[i] = r.Key
		}
		out.Days = append(out.Days, catalogue.Part{Segment: seg, Keys: keys})
	}
	object, err := in.quarantine(c)
	if object != "" {
		*objects = append(*objects, object)
	}
	for _, r := range c.refused {
		out.Refused = append(out.Refused, r.row(object))
	}
	return err
}

// DayRows are a day's new rows.
type dayRows struct {
	key  retention.DayKey
	rows []records.Row
}

// sort tells new rows from those that are stored already and those that may not be stored any more.
func (in *ingest) sort(ctx context.Context, c *chunk) ([]dayRows, error) {
	days, keys := c.days()
	place := map[retention.Day]int{}
	known := map[retention.Day]map[records.Key]bool{}
	var out []dayRows
	for _, d := range days {
		k, err := in.day(ctx, d)
		if err != nil {
			return nil, err
		}
		if k.Erased() {
			continue
		}
		if known[d], err = in.known(ctx, d, keys[d]); err != nil {
			return nil, err
		}
		place[d] = len(out)
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

// day gives a day's key, and makes it where there is none.
func (in *ingest) day(ctx context.Context, d retention.Day) (retention.DayKey, error) {
	k, ok, err := in.store.cat.DayKey(ctx, d)
	if err != nil || ok {
		return k, err
	}
	made, err := seal.NewDay(in.store.root)
	if err != nil {
		return retention.DayKey{}, err
	}
	return in.store.cat.AddDay(ctx, retention.DayKey{Day: d, To: made.To.String(), Sealed: made.Sealed})
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
