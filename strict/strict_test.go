package strict_test

import (
	"errors"
	"strings"
	"testing"

	"writ/strict"
)

// read reads a file as its users do: a table of known keys.
func read(text string, quiet bool) error {
	s := &strict.Sheet{File: "f.yaml", Quiet: quiet}
	root, err := s.Open([]byte(text))
	if err != nil {
		return err
	}
	t := root.Table("name", "sure", "count", "for", "from", "list", "inner")
	t.TextOf("name")
	if v, ok := t.Has("sure"); ok {
		v.Truth()
	}
	if v, ok := t.Has("count"); ok {
		v.Number()
	}
	if v, ok := t.Has("for"); ok {
		v.Period()
	}
	if v, ok := t.Has("from"); ok {
		v.Day()
	}
	if v, ok := t.Has("list"); ok {
		v.AtLeastOne()
	}
	if v, ok := t.Has("inner"); ok {
		in := v.Table("must").Named("inner rule")
		in.Must("must", "write must:")
	}
	return s.Err()
}

const sound = "name: x\nsure: true\ncount: 3\nfor: P1Y\nfrom: 2026-03-02\nlist: [a, b]\ninner: {must: y}\n"

func TestWhatIsWrongIsSaidWithItsPlaceAndWhatToDo(t *testing.T) {
	if err := read(sound, false); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, text, want string }{
		{"an unknown key", "nme: x\n", `f.yaml:1:1: unknown key "nme"; did you mean name?`},
		{"a key that is like none", "elephant: x\n", `f.yaml:1:1: unknown key "elephant"; write one of name, sure, count, for, from, list, inner`},
		{"a key twice", "name: x\nname: y\n", "f.yaml:2:1: the key stands twice; keep one of them"},
		{"a key that is a list", "? [a]\n: x\n", "f.yaml:1:3: a key is no plain word; write key: value pairs"},
		{"no mapping", "- a\n", "f.yaml:1:1: is no mapping; write key: value pairs"},
		{"no value", "name:\n", "f.yaml:1:6: has no value; write one value, or leave the key out"},
		{"an empty value", "name: \"\"\n", "f.yaml:1:7: has no value; write one value, or leave the key out"},
		{"a list for a value", "name: [x]\n", "f.yaml:1:7: has no value; write one value, or leave the key out"},
		{"no truth", "sure: maybe\n", `f.yaml:1:7: "maybe" is neither true nor false; write true or false`},
		{"a truth in quotes", "sure: \"true\"\n", `f.yaml:1:7: "true" is neither true nor false; write true or false`},
		{"no number", "count: few\n", `f.yaml:1:8: "few" is no whole number from 0; write digits only`},
		{"a negative number", "count: -1\n", `f.yaml:1:8: "-1" is no whole number from 0; write digits only`},
		{"no period", "for: a year\n", `f.yaml:1:6: "a year" is no period; write for example P18M, P5Y, P30D or PT72H`},
		{"no date", "from: 2026-02-30\n", `f.yaml:1:7: "2026-02-30" is not a date; write YYYY-MM-DD`},
		{"an empty list", "list: []\n", "f.yaml:1:7: is an empty list; name at least one, or leave the key out"},
		{"a key that must stand, of a rule with a name", "inner: {}\n", "f.yaml:1:8: inner rule: has no must; write must:"},
		{"two documents", "name: x\n---\nname: y\n", "f.yaml:1:1: holds more than one document, or something after it; write one YAML document"},
		{"nothing", "", "f.yaml:1:1: holds nothing; write one YAML document"},
		{"an alias", "name: &a x\n", "f.yaml:1:7: has an anchor or alias; write the value out"},
		{"no YAML, without its words", "name: [x\nsecret", "f.yaml:3:1: is not YAML; check indentation, quotes and brackets there"},
		{"no text", "name: \xff\n", "f.yaml:1:1: is not UTF-8 text; save it as UTF-8"},
		{"NUL", "name: \x00\n", "f.yaml:1:1: is not UTF-8 text; save it as UTF-8"},
		{"too much", "name: " + strings.Repeat("x", 8<<20), "f.yaml:1:1: is larger than 8 MiB; split it"},
		{"too deep", "list: " + strings.Repeat("[", 50) + strings.Repeat("]", 50), "f.yaml:1:47: is nested too deep; write it flatter"},
		{"a long value, which is not repeated", "count: " + strings.Repeat("x", 41) + "\n", "f.yaml:1:8: the value is no whole number from 0; write digits only"},
		{"all at once", "sure: maybe\ncount: few\n", "f.yaml:1:7: \"maybe\" is neither true nor false; write true or false\nf.yaml:2:8: \"few\" is no whole number from 0; write digits only"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := read(tc.text, false)
			var e *strict.Error
			if err == nil || err.Error() != tc.want || !errors.As(err, &e) {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestAQuietSheetRepeatsNothing(t *testing.T) {
	for _, text := range []string{"secret: x\n", "sure: secret\n", "count: secret\n", "for: secret\n", "from: secret\n", "secret", "name: [secret\n", "list: {secret: secret}\n"} {
		if err := read(text, true); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzSheet: whatever the octets are, there is an error of the form or the file is read; a quiet sheet repeats no word.
func FuzzSheet(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte("a: &x [*x]\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		loud, quiet := read(string(b), false), read(string(b), true)
		if (loud == nil) != (quiet == nil) {
			t.Errorf("read aloud: %v; in quiet: %v", loud, quiet)
		}
	})
}
