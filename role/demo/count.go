package demo

import (
	"bufio"
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// countCalls counts, in the raw files and without any of the code under test, the rows that bear the number in a field
// of its own and whose instant lies in the window.
func countCalls(number string, from, to time.Time) (int, error) {
	n := 0
	for _, f := range []struct {
		file string
		at   func(cells []string) float64
	}{{"acc.csv", hires}, {"missed_calls.csv", hires}, {"acc_cdrs.csv", julian}} {
		b, err := read(f.file)
		if err != nil {
			return 0, err
		}
		for lines := bufio.NewScanner(bytes.NewReader(b)); lines.Scan(); {
			cells := strings.Split(lines.Text(), ",")
			if at := f.at(cells); bears(cells, number) && at >= float64(from.Unix()) && at < float64(to.Unix()) {
				n++
			}
		}
	}
	return n, nil
}

func bears(cells []string, number string) bool {
	for _, c := range cells {
		if c == number {
			return true
		}
	}
	return false
}

// hires reads the last column, in seconds since 1970.
func hires(cells []string) float64 { return number(cells[len(cells)-1]) }

// julian reads the second column, a Julian day number: 2440587.5 is 1970-01-01T00:00Z.
func julian(cells []string) float64 { return (number(cells[1]) - 2440587.5) * 86400 }

func number(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return f
}

// countSessions counts the accounting records of a user in the raw file, each event once: FreeRADIUS wrote some twice.
func countSessions(user string) (int, error) {
	b, err := read("detail-bng-1")
	if err != nil {
		return 0, err
	}
	seen := map[string]bool{}
	for _, block := range strings.Split(string(b), "\n\n") {
		if strings.Contains(block, `User-Name = "`+user+`"`) {
			seen[line(block, "Acct-Status-Type")+line(block, "Event-Timestamp")+line(block, "Acct-Unique-Session-Id")] = true
		}
	}
	return len(seen), nil
}

func line(block, attribute string) string {
	_, rest, _ := strings.Cut(block, attribute+" = ")
	value, _, _ := strings.Cut(rest, "\n")
	return value
}
