package scope_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"writ/ledger"
	"writ/scope"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Version 1 is written as it always was: what was signed years ago must still verify.
func TestGoldenEntriesOfVersion1(t *testing.T) {
	var b strings.Builder
	st := scope.Statement{Ledger: ledger.ID(sha256.Sum256([]byte("ledger"))), Case: "c7", Version: 3, Digest: sha256.Sum256([]byte("decision"))}
	for _, v := range []scope.Verb{scope.Registered, scope.Read, scope.Verified, scope.Approve, scope.Emergency, scope.Refuse, scope.Withdraw, scope.Close} {
		st.Verb = v
		fmt.Fprintf(&b, "%s\n%s\n%s\n", st.Key("ann", 2), st.Bytes(), st.Sign("ann", key("ann"), "because"))
	}
	zoe := newcomer("zoe \"z\"", scope.Counsel)
	en := scope.Enrolment{V: 1, Person: zoe, By: []scope.Vouch{{Who: "ann", Sig: ed25519.Sign(key("ann"), zoe.Enrolling(st.Ledger))}}}
	fmt.Fprintf(&b, "%s\n%s\n%s\n", scope.PersonKey("zoe"), zoe.Enrolling(st.Ledger), encode(t, en))
	policy := scope.Policy{V: 1, Tenant: "t", Founders: []scope.Person{person("carl")}, Approvers: 2, CarrierNeeded: true, EmergencyHours: 8, Subscribers: 9, Monthly: 10}
	fmt.Fprintf(&b, "%s\n%s\n", scope.PolicyKey, encode(t, policy))
	fmt.Fprintf(&b, "%s\n%s\n", scope.DecidedKey("c7", 3), encode(t, scope.Decided{V: 1, Version: 3, Digest: "00", Packs: "11"}))
	fmt.Fprintf(&b, "%s\n", scope.OutcomeKey("c7", 3, scope.Deliver))
	h := newHouse(t)
	h.mustIssue(h.approved(), scope.Lookup)
	r, _ := h.log.Find("permit/c7/1/lookup/1")
	fmt.Fprintf(&b, "%s %s\n%s\n", r.Entry().Key, r.Entry().Kind, r.Entry().Body)

	const file = "testdata/entries-v1.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("version 1 is written otherwise than it was: make a new version\ngot\n%s\nwant\n%s", b.String(), want)
	}
}

func TestAStatementIsWrittenInTheCanonicalForm(t *testing.T) {
	b := scope.Statement{Verb: scope.Refuse}.Sign("ann", key("ann"), "zu spät <b>")
	var s scope.Signed
	decode(t, b, &s)
	if again, err := json.Marshal(s); err != nil || s.Reason != "zu spät <b>" || s.V != 1 || string(again) == string(b) {
		t.Errorf("%s", b) // encoding/json writes < as an escape, RFC 8785 as it is
	}
}

func TestAVersionIsWrittenInDecimals(t *testing.T) {
	if b := string(scope.Statement{Verb: scope.Approve, Version: 120}.Bytes()); !strings.Contains(b, "/120/") {
		t.Errorf("%s", b)
	}
}

func TestRolesAreListedOnce(t *testing.T) {
	seen := map[scope.Role]bool{}
	for _, r := range scope.Roles() {
		seen[r] = true
	}
	if len(seen) != 7 || len(scope.Roles()) != 7 {
		t.Errorf("%v", scope.Roles())
	}
}
