package second

import (
	"slices"
	"sort"
	"strings"
	"time"

	"writ"
	"writ/law"
)

// An asked is one ask of a demand, under one paper.
type asked struct {
	books          map[string]*book
	d              law.Demand
	n              int
	ask0, category string // as the paper has it, as the law reads it
	at             time.Time
	loc, wall      *time.Location
	badWall        bool
	issuerLoc      *time.Location
	country        string
	languages      []string
	main           *book
	paper          row // nil: unknown
	first          row // the paper itself, whatever it is read as
	early          bool
	served         []*book
	unknown        bool
	given          map[string]any
	from, to       time.Time
	hasFrom, hasTo bool
	windows        []stretch
	depth          int
	opened         row
	keeps          bool
}

type stretch struct {
	from, to time.Time
	some     bool
	whole    bool
}

// A verdict is the answer to one ask.
type verdict struct {
	answer, ground, provision string
	from, to                  time.Time
	fields                    []string
	short                     []string
	until, due                time.Time
	rule                      string
}

func zone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return nil
	}
	return loc
}

// place gives a country's zone and languages: the longest list that any pack gives.
func place(books map[string]*book, country string) (*time.Location, []string) {
	var loc *time.Location
	var languages []string
	names := []string{}
	for n := range books {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		if z, ok := books[n].zones[country]; ok {
			if loc = zone(z); len(books[n].languages[country]) >= len(languages) {
				languages = books[n].languages[country]
			}
		}
	}
	return loc, languages
}

func known(books map[string]*book, country string) bool {
	for _, b := range books {
		if _, ok := b.zones[country]; ok {
			return true
		}
	}
	return false
}

// open settles what one ask stands under.
func open(books map[string]*book, d law.Demand, n int) *asked {
	a := &asked{books: books, d: d, n: n, ask0: string(d.Asks[n].Category), category: string(d.Asks[n].Category)}
	var versions []row
	for _, name := range d.Packs {
		b := books[name]
		if b == nil {
			a.unknown = true
			continue
		}
		if a.main == nil {
			a.main = b
		}
		if v := b.papers[d.Instrument.Type]; v != nil && versions == nil {
			a.main, versions = b, v
		}
	}
	a.settle()
	a.paper, a.early = a.version(versions)
	a.first = a.paper
	for _, x := range d.Asks {
		a.windows = append(a.windows, a.stretch(x.Window))
	}
	if w := a.windows[n]; w.some {
		a.from, a.hasFrom, a.to, a.hasTo = w.from, true, w.to, w.whole
	}
	return a
}

func (a *asked) settle() {
	p, facts := a.d.Provider, a.d.Instrument.Facts
	a.country = a.main.country
	if a.main.certificate {
		a.country = ""
		for _, f := range []string{"addressee-country", "designated"} {
			if a.country == "" {
				a.country = plain(facts[f])
			}
		}
		for _, c := range p.Established {
			if _, ok := a.main.zones[c]; ok && a.country == "" {
				a.country = c
			}
		}
		if a.country == "" {
			a.country = a.main.country
		}
	} else {
		for _, c := range p.Established {
			if known(a.books, c) {
				a.country = c
				break
			}
		}
	}
	a.loc, a.languages = place(a.books, a.country)
	if z := zone(p.Zone); z != nil && !a.main.certificate {
		a.loc = z
	}
	if a.loc == nil {
		a.loc = time.UTC
	}
	a.issuerLoc = a.loc
	if z, _ := place(a.books, a.d.Instrument.Issuer.Country); z != nil {
		a.issuerLoc = z
	}
	if w := plain(facts["local-zone"]); w != "" {
		a.wall = zone(w)
		a.badWall = a.wall == nil
	}
	a.at = a.d.At.In(a.loc)
	if !a.main.certificate {
		a.served, a.unknown = []*book{a.main}, false
		return
	}
	for _, name := range a.d.Packs {
		if b := a.books[name]; b != nil && b.country != "" && b.country == a.country {
			a.served = append(a.served, b)
		}
	}
	a.unknown = a.unknown && len(a.served) == 0
}

