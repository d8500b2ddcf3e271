package demo

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"writ/outside/lap"
	"writ/outside/tiles"
)

// unpack opens a package as the agency does.
func (s *Show) unpack(file, dir string) error {
	return lap.Unpack(file, []byte(s.agency.Reveal()+"\n"), dir)
}

// countRows counts a package's rows by kind of record.
func countRows(file string) (map[string]int, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("open the rows: %w", err)
	}
	out := map[string]int{}
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row struct {
			Kind string `json:"kind"`
		}
		if json.Unmarshal(lines.Bytes(), &row) != nil || row.Kind == "" {
			return nil, errors.New("demo: a row of the package can't be read")
		}
		out[row.Kind]++
	}
	return out, nil
}

// inWords tells counts by kind.
func inWords(counts map[string]int) string {
	var out []string
	for kind, n := range counts {
		out = append(out, fmt.Sprintf("%d %s", n, kind))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// tamper changes one octet of a copy of each package, and shows that it is found.
func (s *Show) tamper(names []string, signers []byte) error {
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		b[len(b)/2] ^= 1
		forged := filepath.Join(s.out, "forged.lap")
		if err := os.WriteFile(forged, b, 0o600); err != nil {
			return err
		}
		out, err := s.verify(forged, signers)
		if err != nil {
			return err
		}
		broken := out.Broken()
		if broken == nil {
			return errors.New("demo: a changed octet was not found")
		}
		s.tell("One octet of a copy of %s changed: refused, %s: %s.", filepath.Base(name), broken.Name, broken.Detail)
		if err := os.Remove(forged); err != nil {
			return err
		}
	}
	return nil
}

// publish copies what the tenant makes known into the demo's folder: its ledger and its keys.
func (s *Show) publish(h *house, ledger string) error {
	from := filepath.Join(s.home(), "tenants", h.name)
	if err := os.CopyFS(filepath.Join(s.out, ledger), os.DirFS(filepath.Join(from, "ledger"))); err != nil {
		return fmt.Errorf("copy the ledger: %w", err)
	}
	signer, err := os.ReadFile(filepath.Join(from, "signer.pub"))
	if err != nil {
		return fmt.Errorf("copy the signer's key: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(s.out, "signer.pub"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write the signer's key: %w", err)
	}
	if _, err := f.Write(signer); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write the signer's key: %w", err)
	}
	report, err := tiles.Verify(filepath.Join(s.out, ledger), "", nil)
	if err != nil {
		return err
	}
	if b := report.Broken(); b != nil {
		return fmt.Errorf("demo: the ledger is not intact: %s", b.Name)
	}
	if err := namesNobody(filepath.Join(s.out, ledger)); err != nil {
		return err
	}
	s.tell("The ledger of %s holds %d entries, all intact. None of them names a number, an address or a person asked for.", h.name, report.Size)
	return nil
}

// targets are what the demands name; none of it may stand in a ledger.
var targets = []string{"2025550129", "2025550123", "user033", "100.64.2.1", "Whitfield", "Bianchi"}

// namesNobody looks through every file of a ledger for a target.
func namesNobody(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, t := range targets {
			if bytes.Contains(b, []byte(t)) {
				return errors.New("demo: a target stands in the ledger")
			}
		}
		return nil
	})
}
