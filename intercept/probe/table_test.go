package probe

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"writ"
	"writ/intercept"
	"writ/ledger"
)

func TestWhatMustNotRunIsRefused(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*intercept.Task)
		want   error
	}{
		{"no end", func(x *intercept.Task) { x.Until = time.Time{} }, intercept.ErrNoEnd},
		{"no start", func(x *intercept.Task) { x.From = time.Time{} }, intercept.ErrNoStart},
		{"an end in the past", func(x *intercept.Task) { x.From, x.Until = noon.Add(-2), noon.Add(-1) }, intercept.ErrOver},
		{"an end now", func(x *intercept.Task) { x.From, x.Until = noon.Add(-2), noon }, intercept.ErrOver},
		{"an end before its start", func(x *intercept.Task) { x.Until = x.From }, intercept.ErrBackwards},
		{"no target", func(x *intercept.Task) { x.Targets = nil }, intercept.ErrNoTarget},
		{"no XID", func(x *intercept.Task) { x.XID = intercept.XID{} }, intercept.ErrNoXID},
		{"nothing to deliver", func(x *intercept.Task) { x.Deliver = 0 }, intercept.ErrDeliver},
		{"a target that isn't sought here", func(x *intercept.Task) { x.Targets = []intercept.Target{identifier(t, writ.IMSI, "001010123456789")} }, ErrKind},
		{"two targets of a foreign ADMF, where all must match", func(x *intercept.Task) { x.Targets = append(x.Targets, identifier(t, writ.E164, bob)) }, ErrCombination},
		{"longer than the ceiling", func(x *intercept.Task) { x.Until = x.From.Add(100*time.Hour + 1) }, ErrTooLong},
	} {
		t.Run(tc.name, func(t *testing.T) {
			task := order1(t, 1, alice)
			tc.change(&task)
			c := aCore(t)
			if err := c.Activate(task, noon); !errors.Is(err, tc.want) || len(c.Tasks()) > 0 {
				t.Errorf("activate: %v", err)
			}
			c = aCore(t, order1(t, 1, alice))
			before := string(c.Tasks()[0].Encode())
			if err := c.Modify(task, noon); !errors.Is(err, tc.want) && (tc.name != "no XID" || !errors.Is(err, ErrUnknown)) {
				t.Errorf("modify: %v", err)
			}
			if string(c.Tasks()[0].Encode()) != before {
				t.Error("a refused change changed something")
			}
		})
	}
}

func TestAWildcardNamesNobody(t *testing.T) {
	for _, s := range []string{"sip:*@example.net", "sip:a%@example.net", "sip:a?@example.net"} {
		if _, err := writ.ParseIdentifier(writ.SIPURI, s); err == nil {
			t.Errorf("%s is a target", s)
		}
	}
}

func TestAnXIDStandsForOneTask(t *testing.T) {
	task := order1(t, 1, alice)
	c := aCore(t, task)
	if err := c.Activate(task, noon); err != nil {
		t.Errorf("the same again: %v", err)
	}
	second := order1(t, 1, bob)
	if err := c.Activate(second, noon); !errors.Is(err, ErrHeld) {
		t.Errorf("another: %v", err)
	}
	if err := c.Modify(order1(t, 2, bob), noon); !errors.Is(err, ErrUnknown) {
		t.Errorf("a change of what isn't there: %v", err)
	}
}

func TestTheTableIsBoundedAndMakesRoomOnlyFromWhatIsOver(t *testing.T) {
	c := aCore(t, order1(t, 1, alice), order1(t, 2, alice), order1(t, 3, alice))
	if err := c.Activate(order1(t, 4, alice), noon); !errors.Is(err, ErrFull) {
		t.Errorf("a fourth: %v", err)
	}
	later := order1(t, 4, alice)
	later.Until = end.Add(time.Hour)
	if err := c.Activate(later, end); err != nil || len(c.Tasks()) != 3 {
		t.Errorf("when others are over: %v, %d tasks", err, len(c.Tasks()))
	}
	if n := c.DeactivateAll(); n != 3 || len(c.Tasks()) != 0 {
		t.Errorf("%d ended", n)
	}
}

func TestSetUpFailsClosed(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"no secret":                       func(c *Config) { c.Secret = [32]byte{} },
		"neither keys nor a foreign ADMF": func(c *Config) { c.Limits.Foreign = false },
		"keys and a foreign ADMF":         func(c *Config) { c.Limits.Keys = []string{"k"} },
	} {
		config := foreign
		change(&config)
		if _, err := New(config); err == nil {
			t.Errorf("%s: is taken", name)
		}
	}
	config := foreign
	config.Limits = Limits{Foreign: true}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Activate(order1(t, 1, alice), noon); err == nil {
		t.Error("ceilings of zero allow a tap")
	}
}

