package production_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
	"writ/law"
	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/production"
	"writ/production/productiontest"
	"writ/production/verify"
	"writ/records"
	"writ/scope"
)

func decided(t testing.TB) *productiontest.Case {
	t.Helper()
	return productiontest.NewHouse(t).Decide(productiontest.Demand("2026-0017", 1)).Approve()
}

func harvest(t testing.TB, c *productiontest.Case, rows ...records.Row) scope.Harvest {
	t.Helper()
	return c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), slices.Values(rows))
}

func holds(t testing.TB, c *productiontest.Case, file []byte) verify.Outcome {
	t.Helper()
	out := verify.File(bytes.NewReader(file), int64(len(file)), c.Brought())
	if b := out.Broken(); b != nil {
		t.Fatalf("%s: %s", b.Name, b.Detail)
	}
	return out
}

func TestSearchedAndNoneFoundIsAPackage(t *testing.T) {
	c := decided(t)
	if out := holds(t, c, c.Assemble(harvest(t, c), c.Inputs()).Seal()); out.Rows != 0 {
		t.Errorf("%d rows", out.Rows)
	}
}

func TestSeveralHoldersGiveNobodysRows(t *testing.T) {
	c := decided(t)
	number, _ := writ.ParseIdentifier(writ.E164, productiontest.Number)
	two := append(productiontest.Tenures(), records.Tenure{ID: number, Holder: "ACC-18", From: productiontest.From.Add(time.Hour)})
	h := c.Harvest(&productiontest.Spool{}, two, productiontest.Rows(t, 30))
	a := c.Assemble(h, c.Inputs())
	if out := holds(t, c, a.Seal()); out.Rows != 1 {
		t.Errorf("%d rows leave, want the assignment alone", out.Rows)
	}
	if b := a.Staging.Plain(t, "shortfall.json"); !strings.Contains(b, `"kind":"found"`) || strings.Contains(b, "2,\"holders") {
		t.Errorf("the shortfall does not say that more than one holder fits: %s", b)
	}
}

// Rows of two numbers in one table bear each its own reason; the verifier compares it.
func TestRowsOfTwoNumbersInOneTableBearTheirOwnReasons(t *testing.T) {
	dem := productiontest.Demand("2026-0017", 1)
	dem.Asks = dem.Asks[1:2]
	dem.Asks[0].Identifiers = append(slices.Clone(dem.Asks[0].Identifiers), law.Stated{Kind: writ.E164, Text: productiontest.Other})
	c := productiontest.NewHouse(t).Decide(dem).Approve()
	other, _ := writ.ParseIdentifier(writ.E164, productiontest.Other)
	held := append(productiontest.Tenures(), records.Tenure{ID: other, Holder: "ACC-18", From: productiontest.From.AddDate(-1, 0, 0)})
	a := c.Assemble(c.Harvest(&productiontest.Spool{}, held, productiontest.Rows(t, 50)), c.Inputs())
	holds(t, c, a.Seal())
	rows := a.Staging.Plain(t, "rows.jsonl")
	if strings.Count(rows, "ACC-17") < 2 || strings.Count(rows, "ACC-18") < 2 {
		t.Error("the rows of one of the two are missing")
	}
}

func TestAPackageIsNamedByItsManifest(t *testing.T) {
	a := made(t, 5)
	if a.Staged.ManifestHash() != sha256.Sum256([]byte(a.Staging.Plain(t, "manifest.json"))) {
		t.Error("another hash")
	}
}

func TestACountryWithoutACertificateGivesNone(t *testing.T) {
	c := decided(t)
	in := c.Inputs()
	in.Certify, in.Custodian = nil, production.Custodian{}
	a := c.Assemble(harvest(t, c), in)
	holds(t, c, a.Seal())
	for name := range a.Staging.Parts {
		if strings.HasPrefix(name, "certificate") {
			t.Errorf("there is %s", name)
		}
	}
}

func TestSealSaysWhatItWrote(t *testing.T) {
	a := made(t, 20)
	var b bytes.Buffer
	s, err := production.Seal(&b, a.Staged, a.Sealing())
	if err != nil || s.Size != int64(b.Len()) || s.Hash != sha256.Sum256(b.Bytes()) || s.Signer != productiontest.SigningKey().Public() {
		t.Errorf("%d octets were written; it says %d (%v)", b.Len(), s.Size, err)
	}
}

func TestACrashAfterTheOutcomeIsFinished(t *testing.T) {
	a := made(t, 20)
	want := a.Seal()
	again, err := production.Resume(a.Staging)
	if err != nil {
		t.Fatal(err)
	}
	a.Staged = again
	if !bytes.Equal(a.Seal(), want) {
		t.Error("the package that was resumed is another one")
	}
}

