package tap

import (
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"writ/intercept"
	"writ/intercept/admf"
	"writ/role/keeper"
	"writ/scope"
)

func TestATestIsConfirmedOnTheLedgerWithoutItsNumber(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	r, ok := w.k.Ledger().Find("lemf-test/1")
	if !ok {
		t.Fatal("no entry")
	}
	e := r.Entry()
	for _, part := range []string{`"profile":"generic"`, `"since":"2026-10-25T12:00:00Z"`, `"got_cc":9`, `"got_iri":4`, `"verified":false`, `"who":"Cy, verifier"`} {
		if !strings.Contains(string(e.Body), part) {
			t.Errorf("the entry lacks %s", part)
		}
	}
	if e.Kind != "lemf-test" || e.Case != "" || strings.Contains(string(e.Body), `"TEST"`) {
		t.Errorf("entry %+v", e)
	}
	late := w.trial()
	late.At = w.now.Add(1)
	nameless := w.trial()
	nameless.LIID = intercept.LIID{}
	for name, bad := range map[string]admf.Trial{"sent later": late, "without a LIID": nameless} {
		if err := w.k.ConfirmTrial(ctx, bad, w.h.People["Cy"]); !errors.Is(err, keeper.ErrTrialForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stranger := keeper.Signer{Name: "Cy", Key: ed25519.NewKeyFromSeed(make([]byte, 32))}
	if err := w.k.ConfirmTrial(ctx, w.trial(), stranger); !errors.Is(err, keeper.ErrStranger) {
		t.Errorf("on a stranger's word: %v", err)
	}
	if n := len(w.k.Ledger().Keys("lemf-test/")); n != 1 {
		t.Errorf("%d entries", n)
	}
}

func TestATapNeedsATestOnTheLedgerUnderItsProfileAndALIIDOfItsOwn(t *testing.T) {
	ctx := context.Background()
	w := newWorld(t)
	id := w.approved(order(1, noon, until))
	o := w.terms("L-1")
	o.Profile.Name = "nl"
	set := func() error {
		_, err := w.k.SetTap(ctx, id, o)
		return err
	}
	for name, change := range map[string]func(*admf.Trial){
		"content is missing":            func(x *admf.Trial) { x.GotCC-- },
		"an older form of the profile":  func(x *admf.Trial) { x.Since = x.Since.Add(-time.Hour) },
		"under the number of the order": func(x *admf.Trial) { x.LIID = w.liid("L-1") },
	} {
		x := w.trial()
		x.Profile = "nl"
		change(&x)
		w.confirm(x)
		if err := set(); !errors.Is(err, admf.ErrTrial) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, _ := w.k.Ledger().Find("lemf-test/1")
	forged := r.Entry()
	forged.Key, forged.At, forged.Body = "lemf-test/5", w.now, []byte(strings.Replace(string(forged.Body), "generic", "nl", 1))
	if _, err := w.k.Ledger().Append(forged); err != nil {
		t.Fatal(err)
	}
	if err := set(); !errors.Is(err, admf.ErrTrial) {
		t.Errorf("what nobody signed: %v", err)
	}
	gi := keeper.Signer{Name: "Gi", Key: ed25519.NewKeyFromSeed(make([]byte, 32))}
	if err := w.k.Enrol(scope.Person{Name: "Gi", Role: scope.Operator, Key: gi.Key.Public().(ed25519.PublicKey)}, w.h.People["An"], w.h.People["Bo"]); err != nil {
		t.Fatal(err)
	}
	x := w.trial()
	x.Profile = "nl"
	if err := w.k.ConfirmTrial(ctx, x, gi); err != nil {
		t.Fatal(err)
	}
	if err := w.k.Revoke("Gi", w.h.People["An"]); err != nil { // who was enrolled when it was said
		t.Fatal(err)
	}
	w.restart()
	if err := set(); err != nil {
		t.Errorf("a test that was received whole: %v", err)
	}
}
