package law_test

import (
	"encoding/hex"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
	"writ/law"
)

// allCases gives every case that stands beside a pack. They are read once.
func allCases(t testing.TB) []law.Case {
	t.Helper()
	all, err := casesOnce()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(all)
}

var casesOnce = sync.OnceValues(func() ([]law.Case, error) {
	files, err := filepath.Glob("packs/*/*.yaml")
	if err != nil {
		return nil, err
	}
	var all []law.Case
	for _, name := range files {
		if base := filepath.Base(name); !strings.HasSuffix(base, "cases.yaml") && base != "more.yaml" {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		cases, err := law.ReadCases(data, name)
		if err != nil {
			return nil, err
		}
		all = append(all, cases...)
	}
	return all, nil
})

// anyDemand draws a worked case and spoils it in up to four ways, so that most are nearly sound.
func anyDemand(r *rapid.T, all []law.Case) law.Demand {
	d := rapid.SampledFrom(all).Draw(r, "case").Demand
	d.Asks = slices.Clone(d.Asks)
	i := &d.Instrument
	i.Facts = maps.Clone(i.Facts)
	shift := func(name string) *law.Stamp {
		t := d.At.Add(time.Duration(rapid.IntRange(-3000, 400).Draw(r, name)) * time.Hour)
		return &law.Stamp{Text: t.Format(time.RFC3339), Time: t, HasTime: true, Offset: true}
	}
	maybe := func(name string) *bool { return rapid.SampledFrom([]*bool{nil, ptr(true), ptr(false)}).Draw(r, name) }
	spoil := []func(){
		func() {
			i.Type = rapid.SampledFrom([]string{"", "whim", "warrant-search", "epoc", "it-tabulati-decree"}).Draw(r, "type")
		},
		func() { i.Issuer.Kind = rapid.SampledFrom(writ.IssuerKinds()).Draw(r, "issuer") },
		func() {
			i.Issuer.Country = rapid.SampledFrom([]string{"US", "IE", "IT", "DE", "DK", "GB", ""}).Draw(r, "from")
		},
		func() { i.Issued = rapid.SampledFrom([]*law.Stamp{nil, shift("issued")}).Draw(r, "issued?") },
		func() { i.Served = rapid.SampledFrom([]*law.Stamp{nil, shift("served")}).Draw(r, "served?") },
		func() { i.Expires = rapid.SampledFrom([]*law.Stamp{nil, shift("expires")}).Draw(r, "expires?") },
		func() {
			i.Addressee = rapid.SampledFrom([]string{"provider", "representative", "other-entity", ""}).Draw(r, "addressee")
		},
		func() { i.Signed = maybe("signed") },
		func() { i.Emergency = maybe("emergency") },
		func() {
			i.Offence = rapid.SampledFrom([]*law.Offence{nil, {Name: "fraud", MaxYears: ptr(rapid.IntRange(0, 20).Draw(r, "years")), Listed: maybe("listed")}}).Draw(r, "offence")
		},
		func() {
			if i.Facts == nil {
				i.Facts = map[string]any{}
			}
			maps.Copy(i.Facts, anyFacts(r))
		},
		func() { d.Asks = append(d.Asks, anyAsk(r, d.At)) },
		func() { d.Asks[0] = anyAsk(r, d.At) },
		func() { d.Asks[0].Category = rapid.SampledFrom(writ.Categories()).Draw(r, "category") },
		func() { d.Provider.Service = rapid.SampledFrom(writ.Services()).Draw(r, "service") },
		func() {
			d.Provider.Established = []string{rapid.SampledFrom([]string{"US", "IE", "IT", "XX"}).Draw(r, "seat")}
		},
		func() {
			d.Provider.Keeps = map[writ.Category]writ.Period{}
			for _, c := range writ.Categories() {
				if p, err := writ.ParsePeriod(rapid.SampledFrom([]string{"P1M", "P6M", "P12M", "P24M", "P72M", "P8Y", ""}).Draw(r, "age")); err == nil {
					d.Provider.Keeps[c] = p
				}
			}
		},
		func() { d.At = d.At.Add(time.Duration(rapid.IntRange(-5000, 5000).Draw(r, "at")) * time.Hour) },
	}
	for range rapid.IntRange(0, 4).Draw(r, "ways") {
		rapid.SampledFrom(spoil).Draw(r, "way")()
	}
	return d
}

func anyFacts(r *rapid.T) map[string]any {
	all := map[string][]any{
		"designated": {"IE", "DK"}, "addressee-country": {"IE", "DK"}, "grounds-recited": {true, false}, "designated-officer": {true}, "grounds": {"death-or-injury"},
		"title": {"I", "pen-trap", "702"}, "tracking": {true}, "authorised-days": {10, 30, 45, 60, 400, -1}, "sole-purpose": {"identify-user"}, "validated-by": {"judge", "none"},
		"notification": {"pending", "cleared", "refused"}, "purpose": {"offence", "serious-offence", "state-security", "life"}, "held-as": {"billing", "national-security-duty"},
		"process": {"warrant-search", "whim"}, "call-kind": {"unanswered"}, "cgnat": {true}, "rank": {"superintendent", "garda"}, "also-orders": {[]any{"content"}},
		"toll-service": {true}, "local-zone": {"Europe/Rome", "Moon/Tycho"}, "confirmed": {true, false}, "urgency": {true}, "subsection": {"7C(3)", "7C(8)"},
		"return-date": {"2026-10-01", "soon", true}, "certification-2511": {true}, "duplicate-of": {map[string]any{"identical": true}},
	}
	out := map[string]any{}
	for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom(sortedKeys(all)), 0, 8, rapid.ID).Draw(r, "facts") {
		out[k] = rapid.SampledFrom(all[k]).Draw(r, k)
	}
	return out
}

