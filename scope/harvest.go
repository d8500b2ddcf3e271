package scope

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"iter"
	"maps"
	"slices"

	"writ"
	"writ/law"
	"writ/ledger"
)

// ErrTorn says that a spool gave back other bytes than were put in.
var ErrTorn = errors.New("scope: the spool gave back other rows than were put in; look the case up again")

// ErrConservation says that rows were lost or counted twice.
var ErrConservation = errors.New("scope: examined is not what left and what stayed; nothing leaves")

// A Harvest is the rows that passed the sieve. Production takes nothing else. It remembers the hash of its rows, so a
// spool that gives back others is found out.
type Harvest struct{ h *harvest }

type harvest struct {
	w                       Work
	spool                   Spool
	chain                   hash.Hash
	examined, out, withheld int64
	reasons                 map[string]int64
	totals                  []AskTotal
	findings                []Finding
}

// An AskTotal counts the rows that leave for one ask.
type AskTotal struct {
	Ask      int
	Category writ.Category
	Rows     int64
}

// A Finding is a ground found only when the records were looked at: more than one holder fits.
type Finding struct {
	Ask    int
	Ground writ.Ground
}

func (h *harvest) init(w Work, spool Spool) {
	h.w, h.spool, h.chain, h.reasons = w, spool, sha256.New(), map[string]int64{}
}

func (h *harvest) keep(j Judged) error {
	b := j.encode()
	h.chain.Write(b)
	return h.spool.Append(b)
}

func (h *harvest) tally(out bool, stays string) {
	if out {
		h.out++
		return
	}
	h.withheld++
	h.reasons[stays]++
}

func (h *harvest) check() error {
	var stayed int64
	for _, n := range h.reasons {
		stayed += n
	}
	if h.examined != h.out+h.withheld || stayed != h.withheld {
		return ErrConservation
	}
	return nil
}

// Zero reports whether nothing was sifted.
func (h Harvest) Zero() bool { return h.h == nil }

// Work is the spent permit under which the rows were read.
func (h Harvest) Work() Work {
	if h.h == nil {
		return Work{}
	}
	return h.h.w
}

// Ledger names the log of the permit.
func (h Harvest) Ledger() ledger.ID { return h.Work().Ledger() }

// Decision is what the rows were judged by.
func (h Harvest) Decision() law.Decision { return h.Work().Decision() }

// Tally counts records: examined is always the sum of the other two.
func (h Harvest) Tally() (examined, out, withheld int64) {
	if h.h == nil {
		return 0, 0, 0
	}
	return h.h.examined, h.h.out, h.h.withheld
}

// Stayed counts, by reason, the records that stay. It is for the auditor alone.
func (h Harvest) Stayed() map[string]int64 {
	if h.h == nil {
		return nil
	}
	return maps.Clone(h.h.reasons)
}

// Totals counts the rows of each opened ask.
func (h Harvest) Totals() []AskTotal {
	if h.h == nil {
		return nil
	}
	return slices.Clone(h.h.totals)
}

// Findings lists the asks of which nothing leaves because more than one holder fits.
func (h Harvest) Findings() []Finding {
	if h.h == nil {
		return nil
	}
	return slices.Clone(h.h.findings)
}

// Rows yields the rows in the order in which they were judged, as often as it is called. After the last one it
// yields ErrTorn if the spool gave back others.
func (h Harvest) Rows() iter.Seq2[Judged, error] {
	return func(yield func(Judged, error) bool) {
		if h.h == nil || h.h.spool == nil {
			return
		}
		again := sha256.New()
		for b, err := range h.h.spool.All() {
			if err != nil {
				yield(Judged{}, err)
				return
			}
			again.Write(b)
			j, err := decodeJudged(b)
			if err != nil {
				yield(Judged{}, ErrTorn)
				return
			}
			if !yield(j, nil) {
				return
			}
		}
		if !bytes.Equal(again.Sum(nil), h.h.chain.Sum(nil)) {
			yield(Judged{}, ErrTorn)
		}
	}
}
