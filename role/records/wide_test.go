package records

import (
	"fmt"
	"testing"
	"time"

	"writ/records"
)

// register makes the lines of so many customers, each from a day of its own in a year.
func register(t testing.TB, n int) given {
	t.Helper()
	var out given
	for i := range n {
		at := day0.AddDate(0, 0, -(i*7919)%365)
		r, err := records.New(records.Customer, records.KeyOf("given", fmt.Sprint(i)), at, time.Time{}, records.V(records.Account, fmt.Sprint("A-", i)),
			records.V(records.Number, fmt.Sprintf("+1202555%04d", i)), records.V(records.FullName, "Somebody"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func TestARegisterOfManyDaysGoesIn(t *testing.T) {
	root := identity(t)
	s := open(t, t.TempDir(), root.Recipient())
	g := register(t, 800)
	began := time.Now()
	if b := takeFile(t, s, g, g.file()).Balance; b.Stored != 800 {
		t.Errorf("%+v", b)
	}
	t.Logf("800 lines of 365 days: %v", time.Since(began))
	days, err := s.cat.AllSegments(t.Context())
	if err != nil || len(days) != 365 {
		t.Errorf("%d segments, %v", len(days), err)
	}
}
