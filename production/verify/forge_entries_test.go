package verify_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"writ/ledger"
	"writ/production"
	"writ/production/productiontest"
	"writ/production/verify"
	"writ/scope"
)

// told has the ledger's writer fork the log: under the same key, with other entries, which are all enclosed.
func told(tell func(h *productiontest.House, c *productiontest.Case)) func(f *forger) {
	return func(f *forger) {
		h := productiontest.NewHouse(f.t)
		c := h.Decide(productiontest.Demand("2026-0017", 1))
		tell(h, c)
		enclose(f, h)
	}
}

func enclose(f *forger, h *productiontest.House) {
	entries, err := production.Entries(h.Log, "2026-0017")
	if err != nil {
		f.t.Fatal(err)
	}
	var list []any
	for _, p := range entries {
		text, _ := p.MarshalText()
		list = append(list, string(text))
	}
	f.edit("approvals.json", func(v map[string]any) { v["entries"] = list })
	f.house = h
	f.m["made"] = h.Now.Format(time.RFC3339Nano)
}

// entries changes the list of entries enclosed.
func entries(change func(list []any) []any) func(f *forger) {
	return func(f *forger) {
		f.edit("approvals.json", func(v map[string]any) { v["entries"] = change(v["entries"].([]any)) })
	}
}

// without leaves out the entries of a kind.
func without(kind string, atMost int) func(f *forger) {
	return entries(func(list []any) []any {
		var out []any
		for _, e := range list {
			if atMost > 0 && kindOf(e) == kind {
				atMost--
				continue
			}
			out = append(out, e)
		}
		return out
	})
}

func kindOf(proof any) string {
	_, rest, _ := strings.Cut(proof.(string), "extra ")
	line, _, _ := strings.Cut(rest, "\n")
	b, _ := base64.StdEncoding.DecodeString(line)
	var e struct{ Kind string }
	_ = json.Unmarshal(b, &e)
	return e.Kind
}

