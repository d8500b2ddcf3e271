package law_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"writ"
	"writ/law"
	"writ/strict"
)

// running keeps a fuzz target running: by default each new input is shortened for up to a minute, and texts of a
// thousand octets are nothing but new inputs. Who sets the flag keeps what they set.
func running(f *testing.F) {
	f.Helper()
	if shorten := flag.Lookup("test.fuzzminimizetime"); shorten.Value.String() == shorten.DefValue {
		if err := shorten.Value.Set("20x"); err != nil {
			f.Fatal(err)
		}
	}
}

func FuzzReadCases(f *testing.F) {
	running(f)
	files, err := filepath.Glob("packs/*/more.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, one := range strings.Split(string(data), "\n- id:")[1:] {
			if len(one) < 1200 {
				f.Add([]byte("cases:\n- id:" + one))
			}
		}
	}
	f.Add([]byte(request))
	s := packs(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		cases, err := law.ReadCases(data, "cases.yaml")
		if err != nil {
			_, _ = law.ReadRequest(data, "request.yaml")
			return
		}
		for _, c := range cases {
			law.CheckCase(c, s)
			settled(t, c.Demand, s)
		}
	})
}

// FuzzLoad reads any text as a whole pack.
func FuzzLoad(f *testing.F) {
	running(f)
	f.Add([]byte(ruritania))
	f.Add([]byte(boundless))
	demands := fuzzDemands(f)
	f.Fuzz(func(t *testing.T, data []byte) { loaded(t, string(data), demands) })
}

// pieces are the lists of a pack into which FuzzPiece puts one item, and how an item begins.
var pieces = []string{"rules", "limits", "duties", "kept", "instruments", "numbering", "countries"}

// FuzzPiece puts one item of law into a pack that is sound without it: most of what is drawn is read to the end, and
// decides.
func FuzzPiece(f *testing.F) {
	running(f)
	for key, items := range packItems(f) {
		for _, item := range items {
			f.Add(uint8(key), item) //nolint:gosec // seven of them
		}
	}
	demands := fuzzDemands(f)
	f.Fuzz(func(t *testing.T, key uint8, item string) {
		loaded(t, withPiece(pieces[int(key)%len(pieces)], item), demands)
	})
}

// withPiece puts one item first into a list of Ruritania's law.
func withPiece(list, item string) string {
	if head, rest, ok := strings.Cut(ruritania, "\n"+list+":\n"); ok {
		return head + "\n" + list + ":\n" + item + "\n" + rest
	}
	return ruritania + list + ":\n" + item + "\n"
}

// elsewhere finds the instruments that a rule names.
var elsewhere = regexp.MustCompile(`instruments: \[[^\]]*\]`)

// packItems cuts the packs into the items of their lists, by the place of the list in pieces. The instruments that they
// name become one that Ruritania has.
func packItems(f *testing.F) map[int][]string {
	f.Helper()
	out := map[int][]string{}
	files, err := fs.Glob(os.DirFS("packs"), "*/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(filepath.Join("packs", name))
		if err != nil {
			f.Fatal(err)
		}
		for key, list := range pieces {
			_, rest, ok := strings.Cut(string(data), "\n"+list+":\n")
			if !ok {
				continue
			}
			for n, item := range strings.Split("\n"+rest, "\n- ")[1:] {
				if n < 5 && len(item) < 600 && !strings.Contains(item, "\n\n") {
					out[key] = append(out[key], "- "+elsewhere.ReplaceAllString(item, "instruments: [rt-writ, rt-freeze]"))
				}
			}
		}
	}
	return out
}

func fuzzDemands(f *testing.F) []law.Demand {
	f.Helper()
	var out []law.Demand
	for _, c := range writ.Categories() {
		out = append(out, inventedDemand(f, "CATEGORY", string(c)), inventedDemand(f, "CATEGORY", string(c), "TYPE", "rt-freeze", "ISSUER", "police"))
	}
	return out
}

// loaded reads a pack and decides by it, if it is one.
func loaded(t *testing.T, text string, demands []law.Demand) {
	t.Helper()
	s, err := law.Load(fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(text)}}, "ruritania")
	if err != nil {
		if pe := (*strict.Error)(nil); !errors.As(err, &pe) {
			t.Errorf("an error that says no place: %v", err)
		}
		return
	}
	for _, d := range demands {
		settled(t, d, s)
	}
}

// settled decides twice, and checks what no pack and no paper can change.
func settled(t *testing.T, d law.Demand, s *law.Set) {
	t.Helper()
	out, err := law.Decide(d, s)
	if err != nil {
		if !errors.Is(err, law.ErrNoPack) && !errors.Is(err, law.ErrNoAsks) && !errors.Is(err, law.ErrNoInstant) {
			t.Errorf("a demand that was read is no demand: %v", err)
		}
		return
	}
	again, err := law.Decide(out.Demand(), s)
	if err != nil || again.Digest() != out.Digest() {
		t.Errorf("decided again it is another: %v", err)
	}
	_ = law.Explain(out).String()
	for o := range out.Outcomes() {
		_, keeps := o.Answer.(law.Preserve)
		switch {
		case o.Answer == nil || len(o.Grounds) == 0:
			t.Error("an answer without a ground")
		case opens(o) && (len(o.Identifiers) == 0 || d.Instrument.Issued == nil):
			t.Error("a paper without a date, or one that names no one, opened something")
		case o.Category.Live() && opens(o) && (o.Window.IsZero() || !o.Window.To().After(d.At)):
			t.Error("a tap without an end, or one that is over")
		case !o.Until.IsZero() && (!keeps || !o.Until.After(d.At)):
			t.Error("an end of what is not preserved, or one that is over")
		}
	}
}
