package x1_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/wire/x1"
)

// schema gives a function that says what xmllint finds wrong with documents, by the published schemas and writ's own.
// Those of the standard are not the project's to copy: the test runs where they lie beside it.
func schema(t *testing.T) func(docs ...[]byte) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "..", "shared", "schemas", "etsi", "x1")
	lint, err := exec.LookPath("xmllint")
	if _, serr := os.Stat(filepath.Join(dir, "validate-x1.xsd")); serr != nil || err != nil {
		t.Skip("NOT RUN: no xmllint, or no schemas of TS 103 221-1 in ../shared/schemas/etsi/x1: messages are not validated")
	}
	// The published entry point, and writ's extension: a strict validator wants its schema too.
	all := `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:writ:test">` +
		`<xs:import namespace="urn:writ:validate:x1" schemaLocation="` + filepath.Join(dir, "validate-x1.xsd") + `"/>` +
		`<xs:import namespace="` + x1.ExtensionNamespace + `" schemaLocation="` + filepath.Join(root, "docs", "formats", "x1-extension.xsd") + `"/></xs:schema>`
	entry := filepath.Join(t.TempDir(), "all.xsd")
	if err := os.WriteFile(entry, []byte(all), 0o600); err != nil {
		t.Fatal(err)
	}
	return func(docs ...[]byte) string {
		dir, args := t.TempDir(), []string{"--nonet", "--noout", "--schema", entry}
		for n, doc := range docs {
			path := filepath.Join(dir, fmt.Sprintf("%d.xml", n))
			if err := os.WriteFile(path, doc, 0o600); err != nil {
				t.Fatal(err)
			}
			args = append(args, path)
		}
		out, err := exec.Command(lint, args...).CombinedOutput()
		if err != nil {
			return fmt.Sprintf("%v: %s", err, out)
		}
		return ""
	}
}

func TestTheValidatorTellsTheInvalidSamples(t *testing.T) {
	lint := schema(t)
	for name, src := range samples(t, true) {
		if bad := lint(src); bad != "" {
			t.Errorf("%s: %s", name, bad)
		}
	}
	for name, src := range samples(t, false) {
		if lint(src) == "" {
			t.Errorf("%s is valid", name)
		}
	}
}

func TestEveryMessageInBothDirectionsIsValidByTheSchema(t *testing.T) {
	lint := schema(t)
	var docs [][]byte
	rapid.Check(t, func(rt *rapid.T) {
		for _, root := range []x1.Root{x1.X1Request, x1.X1Response} {
			out, err := everything(rt, root).Append(nil)
			if err != nil {
				rt.Fatal(err)
			}
			docs = append(docs, out)
		}
	})
	if bad := lint(docs...); bad != "" {
		t.Errorf("%.4000s", bad)
	}
}

func TestWhatIsAnsweredToNonsenseIsValidByTheSchema(t *testing.T) {
	lint := schema(t)
	who := x1.Identities{Side: x1.NE, Own: "ne-1", Peer: "admf-1", Known: []string{"admf-1"}}
	for name, src := range samples(t, false) {
		if bad := lint(x1.Respond(src, x1.RequestLimits, accepting{}, who, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))); bad != "" {
			t.Errorf("%s: %s", name, bad)
		}
	}
}
