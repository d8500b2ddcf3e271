// Package reasons reads the list of survivors that are known, each with the reason why it changes nothing or harms nobody.
package reasons

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Read reads `change | reason` lines. An empty line and one that begins with # say nothing.
func Read(path string) (map[string]string, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return parse(path, b)
}

func parse(path string, b []byte) (map[string]string, error) {
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