func sortedKeys(m map[string][]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func anyAsk(r *rapid.T, at time.Time) law.Ask {
	a := law.Ask{Category: rapid.SampledFrom(writ.Categories()).Draw(r, "category")}
	for range rapid.IntRange(0, 2).Draw(r, "names") {
		a.Identifiers = append(a.Identifiers, rapid.SampledFrom([]law.Stated{{Kind: "e164", Text: "+12025550123"}, {Kind: "e164", Text: "+1202*"},
			{Kind: "account", Text: "u-1"}, {Kind: "ip", Text: "198.51.100.7"}, {Kind: "cell", Text: "222-1-2-3"}, {Kind: "email", Text: "no address"}}).Draw(r, "name"))
	}
	from := at.Add(time.Duration(rapid.IntRange(-40000, 200).Draw(r, "window")) * time.Hour)
	to := from.Add(time.Duration(rapid.IntRange(-10, 9000).Draw(r, "length")) * time.Hour)
	start, end := law.Stamp{Time: from, HasTime: true, Offset: true}, law.Stamp{Time: to, HasTime: true, Offset: rapid.IntRange(0, 9).Draw(r, "offset") > 0}
	switch rapid.IntRange(0, 9).Draw(r, "shape") {
	case 0:
	case 1:
		a.Window = &law.StatedWindow{From: &start}
	case 2:
		a.Window = &law.StatedWindow{To: &end}
	default:
		a.Window = &law.StatedWindow{From: &start, To: &end}
	}
	return a
}

func ptr[T any](v T) *T { return &v }

func TestWhateverIsAskedNothingOddEverOpens(t *testing.T) {
	s, all, toCome := packs(t), allCases(t), opensWhatIsToCome(t)
	rapid.Check(t, func(r *rapid.T) {
		d := anyDemand(r, all)
		out := decide(t, d, s)
		if again := decide(t, d, s); out.Digest() != again.Digest() {
			r.Fatal("the same demand was decided twice, differently")
		}
		i := 0
		for o := range out.Outcomes() {
			a := d.Asks[i]
			i++
			if len(o.Grounds) == 0 || o.Answer == nil {
				r.Fatal("an answer without a ground")
			}
			if !opens(o) {
				continue
			}
			switch {
			case d.Instrument.Type == "" || d.Instrument.Type == "whim":
				r.Fatal("an unknown instrument opened something")
			case (d.Instrument.Signed == nil || !*d.Instrument.Signed) && d.Instrument.Facts["urgent-oral"] != true: // the oral form has rules of its own
				r.Fatal("an unsigned paper opened something")
			case d.Instrument.Addressee == "" || d.Instrument.Addressee == "other-entity":
				r.Fatal("a paper for another opened something")
			case len(a.Identifiers) == 0 || len(o.Identifiers) != len(a.Identifiers):
				r.Fatal("a demand that names no one, or someone unreadable, opened something")
			case a.Category.Live() && (o.Window.IsZero() || o.Window.To().Sub(o.Window.From()) > 366*24*time.Hour):
				r.Fatal("a tap without an end")
			case !a.Category.Live() && o.Window.To().After(d.At) && !toCome[d.Instrument.Type]:
				r.Fatal("records that do not exist yet were opened")
			}
			if a.Window != nil && a.Window.From != nil && a.Window.To != nil && a.Window.From.Offset && a.Window.To.Offset && !o.Window.IsZero() {
				if o.Window.From().Before(a.Window.From.Time) || o.Window.To().After(a.Window.To.Time) {
					r.Fatal("more was opened than was asked")
				}
			}
			for _, g := range o.Grounds {
				if g.Certainty == "uncertain" {
					r.Fatalf("an uncertain rule opened something: %s", g.Rule)
				}
			}
		}
	})
}

// opensWhatIsToCome names the instruments whose packs say that they reach records that do not exist yet.
func opensWhatIsToCome(t *testing.T) map[string]bool {
	t.Helper()
	files, err := fs.Glob(os.DirFS("packs"), "*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]bool{}
	for _, name := range files {
		data, err := os.ReadFile(filepath.Join("packs", name))
		if err != nil {
			t.Fatal(err)
		}
		kind := ""
		for line := range strings.Lines(string(data)) {
			if named, ok := strings.CutPrefix(line, "- type: "); ok {
				kind = strings.TrimSpace(named)
			}
			types[kind] = types[kind] || strings.Contains(line, "to-come: true")
		}
	}
	return types
}

// TestTheDemandsDrawnShowSomething counts over draws that are always the same: of the twenty that a short run draws, none
// may open anything by chance.
func TestTheDemandsDrawnShowSomething(t *testing.T) {
	s, all := packs(t), allCases(t)
	drawn := rapid.Custom(func(r *rapid.T) law.Demand { return anyDemand(r, all) })
	opened, asked := 0, 0
	for seed := range 400 {
		for o := range decide(t, drawn.Example(seed), s).Outcomes() {
			asked++
			if opens(o) {
				opened++
			}
		}
	}
	t.Logf("%d of %d answers opened something", opened, asked)
	if opened*20 < asked {
		t.Error("hardly anything was opened: the demands drawn show nothing")
	}
}

// A within B: what one outcome opens, the other opens too, for at least as long.
func within(a, b law.Outcome) bool {
	if !opens(a) {
		return true
	}
	if !opens(b) {
		return false
	}
	if len(b.Fields) > 0 && len(a.Fields) == 0 {
		return false
	}
	return a.Window.IsZero() || !a.Window.From().Before(b.Window.From()) && !a.Window.To().After(b.Window.To())
}

func pairwise(r *rapid.T, a, b law.Decision, says string) {
	second := slices.Collect(b.Outcomes())
	for o := range a.Outcomes() {
		if !within(o, second[o.Ask]) {
			r.Fatalf("%s: %s: %T %v, then %T %v", says, o.Category, o.Answer, o.Window, second[o.Ask].Answer, second[o.Ask].Window)
		}
	}
}

func TestAWeakerInstrumentNeverOpensMore(t *testing.T) {
	s, all := packs(t), allCases(t)
	ladder := []law.Instrument{
		{Type: "request-informal", Issuer: law.Issuer{Kind: "police", Country: "US"}},
		{Type: "subpoena-grand-jury", Issuer: law.Issuer{Kind: "grand-jury", Country: "US"}},
		{Type: "order-2703d", Issuer: law.Issuer{Kind: "judge", Country: "US"}},
		{Type: "warrant-search", Issuer: law.Issuer{Kind: "judge", Country: "US"}},
	}
	rapid.Check(t, func(r *rapid.T) {
		d := anyDemand(r, all)
		d.Packs, d.Provider.Established, d.Provider.Offers = []string{"us-federal"}, []string{"US"}, []string{"US"}
		served := d.At.Add(-24 * time.Hour)
		var before law.Decision
		for n, rung := range ladder {
			rung.Addressee, rung.Signed, rung.Facts = "provider", ptr(true), map[string]any{}
			rung.Issued, rung.Served = &law.Stamp{Time: served, HasTime: true, Offset: true}, &law.Stamp{Time: served, HasTime: true, Offset: true}
			d.Instrument = rung
			now := decide(t, d, s)
			if n > 0 {
				pairwise(r, before, now, ladder[n-1].Type+" opened what "+rung.Type+" does not")
			}
			before = now
		}
	})
}

func TestAnEarlierLastDayNeverOpensMore(t *testing.T) {
	s, all := packs(t), allCases(t)
	rapid.Check(t, func(r *rapid.T) {
		d := anyDemand(r, all)
		if d.Instrument.Expires == nil {
			d.Instrument.Expires = &law.Stamp{Time: d.At.Add(time.Hour), HasTime: true, Offset: true}
		}
		sooner := d
		sooner.Instrument.Expires = ptr(*d.Instrument.Expires)
		sooner.Instrument.Expires.Time = d.Instrument.Expires.Time.Add(-time.Duration(rapid.IntRange(1, 2000).Draw(r, "sooner")) * time.Hour)
		if longFace(decide(t, d, s)) {
			return // too long on its face: the shorter paper is the sounder one
		}
		pairwise(r, decide(t, sooner, s), decide(t, d, s), "the paper that ends sooner opened more")
	})
}

func longFace(d law.Decision) bool {
	for o := range d.Outcomes() {
		if _, ground := law.AnswerName(o.Answer); ground == "window-too-long" {
			return true
		}
	}
	return false
}

func TestKeepingLessNeverOpensMore(t *testing.T) {
	s, all := packs(t), allCases(t)
	month, err := writ.ParsePeriod("P1M")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		d := anyDemand(r, all)
		less := d
		less.Provider.Keeps = map[writ.Category]writ.Period{}
		for c := range d.Provider.Keeps {
			less.Provider.Keeps[c] = month
		}
		delete(d.Instrument.Facts, "held-as") // why it is held is another question than how long
		for o := range decide(t, less, s).Outcomes() {
			all := slices.Collect(decide(t, d, s).Outcomes())[o.Ask]
			if opens(o) && !opens(all) {
				if _, ground := law.AnswerName(all.Answer); ground != "uncertain-rule" && ground != "retention-purpose" {
					r.Fatalf("%s: less was kept, and more opened: %v, then %v", o.Category, o.Answer, all.Answer)
				}
			}
		}
	})
}

