package delivery

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// spellings are what a text may look like on a disk: as it is, in hexadecimal digits, and in base64 at any of three places.
func spellings(text string) (all [][]byte) {
	all = append(all, []byte(text), []byte(hexOf(text)), []byte(strings.ToUpper(hexOf(text))))
	for skip := range 3 {
		coded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", skip) + text))
		all = append(all, []byte(coded[4:len(coded)-4]))
	}
	return all
}

// find gives the files under a folder that show one of the texts.
func find(t *testing.T, dir string, texts ...string) (found []string, files int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		octets, err := os.ReadFile(path)
		files++
		for _, text := range texts {
			for _, s := range spellings(text) {
				if bytes.Contains(octets, s) || strings.Contains(path, string(s)) {
					found = append(found, d.Name())
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, files
}

// TestWhatWasTappedIsFoundWithTheAgencyAlone: content and signalling lie in the spool during an outage of the agency; mediation, which keeps
// its memory out of core files, is killed by a signal that makes one. Swap is not looked at: pages are locked where the system lets
// (outside/process), and the child says whether it does. Freed blocks of the file system are not looked at either.
func TestWhatWasTappedIsFoundWithTheAgencyAlone(t *testing.T) {
	w := newWorld(t, func(w *world) { w.mediation.Guard = true }, always(1, "LIID-SECRET-77", 0))
	w.kill(w.twins[0])
	for n := range 20 {
		w.call(n, 100)
	}
	eventually(t, "all is acknowledged by mediation", func() bool { return w.stats().Waiting == 0 })
	c := w.running[w.mediation.Dir]
	limits, err := os.ReadFile("/proc/" + strconv.Itoa(c.cmd.Process.Pid) + "/limits")
	if err == nil {
		for line := range strings.Lines(string(limits)) {
			if strings.HasPrefix(line, "Max core file size") && strings.Fields(line)[4] != "0" {
				t.Error(line)
			}
		}
	}
	if err := c.cmd.Process.Signal(syscall.SIGABRT); err != nil {
		t.Fatal(err)
	}
	<-c.done
	delete(w.running, w.mediation.Dir)
	protected := []string{mark, person[1:], "LIID-SECRET-77", "Call-ID: call-", "abcdef00-0000-0000-0000-000000000001"}
	for _, place := range []string{filepath.Join(w.dir, "spool"), filepath.Join(w.dir, "poi"), c.cmd.Dir} {
		found, files := find(t, place, protected...)
		if len(found) > 0 {
			t.Errorf("found in %q", found)
		}
		t.Logf("%s: %d files, nothing found", filepath.Base(place), files)
		if place == c.cmd.Dir && files > 0 {
			t.Errorf("mediation left %d files where it died", files)
		}
	}
	log := w.said()
	for _, text := range protected {
		for _, s := range spellings(text) {
			// a Go program that is aborted prints its stacks: these hold addresses and no octets
			if strings.Contains(log, string(s)) {
				t.Errorf("somebody said %q", text)
			}
		}
	}
	if !strings.Contains(log, "guarded no core file; no debugger") {
		t.Error("mediation is not guarded")
	} else if !strings.Contains(log, "no swap") {
		t.Log("NOT TESTED: this system does not let pages be locked; what is swapped out is not looked at")
	}
	w.start(w.twins[0])
	w.start(w.mediation)
	eventually(t, "the agency has all", func() bool { return w.read(w.twins[0]).cc >= 2000 })
	w.read(w.twins[0]).whole(t, 20, 100)
	if found, _ := find(t, w.twins[0].Dir, mark); len(found) == 0 {
		t.Error("the marks are not found where they should be: the search is no good")
	}
	if found, _ := find(t, filepath.Join(w.dir, "spool"), protected...); len(found) > 0 {
		t.Errorf("after the delivery found in %q", found)
	}
}
