package records

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"writ/records"
)

// tight fails as a full disk does once so many octets were written through it.
type tight struct {
	w    io.Writer
	left *atomic.Int64
}

func (f tight) Write(p []byte) (int, error) {
	if f.left.Add(-int64(len(p))) < 0 {
		return 0, fmt.Errorf("write: %w", syscall.ENOSPC)
	}
	return f.w.Write(p)
}

func TestAFullDiskLosesNothingAndSaysSo(t *testing.T) {
	root := identity(t)
	b := lines(400)
	want := ""
	for _, room := range []int{1 << 30, 0, 3000, 9000, 20_000, 60_000, 100_000} {
		t.Run(fmt.Sprintf("%d octets", room), func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir, root.Recipient())
			s.most.records = 40
			var left atomic.Int64
			left.Store(int64(room))
			s.seal = func(w io.Writer, to string) (io.WriteCloser, error) { return sealer(tight{w, &left}, to) }
			_, err := Ingest(context.Background(), s, lined{}, records.Options{}, file(b), nil)
			if room == 1<<30 {
				s.Close()
				want = stateOf(t, dir, root)
				return
			}
			full(t, err)
			tidy(t, s)
			left.Store(1 << 30)
			if again, err := Ingest(context.Background(), s, lined{}, records.Options{}, file(b), nil); err != nil || again.Balance.In != 400 {
				t.Fatalf("after space was made: %+v, %v", again, err)
			}
			s.Close()
			if got := stateOf(t, dir, root); got != want {
				t.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
}

func full(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "the disk is full; free space first") || !strings.Contains(err.Error(), "goes on from there") {
		t.Fatalf("no word of a full disk: %v", err)
	}
}

func TestARealFullDiskLosesNothing(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("NOT RUN: a small file system can't be mounted here (not root?): %s", out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	root := identity(t)
	b := lines(4000)
	_, err := takeIn(dir, root.Recipient(), b)
	full(t, err)
	if out, err := exec.Command("mount", "-o", "remount,size=64m", dir).CombinedOutput(); err != nil {
		t.Fatalf("%s", out)
	}
	rep, err := takeIn(dir, root.Recipient(), b)
	if err != nil || rep.Balance.In != 4000 {
		t.Fatalf("after space was made: %+v, %v", rep, err)
	}
	whole := t.TempDir()
	if _, err := takeIn(whole, root.Recipient(), b); err != nil {
		t.Fatal(err)
	}
	if got, want := stateOf(t, dir, root), stateOf(t, whole, root); got != want {
		t.Errorf("got %d octets of state, want %d", len(got), len(want))
	}
	if _, err := os.Stat(dir); err != nil {
		t.Error(err)
	}
}
