package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/outside/tiles"
)

// folder gives an empty folder to measure in: under WRIT_BENCH_DIR if that is set, so that a disk can be
// chosen, and names its file system.
func folder(b testing.TB) (dir, fileSystem string) {
	b.Helper()
	dir = b.TempDir()
	if where := os.Getenv("WRIT_BENCH_DIR"); where != "" {
		made, err := os.MkdirTemp(where, "writ-bench-*")
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { os.RemoveAll(made) })
		dir = made
	}
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		b.Fatal(err)
	}
	names := map[uint32]string{0xef53: "ext4", 0x58465342: "xfs", 0x9123683e: "btrfs", 0x01021994: "tmpfs", 0x794c7630: "overlay", 0x2fc12fc1: "zfs"}
	if name, known := names[uint32(s.Type)]; known {
		return dir, name
	}
	return dir, fmt.Sprintf("file system %#x", uint32(s.Type))
}

func step(i int) ledger.Entry {
	return ledger.Entry{V: 1, Key: fmt.Sprintf("permit/%d/lookup/1", i), Kind: "permit", Case: fmt.Sprintf("case-%d", i/10),
		At:   time.Unix(1_772_442_000, 0).Add(time.Duration(i) * time.Second),
		Body: []byte(`{"action":"lookup","decision":"6a1f0c6a1f0c6a1f0c6a1f0c6a1f0c6a1f0c6a1f0c6a1f0c6a1f0c6a1f0c6a1f"}`)}
}

func openLedger(b *testing.B, dir string) (*tiles.Folder, *ledger.Log) {
	b.Helper()
	f, err := tiles.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	l, err := ledger.Open(f, ledgertest.Key(1), ledgertest.Origin)
	if err != nil {
		b.Fatal(err)
	}
	return f, l
}

// plain appends and syncs as many octets as a frame of the ledger has.
type plain struct {
	f     *os.File
	frame []byte
}

func openPlain(b *testing.B, dir string) plain {
	b.Helper()
	leaf, err := step(0).Encode()
	if err != nil {
		b.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "plain"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	return plain{f, make([]byte, len(leaf)+220)} // and a checkpoint and the frame's own octets
}

func (p plain) append(b *testing.B) {
	if _, err := p.f.Write(p.frame); err != nil {
		b.Fatal(err)
	}
	if err := p.f.Sync(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLedgerAppend measures "ledger first" (at most 5 ms a step on SSD) beside a plain append and
// fsync of as many octets, one after the other in the same run, at the beginning of a log and far into it.
func BenchmarkLedgerAppend(b *testing.B) {
	for _, before := range []int{0, 20_000} {
		b.Run(fmt.Sprintf("after=%d", before), func(b *testing.B) {
			dir, fileSystem := folder(b)
			seed(b, filepath.Join(dir, "ledger"), before)
			f, l := openLedger(b, filepath.Join(dir, "ledger"))
			p := openPlain(b, dir)
			var ours, theirs []time.Duration
			syncs := f.Syncs()
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				if _, err := l.Append(step(before + i)); err != nil {
					b.Fatal(err)
				}
				middle := time.Now()
				p.append(b)
				ours, theirs = append(ours, middle.Sub(start)), append(theirs, time.Since(middle))
			}
			report(b, fileSystem, ours, theirs, float64(f.Syncs()-syncs)/float64(b.N))
			if err := l.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

func report(b *testing.B, fileSystem string, ours, theirs []time.Duration, syncs float64) {
	b.Helper()
	at := func(d []time.Duration, q float64) float64 {
		s := slices.Sorted(slices.Values(d))
		return float64(s[int(q*float64(len(s)-1))]) / 1e6
	}
	b.ReportMetric(at(ours, .5), "ms-p50")
	b.ReportMetric(at(ours, .99), "ms-p99")
	b.ReportMetric(at(ours, .5)/at(theirs, .5), "x-plain-p50")
	b.ReportMetric(syncs, "fsync/op")
	b.Logf("%s: ledger %.3f ms (p99 %.3f), plain append and fsync %.3f ms (p99 %.3f), ratio %.2f, %.3f fsyncs an append",
		fileSystem, at(ours, .5), at(ours, .99), at(theirs, .5), at(theirs, .99), at(ours, .5)/at(theirs, .5), syncs)
}

// seed writes a journal of n entries without syncing each.
func seed(b *testing.B, dir string, n int) {
	b.Helper()
	if n == 0 {
		return
	}
	m := &keep{Memory: ledger.NewMemory(), journal: []byte(ledger.JournalMagic)}
	l, err := ledger.Open(m, ledgertest.Key(1), ledgertest.Origin)
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		if _, err := l.Append(step(i)); err != nil {
			b.Fatal(err)
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "journal"), m.journal, 0o600); err != nil {
		b.Fatal(err)
	}
}

// keep keeps the journal's octets, to be written to a file at once.
type keep struct {
	*ledger.Memory
	journal []byte
}

func (k *keep) Append(f ledger.Frame) (err error) {
	k.journal, err = ledger.AppendFrame(k.journal, f)
	return err
}

// BenchmarkLedgerOpen measures what a start costs: every entry, hash and signature is verified.
func BenchmarkLedgerOpen(b *testing.B) {
	for _, n := range []int{1_000, 20_000} {
		b.Run(fmt.Sprintf("entries=%d", n), func(b *testing.B) {
			dir, _ := folder(b)
			seed(b, dir, n)
			for b.Loop() {
				_, l := openLedger(b, dir)
				if l.Head().Size != int64(n) {
					b.Fatal("entries are missing")
				}
				b.StopTimer()
				if err := l.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/entry")
		})
	}
}
