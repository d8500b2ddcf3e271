package segments

import (
	"testing"
	"time"

	"writ/records"
)

// TestADaysRowsComeInTheOrderOfTime: across segments and classes, and again after a batch is full.
func TestADaysRowsComeInTheOrderOfTime(t *testing.T) {
	at := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	var got []time.Time
	d := &daily{yield: func(r records.Row) bool { got = append(got, r.At); return true }}
	for i := range 100 {
		d.take(records.Row{Kind: records.Call, At: at.Add(time.Duration((i*37)%100) * time.Second)})
	}
	if !d.flush() || len(got) != 100 {
		t.Fatalf("%d rows of 100", len(got))
	}
	for i := 1; i < len(got); i++ {
		if got[i].Before(got[i-1]) {
			t.Fatalf("row %d lies before the one before it", i)
		}
	}
}

// TestADayThatIsNotWantedFurtherStops: the reader's no ends it.
func TestADayThatIsNotWantedFurtherStops(t *testing.T) {
	n := 0
	d := &daily{yield: func(records.Row) bool { n++; return n < 3 }}
	for range 5 {
		d.take(records.Row{})
	}
	if d.flush() || n != 3 {
		t.Errorf("%d rows were given, 3 were wanted", n)
	}
}
