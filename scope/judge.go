package scope

import (
	"slices"
	"strconv"
	"time"

	"writ"
	"writ/law"
	"writ/records"
)

// A Reason says why a row leaves: which name it bears, in which field, who held that name then, and on which provision.
type Reason struct {
	Asked     writ.Identifier
	Field     records.Field // the field that bears the name
	Holder    string        // the provider's own account; "" where the register knows nobody
	Provision string
	Rule      string
}

// A Judged row is what leaves of one record for one ask: only the fields of the ask's category.
type Judged struct {
	Ask    int
	Kind   records.Kind
	Key    records.Key
	At     time.Time
	Until  time.Time
	Values []records.Value
	Why    Reason
}

// Why a row stays. The words go to the auditor as counts, and to nobody else.
const (
	staysOther    = "names nobody asked for"
	staysCategory = "holds no field of a category that is opened"
	staysWindow   = "outside the window"
	staysHolder   = "another, or nobody, held the name then"
	staysNarrowed = "the law opens less than the category"
	staysUnclear  = "more than one holder fits"
)

// judge decides on one row for one ask. An empty string means that it leaves.
func judge(o *opened, r records.Row, tenures []records.Tenure) (Judged, string) {
	values, narrowed := kept(o, r)
	switch {
	case len(values) == 0 && narrowed:
		return Judged{}, staysNarrowed
	case len(values) == 0:
		return Judged{}, staysCategory
	}
	stays := staysOther
	for _, t := range o.targets {
		fields := r.Naming(t.name)
		if len(fields) == 0 || !t.fits(r) {
			continue
		}
		if why := o.standsIn(t, r); why != "" {
			stays = why
			continue
		}
		if !t.holds(r, tenures) {
			stays = staysHolder
			continue
		}
		if o.narrowedAway(r) {
			return Judged{}, staysNarrowed
		}
		g := firstGround(o.Outcome)
		return Judged{Ask: o.Ask, Kind: r.Kind, Key: r.Key, At: r.At, Until: r.Until, Values: clip(o, r, values),
			Why: Reason{Asked: t.asked, Field: fields[0], Holder: t.holder, Provision: g.Provision, Rule: g.Rule}}, ""
	}
	if o.unclear != "" {
		return Judged{}, staysUnclear
	}
	return Judged{}, stays
}

// standsIn says whether the row lies where the ask may look: its window, the instant named, or, without either, the
// instant of the decision.
func (o *opened) standsIn(t target, r records.Row) string {
	_, _, at, instant := records.SplitIPPortTime(t.asked)
	ok := false
	switch {
	case instant && r.State():
		ok = r.Lasts(at) && sharesPort(t.asked, r) && (o.Window.IsZero() || r.In(o.Window))
	case !o.Window.IsZero():
		ok = r.In(o.Window)
	case r.State():
		ok = r.Lasts(o.at)
	}
	if ok {
		return ""
	}
	return staysWindow
}

// sharesPort: where the address was shared, the port decides whose it was. Ports that can't be read are nobody's.
func sharesPort(id writ.Identifier, r records.Row) bool {
	if r.Get(records.PortFrom) == "" && r.Get(records.PortTo) == "" {
		return true
	}
	from, err := strconv.ParseUint(r.Get(records.PortFrom), 10, 16)
	to, worse := strconv.ParseUint(r.Get(records.PortTo), 10, 16)
	_, port, _, _ := records.SplitIPPortTime(id)
	return err == nil && worse == nil && from <= uint64(port) && uint64(port) <= to
}

// holds reports whether the row is of the target's holder. Where the register knows nobody who had the name then, events
// that bear it are of whoever it was, but no line of the register is: it would say who.
func (t target) holds(r records.Row, tenures []records.Tenure) bool {
	if t.holder == "" {
		return r.Kind != records.Customer
	}
	return holderOf(r, t.name, tenures) == t.holder
}

// ended gives a line of the register that was open when it was written the end that a later line gives it: the earliest,
// where several do. The later one is of the same account, begins with it and has one of its names; a line that has none
// beside the account is known by that.
func ended(r records.Row, tenures []records.Tenure) records.Row {
	if r.Kind != records.Customer || !r.Until.IsZero() {
		return r
	}
	bare := !slices.ContainsFunc(r.Tenures(), ofLine)
	for _, t := range tenures {
		same := t.Login == "" && t.From.Equal(r.At) && t.Holder == r.Get(records.Account) && len(r.Naming(t.ID)) > 0 && (bare || ofLine(t))
		if same && !t.Until.IsZero() && (r.Until.IsZero() || t.Until.Before(r.Until)) {
			r.Until = t.Until
		}
	}
	return r
}

// ofLine reports whether the name is the line's own, and not its customer's.
func ofLine(t records.Tenure) bool { return t.ID.Kind() != writ.Account && t.ID.Kind() != writ.Name }

// holderOf says who held the name when the record was made. A state says it itself.
func holderOf(r records.Row, name writ.Identifier, tenures []records.Tenure) string {
	switch r.Kind {
	case records.Customer:
		return r.Get(records.Account)
	case records.Assignment, records.Session:
		return accountBehind(tenures, r.Get(records.User), r.At)
	case records.Call:
	}
	return records.HolderAt(tenures, name, r.At)
}

// kept is what the ask's category has of the row, cut down where the law opens less; narrowed says that it was.
func kept(o *opened, r records.Row) (out []records.Value, narrowed bool) {
	for _, v := range r.Values {
		s, ok := records.SpecOf(r.Kind, v.Field)
		if !ok || s.Category != o.Category {
			continue
		}
		if s.Narrowing != "" && len(o.Fields) > 0 && !slices.Contains(o.Fields, s.Narrowing) {
			narrowed = true
			continue
		}
		out = append(out, v)
	}
	return out, narrowed
}

// narrowedAway: only calls for which a charge could be assessed.
func (o *opened) narrowedAway(r records.Row) bool {
	return slices.Contains(o.Fields, writ.BilledCallsOnly) && r.Get(records.Answered) != "yes"
}

// clip cuts an assignment's ends to the ask's window: when it began before, and when it ended after, was not asked.
func clip(o *opened, r records.Row, values []records.Value) []records.Value {
	if r.Kind != records.Assignment || o.Window.IsZero() {
		return values
	}
	out := slices.Clone(values)
	for i, v := range out {
		switch {
		case v.Field == records.From && r.At.Before(o.Window.From()):
			out[i] = records.V(v.Field, o.Window.From().Format(time.RFC3339Nano))
		case v.Field == records.Until && r.Until.After(o.Window.To()):
			out[i] = records.V(v.Field, o.Window.To().Format(time.RFC3339Nano))
		case v.Field == records.EndKnown && (r.Until.IsZero() || r.Until.After(o.Window.To())):
			out[i] = records.V(v.Field, "not within the window")
		}
	}
	return out
}

func firstGround(o law.Outcome) law.Ground {
	if len(o.Grounds) == 0 {
		return law.Ground{}
	}
	return o.Grounds[0]
}
