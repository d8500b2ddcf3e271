package scope_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"writ/law"
	"writ/ledger"
	"writ/scope"
)

// enrol writes a person's enrolment, with the vouchers' signatures.
func (h *house) enrol(p scope.Person, by ...string) {
	h.t.Helper()
	en := scope.Enrolment{V: 1, Person: p}
	for _, who := range by {
		en.By = append(en.By, scope.Vouch{Who: who, Sig: ed25519.Sign(key(who), p.Enrolling(h.log.ID()))})
	}
	h.put(scope.PersonKey(p.Name), "enrol", "", en)
}

func (h *house) revoke(who string) {
	h.t.Helper()
	h.put("revoke/"+who, "revoke", "", who)
}

// newcomer is a person who is no founder.
func newcomer(name string, r scope.Role) scope.Person {
	return scope.Person{Name: name, Role: r, Key: key(name).Public().(ed25519.PublicKey)}
}

func TestFourEyes(t *testing.T) {
	for _, tc := range []struct {
		name  string
		story func(h *house, d law.Decision)
		want  error
	}{
		{"two who did not bring it in suffice", func(h *house, d law.Decision) { h.say(scope.Approve, d, "ann", "bob") }, nil},
		{"nobody", func(*house, law.Decision) {}, scope.ErrUnapproved},
		{"one person is not two", func(h *house, d law.Decision) { h.say(scope.Approve, d, "ann") }, scope.ErrUnapproved},
		{"the same person twice is one person", func(h *house, d law.Decision) { h.say(scope.Approve, d, "ann", "ann", "ann") }, scope.ErrUnapproved},
		{"who registered it does not count", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "eve")
			h.say(scope.Approve, d, "ann", "eve")
		}, scope.ErrUnapproved},
		{"who registers it after approving it does not count", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann", "eve")
			h.say(scope.Registered, d, "eve")
		}, scope.ErrUnapproved},
		{"who registered another version does not count", func(h *house, d law.Decision) {
			h.say(scope.Registered, h.decide(version(0)), "eve")
			h.say(scope.Approve, d, "ann", "eve")
		}, scope.ErrUnapproved},
		{"a clerk, a verifier, an operator, an auditor and a custodian approve nothing", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann", "clerk", "reader", "olga", "dita", "kim")
		}, scope.ErrUnapproved},
		{"a stranger's signature counts for nothing", func(h *house, d law.Decision) { h.say(scope.Approve, d, "ann", "mallory") }, scope.ErrUnapproved},
		{"one signs in the name of another", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann")
			h.write(h.statement(scope.Approve, d), "bob", key("ann"))
		}, scope.ErrUnapproved},
		{"a changed signature counts for nothing", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann")
			s := h.statement(scope.Approve, d)
			b := s.Sign("bob", key("bob"), "")
			var v scope.Signed
			decode(h.t, b, &v)
			v.Sig[63] ^= 1
			h.put("approve/forged", "approve", "c7", v)
		}, scope.ErrUnapproved},
		{"a signature that is cut short counts for nothing", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann")
			for _, n := range []int{0, 63} {
				var v scope.Signed
				decode(h.t, h.statement(scope.Approve, d).Sign("bob", key("bob"), ""), &v)
				v.Sig = v.Sig[:n]
				h.put(fmt.Sprintf("approve/short/%d", n), "approve", "c7", v)
			}
		}, scope.ErrUnapproved},
		{"a digest that is none counts for nothing", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann")
			for n, digest := range []string{"", "00", "zz", strings.Repeat("00", 33)} {
				h.put(fmt.Sprintf("approve/digest/%d", n), "approve", "c7", scope.Signed{V: 1, Who: "bob", Version: 1, Digest: digest, Sig: make([]byte, 64)})
			}
		}, scope.ErrUnapproved},
		{"a reading is no approval", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann")
			h.put("approve/forged", "approve", "c7", h.statement(scope.Read, d).Sign("bob", key("bob"), ""))
		}, scope.ErrUnapproved},
		{"an approval that another case's entry holds", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann")
			h.put("approve/elsewhere", "approve", "c8", h.statement(scope.Approve, d).Sign("bob", key("bob"), ""))
		}, scope.ErrUnapproved},
		{"an approval of another case", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann")
			s := h.statement(scope.Approve, d)
			s.Case = "c8"
			h.put("approve/c8", "approve", "c7", s.Sign("bob", key("bob"), ""))
		}, scope.ErrUnapproved},
		{"a verb that nobody knows", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann")
			h.say("bless", d, "bob")
		}, scope.ErrUnapproved},
		{"who was revoked does not count", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann", "bob")
			h.revoke("bob")
		}, scope.ErrUnapproved},
		{"who was revoked before approving does not count", func(h *house, d law.Decision) {
			h.revoke("bob")
			h.say(scope.Approve, d, "ann", "bob")
		}, scope.ErrUnapproved},
		{"a third makes up for one who was revoked", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann", "bob", "eve")
			h.revoke("bob")
		}, nil},
		{"a person whom two enrolled counts", func(h *house, d law.Decision) {
			h.enrol(newcomer("zoe", scope.Counsel), "ann", "clerk")
			h.say(scope.Approve, d, "ann", "zoe")
		}, nil},
		{"one voucher is not two", func(h *house, d law.Decision) {
			h.enrol(newcomer("zoe", scope.Counsel), "ann")
			h.say(scope.Approve, d, "ann", "zoe")
		}, scope.ErrUnapproved},
		{"the same voucher twice is one", func(h *house, d law.Decision) {
			h.enrol(newcomer("zoe", scope.Counsel), "ann", "ann")
			h.say(scope.Approve, d, "ann", "zoe")
		}, scope.ErrUnapproved},
		{"nobody vouches for himself", func(h *house, d law.Decision) {
			h.enrol(newcomer("zoe", scope.Counsel), "ann", "zoe")
			h.say(scope.Approve, d, "ann", "zoe")
		}, scope.ErrUnapproved},
		{"a voucher who was revoked vouches for nobody", func(h *house, d law.Decision) {
			h.revoke("kim")
			h.enrol(newcomer("zoe", scope.Counsel), "ann", "kim")
			h.say(scope.Approve, d, "ann", "zoe")
		}, scope.ErrUnapproved},
		{"what was vouched for as a clerk is no counsel", func(h *house, d law.Decision) {
			p := newcomer("zoe", scope.Clerk)
			en := scope.Enrolment{V: 1, Person: p}
			for _, who := range []string{"ann", "bob"} {
				en.By = append(en.By, scope.Vouch{Who: who, Sig: ed25519.Sign(key(who), p.Enrolling(h.log.ID()))})
			}
			en.Person.Role = scope.Counsel
			h.put(scope.PersonKey("zoe"), "enrol", "", en)
			h.say(scope.Approve, d, "ann", "zoe")
		}, scope.ErrUnapproved},
		{"vouchers of another ledger", func(h *house, d law.Decision) {
			p := newcomer("zoe", scope.Counsel)
			en := scope.Enrolment{V: 1, Person: p}
			other := h.log.ID()
			other[0]++
			for _, who := range []string{"ann", "bob"} {
				en.By = append(en.By, scope.Vouch{Who: who, Sig: ed25519.Sign(key(who), p.Enrolling(other))})
			}
			h.put(scope.PersonKey("zoe"), "enrol", "", en)
			h.say(scope.Approve, d, "ann", "zoe")
		}, scope.ErrUnapproved},
		{"one key under two names is one person", func(h *house, d law.Decision) {
			p := newcomer("zoe", scope.Counsel)
			p.Key = key("ann").Public().(ed25519.PublicKey)
			h.enrol(p, "bob", "clerk")
			h.say(scope.Approve, d, "ann")
			h.write(h.statement(scope.Approve, d), "zoe", key("ann"))
		}, scope.ErrUnapproved},
		{"the key of one who was revoked is no new person's", func(h *house, d law.Decision) {
			h.revoke("ann")
			p := newcomer("zoe", scope.Counsel)
			p.Key = key("ann").Public().(ed25519.PublicKey)
			h.enrol(p, "eve", "clerk")
			h.say(scope.Approve, d, "bob")
			h.write(h.statement(scope.Approve, d), "zoe", key("ann"))
		}, scope.ErrUnapproved},
		{"a second key under a taken name is not taken", func(h *house, d law.Decision) {
			p := person("bob")
			p.Key = key("zoe").Public().(ed25519.PublicKey)
			h.enrol(p, "eve", "clerk")
			h.say(scope.Approve, d, "ann")
			h.write(h.statement(scope.Approve, d), "bob", key("zoe"))
		}, scope.ErrUnapproved},
		{"a person without a name", func(h *house, d law.Decision) {
			h.enrol(newcomer("", scope.Counsel), "ann", "clerk")
			h.say(scope.Approve, d, "ann", "")
		}, scope.ErrUnapproved},
		{"a key of another length is nobody's", func(h *house, d law.Decision) {
			p := newcomer("zoe", scope.Counsel)
			p.Key = p.Key[:31]
			h.enrol(p, "ann", "clerk")
			h.say(scope.Approve, d, "ann")
			h.write(h.statement(scope.Approve, d), "zoe", key("zoe"))
		}, scope.ErrUnapproved},
		{"an enrolment under another's key of the ledger", func(h *house, d law.Decision) {
			p := newcomer("zoe", scope.Counsel)
			en := scope.Enrolment{V: 1, Person: p}
			for _, who := range []string{"ann", "bob"} {
				en.By = append(en.By, scope.Vouch{Who: who, Sig: ed25519.Sign(key(who), p.Enrolling(h.log.ID()))})
			}
			h.put("person/somebody", "enrol", "", en)
			h.say(scope.Approve, d, "ann", "zoe")
		}, scope.ErrUnapproved},
		{"a founder injected in a second policy", func(h *house, d law.Decision) {
			h.put("home/policy/2", "policy", "", scope.Policy{V: 1, Subscribers: 100, Founders: []scope.Person{newcomer("zoe", scope.Counsel)}})
			h.say(scope.Approve, d, "ann", "zoe")
		}, scope.ErrUnapproved},
		{"a decision written again voids what was approved", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann", "bob")
			h.put("decided/again", "decided", "c7", []byte("{}"))
		}, scope.ErrUndecided},
		{"the same decision written under another key leaves the case undecided", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann", "bob")
			digest := d.Digest()
			h.put("decided/again", "decided", "c7", scope.Decided{V: 1, Version: 1, Digest: hex.EncodeToString(digest[:])})
			h.say(scope.Approve, d, "ann", "bob")
		}, scope.ErrUndecided},
		{"a decision on an older version, written late, voids what was approved", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann", "bob")
			h.decided(h.decide(version(9)))
		}, scope.ErrUndecided},
		{"an approval of another digest", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann")
			s := h.statement(scope.Approve, d)
			s.Digest[0]++
			h.write(s, "bob", key("bob"))
		}, scope.ErrUnapproved},
		{"an entry of a newer form holds the case", func(h *house, d law.Decision) {
			h.say(scope.Approve, d, "ann", "bob")
			must(h.log.Append(ledger.Entry{V: 2, Key: "new", Kind: "withdraw-in-part", Case: "c7", At: h.now, Body: []byte("{}")}))(h.t)
			h.say(scope.Approve, d, "eve")
		}, scope.ErrNewer},
		{"a body that is none is heeded by nobody", func(h *house, d law.Decision) {
			h.put("person/x", "enrol", "", []byte("no JSON"))
			h.put("revoke/x", "revoke", "", []byte("no JSON"))
			h.put("approve/x", "approve", "c7", []byte("no JSON"))
			h.say(scope.Approve, d, "ann", "bob")
		}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			d := h.decide()
			h.intake(d)
			tc.story(h, d)
			for range 2 {
				if _, err := h.issue(d, scope.Lookup); !errors.Is(err, tc.want) {
					t.Errorf("got %v, want %v", err, tc.want)
				}
				h.restart() // and so after a restart
			}
		})
	}
}

