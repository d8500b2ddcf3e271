package admf

import (
	"testing"
	"time"

	"writ/intercept"
	"writ/wire/x1"
)

// allTold is a world whose case stands, with all elements told.
func allTold(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, t)
	w.tap.Spans, w.standing["a"] = []Span{{"a", 1, noon, noon.Add(9 * time.Hour), intercept.IRIAndCC}}, true
	w.sweep()
	if !w.right() || w.tap.Last.Number != 1 {
		t.Fatalf("%v is not told", w.tap)
	}
	return w
}

func TestWhatWasTakenAwayIsOrderedAnew(t *testing.T) {
	w := allTold(t)
	w.standing["a"] = false
	w.sweep()
	w.standing["a"] = true
	w.sweep()
	if !w.right() || w.tap.Last.Number != 2 {
		t.Errorf("%v: the point of interception does not hold a second order", w.tap)
	}
}

func TestWhatAReconciliationTakesAwayIsOrderedAnew(t *testing.T) {
	w := allTold(t)
	w.standing["a"] = false
	n := 0
	w.lose = func() (bool, bool) { n++; return false, n > 1 } // what is held is told, no other answer comes
	poi := w.elements["poi"]
	w.elements = map[string]x1.Handler{"poi": poi}
	w.reconcile()
	if w.lose = func() (bool, bool) { return false, false }; len(w.poi.Tasks()) > 0 || w.tap.Last.Stands(w.tap.Last.Task) {
		t.Error("it is held, or its order may still be told")
	}
}

func TestWhatSomebodyElseTookAwayIsOrderedAnew(t *testing.T) {
	for name, find := range map[string]func(w *world){
		"by reconciliation": func(w *world) { w.reconcile() },
		"by a change":       func(w *world) { w.tap = w.tap.at("poi", func(e *Element) { e.Held = older }) },
	} {
		w := allTold(t)
		w.send("poi", Deactivate(w.tap.XID))
		find(w)
		w.sweep()
		w.sweep()
		if !w.right() || w.tap.Last.Number != 2 {
			t.Errorf("%s: %v: the point of interception does not hold a second order", name, w.tap)
		}
	}
}

func TestAnOrderIsOfThePlacesOfItsOwnPointsOfInterception(t *testing.T) {
	w := allTold(t)
	for n, e := range w.tap.Elements {
		moved := w.tap.at(e.ID, func(e *Element) { e.To = append([]x1.DestinationDetails{to(9)}, e.To[1:]...) })
		if moved.OnLedger(w.log.Find) == (e.Kind == Own) {
			t.Errorf("element %d: another place counts where it should not, or does not where it should", n)
		}
	}
	p, err := intercept.DecodeProof(w.tap.Last.Proof)
	if err != nil || len(p.Places) != 1 || p.Places[0] != (intercept.Place{DID: intercept.DID{15: 1}, Address: "tcp 192.0.2.1:42069"}) {
		t.Errorf("%v, %v", p.Places, err)
	}
}
