package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A listener hears what a command says and does something at a word.
type listener struct {
	bytes.Buffer
	word string
	do   func()
}

func (l *listener) Write(b []byte) (int, error) {
	if strings.Contains(string(b), l.word) {
		l.do()
	}
	return l.Buffer.Write(b)
}

// A signal ends the receiver; it says what lies in its folder, from earlier runs too.
func TestAReceiverThatEndsSaysWhatCame(t *testing.T) {
	dir := t.TempDir()
	b, err := os.ReadFile("../../wire/etsi/testdata/openli/sip-call-g711/hi3.ber")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "hi3.ber"), b[:len(b)-3], 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var out bytes.Buffer
	errs := &listener{word: "receiving HI3 on 127.0.0.1:", do: stop}
	sh := plainShell(&out, &bytes.Buffer{})
	sh.err = errs
	if code := run(ctx, []string{"lemf", "--listen-hi2", "127.0.0.1:0", "--listen-hi3", "127.0.0.1:0", "--out", dir}, sh); code != exitDone {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	if !strings.Contains(out.String(), "CC: expected 490, received 490, missing 0") || !strings.Contains(errs.String(), "ended inside a PDU") {
		t.Errorf("it says %s%s", out.String(), errs.String())
	}
}
