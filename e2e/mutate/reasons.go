package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// readReasons reads `change | reason` lines. An empty line and one that begins with # say nothing.
func readReasons(path string) (map[string]string, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return parseReasons(path, b)
}

func parseReasons(path string, b []byte) (map[string]string, error) {
	known := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(b))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		i := strings.LastIndex(line, " | ")
		if i < 0 || strings.TrimSpace(line[i+3:]) == "" {
			return nil, fmt.Errorf("%s:%d: a survivor without a reason; write: change | reason", path, n)
		}
		known[strings.TrimSpace(line[:i])] = strings.TrimSpace(line[i+3:])
	}
	return known, lines.Err()
}

// print lists the survivors and reports whether one of them has no reason.
func (s summary) print(dir string, known map[string]string) bool {
	bare := false
	for _, c := range s.survivors {
		if why := known[c.name()]; why != "" {
			fmt.Printf("  known    %s:%d %s\n           %s\n", c.file, c.line, c.name(), why)
			continue
		}
		bare = true
		fmt.Printf("  BARE     %s:%d\n%s | \n", c.file, c.line, c.name())
	}
	tried := s.noticed + len(s.survivors)
	share := 100.0
	if tried > 0 {
		share = 100 * float64(s.noticed) / float64(tried)
	}
	fmt.Printf("%s: %d noticed of %d (%.1f %%), %d survived, %d did not compile\n", dir, s.noticed, tried, share, len(s.survivors), s.nonsense)
	return bare
}