// aLedger gives a ledger in memory and its verification key.
func aLedger(t *testing.T, seed byte) (*ledger.Log, string) {
	t.Helper()
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(seed), 32)))
	log, err := ledger.Open(ledger.NewMemory(), key, "ledger.example")
	if err != nil {
		t.Fatal(err)
	}
	return log, ledger.VerificationKey(key.Public().(ed25519.PublicKey), "ledger.example")
}

// there is where product of these tests may go.
var there = []intercept.Place{{DID: intercept.DID{1}, Address: "tcp 192.0.2.1:42069"}}

var entries int // for keys that are used once

// prove appends an entry and gives the proof that a task carries.
func prove(t *testing.T, log *ledger.Log, e ledger.Entry, salt [32]byte) []byte {
	t.Helper()
	e.At = noon
	if e.Key == "" {
		entries++
		e.Key = intercept.EntryKey(intercept.XID{0: 7, 15: 1}, entries)
	}
	r, err := log.Append(e)
	if err != nil {
		t.Fatal(err)
	}
	p, err := log.Prove(r.Index())
	if err != nil {
		t.Fatal(err)
	}
	text, err := p.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	return intercept.Proof{Salt: salt, Places: there, Inclusion: text}.Encode()
}

func TestUnderItsOwnADMFOnlyWhatTheLedgerHoldsIsObeyed(t *testing.T) {
	log, key := aLedger(t, 'a')
	other, _ := aLedger(t, 'b')
	config := foreign
	config.Limits.Foreign, config.Limits.Keys = false, []string{key}
	task, salt := order1(t, 1, alice), [32]byte{5}
	entry := func(x intercept.Task) ledger.Entry {
		return ledger.Entry{V: 1, Kind: intercept.EntryKind, Body: intercept.EntryBody(x.Commitment(salt, there))}
	}
	good := prove(t, log, entry(task), salt)
	longer := task
	longer.Until = end.Add(1)
	kind := entry(task)
	kind.Kind = "approve"
	version := entry(task)
	version.V = 2
	for _, tc := range []struct {
		name  string
		proof []byte
		want  error
	}{
		{"its own entry", good, nil},
		{"no proof", nil, ErrUnproved},
		{"an entry of a longer task", prove(t, log, entry(longer), salt), ErrUnproved},
		{"an entry of another kind", prove(t, log, kind, salt), ErrUnproved},
		{"an entry of another version", prove(t, log, version, salt), ErrUnproved},
		{"another ledger's entry", prove(t, other, entry(task), salt), ErrUnproved},
		{"another salt", append(append([]byte{}, good[:25]...), append([]byte{9}, good[26:]...)...), ErrUnproved},
		{"a torn proof", good[:len(good)-3], ErrUnproved},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, err := New(config)
			if err != nil {
				t.Fatal(err)
			}
			x := task
			x.Proof = tc.proof
			if err := c.Activate(x, noon); !errors.Is(err, tc.want) {
				t.Errorf("%v", err)
			}
			if tc.want == nil {
				x.Until = end.Add(1) // a change needs a proof of its own
				if err := c.Modify(x, noon); !errors.Is(err, ErrUnproved) {
					t.Errorf("a longer task under the same proof: %v", err)
				}
			}
		})
	}
}

func TestUnderItsOwnADMFEachTargetOfATaskMatchesAlone(t *testing.T) {
	log, key := aLedger(t, 'a')
	config := foreign
	config.Limits.Foreign, config.Limits.Keys = false, []string{key}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	task, salt := order1(t, 1, alice), [32]byte{5}
	task.Targets = append(task.Targets, identifier(t, writ.E164, "+12025550188"))
	task.Proof = prove(t, log, ledger.Entry{V: 1, Kind: intercept.EntryKind, Body: intercept.EntryBody(task.Commitment(salt, there))}, salt)
	if err := c.Activate(task, noon); err != nil {
		t.Fatal(err)
	}
	for i, who := range []string{alice, "+12025550188"} {
		if s := show(t, c, datagram(phoneA, phoneB, request("INVITE", fmt.Sprint(i), who, bob, "a", ""), noon)); s != "X2 3" {
			t.Errorf("%s: %q", who, s)
		}
	}
}
