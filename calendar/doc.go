// Package calendar counts time as law does: local days, periods that end with a day, business days and
// the holiday sets that move them, in zones whose rules are embedded so that every machine counts alike.
//
// It reads no clock: the instant comes in. Holiday sets are data with a source; the packs of law give them.
//
// Start at [Zone] and [EndOfDay].
package calendar