func (a *asked) feasts() []row {
	for _, b := range a.served {
		if len(b.feasts) > 0 {
			return b.feasts
		}
	}
	return a.main.feasts
}

func day(t time.Time) time.Time { return date(t.Format(time.DateOnly)) }

// lawDay is the day by whose law the paper is judged.
func (a *asked) lawDay() time.Time {
	s := a.d.Instrument.Issued
	if s != nil && !s.HasTime {
		return s.Time
	}
	if from, _, ok := stamp(s, a.issuerLoc, a.wall); ok {
		if a.issuerLoc.String() == a.loc.String() {
			from = from.In(a.loc)
		}
		return day(from)
	}
	return day(a.at)
}

func (a *asked) inForce(r row) bool {
	d := a.lawDay()
	if text(r["by"]) == "at" {
		d = day(a.at)
	}
	return !d.Before(date(text(r["from"]))) && (r["to"] == nil || !d.After(date(text(r["to"]))))
}

func (a *asked) version(versions []row) (row, bool) {
	if len(versions) == 0 {
		return nil, false
	}
	sorted := slices.Clone(versions)
	sort.SliceStable(sorted, func(i, j int) bool { return text(sorted[i]["from"]) < text(sorted[j]["from"]) })
	for _, v := range sorted {
		if a.inForce(v) {
			return v, false
		}
	}
	for i := len(sorted) - 1; i >= 0; i-- {
		if date(text(sorted[i]["from"])).Before(a.lawDay()) {
			return sorted[i], true
		}
	}
	return sorted[0], true
}

func (a *asked) stretch(w *law.StatedWindow) stretch {
	if w == nil || w.From == nil {
		return stretch{}
	}
	from, _, ok := stamp(w.From, a.loc, a.wall)
	if !ok || !w.From.HasTime {
		return stretch{}
	}
	out := stretch{from: from, some: true}
	if w.To == nil {
		return out
	}
	to, _, ok := stamp(w.To, a.loc, a.wall)
	out.to, out.whole = to, ok && w.To.HasTime && from.Before(to)
	return out
}

var stages = []string{"addressee", "issuer", "signature", "dates", "emergency", "identifier", "closed", "window", "category", "offence", "person"}

func no(answer, ground string) *verdict { return &verdict{answer: answer, ground: ground} }

// decide answers the ask.
func (a *asked) decide() verdict {
	v := a.checks()
	if v == nil {
		v = a.reached()
	} else if v.answer == "preserve" {
		v = a.keptMeanwhile(*v)
	}
	v.due = a.due()
	return *v
}

// checks goes through the stages; nil: nothing stands in the way.
func (a *asked) checks() *verdict {
	if a.paper == nil {
		return no("refer", "uncertain-rule")
	}
	for _, e := range list(a.paper["reads"]) {
		r := inherit(e.(row), a.paper)
		if text(r["category"]) == a.ask0 && a.inForce(r) && a.holds(r["when"]) {
			a.category = text(r["as"])
		}
	}
	for _, s := range stages {
		if a.depth > 0 && s == "identifier" {
			continue
		}
		own := a.common(s)
		packs := func() *verdict { return a.stageRules(s) }
		order := []func() *verdict{packs, own}
		if in(s, []string{"signature", "dates", "identifier", "window"}) {
			order = []func() *verdict{own, packs}
		}
		for _, f := range order {
			if v := f(); v != nil {
				return v
			}
		}
		if s == "closed" && (a.opened["as"] != nil || a.opened["as-fact"] != nil) {
			return a.readAs()
		}
	}
	return nil
}

// stageRules are those of the instrument, then those of the pack.
func (a *asked) stageRules(s string) *verdict {
	var all []row
	for _, e := range list(a.paper["rules"]) {
		all = append(all, inherit(e.(row), a.paper))
	}
	for _, r := range a.book().rules {
		if r["instruments"] == nil || in(text(a.paper["type"]), words(r["instruments"])) {
			all = append(all, r)
		}
	}
	for _, r := range all {
		check := text(r["check"])
		if check == "" {
			check = "category"
		}
		if check == s && a.inForce(r) && a.holds(r["when"]) {
			return a.answer(r)
		}
	}
	return nil
}

