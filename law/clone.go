package law

import (
	"maps"
	"slices"
)

// clone copies a demand so that nobody who holds the copy can change the original.
func (d Demand) clone() Demand {
	p := &d.Provider
	words := make(room[string], 0, len(d.Packs)+len(p.Established)+len(p.Offers))
	d.Packs, p.Established, p.Offers = words.all(d.Packs), words.all(p.Established), words.all(p.Offers)
	p.Keeps = maps.Clone(p.Keeps)
	d.Asks = slices.Clone(d.Asks)
	named := 0
	for i := range d.Asks {
		named += len(d.Asks[i].Identifiers)
	}
	names := make(room[Stated], 0, named)
	stamps := make(room[Stamp], 0, 4+2*len(d.Asks)) // as many as there can be
	windows := make(room[StatedWindow], 0, len(d.Asks))
	d.Instrument = d.Instrument.clone(&stamps)
	for i := range d.Asks {
		a := &d.Asks[i]
		a.Identifiers = names.all(a.Identifiers)
		if a.Window != nil {
			a.Window = windows.keep(&StatedWindow{stamps.keep(a.Window.From), stamps.keep(a.Window.To)})
		}
	}
	return d
}

// A room holds copies side by side: one piece of memory for many small ones.
type room[T any] []T

func (r *room[T]) keep(p *T) *T {
	if p == nil {
		return nil
	}
	*r = append(*r, *p)
	return &(*r)[len(*r)-1]
}

func (r *room[T]) all(list []T) []T {
	if list == nil {
		return nil
	}
	n := len(*r)
	*r = append(*r, list...)
	return (*r)[n:len(*r):len(*r)]
}

func (i Instrument) clone(stamps *room[Stamp]) Instrument {
	i.Issued, i.Served, i.Expires = stamps.keep(i.Issued), stamps.keep(i.Served), stamps.keep(i.Expires)
	i.Signed, i.Emergency = cloned(i.Signed), cloned(i.Emergency)
	if i.Offence != nil {
		i.Offence = &Offence{i.Offence.Name, cloned(i.Offence.MaxYears), cloned(i.Offence.Listed)}
	}
	if i.Secrecy != nil {
		i.Secrecy = &Secrecy{stamps.keep(i.Secrecy.Until)}
	}
	i.User = cloned(i.User)
	i.Facts, _ = cloneFact(i.Facts).(map[string]any)
	return i
}

func cloned[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

func cloneFact(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if v == nil {
			return v
		}
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = cloneFact(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = cloneFact(e)
		}
		return out
	default:
		return v
	}
}
