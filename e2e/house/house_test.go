package house

import (
	"context"
	"testing"
	"time"

	"writ/casefile"
)

func TestAHouseCarriesADemandToItsEnd(t *testing.T) {
	ctx := context.Background()
	h, err := Found(ctx, t.TempDir(), "../../role/demo/data")
	if err != nil {
		t.Fatal(err)
	}
	c, err := h.Copy(t.TempDir() + "/copy")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now()
	k, err := c.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	t.Logf("open %v", time.Since(at))
	at = time.Now()
	w := Watch{func(Step) error { at = time.Now(); return nil }, func(s Step, c casefile.Case) { t.Logf("%s: %s, %v", s, c.State, time.Since(at)) }}
	d := Subpoena(1)
	cs, err := c.Bring(ctx, k, d)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Carry(ctx, k, cs.ID, d, w); err != nil {
		t.Fatal(err)
	}
	d = TooOld(2)
	if cs, err = c.Bring(ctx, k, d); err != nil {
		t.Fatal(err)
	}
	if err := c.Carry(ctx, k, cs.ID, d, w); err != nil {
		t.Error(err)
	}
}
