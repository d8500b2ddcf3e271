package strict

import "strings"

// far is how many letters may be wrong in a word that is still taken for another.
const far = 4

// Nearest suggests the word that was meant.
func Nearest(word string, allowed []string) string {
	best, at := far, ""
	for _, a := range allowed {
		if d := distance(word, a); d < best {
			best, at = d, a
		}
	}
	if at != "" {
		return "did you mean " + at + "?"
	}
	return "write one of " + strings.Join(allowed, ", ")
}

// distance counts the letters to change, add or drop (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
