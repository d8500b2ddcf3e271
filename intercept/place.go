package intercept

import (
	"cmp"
	"slices"
)

// A Place is a destination as an order names it: its number and the one text of its address (docs/formats/task.md). Who holds X1 may
// send product to no other.
type Place struct {
	DID     DID
	Address string
}

// MostPlaces is the ceiling of places of one order: those of all its points of interception.
const MostPlaces = 256

// maxAddress is the most octets of an address.
const maxAddress = 1024

func byPlace(a, b Place) int {
	return cmp.Or(slices.Compare(a.DID[:], b.DID[:]), cmp.Compare(a.Address, b.Address))
}

// OrderedPlaces gives each place once, in the order in which they are committed to.
func OrderedPlaces(all []Place) []Place {
	return slices.Compact(slices.SortedFunc(slices.Values(all), byPlace))
}

// places appends them in their order.
func places(out []byte, all []Place) []byte {
	all = OrderedPlaces(all)
	out = count(out, len(all))
	for _, p := range all {
		out = field(field(out, p.DID[:]), []byte(p.Address))
	}
	return out
}

func (r *reader) places() (out []Place) {
	for range r.count(MostPlaces) {
		p := Place{DID(r.array()), string(r.field())}
		if len(p.Address) > maxAddress || len(out) > 0 && byPlace(out[len(out)-1], p) >= 0 {
			r.fail()
		}
		out = append(out, p)
	}
	return out
}
