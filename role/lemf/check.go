package lemf

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"writ/intercept/lemf"
	"writ/intercept/lemf/check"
)

// Check judges a delivery that lies in files: each is read twice, and none is held in memory. A file that can't be read is an
// error; what is wrong inside is a finding.
func Check(ctx context.Context, files []string, o check.Options) ([]check.Finding, error) {
	c := check.New(o)
	for _, f := range files {
		if _, err := scan(ctx, f, func(_ int64, _ int, b []byte) error { c.Learn(b); return nil }); err != nil {
			return nil, err
		}
	}
	names := shortest(files)
	for i, f := range files {
		end, err := scan(ctx, f, func(offset int64, n int, b []byte) error {
			c.Take(check.Place{File: names[i], Offset: offset, PDU: n}, b)
			return nil
		})
		if err != nil {
			return nil, err
		}
		c.Ended(names[i], end)
	}
	return c.Finish(), nil
}

// scan reads the PDUs of one file until the context ends.
func scan(ctx context.Context, file string, each func(int64, int, []byte) error) (lemf.End, error) {
	f, err := os.Open(file)
	if err != nil {
		return lemf.End{}, fmt.Errorf("read a delivery: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	end, err := lemf.Scan(f, func(offset int64, n int, b []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return each(offset, n, b)
	})
	if err != nil {
		return end, fmt.Errorf("read a delivery: %w", err)
	}
	return end, nil
}

// shortest gives names that tell files apart: their last part, or the whole where two have the same.
func shortest(files []string) []string {
	times := map[string]int{}
	for _, f := range files {
		times[filepath.Base(f)]++
	}
	out := make([]string, len(files))
	for i, f := range files {
		if out[i] = filepath.Base(f); times[out[i]] > 1 {
			out[i] = f
		}
	}
	return out
}
