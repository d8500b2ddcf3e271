package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

// readSmall reads a one-line file such as a key; no name gives "".
func readSmall(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("read a file: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
}

// joinNonEmpty joins the parts that say something.
func joinNonEmpty(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}

// numbers writes whole numbers with commas.
func numbers(all []int) string {
	var out []string
	for _, n := range all {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, ", ")
}

// sortedKeys gives the keys of both maps in order, each once.
func sortedKeys(a, b map[string]string) []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(keys)
	return slices.Compact(keys)
}

// readKeyText takes a public key as it is, or the file in which it stands.
func readKeyText(s string) (string, error) {
	if strings.HasPrefix(s, "age1") || strings.HasPrefix(s, "ed25519:") {
		return s, nil
	}
	return readSmall(s)
}

// readAtMost reads at most n octets.
func readAtMost(r io.Reader, n int64) ([]byte, error) { return io.ReadAll(io.LimitReader(r, n)) }
