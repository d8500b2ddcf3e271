package retention

import (
	"time"

	"writ/records"
)

// A Day is the unit of key, expiry and erasure: the records of one class on one UTC day.
type Day struct {
	Class records.Class
	Date  string // YYYY-MM-DD
}

// A DayKey is a day's key as a store keeps it. Its public half seals; its secret half is sealed to the tenant's root.
type DayKey struct {
	Day    Day
	To     string // the recipient, as age writes it
	Sealed []byte // the identity, an age file to the root's recipient; empty once the day is erased
}

// Erased reports whether the day's key is gone: nothing of the day can be read or added ever again.
func (k DayKey) Erased() bool { return len(k.Sealed) == 0 }

// A Segment is one immutable file of a day. Nothing in it names anybody.
type Segment struct {
	Day        Day
	Generation int64 // from 1 within its day
	Object     string
	Rows       int64
	Bytes      int64    // of the sealed file
	SHA256     [32]byte // of the sealed file
	First      time.Time
	Last       time.Time // the instants of the earliest and the latest row
}

// A Filed segment comes with its day's key.
type Filed struct {
	Segment
	Key DayKey
}