// book is the pack of the paper.
func (a *asked) book() *book { return a.main }

func (a *asked) answer(r row) *verdict {
	v := &verdict{answer: text(r["answer"]), ground: text(r["ground"]), provision: text(r["provision"]), rule: text(r["id"])}
	if text(r["certainty"]) == "uncertain" {
		v.answer = "refer"
	}
	if v.answer == "preserve" {
		v.until = a.until(r["until"])
	}
	return v
}

func (a *asked) until(u any) time.Time {
	if u == nil {
		return time.Time{}
	}
	all, ok := u.([]any)
	if !ok {
		all = []any{row{"at": u}}
	}
	for _, e := range all {
		e := e.(row)
		if !a.holds(e["when"]) {
			continue
		}
		if text(e["at"]) == "none" {
			return time.Time{}
		}
		if t, ok := a.moment(e["at"]); ok && t.After(a.at) {
			return t
		}
		return time.Time{}
	}
	return time.Time{}
}

// common gives the check that holds everywhere at a stage.
func (a *asked) common(s string) func() *verdict {
	switch s {
	case "addressee":
		return func() *verdict {
			switch a.d.Instrument.Addressee {
			case "provider", "representative":
				return nil
			case "other-entity":
				return no("withhold", "wrong-addressee")
			}
			return no("clarify", "wrong-addressee")
		}
	case "issuer":
		return a.issuer
	case "signature":
		return func() *verdict {
			signed := a.d.Instrument.Signed
			if signed != nil && *signed || a.paper["oral"] != nil && a.holds(a.paper["oral"]) {
				return nil
			}
			return no("clarify", "not-signed")
		}
	case "dates":
		return a.dates
	case "identifier":
		return a.names
	case "closed":
		return a.reach
	case "window":
		return a.window
	case "category":
		return func() *verdict {
			if text(a.opened["certainty"]) == "uncertain" {
				return no("refer", "uncertain-rule")
			}
			return nil
		}
	}
	return func() *verdict { return nil }
}

func (a *asked) issuer() *verdict {
	if a.depth > 0 {
		return nil
	}
	listed, anywhere := false, false
	for _, e := range list(a.paper["issuers"]) {
		i := e.(row)
		may := in(string(a.d.Instrument.Issuer.Kind), words(i["kinds"]))
		anywhere = anywhere || may
		if i["categories"] != nil && !in(a.category, words(i["categories"])) {
			continue
		}
		if may {
			return nil
		}
		listed = true
	}
	if !listed && anywhere {
		return nil
	}
	return no("withhold", "issuer-not-competent")
}

func (a *asked) dates() *verdict {
	i := a.d.Instrument
	if i.Issued == nil {
		return no("clarify", "not-signed")
	}
	made, _, ok := stamp(i.Issued, a.issuerLoc, a.wall)
	_, _, ok2 := stamp(i.Served, a.loc, a.wall)
	_, _, ok3 := stamp(i.Expires, a.loc, a.wall)
	if !ok || i.Served != nil && !ok2 || i.Expires != nil && !ok3 {
		return no("clarify", "window-ambiguous")
	}
	served, servedEnd, isServed := a.when("served")
	switch {
	case made.After(a.at), isServed && served.After(a.at), isServed && servedEnd.Before(made) && i.Served.HasTime:
		return no("clarify", "issued-in-future")
	case a.early:
		return no("withhold", "not-yet-valid")
	}
	_, last, ok := a.when("expires")
	if !ok {
		return nil
	}
	lasting := text(a.paper["lasting"]) == "true"
	measured := a.at
	if lasting && isServed {
		measured = served
	}
	if measured.Before(last) {
		return nil
	}
	return no("withhold", "expired")
}

func (a *asked) named(k writ.Kind) bool {
	for _, s := range a.d.Asks[a.n].Identifiers {
		if s.Kind == k {
			return true
		}
	}
	return false
}

