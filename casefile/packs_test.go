package casefile_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"writ/casefile"
	. "writ/casefile/casefiletest"
	"writ/law/signed"
	"writ/ledger"
)

var packHash = [32]byte{1, 2, 3}

// taken is an entry that takes a pack in, signed by people at an instant.
func taken(t *testing.T, h *house, n int, at time.Time, change func(*casefile.PackTaken), who ...string) ledger.Entry {
	t.Helper()
	p := casefile.PackTaken{V: 1, Pack: "nova", Hash: hex.EncodeToString(packHash[:])}
	for _, w := range who {
		p.By = append(p.By, casefile.PackSigner{Who: w, At: at, Sig: h.Sign(w, signed.Statement("nova", packHash, at))})
	}
	if change != nil {
		change(&p)
	}
	e := entry(t, casefile.PackKind, casefile.PackKey("nova", n), p)
	e.At = at.Add(time.Second)
	return e
}

func TestAPackIsTakenInByTwoOfWhomOneIsCounsel(t *testing.T) {
	h := newHouse(t)
	at := minute(5)
	for _, tc := range []struct {
		name   string
		change func(*casefile.PackTaken)
		who    []string
		ok     bool
	}{
		{"by counsel and an approver", nil, []string{Cora, Adam}, true},
		{"by two approvers", nil, []string{Adam, Eve}, false},
		{"by counsel alone", nil, []string{Cora}, false},
		{"by counsel twice", nil, []string{Cora, Cora}, false},
		{"by counsel and a clerk", nil, []string{Cora, Ann}, false},
		{"by counsel, an approver and a clerk", nil, []string{Cora, Adam, Ann}, false},
		{"by one who is not enrolled", func(p *casefile.PackTaken) { p.By[1].Who = "Zoe" }, []string{Cora, Adam}, false},
		{"over another hash", func(p *casefile.PackTaken) { p.Hash = strings.Repeat("00", 31) + "01" }, []string{Cora, Adam}, false},
		{"of another name", func(p *casefile.PackTaken) { p.Pack = "nuova" }, []string{Cora, Adam}, false},
		{"at another time", func(p *casefile.PackTaken) { p.By[0].At = at.Add(-time.Second) }, []string{Cora, Adam}, false},
		{"ahead of the clock", func(p *casefile.PackTaken) {
			ahead := at.Add(time.Hour)
			p.By[0] = casefile.PackSigner{Who: Cora, At: ahead, Sig: h.Sign(Cora, signed.Statement("nova", packHash, ahead))}
		}, []string{Cora, Adam}, false},
		{"in a newer form", func(p *casefile.PackTaken) { p.V = 2 }, []string{Cora, Adam}, false},
		{"with a hash that is none", func(p *casefile.PackTaken) { p.Hash = "0102" }, []string{Cora, Adam}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := casefile.Packs(h.Log.ID(), append(h.Log.OfCase(""), taken(t, h, 1, at, tc.change, tc.who...)))
			if (err == nil) != tc.ok || tc.ok && (len(got) != 1 || got[0].Pack != "nova") {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

func TestTheLastEntryAboutAPackCounts(t *testing.T) {
	h := newHouse(t)
	first := taken(t, h, 1, minute(5), nil, Cora, Adam)
	out := taken(t, h, 2, minute(6), func(p *casefile.PackTaken) {
		p.Hash, p.By = "", nil
		for _, w := range []string{Cora, Eve} {
			p.By = append(p.By, casefile.PackSigner{Who: w, At: minute(6), Sig: h.Sign(w, signed.Statement("nova", [32]byte{}, minute(6)))})
		}
	})
	got, err := casefile.Packs(h.Log.ID(), append(h.Log.OfCase(""), first, out))
	if err != nil || len(got) != 1 || got[0].Hash != "" {
		t.Errorf("%v, %v", got, err)
	}
	again := taken(t, h, 3, minute(5), nil, Cora, Adam) // the old signatures
	again.At = minute(8)
	if _, err := casefile.Packs(h.Log.ID(), append(h.Log.OfCase(""), first, out, again)); !errors.Is(err, casefile.ErrPackUnsigned) {
		t.Errorf("a pack that was taken out came back on its old signatures: %v", err)
	}
	anew := taken(t, h, 3, minute(7), nil, Cora, Adam)
	if got, err := casefile.Packs(h.Log.ID(), append(h.Log.OfCase(""), first, out, anew)); err != nil || got[0].Hash == "" {
		t.Errorf("%v, %v", got, err)
	}
	for name, e := range map[string]ledger.Entry{
		"a number that is left out": taken(t, h, 4, minute(7), nil, Cora, Adam),
		"a number again":            taken(t, h, 2, minute(7), nil, Cora, Adam),
	} {
		if _, err := casefile.Packs(h.Log.ID(), append(h.Log.OfCase(""), first, out, e)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

// TestWhoSignedAndWasRevokedLaterHasSigned, but whoever was revoked before has not.
func TestWhoSignedAndWasRevokedLaterHasSigned(t *testing.T) {
	h := newHouse(t)
	in := taken(t, h, 1, minute(5), nil, Cora, Adam)
	gone := entry(t, "revoke", "revoke/1", Adam)
	if got, err := casefile.Packs(h.Log.ID(), append(h.Log.OfCase(""), in, gone)); err != nil || len(got) != 1 {
		t.Errorf("revoked later: %v, %v", got, err)
	}
	if _, err := casefile.Packs(h.Log.ID(), append(h.Log.OfCase(""), gone, in)); !errors.Is(err, casefile.ErrPackUnsigned) {
		t.Errorf("revoked before: %v", err)
	}
}
