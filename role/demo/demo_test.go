package demo

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
)

// TestTheDemoRunsAndLeavesWhatItPromises: packages/*.lap, letters/, ledger/, agency.key, signer.pub, report.html.
func TestTheDemoRunsAndLeavesWhatItPromises(t *testing.T) {
	out := filepath.Join(t.TempDir(), "demo")
	var said bytes.Buffer
	if err := Run(context.Background(), out, &said); err != nil {
		t.Fatalf("%v\n%s", err, said.Bytes())
	}
	for _, pattern := range []string{"packages/*.lap", "letters/*/letter.pdf", "letters/*/letter.html", "letters/*/letter.json", "ledger/checkpoint",
		"agency.key", "signer.pub", "report.html", "opened/*/report.pdf", "tap/received/hi3.ber", "tap/shown/report.html", "tap/shown/*/*.wav"} {
		if found, err := filepath.Glob(filepath.Join(out, pattern)); err != nil || len(found) == 0 {
			t.Errorf("%s is not there", pattern)
		}
	}
	if err := Run(context.Background(), out, &said); err == nil {
		t.Error("a second run wrote over the first")
	}
}

// TestALedgerThatNamesATargetIsFound: the demo's own check can fail.
func TestALedgerThatNamesATargetIsFound(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "entry"), []byte("…+12025550129…"), 0o600); err != nil {
		t.Fatal(err)
	}
	if namesNobody(dir) == nil {
		t.Error("a number in the ledger was not found")
	}
}

// TestTheOtherPathCounts pins what the raw files say, so that both paths can't drift together.
func TestTheOtherPathCounts(t *testing.T) {
	calls, err := countCalls(askedNumber, askedFrom, askedTo)
	if err != nil || calls != 25 {
		t.Errorf("calls: %d, %v; wanted 25", calls, err)
	}
	events, err := countSessions("user033@isp.example")
	if err != nil || events != 3 {
		t.Errorf("session events: %d, %v; wanted 3", events, err)
	}
}

// TestTheOtherPathCountsTheCalls pins what the captures hold of the order: inside its time, and after its end.
func TestTheOtherPathCountsTheCalls(t *testing.T) {
	var sum received
	for _, call := range played {
		c, err := countCapture(call.file, call.at, tapUntil)
		if err != nil {
			t.Fatal(err)
		}
		sum.iri, sum.cc, sum.late = sum.iri+c.iri, sum.cc+c.cc, sum.late+c.late
	}
	if sum.iri != 25 || sum.cc != 742 || sum.late != 392 {
		t.Errorf("%d signalling, %d content, %d late; wanted 25, 742, 392", sum.iri, sum.cc, sum.late)
	}
}
