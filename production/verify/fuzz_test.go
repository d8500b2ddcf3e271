package verify_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gowebpki/jcs"

	"writ/production"
	"writ/production/productiontest"
	"writ/production/verify"
)

// FuzzFile: whatever the octets, nothing panics, and what holds is what was sealed.
func FuzzFile(f *testing.F) {
	c := productiontest.NewHouse(f).Decide(productiontest.Demand("2026-0017", 1)).Approve()
	a := c.Assemble(c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(f, 3)), c.Inputs())
	file := a.Seal()
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Add([]byte("PK\x05\x06"))
	known := a.Brought()
	f.Fuzz(func(t *testing.T, b []byte) {
		if out := verify.File(bytes.NewReader(b), int64(len(b)), known); out.OK() && !bytes.Equal(b, file) {
			t.Error("other octets hold")
		}
	})
}

// FuzzParts puts octets into one part after the other, with a manifest that names them truly.
func FuzzParts(f *testing.F) {
	names := []string{"approvals.json", "certificate.html", "report.html", "rows.jsonl", "scope.json", "shortfall.json", "tables/call-records.call.csv"}
	for i, name := range names {
		f.Add(uint(i), honest().parts[name])
	}
	key := productiontest.NewHouse(f).Log.VerificationKey()
	f.Fuzz(func(t *testing.T, n uint, b []byte) {
		x := newForger(t)
		name := names[n%uint(len(names))]
		if bytes.Equal(x.parts[name], b) {
			return
		}
		x.parts[name] = b
		x.parts["manifest.json"] = x.remake()
		src := source{names: []string{"manifest.json"}, parts: x.parts}
		for _, name := range slices.Sorted(maps.Keys(x.parts)) {
			if name != "manifest.json" {
				src.names = append(src.names, name)
			}
		}
		out := verify.Parts(src, verify.Options{LedgerKey: key, Pending: true})
		loose := name == "tables/call-records.call.csv" || strings.HasSuffix(name, ".html") // other quotes, other words between the tables
		if out.OK() && !loose {
			t.Errorf("%s may be something else, and nothing finds it", name)
		}
	})
}

// FuzzRow: what is read as a row is canonical JSON.
func FuzzRow(f *testing.F) {
	for _, l := range strings.SplitAfter(string(honest().parts["rows.jsonl"]), "\n") {
		f.Add([]byte(strings.TrimSuffix(l, "\n")))
	}
	f.Add([]byte(`{"ask":1,"category":"","fields":{"a":{"hex":"ff"}},"kind":"","record":1,"why":{"asked":{"kind":"","value":""},"field":"","provision":"\u0000\n","rule":""}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if !verify.IsRow(b) {
			return
		}
		again, err := jcs.Transform(b)
		if err != nil || !bytes.Equal(again, b) || !json.Valid(b) {
			t.Errorf("read as a row and not canonical: %q", b)
		}
	})
}

func FuzzSigner(f *testing.F) {
	one := production.SignerText(productiontest.SigningKey().Public(), productiontest.NewHouse(f).Log.VerificationKey())
	f.Add(one)
	f.Add(append(slices.Clone(one), one...))
	f.Fuzz(func(t *testing.T, b []byte) {
		known, err := verify.ParseSigners(b)
		if err != nil {
			return
		}
		var again []byte
		for _, k := range known {
			again = append(again, production.SignerText([32]byte(k.Package), k.Ledger)...)
		}
		if !bytes.Equal(again, bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))) {
			t.Error("what was read can't be written back")
		}
	})
}

func FuzzLetter(f *testing.F) {
	f.Add([]byte(`{"key":"00","letter":{"format":"writ/letter/1"},"signature":""}`), []byte("x"), []byte("%PDF-"))
	f.Fuzz(func(t *testing.T, a, b, c []byte) {
		if verify.Letter(a, b, c, nil).OK() {
			t.Error("nobody signed it, and it holds")
		}
	})
}