func TestThePolicyOnlyRaisesWhatGoDemands(t *testing.T) {
	for _, tc := range []struct {
		name   string
		policy func(*scope.Policy)
		who    []string
		want   error
	}{
		{"one is not enough, whatever it says", func(p *scope.Policy) { p.Approvers = 1 }, []string{"ann"}, scope.ErrUnapproved},
		{"none is not enough, whatever it says", func(p *scope.Policy) { p.Approvers = -3 }, []string{"ann"}, scope.ErrUnapproved},
		{"two are, where it says less", func(p *scope.Policy) { p.Approvers = 0 }, []string{"ann", "bob"}, nil},
		{"it may ask for three", func(p *scope.Policy) { p.Approvers = 3 }, []string{"ann", "bob"}, scope.ErrUnapproved},
		{"and three then suffice", func(p *scope.Policy) { p.Approvers = 3 }, []string{"ann", "bob", "eve"}, nil},
		{"two of the TTP's own are not the carrier's", func(p *scope.Policy) { p.CarrierNeeded = true }, []string{"ann", "bob"}, scope.ErrCarrier},
		{"one of the carrier's own and one other suffice", func(p *scope.Policy) { p.CarrierNeeded = true }, []string{"ann", "carl"}, nil},
		{"the carrier's own alone is one person", func(p *scope.Policy) { p.CarrierNeeded = true }, []string{"carl"}, scope.ErrUnapproved},
		{"without a founder nobody counts", func(p *scope.Policy) { p.Founders = nil }, []string{"ann", "bob"}, scope.ErrUnread},
		{"a founder's second name is not taken", func(p *scope.Policy) {
			p.Founders = append(p.Founders, scope.Person{Name: "ann2", Role: scope.Counsel, Key: person("ann").Key})
		}, []string{"ann", "ann2"}, scope.ErrUnapproved},
		{"a policy of another form opens nothing", func(p *scope.Policy) { p.V = 2 }, []string{"ann", "bob"}, scope.ErrUndecided},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t, tc.policy)
			d := h.decide()
			h.intake(d)
			for _, who := range tc.who {
				k := key(who)
				if who == "ann2" {
					k = key("ann")
				}
				h.write(h.statement(scope.Approve, d), who, k)
			}
			if _, err := h.issue(d, scope.Lookup); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

func TestTheChainStartsAtThePaper(t *testing.T) {
	for _, tc := range []struct {
		name  string
		story func(h *house, d law.Decision)
		want  error
	}{
		{"registered, read twice, verified by another", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk", "reader")
			h.say(scope.Verified, d, "reader")
		}, nil},
		{"nobody registered it", func(h *house, d law.Decision) {
			h.say(scope.Read, d, "clerk", "reader")
			h.say(scope.Verified, d, "reader")
		}, scope.ErrUnread},
		{"only an earlier version was registered", func(h *house, d law.Decision) {
			h.say(scope.Registered, h.decide(version(0)), "clerk")
			h.say(scope.Read, d, "clerk", "reader")
			h.say(scope.Verified, d, "reader")
		}, scope.ErrUnread},
		{"nobody read it", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Verified, d, "reader")
		}, scope.ErrUnread},
		{"one read it twice", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk", "clerk")
			h.say(scope.Verified, d, "reader")
		}, scope.ErrUnread},
		{"the second read another number", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk")
			h.say(scope.Read, h.decide(asks(ask("call-records", january, february, named("e164", "+12025550124")))), "reader")
			h.say(scope.Verified, d, "reader")
		}, scope.ErrUnread},
		{"a third, who reads as the first did, settles it", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk")
			h.say(scope.Read, h.decide(asks(ask("call-records", january, february, named("e164", "+12025550124")))), "reader")
			h.say(scope.Read, d, "kim")
			h.say(scope.Verified, d, "reader")
		}, nil},
		{"who reads again and otherwise has not read this", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk", "reader")
			h.say(scope.Read, h.decide(asks(ask("call-records", january, february, named("e164", "+12025550124")))), "reader")
			h.say(scope.Verified, d, "reader")
		}, scope.ErrUnread},
		{"who read an older version as well has read this", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk", "reader")
			h.say(scope.Read, h.decide(version(0), asks(ask("call-records", january, february, named("e164", "+12025550124")))), "reader")
			h.say(scope.Verified, d, "reader")
		}, nil},
		{"another version was read", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, h.decide(version(2)), "clerk", "reader")
			h.say(scope.Verified, d, "reader")
		}, scope.ErrUnread},
		{"a reader was revoked", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk", "kim")
			h.say(scope.Verified, d, "reader")
			h.revoke("kim")
		}, scope.ErrUnread},
		{"nobody verified the requester", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk", "reader")
		}, scope.ErrUnverified},
		{"who registered it verified it", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk", "reader")
			h.say(scope.Verified, d, "clerk")
		}, scope.ErrUnverified},
		{"who verified it registers it afterwards", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk", "reader")
			h.say(scope.Verified, d, "reader")
			h.say(scope.Registered, d, "reader")
		}, scope.ErrUnverified},
		{"another reading was verified", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk", "reader")
			s := h.statement(scope.Verified, d)
			s.Digest[5]++
			h.write(s, "reader", key("reader"))
		}, scope.ErrUnverified},
		{"another version was verified", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk", "reader")
			h.say(scope.Verified, h.decide(version(2)), "reader")
		}, scope.ErrUnverified},
		{"who verified it was revoked", func(h *house, d law.Decision) {
			h.say(scope.Registered, d, "clerk")
			h.say(scope.Read, d, "clerk", "kim")
			h.say(scope.Verified, d, "reader")
			h.revoke("reader")
		}, scope.ErrUnverified},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			d := h.decide()
			tc.story(h, d)
			h.decided(d)
			h.say(scope.Approve, d, "ann", "bob")
			if _, err := h.issue(d, scope.Lookup); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

