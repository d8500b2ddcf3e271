package keeper

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// stops is HOME/stops: a line `CASE N` for each stop that is not on the ledger yet, where N is how many stops of the
// case the ledger held before. A stop is durable here before anything else is tried, so that it counts also while the
// ledger is down; then N is unknown, and the line stays until the stop is said again.
type stops struct {
	mu   sync.Mutex
	path string
}

const unknown = -1

type stopLine struct {
	caseID string
	before int
}

// StopWithoutLedger makes a stop durable when the tenant can't be opened. It needs no key: one person may stop.
func StopWithoutLedger(home, caseID string) error {
	if err := checkHome(home); err != nil {
		return err
	}
	return (&stops{path: filepath.Join(home, stopsFile)}).put(stopLine{caseID, unknown})
}

// Pending reports whether a stop of the case waits for its entry. What can't be read counts as a stop.
func (s *stops) Pending(caseID string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines, err := s.read()
	if err != nil {
		return true, err
	}
	for _, l := range lines {
		if l.caseID == caseID {
			return true, nil
		}
	}
	return false, nil
}

// put makes a stop durable.
func (s *stops) put(l stopLine) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := os.OpenFile(s.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write the stop: %w", err)
	}
	_, err = f.WriteString(l.text())
	if serr := f.Sync(); err == nil {
		err = serr
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("write the stop: %w", err)
	}
	return syncDir(filepath.Dir(s.path))
}

// settle takes away the stops that are on the ledger: the ledger itself stops the case from then on. onLedger counts
// the stops of a case there.
func (s *stops) settle(onLedger func(caseID string) int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines, err := s.read()
	if err != nil || len(lines) == 0 {
		return err
	}
	var left bytes.Buffer
	for _, l := range lines {
		n := onLedger(l.caseID)
		if l.before == unknown {
			l.before = n
		}
		if n <= l.before {
			left.WriteString(l.text())
		}
	}
	return writeDurable(s.path, left.Bytes(), 0o600)
}

func (l stopLine) text() string { return l.caseID + " " + strconv.Itoa(l.before) + "\n" }

func (s *stops) read() ([]stopLine, error) {
	b, err := os.ReadFile(s.path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the stops: %w", err)
	}
	var out []stopLine
	for sc := bufio.NewScanner(bytes.NewReader(b)); sc.Scan(); {
		id, n, _ := strings.Cut(strings.TrimSpace(sc.Text()), " ")
		before, err := strconv.Atoi(n)
		if err != nil {
			before = unknown // a torn line is a stop all the same
		}
		if id != "" {
			out = append(out, stopLine{id, before})
		}
	}
	return out, nil
}
