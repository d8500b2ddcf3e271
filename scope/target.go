package scope

import (
	"slices"
	"time"

	"writ"
	"writ/law"
	"writ/records"
)

// A target is one name under which an ask's rows are looked for, and the only holder whose rows count.
type target struct {
	asked  writ.Identifier // as the order has it
	name   writ.Identifier // as records have it
	holder string          // "": the register knows nobody who ever had the name
	only   records.Kind    // set: only rows of this kind
}

// fits reports whether the row is of a kind that the target reaches.
func (t target) fits(r records.Row) bool { return t.only == "" || t.only == r.Kind }

// An opened ask is an outcome that lets rows leave, with the names to look for.
type opened struct {
	law.Outcome
	targets []target
	at      time.Time   // without a window: the records as they stand at this instant
	unclear writ.Ground // set: more than one holder fits, so nobody does
}

// span is the time in which a name of the ask is read.
func (o opened) span(id writ.Identifier) writ.Window {
	if _, _, at, ok := records.SplitIPPortTime(id); ok {
		w, _ := writ.NewWindow(at, at.Add(time.Nanosecond))
		return w
	}
	if !o.Window.IsZero() {
		return o.Window
	}
	w, _ := writ.NewWindow(o.at, o.at.Add(time.Nanosecond))
	return w
}

// resolve finds whose rows an ask reaches. Several means nobody: where a name had more than one holder in the span,
// and the order doesn't say by account which of them it means, nothing of the ask leaves.
func resolve(o law.Outcome, at time.Time, tenures []records.Tenure) opened {
	out := opened{Outcome: o, at: at}
	accounts := accountsNamed(o)
	for _, id := range o.Identifiers {
		if id.Kind() == writ.Account {
			continue
		}
		names := namesOf(id)
		holders := holdersOf(names, tenures, out.span(id))
		if len(accounts) > 0 {
			holders = slices.DeleteFunc(holders, func(h string) bool { return !slices.Contains(accounts, h) })
			if len(holders) == 0 && known(tenures, names) {
				continue // the account named never had this name in the span
			}
		}
		if len(holders) > 1 && len(accounts) == 0 {
			return opened{Outcome: o, at: at, unclear: "identifier-ambiguous"}
		}
		out.reach(id, names, holders)
		for _, h := range holders {
			out.follow(id, h, tenures)
		}
	}
	for _, id := range o.Identifiers {
		if id.Kind() == writ.Account {
			out.add(target{asked: id, name: id, holder: id.Reveal()})
			out.follow(id, id.Reveal(), tenures)
		}
	}
	return out
}

// reach adds the names of an identifier: for its holders, or, where the register knows none, for nobody in particular.
func (o *opened) reach(asked writ.Identifier, names []writ.Identifier, holders []string) {
	if len(holders) == 0 {
		holders = []string{""}
	}
	for _, h := range holders {
		for _, n := range names {
			o.add(target{asked: asked, name: n, holder: h})
		}
	}
}

// namesOf lists the names under which records bear the identifier: itself as records have it, and for an IPv6 address
// or prefix the prefixes, given to one line, of which it is a part.
func namesOf(id writ.Identifier) []writ.Identifier {
	return append([]writ.Identifier{lookedFor(id)}, records.Covering(id)...)
}

// holdersOf lists, once each and in order, who held any of the names in the span.
func holdersOf(names []writ.Identifier, tenures []records.Tenure, span writ.Window) []string {
	var out []string
	for _, n := range names {
		out = append(out, records.Holders(tenures, n, span)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func accountsNamed(o law.Outcome) []string {
	var out []string
	for _, id := range o.Identifiers {
		if id.Kind() == writ.Account {
			out = append(out, id.Reveal())
		}
	}
	return out
}

func lookedFor(id writ.Identifier) writ.Identifier {
	kind, text := records.LookFor(id)
	name, err := writ.ParseIdentifier(kind, text)
	if err != nil {
		return id
	}
	return name
}

func known(tenures []records.Tenure, names []writ.Identifier) bool {
	return slices.ContainsFunc(tenures, func(t records.Tenure) bool { return slices.Contains(names, t.ID) })
}

func (o *opened) add(t target) {
	if !slices.Contains(o.targets, t) {
		o.targets = append(o.targets, t)
	}
}

// follow goes from a holder to the names that lead to what is asked: from an account to the numbers and lines that the
// register gives it, for whose sake no namesake is read; from an address, over the name under which the line signed in,
// to the customer whose name it was, and to nothing else of the line's: what other addresses it had was not asked.
func (o *opened) follow(asked writ.Identifier, holder string, tenures []records.Tenure) {
	span, names := o.span(asked), namesOf(asked)
	for _, t := range tenures {
		if t.Holder != holder || !t.In(span) {
			continue
		}
		if asked.Kind() == writ.Account && t.Login == "" && t.ID.Kind() != writ.Name {
			o.add(target{asked: asked, name: t.ID, holder: holder})
		}
		if login, err := writ.ParseIdentifier(writ.NAI, t.Login); err == nil && slices.Contains(names, t.ID) {
			o.add(target{asked: asked, name: login, holder: holder, only: records.Customer})
		}
	}
}

// settle gives each tenure that comes from a session the account behind the name that signed in, where the register
// knows it, so that a line and its customer are one holder and not two. It leaves out what a line of the register said
// while it was open, where a later one gives it an end.
func settle(tenures []records.Tenure) []records.Tenure {
	var out []records.Tenure
	for _, t := range tenures {
		switch {
		case t.Login != "":
			t.Holder = accountBehind(tenures, t.Login, t.From)
		case t.Until.IsZero() && slices.ContainsFunc(tenures, func(o records.Tenure) bool { return ends(o, t) }):
			continue
		}
		out = append(out, t)
	}
	return out
}

// ends reports whether a tenure of the register is the same as another, with its end.
func ends(o, t records.Tenure) bool {
	return !o.Until.IsZero() && o.Login == "" && o.ID == t.ID && o.Holder == t.Holder && o.From.Equal(t.From)
}

// accountBehind is the account whose name signed in then; without a register, the name itself.
func accountBehind(tenures []records.Tenure, login string, at time.Time) string {
	if id, err := writ.ParseIdentifier(writ.NAI, login); err == nil {
		if account := records.HolderAt(tenures, id, at); account != "" {
			return account
		}
	}
	return login
}