func (a *asked) names() *verdict {
	ids := a.d.Asks[a.n].Identifiers
	if len(ids) == 0 {
		return no("clarify", "identifier-invalid")
	}
	for _, s := range ids {
		id, err := writ.ParseIdentifier(s.Kind, s.Text)
		if err != nil || id.Kind() == writ.E164 && !a.planned(id.Reveal()) {
			return no("clarify", "identifier-invalid")
		}
	}
	facts := a.d.Instrument.Facts
	if plain(facts["cgnat"]) == "true" && a.named(writ.IP) {
		return no("clarify", "identifier-ambiguous")
	}
	if plain(facts["not-our-user"]) == "true" {
		return no("withhold", "not-the-providers-user")
	}
	if m, ok := facts["duplicate-of"].(map[string]any); ok && plain(m["identical"]) == "true" {
		return no("clarify", "duplicate")
	}
	return nil
}

func (a *asked) planned(number string) bool {
	for _, b := range a.books {
		for _, n := range b.numbers {
			rest, ok := strings.CutPrefix(number, text(n["prefix"]))
			if ok && (len(rest) < atoi(n["least"]) || len(rest) > atoi(n["most"])) {
				return false
			}
		}
	}
	return true
}

func (a *asked) live() bool { return strings.HasPrefix(a.ask0, "live-") }

// reach finds what opens or keeps the category.
func (a *asked) reach() *verdict {
	a.opened, a.keeps = nil, false
	for _, key := range []string{"opens", "preserves"} {
		for _, e := range list(a.paper[key]) {
			o := inherit(e.(row), a.paper)
			if o["provision"] == nil {
				o["provision"] = a.paper["provision"]
			}
			if in(a.category, words(o["categories"])) && a.inForce(o) && a.holds(o["when"]) {
				a.opened, a.keeps = o, key == "preserves"
				return a.cell()
			}
		}
	}
	closed, _ := a.paper["closed"].(row)
	v := no("withhold", "instrument-too-weak")
	if closed["ground"] != nil {
		v.ground = text(closed["ground"])
	}
	return v
}

func (a *asked) cell() *verdict {
	if !a.named(writ.Cell) {
		return nil
	}
	r := a.book().area
	if a.live() || r == nil {
		return no("withhold", "area-request-not-allowed")
	}
	if !a.inForce(r) || !a.holds(r["when"]) {
		return nil
	}
	return a.answer(r)
}

func (a *asked) readAs() *verdict {
	target := text(a.opened["as"])
	if p := text(a.opened["as-fact"]); p != "" {
		target = ""
		if have := a.values(p); len(have) == 1 {
			target = have[0]
		}
		if !in(target, words(a.opened["as-of"])) {
			return no("refer", "uncertain-rule")
		}
	}
	paper, early := a.version(a.book().papers[target])
	if paper == nil || early || a.depth > 2 {
		return no("refer", "uncertain-rule")
	}
	a.given = nil
	if g, ok := a.opened["given"].(row); ok {
		a.given = g
	}
	a.paper, a.opened, a.depth = paper, nil, a.depth+1
	return a.checks()
}

func (a *asked) window() *verdict {
	w := a.d.Asks[a.n].Window
	needs := a.live() || a.ask0 != "subscriber" && a.ask0 != "payment" && text(a.opened["without-window"]) != "true"
	switch {
	case w == nil || w.From == nil:
		if needs {
			return no("clarify", "window-missing")
		}
		if w == nil || w.To == nil {
			return nil
		}
	}
	switch {
	case w.To == nil:
		return no("clarify", "window-missing")
	case w.From == nil, a.badWall && (!w.From.Offset || !w.To.Offset), !a.windows[a.n].whole:
		return no("clarify", "window-ambiguous")
	case a.live() && a.to.Sub(a.from) > 366*24*time.Hour:
		return no("clarify", "window-too-long")
	}
	return nil
}

func (a *asked) due() time.Time {
	for _, e := range list(a.first["due"]) {
		d := e.(row)
		if !a.holds(d["when"]) {
			continue
		}
		if t, ok := a.moment(d["at"]); ok {
			return t
		}
	}
	return time.Time{}
}
