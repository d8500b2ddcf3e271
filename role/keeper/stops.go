package keeper

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"unicode"
)

// stops is HOME/stops: a line `CASE N` for each stop that is not on the ledger yet, where N is how many stops of the
// case the ledger held before. A stop is durable here before anything else is tried, so that it counts also while the
// ledger is down; then N is unknown, and the line stays until the stop is said again. Every tenant's stops stand here,
// and every process may add one.
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
	if caseID == "" || strings.ContainsFunc(caseID, unicode.IsSpace) {
		return errors.New("write the stop: give one case's number")
	}
	return (&stops{path: filepath.Join(home, stopsFile)}).put(stopLine{caseID, unknown})
}

// Pending reports whether a stop of the case waits for its entry. What can't be read counts as a stop.
func (s *stops) Pending(caseID string) (bool, error) {
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

// put makes a stop durable. It begins on a line of its own, whatever a crash left of the one before.
func (s *stops) put(l stopLine) error {
	return s.alone(func() error {
		f, err := os.OpenFile(s.path, os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return err
		}
		text := l.text()
		if !endsLine(f) {
			text = "\n" + text
		}
		_, err = f.WriteString(text)
		if serr := f.Sync(); err == nil {
			err = serr
		}
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		return errors.Join(err, syncDir(filepath.Dir(s.path)))
	})
}

func endsLine(f *os.File) bool {
	var last [1]byte
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil || size == 0 {
		return err == nil
	}
	_, err = f.ReadAt(last[:], size-1)
	return err == nil && last[0] == '\n'
}

// settle takes away the stops that are on the ledger: the ledger itself stops the case from then on. onLedger counts
// the stops of a case there, and says whether the case is this tenant's: the others' lines are theirs.
func (s *stops) settle(onLedger func(caseID string) (n int, ours bool)) error {
	if lines, err := s.read(); err != nil || len(lines) == 0 {
		return err
	}
	return s.alone(func() error {
		lines, err := s.read()
		if err != nil {
			return err
		}
		var left bytes.Buffer
		for _, l := range lines {
			n, ours := onLedger(l.caseID)
			if ours && l.before == unknown {
				l.before = n
			}
			if !ours || n <= l.before {
				left.WriteString(l.text())
			}
		}
		return writeDurable(s.path, left.Bytes(), 0o600)
	})
}

// alone does something while no other process and nobody else in this one changes the stops.
func (s *stops) alone(do func() error) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	lock, err := os.OpenFile(s.path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("write the stop: %w", err)
	}
	defer func() { err = errors.Join(err, lock.Close()) }() // gives the lock back
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("write the stop: %w", err)
	}
	if err := do(); err != nil {
		return fmt.Errorf("write the stop: %w", err)
	}
	return nil
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