func TestSealRefuses(t *testing.T) {
	a := made(t, 20)
	other := made(t, 21)
	flip := func(name string) func(s *production.Sealing) {
		return func(*production.Sealing) {
			a.Staging.Parts[name] = bytes.Clone(a.Staging.Parts[name])
			a.Staging.Parts[name][len(a.Staging.Parts[name])/2] ^= 4
		}
	}
	for _, tc := range []struct {
		name   string
		change func(s *production.Sealing)
		want   error
	}{
		{"the proof of another package", func(s *production.Sealing) { s.Proof = other.Proof }, production.ErrUnproven},
		{"the proof of another entry", func(s *production.Sealing) { s.Proof, _ = a.Log.Prove(3) }, production.ErrUnproven},
		{"another ledger's key", func(s *production.Sealing) { s.LedgerKey = "x" }, production.ErrUnproven},
		{"no signer", func(s *production.Sealing) { s.Sign = nil }, production.ErrZero},
		{"no recipient", func(s *production.Sealing) { s.Agency = nil }, production.ErrZero},
		{"a part that changed in the staging area", flip("rows.jsonl"), nil},
		{"a manifest that changed in the staging area", flip("manifest.json"), nil},
		{"conservation that changed in the staging area", flip("conservation.json"), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := a.Staging.Clone()
			defer func() { a.Staging.Parts = before }()
			in := a.Sealing()
			tc.change(&in)
			if _, err := production.Seal(io.Discard, a.Staged, in); err == nil || tc.want != nil && !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
	if _, err := production.Seal(io.Discard, production.Staged{}, a.Sealing()); !errors.Is(err, production.ErrZero) {
		t.Errorf("the zero Staged: %v", err)
	}
}

// Somebody with a ledger of his own writes the same outcome there: what one ledger let be assembled is not sealed on the
// word of another.
func TestAnOutcomeOnAnotherLedgerSealsNothing(t *testing.T) {
	a := made(t, 5)
	dem := a.Decision.Demand()
	own, err := ledger.Open(ledger.NewMemory(), ledgertest.Key(9), "ledger.example/of-his-own")
	if err != nil {
		t.Fatal(err)
	}
	r, err := own.Append(ledger.Entry{V: 1, Key: scope.OutcomeKey(dem.Case, dem.Version, scope.Assemble), Kind: "outcome", Case: dem.Case, At: a.Now, Body: a.Staged.Outcome()})
	if err != nil {
		t.Fatal(err)
	}
	in := a.Sealing()
	in.LedgerKey = own.VerificationKey()
	if in.Proof, err = own.Prove(r.Index()); err != nil {
		t.Fatal(err)
	}
	if _, err := production.Seal(io.Discard, a.Staged, in); !errors.Is(err, production.ErrUnproven) {
		t.Errorf("got %v", err)
	}
}

func TestAssembleRefuses(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(in *production.Inputs)
		want   error
	}{
		{"no instant", func(in *production.Inputs) { in.At = time.Time{} }, production.ErrInput},
		{"no random octets", func(in *production.Inputs) { in.Random = nil }, production.ErrInput},
		{"too few random octets", func(in *production.Inputs) { in.Random = strings.NewReader("x") }, io.ErrUnexpectedEOF},
		{"no entries", func(in *production.Inputs) { in.Entries = nil }, production.ErrInput},
		{"no law", func(in *production.Inputs) { in.Packs = nil }, production.ErrInput},
		{"no provider", func(in *production.Inputs) { in.Paper.Provider = "" }, production.ErrInput},
		{"no agency", func(in *production.Inputs) { in.Paper.Agency = "" }, production.ErrInput},
		{"a certificate without a custodian", func(in *production.Inputs) { in.Custodian.Name = "" }, production.ErrInput},
		{"another law than decided", func(in *production.Inputs) { in.Packs[0].Text += "\n" }, production.ErrRejected},
		{"an approval left out", func(in *production.Inputs) { in.Entries = in.Entries[:len(in.Entries)-1] }, production.ErrRejected},
		{"another ledger's key", func(in *production.Inputs) {
			in.LedgerKey = "ledger.example/other+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
		}, production.ErrRejected},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := decided(t)
			h := c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, 5))
			in := c.Inputs()
			tc.change(&in)
			s, _, err := production.Assemble(c.Permit(scope.Assemble), h, in, productiontest.NewStaging())
			if !errors.Is(err, tc.want) || !s.Zero() {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

func TestAHarvestOfAnotherCaseIsRefused(t *testing.T) {
	c, other := decided(t), productiontest.NewHouse(t).Decide(productiontest.Demand("2026-0018", 1)).Approve()
	_, _, err := production.Assemble(c.Permit(scope.Assemble), harvest(t, other), c.Inputs(), productiontest.NewStaging())
	if !errors.Is(err, production.ErrForeign) {
		t.Errorf("got %v", err)
	}
	if _, _, err := production.Assemble(scope.Permit{}, harvest(t, c), c.Inputs(), productiontest.NewStaging()); !errors.Is(err, scope.ErrZero) {
		t.Errorf("the zero Permit: %v", err)
	}
	if _, _, err := production.Assemble(c.Permit(scope.Assemble), scope.Harvest{}, c.Inputs(), productiontest.NewStaging()); !errors.Is(err, production.ErrZero) {
		t.Errorf("the zero Harvest: %v", err)
	}
}

// A staging area in which somebody withdraws the case while a part is written.
type withdrawing struct {
	*productiontest.Staging
	c    *productiontest.Case
	when string
}

func (w withdrawing) Create(name string) (io.WriteCloser, error) {
	if name == w.when {
		w.c.Say("Fay Approver", scope.Withdraw, nil)
	}
	return w.Staging.Create(name)
}

func TestAWithdrawalStopsTheAssembly(t *testing.T) {
	for _, when := range []string{"rows.jsonl", "scope.json", "staged.json"} {
		t.Run(when, func(t *testing.T) {
			c := decided(t)
			h := c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, 5))
			in := c.Inputs()
			p := c.Permit(scope.Assemble)
			s, _, err := production.Assemble(p, h, in, withdrawing{productiontest.NewStaging(), c, when})
			if err == nil || !s.Zero() {
				t.Error("it went on")
			}
		})
	}
}

