package verify_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gowebpki/jcs"
	"github.com/klauspost/compress/flate"

	"writ/production/productiontest"
	"writ/production/verify"
)

// A forger holds the package signing key. What it makes is verified twice: with the ledger against it, whose entry it
// can't change, and with the ledger's writer as its accomplice, who signs whatever it asks for.
type forger struct {
	t      testing.TB
	parts  map[string][]byte
	m      map[string]any // the manifest
	key    ed25519.PrivateKey
	house  *productiontest.House // whose ledger the accomplice writes
	keep   bool                  // the manifest stays as it was
	rawM   []byte                // the manifest, octet by octet
	proof  []byte                // instead of the entry's
	expect verify.Expect
	seen   [][]byte
	audit  []byte
}

// A forgery is one kind of it.
type forgery struct {
	name  string
	want  string // the check that finds it though the ledger's writer helps
	forge func(f *forger)
	alone string // the check that finds it without help; empty: the ledger
}

type whole struct {
	parts map[string][]byte
	proof []byte
	audit []byte
}

// honest is one package as it was made, unpacked.
var honest = sync.OnceValue(func() whole { return unpacked(new(testing.T), "2026-0017", 1) })

func unpacked(t testing.TB, caseID string, version int) whole {
	c := productiontest.NewHouse(t).Decide(productiontest.Demand(caseID, version)).Approve()
	h := c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, 40))
	a := c.Assemble(h, c.Inputs())
	out := whole{parts: map[string][]byte{}}
	for name := range a.Staging.Parts {
		r, _ := a.Staging.Open(name)
		b, err := io.ReadAll(flate.NewReader(r))
		if err != nil {
			t.Fatal(err)
		}
		switch name {
		case "staged.json":
		case "conservation.json":
			out.audit = b
		default:
			out.parts[name] = b
		}
	}
	out.proof, _ = a.Proof.MarshalText()
	return out
}

func newForger(t testing.TB) *forger {
	w := honest()
	f := &forger{t: t, parts: map[string][]byte{}, key: productiontest.SigningKey().PrivateKey, audit: w.audit}
	for name, b := range w.parts {
		f.parts[name] = bytes.Clone(b)
	}
	f.m = f.decode("manifest.json")
	return f
}

func (f *forger) decode(name string) map[string]any {
	var v map[string]any
	d := json.NewDecoder(bytes.NewReader(f.parts[name]))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		f.t.Fatal(err)
	}
	return v
}

func (f *forger) canonical(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		f.t.Fatal(err)
	}
	out, err := jcs.Transform(b)
	if err != nil {
		f.t.Fatal(err)
	}
	return out
}

// edit changes a JSON part.
func (f *forger) edit(name string, change func(map[string]any)) {
	v := f.decode(name)
	change(v)
	f.parts[name] = f.canonical(v)
}

// swap replaces a text in a part; it must be there.
func (f *forger) swap(name, old, new string) {
	f.t.Helper()
	if !bytes.Contains(f.parts[name], []byte(old)) {
		f.t.Fatalf("%s does not hold what is to be forged: %s", name, old)
	}
	f.parts[name] = bytes.Replace(f.parts[name], []byte(old), []byte(new), 1)
}

// lines changes the rows.
func (f *forger) lines(change func([]string) []string) {
	all := strings.SplitAfter(strings.TrimSuffix(string(f.parts["rows.jsonl"]), "\n"), "\n")
	all[len(all)-1] += "\n"
	f.parts["rows.jsonl"] = []byte(strings.Join(change(all), ""))
}

// row changes the first row that holds a text.
func (f *forger) row(holds string, change func(map[string]any)) {
	f.t.Helper()
	f.lines(func(all []string) []string {
		i := slices.IndexFunc(all, func(s string) bool { return strings.Contains(s, holds) })
		if i < 0 {
			f.t.Fatal("there is no row to forge")
		}
		var v map[string]any
		d := json.NewDecoder(strings.NewReader(all[i]))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			f.t.Fatal(err)
		}
		change(v)
		all[i] = string(f.canonical(v)) + "\n"
		return all
	})
}