func TestForgedEntries(t *testing.T) {
	approve := func(c *productiontest.Case) { c.Approve() }
	other := [32]byte{9}
	tried(t, []forgery{
		{"an approval left out", verify.Approvals, without("approve", 1), ""},
		{"both approvals left out", verify.Approvals, without("approve", 2), ""},
		{"a reading left out", verify.Readings, without("read", 1), ""},
		{"the registration left out", verify.Readings, without("registered", 1), ""},
		{"the verification left out", verify.Verification, without("verified", 1), ""},
		{"the decision left out", verify.Decided, without("decided", 1), ""},
		{"the policy left out", verify.People, without("policy", 1), ""},
		{"an approval twice instead of two", verify.Entries, entries(func(list []any) []any {
			list[len(list)-1] = list[len(list)-2]
			return list
		}), ""},
		{"the entries out of order", verify.Entries, entries(func(list []any) []any {
			n := len(list)
			list[n-1], list[n-2] = list[n-2], list[n-1]
			return list
		}), ""},
		{"an entry's text changed", verify.Entries, entries(func(list []any) []any {
			s := list[3].(string)
			_, rest, _ := strings.Cut(s, "extra ")
			line, _, _ := strings.Cut(rest, "\n")
			b, _ := base64.StdEncoding.DecodeString(line)
			b = []byte(strings.Replace(string(b), `"kind":"read"`, `"kind":"gone"`, 1))
			list[3] = strings.Replace(s, line, base64.StdEncoding.EncodeToString(b), 1)
			return list
		}), ""},
		{"an entry of another log", verify.Entries, entries(func(list []any) []any {
			list[2] = strings.Replace(list[2].(string), "ledger.example/test", "ledger.example/othr", 2)
			return list
		}), ""},
		{"an entry without a proof", verify.Entries, entries(func(list []any) []any { list[2] = "c2sp.org/tlog-proof@v1\n"; return list }), ""},
		{"approvals.json with a member more", verify.Entries, func(f *forger) { f.edit("approvals.json", func(v map[string]any) { v["note"] = "x" }) }, ""},
		{"one person approved twice", verify.Approvals, told(func(_ *productiontest.House, c *productiontest.Case) {
			c.Say("Dora Approver", scope.Approve, nil)
			c.Say("Dora Approver", scope.Approve, nil)
		}), ""},
		{"who registered it approved it", verify.Approvals, told(func(_ *productiontest.House, c *productiontest.Case) {
			c.Say("Dora Approver", scope.Registered, nil)
			approve(c)
		}), ""},
		{"who approved it registered it afterwards", verify.Approvals, told(func(_ *productiontest.House, c *productiontest.Case) {
			approve(c)
			c.Say("Dora Approver", scope.Registered, nil)
		}), ""},
		{"who verified it registered it", verify.Verification, told(func(_ *productiontest.House, c *productiontest.Case) {
			c.Say("Cid Verifier", scope.Registered, nil)
			approve(c)
		}), ""},
		{"the readings differ", verify.Readings, told(func(_ *productiontest.House, c *productiontest.Case) {
			c.Say("Ben Reader", scope.Read, &other)
			approve(c)
		}), ""},
		{"a clerk approved it", verify.Approvals, told(func(_ *productiontest.House, c *productiontest.Case) {
			c.Say("Dora Approver", scope.Approve, nil)
			c.Say("Ben Reader", scope.Approve, nil)
		}), ""},
		{"another decision was approved", verify.Approvals, told(func(_ *productiontest.House, c *productiontest.Case) {
			c.Say("Dora Approver", scope.Approve, nil)
			c.Say("Emil Approver", scope.Approve, &other)
		}), ""},
		{"decided again, under another key, after it was approved", verify.Decided, func(f *forger) {
			h := productiontest.NewHouse(f.t)
			c := h.Decide(productiontest.Demand("2026-0017", 1)).Approve()
			again(h, c)
			enclose(f, h)
		}, ""},
		{"another decision came later", verify.Decided, told(func(h *productiontest.House, c *productiontest.Case) {
			approve(c)
			h.Append("decided", "decided/2026-0017/1/b", "2026-0017", scope.Decided{V: 1, Version: 1, Digest: hex.EncodeToString(other[:])})
			approve(c)
		}), ""},
		{"signed with another's key", verify.Approvals, told(func(h *productiontest.House, c *productiontest.Case) {
			c.Say("Dora Approver", scope.Approve, nil)
			d := c.Decision.Digest()
			s := scope.Statement{Verb: scope.Approve, Ledger: h.Log.ID(), Case: "2026-0017", Version: 1, Digest: d}
			h.Append("approve", s.Key("Emil Approver", 99), "2026-0017", s.Sign("Emil Approver", h.Key("Dora Approver"), ""))
		}), ""},
		{"approved on another ledger", verify.Approvals, told(func(h *productiontest.House, c *productiontest.Case) {
			c.Say("Dora Approver", scope.Approve, nil)
			s := scope.Statement{Verb: scope.Approve, Ledger: ledger.ID{1}, Case: "2026-0017", Version: 1, Digest: c.Decision.Digest()}
			h.Append("approve", s.Key("Emil Approver", 99), "2026-0017", s.Sign("Emil Approver", h.Key("Emil Approver"), ""))
		}), ""},
		{"approved for another case", verify.Approvals, told(func(h *productiontest.House, c *productiontest.Case) {
			c.Say("Dora Approver", scope.Approve, nil)
			s := scope.Statement{Verb: scope.Approve, Ledger: h.Log.ID(), Case: "2026-0018", Version: 1, Digest: c.Decision.Digest()}
			h.Append("approve", s.Key("Emil Approver", 99), "2026-0017", s.Sign("Emil Approver", h.Key("Emil Approver"), ""))
		}), ""},
		{"approved for another version", verify.Approvals, told(func(h *productiontest.House, c *productiontest.Case) {
			c.Say("Dora Approver", scope.Approve, nil)
			s := scope.Statement{Verb: scope.Approve, Ledger: h.Log.ID(), Case: "2026-0017", Version: 2, Digest: c.Decision.Digest()}
			h.Append("approve", s.Key("Emil Approver", 99), "2026-0017", s.Sign("Emil Approver", h.Key("Emil Approver"), ""))
		}), ""},
		{"an approver who was revoked", verify.Approvals, told(func(h *productiontest.House, c *productiontest.Case) {
			approve(c)
			h.Append("revoke", "revoke/Dora Approver", "", "Dora Approver")
		}), ""},
		{"a verifier who was revoked", verify.Verification, told(func(h *productiontest.House, c *productiontest.Case) {
			approve(c)
			h.Append("revoke", "revoke/Cid Verifier", "", "Cid Verifier")
		}), ""},
		{"an approver enrolled by one person alone", verify.People, told(func(h *productiontest.House, c *productiontest.Case) {
			enrol(h, "Gus Approver", "Gus Approver", "Fay Approver")
			approve(c)
		}), ""},
		{"an approver enrolled by one person twice", verify.People, told(func(h *productiontest.House, c *productiontest.Case) {
			enrol(h, "Gus Approver", "Gus Approver", "Fay Approver", "Fay Approver")
			approve(c)
		}), ""},
		{"one person under two names", verify.People, told(func(h *productiontest.House, c *productiontest.Case) {
			enrol(h, "Gus Approver", "Dora Approver", "Fay Approver", "Emil Approver")
			approve(c)
		}), ""},
		{"a revoked name enrolled again with another key", verify.People, told(func(h *productiontest.House, c *productiontest.Case) {
			approve(c)
			h.Append("revoke", "revoke/Fay Approver", "", "Fay Approver")
			p := person("Fay Approver", h, "Somebody Else")
			h.Append("enrol", scope.PersonKey("Fay Approver"), "", vouched(h, p, "Dora Approver", "Emil Approver"))
		}), ""},
		{"refused", verify.Standing, told(func(_ *productiontest.House, c *productiontest.Case) {
			approve(c)
			c.Say("Fay Approver", scope.Refuse, nil)
		}), ""},
		{"withdrawn and approved by one alone", verify.Standing, told(func(_ *productiontest.House, c *productiontest.Case) {
			approve(c)
			c.Say("Fay Approver", scope.Withdraw, nil)
			c.Say("Dora Approver", scope.Approve, nil)
		}), ""},
		{"closed", verify.Standing, told(func(_ *productiontest.House, c *productiontest.Case) {
			approve(c)
			c.Say("Fay Approver", scope.Close, nil)
		}), ""},
		{"approved as an emergency that the demand does not state", verify.Approvals, told(func(_ *productiontest.House, c *productiontest.Case) {
			c.Say("Dora Approver", scope.Emergency, nil)
		}), ""},
		{"an intent enclosed, which tells what was counted", verify.Entries, func(f *forger) { extra(f, "permit", "2026-0017") }, ""},
		{"an approval that came after the package", verify.Entries, func(f *forger) {
			told(func(h *productiontest.House, c *productiontest.Case) {
				for i := range 60 {
					h.Append("note", fmt.Sprintf("filler/%d", i), "", []byte("{}"))
				}
				c.Approve()
			})(f)
			f.house = nil // the package's own entry stands on the log as it was
			f.m["made"] = "2026-03-02T09:00:30Z"
		}, ""},
		{"an entry of another case enclosed", verify.Entries, func(f *forger) { extra(f, "approve", "2026-0018") }, ""},
		{"an entry of a form that is not known", verify.Entries, told(func(h *productiontest.House, c *productiontest.Case) {
			approve(c)
			h.Later(time.Second)
			if _, err := h.Log.Append(ledger.Entry{V: 2, Key: "ceiling/2", Kind: "ceiling", At: h.Now, Body: []byte("{}")}); err != nil {
				panic(err)
			}
		}), ""},
	})
}