func TestAnApprovalIsOfOneVersion(t *testing.T) {
	h := newHouse(t)
	first := h.approved()
	second := h.decide(version(2))
	h.intake(second)
	if _, err := h.issue(second, scope.Lookup); !errors.Is(err, scope.ErrUnapproved) {
		t.Errorf("the approvals of version 1 carried over: %v", err)
	}
	old, _ := h.log.Find(h.statement(scope.Approve, first).Key("ann", 1))
	h.put("approve/replayed", "approve", "c7", old.Entry().Body) // the very bytes, replayed
	h.say(scope.Approve, second, "bob")
	if _, err := h.issue(second, scope.Lookup); !errors.Is(err, scope.ErrUnapproved) {
		t.Errorf("a replayed approval counted: %v", err)
	}
	h.say(scope.Approve, second, "ann")
	h.mustIssue(second, scope.Lookup)
	if _, err := h.grant(first); !errors.Is(err, scope.ErrUndecided) {
		t.Errorf("version 1 lives on beside version 2: %v", err)
	}
}

func TestWhatComesByMailOnlyBringsIn(t *testing.T) {
	mail := func(p *scope.Policy) {
		p.Founders = append(p.Founders, scope.Person{Name: "mail", Role: scope.Intake, Key: key("mail").Public().(ed25519.PublicKey)})
	}
	for _, tc := range []struct {
		name  string
		story func(h *house, d law.Decision)
		want  error
	}{
		{"two others read it and a third verifies it", func(h *house, d law.Decision) {
			h.say(scope.Read, d, "clerk", "reader")
			h.say(scope.Verified, d, "reader")
		}, nil},
		{"it is no reader", func(h *house, d law.Decision) {
			h.say(scope.Read, d, "mail", "reader")
			h.say(scope.Verified, d, "reader")
		}, scope.ErrUnread},
		{"it verifies nobody, also where another registered it", func(h *house, d law.Decision) {
			h.say(scope.Read, d, "clerk", "reader")
			h.say(scope.Verified, d, "mail")
		}, scope.ErrUnverified},
		{"it approves nothing", func(h *house, d law.Decision) {
			h.say(scope.Read, d, "clerk", "reader")
			h.say(scope.Verified, d, "reader")
			h.decided(d)
			h.say(scope.Approve, d, "ann", "mail")
		}, scope.ErrUnapproved},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t, mail)
			d := h.decide()
			by := "mail"
			if errors.Is(tc.want, scope.ErrUnverified) {
				by = "clerk"
			}
			h.say(scope.Registered, d, by)
			tc.story(h, d)
			if _, ok := h.log.Find(scope.DecidedKey("c7", 1)); !ok {
				h.decided(d)
				h.say(scope.Approve, d, "ann", "bob")
			}
			if _, err := h.issue(d, scope.Lookup); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

func TestAScopeStandsFromTheSecondApproval(t *testing.T) {
	h := newHouse(t)
	d := h.decide()
	h.intake(d)
	s := h.mustGrant(d)
	for n, who := range []string{"ann", "clerk", "bob"} {
		h.say(scope.Approve, d, who)
		if err := s.Stands(); !errors.Is(err, []error{scope.ErrUnapproved, scope.ErrUnapproved, nil}[n]) {
			t.Errorf("after %s: %v", who, err)
		}
	}
}