func TestDigestsStayWhatTheyWere(t *testing.T) {
	s := invented(t, ruritania)
	d := decide(t, inventedDemand(t, "CATEGORY", "call-records"), s)
	digest, set := d.Digest(), d.PackSet()
	golden(t, "digest.txt", hex.EncodeToString(set[:])+"\n"+hex.EncodeToString(digest[:])+"\n")
}

func TestADigestBindsWhatWasDecidedOn(t *testing.T) {
	s := invented(t, ruritania)
	base := func() law.Demand { return inventedDemand(t, "CATEGORY", "call-records") }
	seen := map[[32]byte]string{decide(t, base(), s).Digest(): "nothing changed"}
	for name, change := range map[string]func(*law.Demand){
		"the case":         func(d *law.Demand) { d.Case = "C-1" },
		"the salt":         func(d *law.Demand) { d.Salt[3] = 1 },
		"the version":      func(d *law.Demand) { d.Version = 2 },
		"the instant":      func(d *law.Demand) { d.At = d.At.Add(time.Nanosecond) },
		"the packs":        func(d *law.Demand) { d.Packs = append(d.Packs, "elsewhere") },
		"the seat":         func(d *law.Demand) { d.Provider.Established = append(d.Provider.Established, "XS") },
		"what is offered":  func(d *law.Demand) { d.Provider.Offers = nil },
		"the service":      func(d *law.Demand) { d.Provider.Service = "mobile" },
		"the zone":         func(d *law.Demand) { d.Provider.Zone = "Europe/Rome" },
		"what is kept":     func(d *law.Demand) { delete(d.Provider.Keeps, writ.Traffic) },
		"the type":         func(d *law.Demand) { d.Instrument.Type = "rt-freeze" },
		"the issuer":       func(d *law.Demand) { d.Instrument.Issuer.Kind = "police" },
		"the country":      func(d *law.Demand) { d.Instrument.Issuer.Country = "XS" },
		"the day of issue": func(d *law.Demand) { d.Instrument.Issued.Text = "2026-02-26" },
		"service":          func(d *law.Demand) { d.Instrument.Served = nil },
		"the last day":     func(d *law.Demand) { d.Instrument.Expires = ptr(stamp(t, "2027-01-01")) },
		"the addressee":    func(d *law.Demand) { d.Instrument.Addressee = "representative" },
		"the signature":    func(d *law.Demand) { d.Instrument.Signed = nil },
		"the language":     func(d *law.Demand) { d.Instrument.Language = "rt" },
		"the offence":      func(d *law.Demand) { d.Instrument.Offence = &law.Offence{Name: "poaching"} },
		"its years":        func(d *law.Demand) { d.Instrument.Offence = &law.Offence{Name: "poaching", MaxYears: ptr(2)} },
		"the emergency":    func(d *law.Demand) { d.Instrument.Emergency = ptr(true) },
		"secrecy":          func(d *law.Demand) { d.Instrument.Secrecy = &law.Secrecy{} },
		"the person":       func(d *law.Demand) { d.Instrument.User = &law.User{Role: "lawyer"} },
		"a fact":           func(d *law.Demand) { d.Instrument.Facts = map[string]any{"a": 1} },
		"a fact's kind":    func(d *law.Demand) { d.Instrument.Facts = map[string]any{"a": "1"} },
		"the category":     func(d *law.Demand) { d.Asks[0].Category = writ.Subscriber },
		"the number":       func(d *law.Demand) { d.Asks[0].Identifiers[0].Text = "+420123456780" },
		"the kind":         func(d *law.Demand) { d.Asks[0].Identifiers[0].Kind = writ.Account },
		"the table":        func(d *law.Demand) { d.Asks[0].File = "numbers.csv" },
		"the window":       func(d *law.Demand) { d.Asks[0].Window.To.Time = d.Asks[0].Window.To.Time.Add(time.Second) },
		"another ask":      func(d *law.Demand) { d.Asks = append(d.Asks, d.Asks[0]) },
	} {
		d := base()
		change(&d)
		digest := decide(t, d, s).Digest()
		if other, ok := seen[digest]; ok {
			t.Errorf("%s and %s have one digest", name, other)
		}
		seen[digest] = name
	}
}

