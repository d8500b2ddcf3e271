package page

import "writ"

// HasWords reports whether a word of the closed lists has words of its own.
func HasWords(s string) bool {
	_, a := categoryWords[writ.Category(s)]
	_, b := issuerWords[writ.IssuerKind(s)]
	_, c := serviceWords[writ.Service(s)]
	_, d := groundWords[writ.Ground(s)]
	_, e := kindWords[writ.Kind(s)]
	return a || b || c || d || e
}