// again writes another decision of the same digest, under a key of its own, after the approvals.
func again(h *productiontest.House, c *productiontest.Case) {
	d, p := c.Decision.Digest(), c.Decision.PackSet()
	h.Append("decided", "decided/2026-0017/1/again", "2026-0017", scope.Decided{V: 1, Version: 1, Digest: hex.EncodeToString(d[:]), Packs: hex.EncodeToString(p[:])})
}

func person(name string, h *productiontest.House, keyOf string) scope.Person {
	return scope.Person{Name: name, Role: scope.Approver, Key: h.Key(keyOf).Public().(ed25519.PublicKey)}
}

func vouched(h *productiontest.House, p scope.Person, by ...string) scope.Enrolment {
	e := scope.Enrolment{V: 1, Person: p}
	for _, who := range by {
		e.By = append(e.By, scope.Vouch{Who: who, Sig: ed25519.Sign(h.Key(who), p.Enrolling(h.Log.ID()))})
	}
	return e
}

func enrol(h *productiontest.House, name, keyOf string, by ...string) {
	p := person(name, h, keyOf)
	h.Append("enrol", scope.PersonKey(name), "", vouched(h, p, by...))
}

// extra encloses one entry more, truly in the ledger.
func extra(f *forger, kind, caseID string) {
	told(func(h *productiontest.House, c *productiontest.Case) {
		c.Approve()
		h.Append(kind, kind+"/extra", caseID, []byte("{}"))
	})(f)
	p, err := f.house.Log.Prove(f.house.Log.Head().Size - 1)
	if err != nil {
		f.t.Fatal(err)
	}
	text, _ := p.MarshalText()
	f.edit("approvals.json", func(v map[string]any) { v["entries"] = append(v["entries"].([]any), string(text)) })
}
