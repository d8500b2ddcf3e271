package second

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
)

// A row is a mapping of a pack: each value a text, a list or a row.
type row = map[string]any

func tree(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := row{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[n.Content[i].Value] = tree(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, c := range n.Content {
			out = append(out, tree(c))
		}
		return out
	}
	return n.Value
}

func text(v any) string { s, _ := v.(string); return s }

// list gives a list, or the one value as a list.
func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

func words(v any) []string {
	var out []string
	for _, e := range list(v) {
		out = append(out, text(e))
	}
	return out
}

func in(w string, all []string) bool {
	for _, e := range all {
		if e == w {
			return true
		}
	}
	return false
}

// A book is one pack: what its files say, in the order of the files.
type book struct {
	name, country, notice string
	certificate           bool
	zones                 map[string]string
	languages             map[string][]string
	papers                map[string][]row
	rules, limits, relief []row
	duties, kept          []row
	reach                 row
	area                  row
	feasts                []row
	numbers               []row
}

// inherit fills a row with what it does not say itself. What it cites is its own, unless provision is among the keys.
func inherit(r, from row, keys ...string) row {
	out := row{}
	for k, v := range r {
		out[k] = v
	}
	for _, k := range append(keys, "source", "certainty", "from", "to", "by") {
		if _, ok := out[k]; !ok && from[k] != nil {
			out[k] = from[k]
		}
	}
	return out
}

// readBooks reads every pack of a folder.
func readBooks(t testing.TB, dir string) map[string]*book {
	t.Helper()
	files, err := filepath.Glob(dir + "/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*book{}
	for _, f := range files {
		base, name := filepath.Base(f), filepath.Base(filepath.Dir(f))
		if strings.HasSuffix(base, "cases.yaml") || base == "more.yaml" {
			continue
		}
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var n yaml.Node
		if err := yaml.Unmarshal(data, &n); err != nil {
			t.Fatal(err)
		}
		if out[name] == nil {
			out[name] = &book{name: name, zones: map[string]string{}, languages: map[string][]string{}, papers: map[string][]row{}, reach: row{}}
		}
		out[name].take(tree(n.Content[0]).(row))
	}
	return out
}

func (b *book) take(r row) {
	if r["pack"] != nil {
		b.country, b.notice, b.certificate = text(r["country"]), text(r["notice"]), r["zone-of"] != nil
	}
	for _, c := range list(r["countries"]) {
		c := c.(row)
		b.zones[text(c["code"])], b.languages[text(c["code"])] = text(c["zone"]), words(c["languages"])
	}
	base, _ := r["defaults"].(row)
	for _, e := range list(r["instruments"]) {
		p := inherit(e.(row), base)
		b.papers[text(p["type"])] = append(b.papers[text(p["type"])], p)
	}
	for key, into := range map[string]*[]row{"rules": &b.rules, "limits": &b.limits, "relief": &b.relief, "duties": &b.duties} {
		for _, e := range list(r[key]) {
			*into = append(*into, inherit(e.(row), base))
		}
	}
	for _, e := range list(r["kept"]) {
		b.kept = append(b.kept, e.(row))
	}
	for _, e := range list(r["numbering"]) {
		b.numbers = append(b.numbers, e.(row))
	}
	if reach, ok := r["reach"].(row); ok {
		for k, v := range reach {
			b.reach[k] = v
		}
	}
	if a, ok := r["area"].(row); ok {
		b.area = inherit(a, base)
	}
	if h, ok := r["holidays"].(row); ok {
		b.feasts = nil
		for _, e := range list(h["days"]) {
			b.feasts = append(b.feasts, e.(row))
		}
	}
}

func date(s string) time.Time { t, _ := time.Parse(time.DateOnly, s); return t }
