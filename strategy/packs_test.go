package strategy

import (
	"testing"

	"writ/law"
)

// TestEveryPackThatThePlacesNameIsThere keeps the capability statement from naming law that nobody can read.
func TestEveryPackThatThePlacesNameIsThere(t *testing.T) {
	packs, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range rules(t).Places() {
		for _, name := range p.Packs {
			if packs.Title(name) == "" {
				t.Errorf("%s names the pack %s, which is not there", p.Name, name)
			}
		}
	}
}
