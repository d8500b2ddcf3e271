package mediation

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"testing"

	"writ/wire/x2x3"
)

var update = flag.Bool("update", false, "write golden files")

// lived is a Core that has seen a call, an access, content that is numbered, hashed and signed, losses and a stop.
func lived(t fataler) *bench {
	b := newBench(t, Config{})
	tasks, terms := house(t)
	for i := range tasks {
		b.set(tasks[i], terms[i])
	}
	for i, p := range payloads {
		for _, task := range tasks {
			b.send(pdu(task, p.typ, p.format, uint64(i%3), 0, p.octets(i)))
		}
	}
	b.tick(3e9)
	b.send(pdu(tasks[0], x2x3.X3, x2x3.RTP, 0, 4e9, rtp(9)))
	b.Stop(tasks[1].XID, noon.Add(5e9), b.out)
	return b
}

// TestTheFormOfAStateStays: each version ever released stays readable, and is written back as it was.
func TestTheFormOfAStateStays(t *testing.T) {
	b := lived(t)
	for file, got := range map[string][]byte{"testdata/mediation-state-1.bin": b.Snapshot(nil), "testdata/mediation-delta-1.bin": b.Delta(nil)} {
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: this program writes another form", file)
		}
		c := New(Config{})
		if err := c.Restore(want); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if again := c.Snapshot(nil); bytes.Contains([]byte(file), []byte("state")) && !bytes.Equal(again, want) {
			t.Errorf("%s: it comes back as another", file)
		}
	}
}

func TestATornOrForeignStateIsRefused(t *testing.T) {
	whole := lived(t).Snapshot(nil)
	refused := 0
	for n := range whole {
		err := New(Config{}).Restore(whole[:n])
		if err != nil && !errors.Is(err, ErrState) {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if err != nil {
			refused++
		}
	}
	if refused < len(whole)*9/10 { // a cut between records can't be seen here: the spool's seal shows it
		t.Errorf("%d of %d cuts are seen", refused, len(whole))
	}
	for _, foreign := range [][]byte{nil, []byte("writ/mediation-state/2\n"), []byte(snapshotForm + "x"), []byte(snapshotForm + "s")} {
		if err := New(Config{}).Restore(foreign); !errors.Is(err, ErrState) {
			t.Errorf("%q: %v", foreign, err)
		}
	}
}

func TestAStateHoldsNoTargetLIIDOrContent(t *testing.T) {
	b := lived(t)
	state := append(b.Snapshot(nil), b.Delta(nil)...)
	for _, mark := range []string{"LIID-", "sip:alice@example.com", "INVITE", string(rtp(3)[:8])} {
		if bytes.Contains(state, []byte(mark)) {
			t.Errorf("it holds %q", mark)
		}
	}
}

func TestAForgottenTaskLeavesNothingInTheState(t *testing.T) {
	b := lived(t)
	first := saved{snapshot: b.Snapshot(nil)}
	b.Delta(nil)
	tasks, terms := house(t)
	b.Forget(tasks[0].XID)
	first.deltas = append(first.deltas, b.Delta(nil))
	c := first.restore(t, nil, nil, 0, &Out{})
	if _, known := c.Counts(tasks[0].XID); known {
		t.Error("it is known after the delta")
	}
	b.tick(1e10)
	b.out.Reset()
	b.send(pdu(tasks[0], x2x3.X3, x2x3.RTP, 0, 11e9, rtp(9)))
	if ofTask(b.out, tasks[0].XID) != "" || b.Strays().Dropped[UnknownTask] != 1 {
		t.Error("a forgotten task goes on")
	}
	if err := b.Set(tasks[0], terms[0], noon.Add(12e9), b.out); err != nil {
		t.Error(err)
	}
}

// FuzzRestore: no octets do more than be refused, and what is read is written in one form.
func FuzzRestore(f *testing.F) {
	for _, file := range []string{"testdata/mediation-state-1.bin", "testdata/mediation-delta-1.bin"} {
		seed, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	tasks, terms := house(f)
	f.Fuzz(func(t *testing.T, in []byte) {
		c := New(Config{})
		if c.Restore(in) != nil {
			return
		}
		state := c.Snapshot(nil)
		again := New(Config{})
		if err := again.Restore(state); err != nil {
			t.Fatalf("its own snapshot is refused: %v", err)
		}
		if !bytes.Equal(again.Snapshot(nil), state) {
			t.Error("two snapshots of one state")
		}
		out := &Out{}
		for i := range tasks {
			if c.Set(tasks[i], terms[i], noon, out) == nil {
				c.Take(pdu(tasks[i], x2x3.X3, x2x3.RTP, 0, 0, rtp(1)), noon, out)
			}
		}
		c.Tick(noon.Add(1e12), out)
	})
}