func TestADemandThatIsNoneIsAnErrorOfTheCaller(t *testing.T) {
	s := invented(t, ruritania)
	for name, change := range map[string]func(*law.Demand){
		"no instant":        func(d *law.Demand) { d.At = time.Time{} },
		"no asks":           func(d *law.Demand) { d.Asks = nil },
		"no packs":          func(d *law.Demand) { d.Packs = nil },
		"unknown packs":     func(d *law.Demand) { d.Packs = []string{"elsewhere"} },
		"a strange ask":     func(d *law.Demand) { d.Asks[0].Category = "everything" },
		"an empty category": func(d *law.Demand) { d.Asks[0].Category = "" },
	} {
		d := inventedDemand(t, "CATEGORY", "call-records")
		change(&d)
		if out, err := law.Decide(d, s); err == nil || !out.Zero() {
			t.Errorf("%s was decided", name)
		}
	}
	if _, err := law.Decide(law.Demand{}, nil); err == nil {
		t.Error("the zero demand was decided without packs")
	}
}

func TestADecisionCannotBeChangedFromOutside(t *testing.T) {
	s := invented(t, ruritania)
	in := inventedDemand(t, "CATEGORY", "call-records")
	d := decide(t, in, s)
	digest := d.Digest()
	in.Asks[0].Identifiers[0].Text = "+420999999999"
	in.Instrument.Issued.Text = "1999-01-01"
	out := d.Demand()
	out.Asks[0].Identifiers[0].Text = "+420888888888"
	for o := range d.Outcomes() {
		o.Grounds[0].Provision = "none"
		o.Identifiers[0] = writ.Identifier{}
	}
	for o := range d.Outcomes() {
		if o.Grounds[0].Provision == "none" || o.Identifiers[0].IsZero() {
			t.Error("an outcome was changed through its copy")
		}
	}
	if d.Digest() != digest || d.Demand().Asks[0].Identifiers[0].Text != "+420123456789" {
		t.Error("the demand was changed through its copy")
	}
}
