package admf

import (
	"io"
	"slices"
	"time"

	"writ/intercept"
	"writ/ledger"
)

// Key is the key of the n-th entry about a task on the ledger, from 1.
func Key(x intercept.XID, n int) string { return intercept.EntryKey(x, n) }

// told is the task as a point of interception is told it and as the ledger commits to it, beside the places: without LIID, destinations
// and proof.
func told(task intercept.Task) intercept.Task {
	task.LIID, task.To, task.Proof = intercept.LIID{}, nil, nil
	return task
}

// Stands reports whether a task is the one that was ordered last, and that order may still be told.
func (o Ordered) Stands(task intercept.Task) bool {
	return o.Number > 0 && !o.Spent && string(told(task).Encode()) == string(o.Task.Encode())
}

// Order gives the tap with a task as its next order, and the entry that must be on the ledger before the tap is kept and any element is told.
// random gives 32 octets. taken says whether the ledger has a key already: an attempt may have ended in a crash behind its entry. The
// entry commits to the task and names neither the case nor the target; its proof is put in by [Tap.Proved].
func (t Tap) Order(task intercept.Task, at time.Time, random io.Reader, taken func(key string) bool) (Tap, ledger.Entry, error) {
	next := Ordered{Number: t.Last.Number + 1, Task: told(task)}
	if err := next.Task.Check(at, 1); err != nil {
		return t, ledger.Entry{}, err
	}
	if random == nil {
		return t, ledger.Entry{}, ErrRandom
	}
	if len(t.places()) > intercept.MostPlaces {
		return t, ledger.Entry{}, ErrElements
	}
	if _, err := io.ReadFull(random, next.Salt[:]); err != nil {
		return t, ledger.Entry{}, ErrRandom
	}
	for taken(Key(t.XID, next.Number)) {
		next.Number++
	}
	t.Last, t.Elements = next, slices.Clone(t.Elements)
	return t, t.entry(at), nil
}

// places gives where the order lets product go: the destinations of writ's own points of interception, the only ones that check it.
func (t Tap) places() []intercept.Place {
	var out []intercept.Place
	for _, e := range t.Elements {
		for _, d := range e.To {
			if e.Kind == Own {
				out = append(out, intercept.Place{DID: intercept.DID(d.DID), Address: d.Address.Text()})
			}
		}
	}
	return intercept.OrderedPlaces(out)
}

func (t Tap) entry(at time.Time) ledger.Entry {
	o := t.Last
	return ledger.Entry{V: 1, Key: Key(o.Task.XID, o.Number), Kind: intercept.EntryKind, At: at, Body: intercept.EntryBody(o.Task.Commitment(o.Salt, t.places()))}
}

// Proved gives the tap with the ledger's proof of its last order.
func (t Tap) Proved(p ledger.Proof) (Tap, error) {
	text, err := p.MarshalText()
	if err != nil {
		return t, err
	}
	t.Last.Proof = intercept.Proof{Salt: t.Last.Salt, Places: t.places(), Inclusion: text}.Encode()
	return t, nil
}

// OnLedger reports whether the ledger holds the tap's last order as the tap has it. What it does not hold is not ordered.
func (t Tap) OnLedger(find func(key string) (ledger.Receipt, bool)) bool {
	if t.Last.Number == 0 {
		return false
	}
	r, ok := find(Key(t.XID, t.Last.Number))
	if !ok {
		return false
	}
	e, want := r.Entry(), t.entry(r.Entry().At)
	return e.V == want.V && e.Kind == want.Kind && string(e.Body) == string(want.Body)
}
