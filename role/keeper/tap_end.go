package keeper

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"writ/casefile"
	"writ/intercept/admf"
	"writ/ledger"
	"writ/scope"
)

// TapTotals is what mediation counted over all taps of a case, from their first PDU until they were drained. Each counts
// PDUs, once however many destinations they went to; at most 2^53.
type TapTotals struct {
	IRI     uint64 // delivered as IRI
	CC      uint64 // delivered as CC
	Hashes  uint64 // integrity checks that hold hashes
	Dropped uint64 // captured and not delivered, for whatever reason
}

// mostTotal is the largest number that canonical JSON keeps as it is.
const mostTotal = 1 << 53

// Errors of an end that is to be written down.
var (
	ErrTapWanted = errors.New("keeper: a tap of the case is still wanted; write its end down when it has ended or was stopped, and is drained")
	ErrTotals    = errors.New("keeper: the ledger has other totals of this case's taps; compare them with the agency's, the ledger's stay")
	ErrNoTotals  = errors.New("keeper: a total is above 2^53")
)

// TapEndKey is the key of the entry that says what the taps of a version of a case came to.
func TapEndKey(caseID string, version int) string {
	return fmt.Sprintf("tap-end/%s/%d", caseID, version)
}

const tapEndKind = "tap-end"

// TapEnded writes down what the taps of a case came to, so that the ledger can be compared with the agency's counts: once, of the last
// version whose taps were set. Call it when they are drained. It refuses while one of them is wanted. The same totals again give the same
// receipt; others are [ErrTotals].
func (k *Keeper) TapEnded(ctx context.Context, id string, t TapTotals) (ledger.Receipt, error) {
	k.tapping.Lock()
	defer k.tapping.Unlock()
	if max(t.IRI, t.CC, t.Hashes, t.Dropped) > mostTotal {
		return ledger.Receipt{}, ErrNoTotals
	}
	if err := k.loadTaps(); err != nil {
		return ledger.Receipt{}, err
	}
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return ledger.Receipt{}, err
	}
	version, set := k.lastSet(c)
	if !set {
		return ledger.Receipt{}, ErrNoTap
	}
	if k.wantedStill(ctx, c.ID) {
		return ledger.Receipt{}, ErrTapWanted
	}
	e := ledger.Entry{V: 1, Key: TapEndKey(c.ID, version), Kind: tapEndKind, Case: c.ID, Body: t.body()}
	if r, there := k.log.Find(e.Key); there {
		if !casefile.Same(r.Entry(), e) {
			return r, ErrTotals
		}
		return r, nil
	}
	return k.append(e)
}

// body is canonical JSON.
func (t TapTotals) body() []byte {
	return fmt.Appendf(nil, `{"cc":%d,"dropped":%d,"hashes":%d,"iri":%d,"v":1}`, t.CC, t.Dropped, t.Hashes, t.IRI)
}

// lastSet gives the last version of a case whose taps were set.
func (k *Keeper) lastSet(c casefile.Case) (version int, set bool) {
	for v := c.Version; v > 0; v-- {
		if k.onLedger(scope.OutcomeKey(c.ID, v, scope.Activate)) {
			return v, true
		}
	}
	return 0, false
}

// wantedStill reports whether a tap is wanted on a case's own authority. One that goes on under another case's is that one's.
func (k *Keeper) wantedStill(ctx context.Context, caseID string) bool {
	now, stands := k.clock(), k.stands(ctx)
	for _, t := range k.taps {
		own := admf.Tap{Spans: slices.DeleteFunc(slices.Clone(t.tap.Spans), func(s admf.Span) bool { return s.Case != caseID })}
		if _, on := own.Wanted(now, stands); on {
			return true
		}
	}
	return false
}
