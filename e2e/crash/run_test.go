package crash

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"writ/e2e/house"
)

// A killed child's last words.
type words struct {
	demand int
	step   string
	done   bool
	heard  map[int]int // by demand: the length of its history when the child last said so
	took   time.Duration
}

// forking keeps a child from being started while this process has a house open: between fork and exec the child would
// hold the house's lock as well, and for that moment after the house was closed here.
var forking sync.RWMutex

// runChild lets a child work in a house, and kills it some time after it began; 0 lets it come to its end.
func runChild(t testing.TB, h *house.House, after time.Duration) words {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	tmp := filepath.Join(h.Dir, "tmp")
	if err := os.MkdirAll(tmp, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(os.Environ(), childHouse+"="+h.Dir, "TMPDIR="+tmp)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	forking.Lock()
	err = cmd.Start()
	forking.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	w := words{heard: map[int]int{}}
	var kill *time.Timer
	var begun time.Time
	for lines := bufio.NewScanner(out); lines.Scan(); {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		var n, length int
		switch word {
		case "begun":
			begun = time.Now()
			if after > 0 {
				kill = time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
			}
		case "step":
			_, _ = fmt.Sscan(rest, &w.demand)
			_, w.step, _ = strings.Cut(rest, " ")
		case "ok":
			if _, err := fmt.Sscan(rest, &n, &length); err == nil {
				w.heard[n] = length
			}
		case "done":
			w.done = true
		default:
			t.Errorf("the child: %s", lines.Text())
		}
	}
	if kill != nil {
		kill.Stop()
	}
	w.took = time.Since(begun)
	_ = cmd.Wait() // it was killed, or has said so
	return w
}
