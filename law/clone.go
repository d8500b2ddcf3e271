package law

import (
	"maps"
	"slices"
)

// clone copies a demand so that nobody who holds the copy can change the original.
func (d Demand) clone() Demand {
	d.Packs = slices.Clone(d.Packs)
	d.Provider.Established = slices.Clone(d.Provider.Established)
	d.Provider.Offers = slices.Clone(d.Provider.Offers)
	d.Provider.Keeps = maps.Clone(d.Provider.Keeps)
	d.Instrument = d.Instrument.clone()
	d.Asks = slices.Clone(d.Asks)
	for i, a := range d.Asks {
		d.Asks[i].Identifiers = slices.Clone(a.Identifiers)
		if a.Window != nil {
			d.Asks[i].Window = &StatedWindow{cloned(a.Window.From), cloned(a.Window.To)}
		}
	}
	return d
}

func (i Instrument) clone() Instrument {
	i.Issued, i.Served, i.Expires = cloned(i.Issued), cloned(i.Served), cloned(i.Expires)
	i.Signed, i.Emergency = cloned(i.Signed), cloned(i.Emergency)
	if i.Offence != nil {
		i.Offence = &Offence{i.Offence.Name, cloned(i.Offence.MaxYears), cloned(i.Offence.Listed)}
	}
	if i.Secrecy != nil {
		i.Secrecy = &Secrecy{cloned(i.Secrecy.Until)}
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
