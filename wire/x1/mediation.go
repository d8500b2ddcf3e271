package x1

import (
	"regexp"
	"time"
)

// MediationDetails tells a mediation function the LIID of a task, its end, and where it goes (clause 6.2.1.2).
type MediationDetails struct {
	LIID       string // 1 to 25 printable characters, or 26 to 50 hexadecimal digits; protected
	Delivery   Handover
	Start, End time.Time     // zero where none is given
	To         *Destinations // instead of the task's
	Extensions []Extension
	Scoping    []Scoping
	Policies   []UUID
}

var liidForm = regexp.MustCompile(`^([!-~]{1,25}|[0-9a-f]{26,50})$`)

func (m *MediationDetails) walk(w *walker) {
	w.leaf("LIID", checked{v: &m.LIID, form: liidForm.MatchString, want: "is no LIID of 1 to 25 printable characters or 26 to 50 hexadecimal digits"})
	w.leaf("deliveryType", word[Handover]{&m.Delivery, handovers})
	w.maybeLeaf("StartTime", !m.Start.IsZero(), stamp{&m.Start})
	w.maybeLeaf("EndTime", !m.End.IsZero(), stamp{&m.End})
	optional(w, "listOfDIDs", &m.To, func(d *Destinations) { d.walk(w) })
	many(w, "mediationDetailsExtensions", 0, &m.Extensions, w.extension)
	w.maybe("serviceScopingOptions", len(m.Scoping) > 0, func() {
		many(w, "serviceScopingOptions", 0, &m.Scoping, func(s *Scoping) { s.walk(w) })
	})
	w.policies(&m.Policies)
}

// A Handover says what a mediation function hands over (MediationDeliveryType).
type Handover uint8

// The handovers. The zero value is none.
const (
	_ Handover = iota
	HI2Only
	HI3Only
	HI2andHI3
)

var handovers = []string{"", "HI2Only", "HI3Only", "HI2andHI3"}

// String is the standard's name.
func (h Handover) String() string { return nameOf(handovers, h) }

// Scoping limits what is handed over of a service (ServiceScopingOptions).
type Scoping struct {
	Services       []Service
	Location       *Location
	SuspendRoaming *bool // suspendOnOutboundInternationalRoaming
	DialledDigits  *bool // reportPostDialledDigits
}

func (s *Scoping) walk(w *walker) {
	w.maybe("serviceType", len(s.Services) > 0, func() { w.services(&s.Services) })
	optional(w, "locationType", &s.Location, func(l *Location) { l.walk(w) })
	optional(w, "suspendOnOutboundInternationalRoaming", &s.SuspendRoaming, func(v *bool) { w.value(boolean{v}) })
	optional(w, "reportPostDialledDigits", &s.DialledDigits, func(v *bool) { w.value(boolean{v}) })
}

// Location says which locations are reported: none, or those listed.
type Location struct {
	None   bool
	Listed []LocationType
}

// A LocationType is when a location is reported.
type LocationType struct{ BeginningAndEnd, UponChange, LALS *bool }

func (l *Location) walk(w *walker) {
	none := w.maybe("doNotReport", l.None, func() { w.value(nothing{}) })
	if w.reading() {
		l.None = none
	}
	if none {
		return
	}
	w.child("listOfLocationTypes", func() {
		many(w, "locationType", 0, &l.Listed, func(t *LocationType) {
			optional(w, "beginningAndEnd", &t.BeginningAndEnd, func(v *bool) { w.value(boolean{v}) })
			optional(w, "uponChange", &t.UponChange, func(v *bool) { w.value(boolean{v}) })
			optional(w, "LALS", &t.LALS, func(v *bool) { w.value(boolean{v}) })
		})
	})
}

// nothing is the text of an element that stands empty.
type nothing struct{}

func (nothing) text() string { return "" }

func (nothing) parse(s string, _ bool) string {
	if s != "" {
		return "holds something; it stands empty"
	}
	return ""
}
