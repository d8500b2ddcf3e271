package casefile

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"writ/ledger"
	"writ/scope"
)

// A Difference says where a case and the ledger tell different things. The ledger is the truth.
type Difference struct {
	Case string
	What string // names entries, people and versions; no text of the paper
}

// Check compares a case with everything that the ledger says about it, waiting being the entries that it has written
// for the ledger and not yet appended. Nothing found means: the case is the ledger's projection.
func Check(c Case, entries, waiting []ledger.Entry) []Difference {
	k := &check{c: c, kinds: map[string]string{}}
	for _, e := range slices.Concat(entries, waiting) {
		if e.Case == c.ID {
			k.entries = append(k.entries, e)
			k.kinds[e.Key] = e.Kind
		}
	}
	k.statements()
	k.version()
	k.decision()
	k.approvals()
	k.end()
	return k.out
}

type check struct {
	c       Case
	entries []ledger.Entry
	kinds   map[string]string
	out     []Difference
}

func (k *check) differ(format string, a ...any) {
	k.out = append(k.out, Difference{k.c.ID, fmt.Sprintf(format, a...)})
}

// spoken are the kinds of entry that a person's event writes.
var spoken = []string{string(scope.Registered), string(scope.Read), string(scope.Verified), string(scope.Approve),
	string(scope.Emergency), string(scope.Refuse), string(scope.Withdraw), string(scope.Close)}

// statements: each thing that the history says a person signed is on the ledger, and the other way round.
func (k *check) statements() {
	said := map[string]bool{}
	count := map[string]int{}
	for _, h := range k.c.History {
		if h.Verb == "" {
			continue
		}
		st := scope.Statement{Verb: h.Verb, Case: k.c.ID, Version: h.Version}
		group := st.Key(h.Who, 0)
		count[group]++
		key := st.Key(h.Who, count[group])
		said[key] = true
		if k.kinds[key] != string(h.Verb) {
			k.differ("the history has %s by %s on version %d; the ledger has no such entry", h.Verb, h.Who, h.Version)
		}
	}
	for _, e := range k.entries {
		if slices.Contains(spoken, e.Kind) && !said[e.Key] {
			k.differ("the ledger has an entry of kind %s that the history lacks", e.Kind)
		}
	}
}

func (k *check) version() {
	last, registrars := 0, []string{}
	for _, e := range k.entries {
		if e.Kind != string(scope.Registered) {
			continue
		}
		if s, ok := signedBody(e); ok {
			last = max(last, s.Version)
			registrars = append(registrars, s.Who)
		}
	}
	if last != k.c.Version {
		k.differ("the case is at version %d, the ledger at %d", k.c.Version, last)
	}
	for _, r := range registrars {
		if !slices.Contains(k.c.Registrars, r) {
			k.differ("the ledger says that %s registered it, the case does not", r)
		}
	}
}

func signedBody(e ledger.Entry) (scope.Signed, bool) {
	var s scope.Signed
	return s, json.Unmarshal(e.Body, &s) == nil
}

func (k *check) decision() {
	key := scope.DecidedKey(k.c.ID, k.c.Version)
	i := slices.IndexFunc(k.entries, func(e ledger.Entry) bool { return e.Key == key && e.Kind == "decided" })
	switch {
	case i < 0 && k.c.Decision != nil:
		k.differ("the case is decided, the ledger has no decision on version %d", k.c.Version)
	case i >= 0 && k.c.Decision == nil:
		k.differ("the ledger has a decision on version %d, the case has none", k.c.Version)
	case i >= 0:
		var d scope.Decided
		if json.Unmarshal(k.entries[i].Body, &d) != nil || d.Digest != hex.EncodeToString(k.c.Decision.Digest[:]) {
			k.differ("the decision of the case is not that of the ledger")
		}
	}
}

// approvals: who counts in the case is who said yes on the ledger, to this version, after the last stop.
func (k *check) approvals() {
	yes := map[string]bool{}
	for _, e := range k.entries {
		s, ok := signedBody(e)
		switch {
		case e.Kind == string(scope.Withdraw):
			clear(yes)
		case ok && s.Version == k.c.Version && (e.Kind == string(scope.Approve) || e.Kind == string(scope.Emergency)):
			yes[s.Who] = true
		}
	}
	for _, a := range k.c.Approvals {
		if !yes[a.Who] {
			k.differ("the case counts an approval by %s that the ledger lacks", a.Who)
		}
		delete(yes, a.Who)
	}
	for who := range yes {
		k.differ("the ledger has an approval by %s that the case does not count", who)
	}
	switch k.c.State {
	case Approved, Running, Assembled, Delivered:
		if !k.c.satisfied() && k.c.Alone == nil {
			k.differ("the case is %s without enough approvals", k.c.State)
		}
	default:
	}
}

// end: what is said to be made or out has its outcome on the ledger.
func (k *check) end() {
	has := func(actions ...scope.Action) bool {
		return slices.ContainsFunc(actions, func(a scope.Action) bool { return k.kinds[scope.OutcomeKey(k.c.ID, k.c.Version, a)] == "outcome" })
	}
	switch {
	case k.c.State == Assembled && !has(scope.Assemble):
		k.differ("the case is assembled, the ledger has no such outcome")
	case k.c.State == Delivered && !has(scope.Deliver, scope.Letter, scope.Keep, scope.Activate):
		k.differ("the case is delivered, the ledger has no such outcome")
	case k.c.State == Clarifying && !has(scope.Letter):
		k.differ("the case awaits a clarification, the ledger has no letter")
	case k.c.Erased != (k.kinds[ErasedKey(k.c.ID)] == "erased"):
		k.differ("case and ledger differ on its erasure")
	}
}

// Same reports whether two entries say the same, their instants aside: an entry that waited may get a later one.
func Same(a, b ledger.Entry) bool {
	return a.V == b.V && a.Key == b.Key && a.Kind == b.Kind && a.Case == b.Case && strings.Compare(string(a.Body), string(b.Body)) == 0
}