// remake writes the manifest anew for the parts as they are.
func (f *forger) remake() []byte {
	if f.rawM != nil {
		return f.rawM
	}
	if f.keep {
		return f.parts["manifest.json"]
	}
	var parts []any
	for _, name := range slices.Sorted(maps.Keys(f.parts)) {
		if name == "manifest.json" {
			continue
		}
		sum := sha256.Sum256(f.parts[name])
		parts = append(parts, map[string]any{"name": name, "sha256": hex.EncodeToString(sum[:]), "size": len(f.parts[name])})
	}
	f.m["parts"] = parts
	return f.canonical(f.m)
}

// verified signs and verifies; helped says whether the ledger's writer helps.
func (f *forger) verified(helped bool) verify.Outcome {
	manifest := f.remake()
	src := source{names: []string{"manifest.json", "manifest.sig", "proof.txt"}, parts: maps.Clone(f.parts)}
	for _, name := range slices.Sorted(maps.Keys(f.parts)) {
		if name != "manifest.json" {
			src.names = append(src.names, name)
		}
	}
	src.parts["manifest.json"] = manifest
	src.parts["manifest.sig"] = ed25519.Sign(f.key, append([]byte("writ/manifest/1\n"), manifest...))
	src.parts["proof.txt"] = honest().proof
	if helped {
		src.parts["proof.txt"] = f.outcome(manifest)
	}
	if f.proof != nil {
		src.parts["proof.txt"] = f.proof
	}
	known := productiontest.NewHouse(f.t).Known()[0]
	return verify.PartsAndAudit(src, verify.Options{PackageKey: known.Package, LedgerKey: known.Ledger, Expect: f.expect, Seen: f.seen}, f.audit)
}

// outcome has the accomplice write the forged manifest down.
func (f *forger) outcome(manifest []byte) []byte {
	h := f.house
	if h == nil {
		h = productiontest.NewHouse(f.t)
		h.Decide(productiontest.Demand("2026-0017", 1)).Approve()
	}
	for range 20 {
		h.Append("note", fmt.Sprintf("note/%d", h.Log.Head().Size), "", []byte("{}"))
	}
	h.Later(time.Hour)
	sum := sha256.Sum256(manifest)
	version, _ := f.m["version"].(json.Number)
	h.Append("outcome", fmt.Sprintf("outcome/%s/%s/assemble", f.m["case"], version), fmt.Sprint(f.m["case"]),
		fmt.Appendf(nil, `{"format":"writ/outcome/1","manifest":"%x"}`, sum))
	p, err := h.Log.Prove(h.Log.Head().Size - 1)
	if err != nil {
		f.t.Fatal(err)
	}
	text, _ := p.MarshalText()
	return text
}

type source struct {
	names []string
	parts map[string][]byte
}

func (s source) Names() []string { return s.names }

func (s source) Open(name string) (io.ReadCloser, error) {
	b, ok := s.parts[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

func tried(t *testing.T, all []forgery) {
	seen := map[string]bool{}
	for _, x := range all {
		if seen[x.name] {
			t.Fatalf("two forgeries are called %q", x.name)
		}
		seen[x.name] = true
		t.Run(x.name, func(t *testing.T) {
			f := newForger(t)
			x.forge(f)
			if x.alone == "" {
				x.alone = verify.Ledger
			}
			for _, tc := range []struct {
				helped bool
				want   string
			}{{false, x.alone}, {true, x.want}} {
				b := f.verified(tc.helped).Broken()
				switch {
				case b == nil:
					t.Errorf("helped %t: nothing found it", tc.helped)
				case b.Name != tc.want:
					t.Errorf("helped %t: found by %s (%s), want %s", tc.helped, b.Name, b.Detail, tc.want)
				}
			}
		})
	}
	t.Logf("%d kinds of forgery", len(all))
}

func TestTheForgersToolsChangeNothingByThemselves(t *testing.T) {
	for _, helped := range []bool{false, true} {
		if b := newForger(t).verified(helped).Broken(); b != nil {
			t.Errorf("helped %t: %s: %s", helped, b.Name, b.Detail)
		}
	}
}

func copyInflated(w io.Writer, r io.Reader) (int64, error) { return io.Copy(w, flate.NewReader(r)) }

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
