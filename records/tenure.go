package records

import (
	"cmp"
	"log/slog"
	"slices"
	"time"

	"writ"
)

// A Tenure says that a holder had a name (a number, an address, a device) from when until when.
// Until is zero while it lasts.
type Tenure struct {
	ID     writ.Identifier
	Holder string // the account; where no register knows it, the name under which the line signed in
	Login  string // that name, where the tenure comes from a session
	From   time.Time
	Until  time.Time
}

// String names no holder.
func (t Tenure) String() string { return "tenure of " + t.ID.String() }

// GoString names no holder.
func (t Tenure) GoString() string { return t.String() }

// LogValue names no holder.
func (t Tenure) LogValue() slog.Value { return slog.StringValue(t.String()) }

// Lasts reports whether the tenure holds at t.
func (t Tenure) Lasts(at time.Time) bool {
	return !at.Before(t.From) && (t.Until.IsZero() || at.Before(t.Until))
}

// In reports whether any of it lies in the window.
func (t Tenure) In(w writ.Window) bool {
	return !w.IsZero() && t.From.Before(w.To()) && (t.Until.IsZero() || t.Until.After(w.From()))
}

// Tenures lists what a state says about who held what. An event says nothing.
func (r Row) Tenures() []Tenure {
	holder, login := r.Get(Account), ""
	if r.Kind == Assignment {
		holder = r.Get(User)
		login = holder
	}
	if !r.State() || holder == "" {
		return nil
	}
	var out []Tenure
	for _, v := range r.Values {
		s, _ := SpecOf(r.Kind, v.Field)
		if s.Names == "" || s.Names == writ.Name || r.Kind == Assignment && v.Field == User {
			continue
		}
		if id, err := writ.ParseIdentifier(s.Names, v.Text()); err == nil {
			out = append(out, Tenure{ID: id, Holder: holder, Login: login, From: r.At, Until: r.Until})
		}
	}
	return out
}

// superseded reports whether a tenure that still lasted when it was written has its end in a later line of the
// register: same name, same holder, same beginning.
func superseded(all []Tenure, t Tenure) bool {
	return t.Login == "" && t.Until.IsZero() && slices.ContainsFunc(all, func(o Tenure) bool {
		return !o.Until.IsZero() && o.ID == t.ID && o.Holder == t.Holder && o.Login == "" && o.From.Equal(t.From)
	})
}

// Holders lists, in order and once each, who held the name in the window.
func Holders(all []Tenure, id writ.Identifier, w writ.Window) []string {
	var out []string
	for _, t := range all {
		if t.ID == id && t.In(w) && !slices.Contains(out, t.Holder) && !superseded(all, t) {
			out = append(out, t.Holder)
		}
	}
	slices.SortFunc(out, cmp.Compare[string])
	return out
}

// HolderAt names who held the name at the instant: "" for nobody, and for more than one.
func HolderAt(all []Tenure, id writ.Identifier, at time.Time) string {
	holder := ""
	for _, t := range all {
		if t.ID != id || !t.Lasts(at) || superseded(all, t) {
			continue
		}
		if holder != "" && holder != t.Holder {
			return ""
		}
		holder = t.Holder
	}
	return holder
}
