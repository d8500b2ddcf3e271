package production

import (
	"fmt"
	"maps"
	"slices"

	"writ/production/format"
)

// headings are the report's, in English.
var headings = map[string]string{
	"report/title":      "Records produced",
	"report/asked":      "What was asked",
	"report/law":        "Which law applied",
	"report/given":      "What is given",
	"report/stays":      "What is not given",
	"report/reading":    "How times and numbers are written",
	"report/legend":     "Legend of columns",
	"report/rows":       "Rows",
	"report/first-rows": fmt.Sprintf("The first %d rows", format.Shown),
	"report/checking":   "How to check this package",
}

// HeadingKeys are the keys of a pack's texts that a report takes its headings from, sorted.
func HeadingKeys() []string { return slices.Sorted(maps.Keys(headings)) }
