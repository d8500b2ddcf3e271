package casefile

import (
	"testing"
	"time"
)

// TestAPreservationWithoutEndIsNotEndedByAnOlderOne: once production is confirmed, the sixty days of before count no more.
func TestAPreservationWithoutEndIsNotEndedByAnOlderOne(t *testing.T) {
	sixty := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	if got := preserved(sixty, time.Time{}); !got.IsZero() {
		t.Errorf("it ends at %s", got)
	}
	if got := preserved(sixty, sixty.AddDate(0, 0, 30)); !got.Equal(sixty.AddDate(0, 0, 30)) {
		t.Errorf("the extension does not count: %s", got)
	}
	if got := preserved(sixty, sixty.AddDate(0, 0, -30)); !got.Equal(sixty) {
		t.Errorf("a correction shortened it: %s", got)
	}
}
