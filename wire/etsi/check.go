package etsi

import "errors"

// Check reports what in h can't be sent: sizes, letters and the form of time. It is for whoever sets a header up;
// the Append functions don't call it. Seq and CIN are always good, Sec must not be negative nor Micro beyond 999999.
func (h *Header) Check() error {
	switch {
	case h.Level < 0:
		return errors.New("etsi: Level is negative; give the version of LI-PS-PDU that the LEMF takes")
	case !within(h.LIID, 1, MaxLIID):
		return errors.New("etsi: LIID must have 1..25 octets")
	case !within(h.Operator, 1, MaxOperator):
		return errors.New("etsi: Operator must have 1..16 octets")
	case h.Element != nil && !within(h.Element, 1, MaxElement):
		return errors.New("etsi: Element must have 1..16 octets, or be nil")
	case !country(h.Authorisation), !country(h.Delivery):
		return errors.New("etsi: a country must have two letters of PrintableString, or none")
	case h.Point != nil && (!within(h.Point, 1, MaxPoint) || !printable(h.Point)):
		return errors.New("etsi: Point must have 1..8 letters of PrintableString, or be nil")
	case h.ExtendedPoint != nil && !within(h.ExtendedPoint, 1, MaxExtendedPoint):
		return errors.New("etsi: ExtendedPoint must have 1..65535 octets, or be nil")
	case h.Function != nil && !within(h.Function, 1, MaxExtendedPoint):
		return errors.New("etsi: Function must have 1..65535 octets, or be nil")
	case h.Form == NoTime || h.Form > BothTimes:
		return errors.New("etsi: Form must be one that carries a time (clause 5.2.6)")
	case h.Sec < 0, h.Micro > 999999:
		return errors.New("etsi: Sec must be at or after 1970 and Micro at most 999999")
	}
	return nil
}

func within(b []byte, least, most int) bool { return len(b) >= least && len(b) <= most }

func country(c [2]byte) bool { return c == [2]byte{} || printable(c[:]) }

// printable reports whether b is of PrintableString's alphabet (X.680 §41.4).
func printable(b []byte) bool {
	for _, c := range b {
		if !printableSet[c] {
			return false
		}
	}
	return true
}

var printableSet = func() (set [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?") {
		set[c] = true
	}
	return set
}()
