package crash

import (
	"os"
	"path/filepath"
	"testing"

	"writ/e2e/house"
)

// What a crash left and nobody will seal goes when the house is opened next; what may still be sealed stays.
func TestWhatACrashLeftIsSweptUnlessItMayStillBeSealed(t *testing.T) {
	h := newHouse(t)
	k := open(t, h)
	c := carry(t, h, k, house.Subpoena(0), house.Run)
	shut(t, k)
	mine := h.Path("staging", c.ID+"-1")
	over := []string{h.Path("staging", c.ID+"-0"), h.Path("staging", "of-no-case-1"), h.Path("packages", ".writ-1.part")}
	must(t, os.MkdirAll(mine, 0o700))
	for _, name := range over {
		must(t, os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, []byte("left"), 0o600))
	}
	shut(t, open(t, h))
	for _, name := range over {
		if _, err := os.Stat(name); !os.IsNotExist(err) {
			t.Errorf("%s is left over (%v)", filepath.Base(name), err)
		}
	}
	if _, err := os.Stat(mine); err != nil {
		t.Errorf("what may still be sealed is gone: %v", err)
	}
}
