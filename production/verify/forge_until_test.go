package verify_test

import (
	"testing"

	"writ/production/verify"
)

// TestAnEndOfPreservationThatTheLawDoesNotStateIsForged: no package may tell the agency of another end than the law's.
func TestAnEndOfPreservationThatTheLawDoesNotStateIsForged(t *testing.T) {
	tried(t, []forgery{{"an end of preservation added to an outcome", verify.Decision, func(f *forger) {
		f.edit("scope.json", func(v map[string]any) {
			v["decision"].(map[string]any)["outcomes"].([]any)[1].(map[string]any)["until"] = "2036-03-02T00:00:00Z"
		})
	}, ""}})
}
