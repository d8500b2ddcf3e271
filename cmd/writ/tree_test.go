package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// plainShell is a shell with nothing behind it.
func plainShell(out, errs *bytes.Buffer) *shell {
	return &shell{in: strings.NewReader(""), out: out, err: errs, now: func() time.Time { return today }, env: func(string) string { return "" }}
}

func everyCommand(c *cobra.Command, do func(*cobra.Command)) {
	if c.Name() == "completion" {
		return // cobra's own
	}
	do(c)
	for _, sub := range c.Commands() {
		everyCommand(sub, do)
	}
}

func TestEveryCommandHasHelpWithAnExample(t *testing.T) {
	n := 0
	everyCommand(newRoot(plainShell(&bytes.Buffer{}, &bytes.Buffer{})), func(c *cobra.Command) {
		n++
		if c.Short == "" || !strings.Contains(c.Example, "writ ") {
			t.Errorf("%s has no words or no example", c.CommandPath())
		}
		var out, errs bytes.Buffer
		args := append(strings.Fields(c.CommandPath())[1:], "--help")
		if code := run(context.Background(), args, plainShell(&out, &errs)); code != 0 || !strings.Contains(out.String(), "Examples:") || errs.Len() > 0 {
			t.Errorf("writ %v: exit %d, %s", args, code, errs.String())
		}
	})
	if n < 40 {
		t.Errorf("only %d commands", n)
	}
}

func TestTheContractsCommandsAreThere(t *testing.T) {
	root := newRoot(plainShell(&bytes.Buffer{}, &bytes.Buffer{}))
	for _, words := range []string{"init", "person add", "decide", "packs lint", "packs list", "packs show", "packs test", "packs diff", "packs page", "packs sign", "packs add", "packs remove", "ingest", "request add", "request template",
		"case list", "case show", "case paper", "case read", "case verify", "case approve", "case refuse", "case withdraw", "case dry-run", "case run", "case deliver", "case clarify", "case correct", "case close",
		"package verify", "package open", "letter verify", "ledger verify", "config check", "man", "demo", "decode", "completion bash"} {
		c, rest, err := root.Find(strings.Fields(words))
		if err != nil || len(rest) > 0 || c.CommandPath() != "writ "+words {
			t.Errorf("writ %s is not there", words)
		}
	}
}

// TestEveryResultIsJSONWhenAsked runs commands that need no home with --json: one object, or an object a line.
func TestEveryResultIsJSONWhenAsked(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/writ.yaml", []byte("writ: 1\nhome: h\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"config", "check", dir + "/writ.yaml"}, {"packs", "list"}, {"packs", "show", "us-federal"}, {"packs", "lint"}, {"packs", "show", "it", "--html"}, {"packs", "page", "it", "--out", dir}, {"packs", "test", "../../law/packs"}, {"packs", "diff", "../../law/packs"},
		{"decide", "--cases", "../../law/packs/us-federal/cases.yaml"}, {"decide", "--explain", "--what-if", "../../law/packs/us-federal/cases.yaml"},
		{"request", "template"}, {"man", dir + "/man"}, {"decode", "--hex", "../../wire/asn1/testdata/ps-pdu/tri-padding.hex"},
	} {
		var out, errs bytes.Buffer
		if code := run(context.Background(), append(args, "--json"), plainShell(&out, &errs)); code != 0 {
			t.Errorf("writ %v: exit %d: %s", args, code, errs.String())
		}
		objects(t, args, out.Bytes())
	}
}

func objects(t *testing.T, args []string, out []byte) {
	t.Helper()
	for _, line := range bytes.Split(bytes.TrimSpace(out), []byte("\n")) {
		var o map[string]any
		if len(line) > 0 && json.Unmarshal(line, &o) != nil {
			t.Errorf("writ %v --json prints a line that is no object: %.80s", args, line)
		}
	}
}