func TestAFullDiskIsAnErrorAndNoPackage(t *testing.T) {
	for n := range 9 {
		c := decided(t)
		h := c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, 5))
		s, _, err := production.Assemble(c.Permit(scope.Assemble), h, c.Inputs(), &full{Staging: productiontest.NewStaging(), left: n})
		if !errors.Is(err, errFull) || !s.Zero() {
			t.Errorf("full at the %d. part: %v", n, err)
		}
	}
}

var errFull = errors.New("no space left")

type full struct {
	*productiontest.Staging
	left int
}

type noSpace struct{}

func (noSpace) Write([]byte) (int, error) { return 0, errFull }
func (noSpace) Close() error              { return nil }

func (f *full) Create(name string) (io.WriteCloser, error) {
	if f.left--; f.left < 0 {
		return noSpace{}, nil
	}
	return f.Staging.Create(name)
}

// Whatever a record's texts are, the package of it verifies, and holds what the sieve let through.
func TestAnyTextLeavesAsItIs(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"=1+1", "שלום עולם", "\x00", "\xff\xfe", strings.Repeat("n", 200), strings.Repeat("long ", 8000), " ", "\u202ex"}))
	seed := int(time.Now().UnixNano() % 1e9)
	t.Logf("seed %d", seed)
	var rows []records.Row
	for i := range 400 {
		at := productiontest.From.Add(time.Duration(i) * time.Hour)
		x := func(n int) string { return text.Example(seed + 10*i + n) }
		r, err := records.New(records.Call, records.KeyOf("t", at.String()), at, time.Time{}, records.V(records.Start, at.Format(time.RFC3339Nano)), records.V(records.Caller, productiontest.Number),
			records.V(records.Callee, x(0)), records.V(records.Reason, x(1)), records.V(records.CallID, x(2)), records.V(records.CallerName, x(3)), records.V(records.Duration, x(4)), records.V(records.CallerURI, x(5)))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	c := decided(t)
	if out := holds(t, c, c.Assemble(harvest(t, c, rows...), c.Inputs()).Seal()); out.Rows < 700 {
		t.Fatalf("only %d rows left", out.Rows)
	}
}

func TestOnlyBilledCallsLeaveWhereTheLawSaysSo(t *testing.T) {
	dem := productiontest.Demand("2026-0017", 1)
	dem.Instrument.Type = "billing-order"
	dem.Asks = dem.Asks[1:2]
	c := productiontest.NewHouse(t).Decide(dem).Approve()
	a := c.Assemble(c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, 50)), c.Inputs())
	holds(t, c, a.Seal())
	if rows := a.Staging.Plain(t, "rows.jsonl"); strings.Contains(rows, "missed") || !strings.Contains(rows, "answered") {
		t.Error("a missed call leaves, or no call does")
	}
}

func TestAnotherCountrysDemandSurvivesItsJSON(t *testing.T) {
	years, yes, no := 20, true, false
	dem := productiontest.Demand("2026-0017", 3)
	dem.Instrument.Offence = &law.Offence{Name: "fraud", MaxYears: &years, Listed: &yes}
	dem.Instrument.Emergency = &no
	dem.Instrument.Secrecy = &law.Secrecy{Until: dem.Instrument.Issued}
	dem.Instrument.User = &law.User{Residence: "XT", Role: "none"}
	dem.Instrument.Facts["deep"] = map[string]any{"list": []any{1, "two", map[string]any{}}, "none": nil}
	dem.At = dem.At.In(time.FixedZone("", -5*3600))
	c := productiontest.NewHouse(t).Decide(dem).Approve()
	holds(t, c, c.Assemble(harvest(t, c), c.Inputs()).Seal())
}
