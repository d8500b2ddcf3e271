package keeper

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// stops is HOME/stops: a line for each stop that is not on the ledger yet. A stop is durable here before anything
// else is tried, so that it counts also while the ledger is down.
type stops struct {
	mu   sync.Mutex
	path string
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
		if l == caseID {
			return true, nil
		}
	}
	return false, nil
}

// Put makes a stop durable.
func (s *stops) Put(caseID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := os.OpenFile(s.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write the stop: %w", err)
	}
	_, err = f.WriteString(caseID + "\n")
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

// Clear takes a case's stop away once its entry is on the ledger.
func (s *stops) Clear(caseID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines, err := s.read()
	if err != nil {
		return err
	}
	var left bytes.Buffer
	for _, l := range lines {
		if l != caseID {
			left.WriteString(l + "\n")
		}
	}
	return writeDurable(s.path, left.Bytes(), 0o600)
}

func (s *stops) read() ([]string, error) {
	b, err := os.ReadFile(s.path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the stops: %w", err)
	}
	var out []string
	for sc := bufio.NewScanner(bytes.NewReader(b)); sc.Scan(); {
		if l := strings.TrimSpace(sc.Text()); l != "" {
			out = append(out, l)
		}
	}
	return out, nil
}
