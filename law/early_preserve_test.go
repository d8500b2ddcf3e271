package law_test

import (
	"strings"
	"testing"

	"writ/law"
)

// TestARuleThatKeepsBeforeAnythingIsOpenedKeepsAll: it may answer at any check, also before what opens the category was
// looked for.
func TestARuleThatKeepsBeforeAnythingIsOpenedKeepsAll(t *testing.T) {
	for _, check := range []string{"addressee", "issuer", "signature", "dates", "emergency", "identifier", "closed", "window", "category", "offence", "person"} {
		for _, category := range []string{"subscriber", "call-records", "content", "live-iri"} {
			s := invented(t, strings.Replace(ruritania, "duties:\n", "rules:\n- {check: "+check+", answer: preserve, provision: Post Act art. 60, because: it is kept meanwhile}\nduties:\n", 1))
			d := inventedDemand(t, "CATEGORY", category)
			o := only(t, decide(t, d, s))
			if opens(o) {
				t.Errorf("%s at %s: %T", category, check, o.Answer)
			}
			d.Provider.Keeps = nil
			if o := only(t, decide(t, d, s)); opens(o) {
				t.Errorf("%s at %s, nothing kept: %T", category, check, o.Answer)
			}
			if _, err := law.WhatIf(d, s); err != nil {
				t.Error(err)
			}
		}
	}
}
