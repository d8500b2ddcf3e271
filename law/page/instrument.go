package page

import (
	"slices"
	"strconv"
	"strings"

	"writ"
	"writ/law/written"
)

// An Instrument is one kind of paper in the version of a time, as the page shows it.
type Instrument struct {
	Cite
	Anchor    string
	Type      string // as a request writes it
	Own       string // its names in its own languages, where they are others
	Name      string
	Versions  int // how many versions of the type the pack has
	Permits   bool
	Lasting   bool
	Face      []string
	Oral      []Clause
	Form      string // provisions cited for the common checks
	Addressee string
	Expiry    string
	Early     string
	Issuers   []Issuers
	Opens     []Opening
	Keeps     []Opening
	Reads     []Reading
	Closed    Closing
	Limits    []Limit
	Cuts      []Cut
	Checks    []Check
	Notice    []Notice
	Due       []Due
	DueText   string
	Relief    []Relief
	Cost      string
	Notes     string
	cells     map[writ.Category]Cell
}

// Issuers say who may sign for some categories.
type Issuers struct{ Categories, Kinds, Provision, Where string }

// An Opening is one thing that an instrument opens, taps or keeps.
type Opening struct {
	Cite
	Categories []string
	When       []Clause
	Fields     string
	As         string // read as another instrument
	Given      []string
	Because    string
	ToCome     bool
	Windowless bool
	Until      []End
	kinds      []string
}

// A Reading says that the law takes one category for another.
type Reading struct {
	Cite
	Category, As string
	When         []Clause
	from         string
}

// A Closing is the answer to what an instrument does not open.
type Closing struct {
	Ground, Provision string
	For               [][2]string // category, provision
}

// A Cut holds back a kind of record, whatever the window.
type Cut struct {
	Cite
	When    []Clause
	Because string
}

// A Check is one of the checks in their order, with the rules that are asked there.
type Check struct {
	Title, Always string
	Rules         []Rule
	Shared        []Rule // of the whole pack, which stand elsewhere on the page
}

// A Notice says whether the user may be told.
type Notice struct {
	Is, Provision string
	When          []Clause
	Until         string
}

// A Due says when the answer is due.
type Due struct {
	When []Clause
	At   string
}

// A Relief is the provider's own way to object or to ask for change.
type Relief struct {
	Cite
	Is, Decides, Because string
	When                 []Clause
	By                   string
	instruments          []string
}

func instrument(v written.Value, base inherited, p *Page) Instrument {
	kind := v.Get("type").Text()
	i := Instrument{Type: kind, Cite: cite(v, base, p.Name, kind)}
	i.ID = p.Name + "/" + kind
	in := base.over(v)
	i.readNames(v.Get("name"))
	i.Permits, i.Lasting = v.Get("compels").Text() == "false", v.Get("lasting").Text() == "true"
	i.Face, i.Oral = v.Get("face").Words(), conditions(v.Get("oral"))
	i.Form, i.Addressee, i.Expiry, i.Early = v.Get("signed").Text(), v.Get("addressee").Text(), v.Get("expires").Text(), v.Get("early").Text()
	i.Cost, i.Notes, i.DueText = strings.Join(v.Get("cost").Words(), "; "), strings.Join(v.Get("notes").Words(), "; "), strings.Join(v.Get("deadline").Words(), "; ")
	i.reach(v, in)
	i.hold(v, in, p)
	i.after(v, in, p)
	i.cells = i.row()
	return i
}

// readNames reads its names: the English one, or where there is none its own, and the others beside it.
func (i *Instrument) readNames(v written.Value) {
	i.Name = v.Get("en").Text()
	if i.Name == "" {
		i.Name = v.Get("own").Text()
	}
	var others []string
	for _, e := range v.Entries() {
		if t := e.Value.Text(); t != i.Name && !slices.Contains(others, t) {
			others = append(others, t)
		}
	}
	i.Own = strings.Join(others, " · ")
}

// reach reads who may issue it and what it opens.
func (i *Instrument) reach(v written.Value, in inherited) {
	for _, e := range v.Get("issuers").List() {
		s := Issuers{Categories: list(each(categoryWords, e.Get("categories").Words()), "and"), Kinds: list(each(issuerWords, e.Get("kinds").Words()), "or"),
			Provision: e.Get("provision").Text(), Where: where(e)}
		i.Issuers = append(i.Issuers, s)
	}
	i.Opens, i.Keeps = openings(v.Get("opens"), in, i, "opens"), openings(v.Get("preserves"), in, i, "preserves")
	for n, e := range v.Get("reads").List() {
		r := Reading{Cite: cite(e, in, i.ID, "reads-"+strconv.Itoa(n+1)), from: e.Get("category").Text(), When: conditions(e.Get("when"))}
		r.Category, r.As = categoryWord(r.from), categoryWord(e.Get("as").Text())
		i.Reads = append(i.Reads, r)
	}
	c := v.Get("closed")
	i.Closed = Closing{Ground: groundWords["instrument-too-weak"], Provision: c.Get("provision").Text()}
	if g := c.Get("ground").Text(); g != "" {
		i.Closed.Ground = worded(groundWords, g)
	}
	if i.Closed.Provision == "" {
		i.Closed.Provision = i.Provision
	}
	for _, e := range c.Get("for").Entries() {
		i.Closed.For = append(i.Closed.For, [2]string{categoryWord(e.Key), e.Value.Text()})
	}
}

func openings(v written.Value, in inherited, i *Instrument, key string) []Opening {
	var out []Opening
	for n, e := range v.List() {
		o := Opening{Cite: cite(e, in, i.ID, key+"-"+strconv.Itoa(n+1)), kinds: e.Get("categories").Words(), When: conditions(e.Get("when")),
			Fields: list(each(fieldWords, e.Get("fields").Words()), "and"), Because: sentence(e.Get("because").Text()), Until: ends(e.Get("until")),
			ToCome: e.Get("to-come").Text() == "true", Windowless: e.Get("without-window").Text() == "true"}
		o.Categories = each(categoryWords, o.kinds)
		o.readAs(e)
		if o.Provision == "" {
			o.Provision = i.Provision
		}
		out = append(out, o)
	}
	return out
}

// readAs says as which instrument an opening is decided.
func (o *Opening) readAs(e written.Value) {
	if as := e.Get("as").Text(); as != "" {
		o.As = "decided as " + quoted(spaced(as))
	}
	if fact := e.Get("as-fact").Text(); fact != "" {
		o.As = "decided as the instrument that " + about(fact).name + " names"
	}
	if of := e.Get("as-of").Words(); len(of) > 0 {
		for n := range of {
			of[n] = quoted(spaced(of[n]))
		}
		o.As += ", one of " + list(of, "or")
	}
	for _, g := range e.Get("given").Entries() {
		o.Given = append(o.Given, "the fact "+factName(g.Key)+" is taken to be "+factWord(g.Value.Text()))
	}
}

// hold reads what holds it back, in the order of the checks: its own rules and those of the whole pack.
func (i *Instrument) hold(v written.Value, in inherited, p *Page) {
	i.Limits = limits(v.Get("limits"), in, i.ID)
	for _, l := range p.limits {
		if named(l.instruments, i.Type) {
			i.Limits = append(i.Limits, l)
		}
	}
	for n, e := range v.Get("cuts").List() {
		i.Cuts = append(i.Cuts, Cut{cite(e, in, i.ID, "cut-"+strconv.Itoa(n+1)), conditions(e.Get("when")), sentence(e.Get("because").Text())})
	}
	i.Checks = checks(ruleList(v.Get("rules"), in, i.ID))
	for n := range i.Checks {
		i.Checks[n].Shared = slices.DeleteFunc(slices.Clone(p.Everywhere[n].Rules), func(r Rule) bool { return !named(r.instruments, i.Type) })
	}
}

// checks sorts rules into the checks, in their order.
func checks(rules []Rule) []Check {
	out := make([]Check, 0, len(stages))
	for _, s := range stages {
		c := Check{Title: s.title, Always: s.always}
		for _, r := range rules {
			if r.Check == s.key {
				c.Rules = append(c.Rules, r)
			}
		}
		out = append(out, c)
	}
	return out
}

// after reads what follows: deadlines, notice, relief.
func (i *Instrument) after(v written.Value, in inherited, p *Page) {
	for _, e := range v.Get("notice").List() {
		n := Notice{Is: worded(noticeWords, e.Get("is").Text()), Provision: e.Get("provision").Text(), When: conditions(e.Get("when"))}
		if u := e.Get("until"); !u.Absent() {
			n.Until = moment(u)
		}
		i.Notice = append(i.Notice, n)
	}
	for _, e := range v.Get("due").List() {
		i.Due = append(i.Due, Due{conditions(e.Get("when")), moment(e.Get("at"))})
	}
	i.Relief = reliefs(v.Get("relief"), in, i.ID)
	for _, r := range p.relief {
		if named(r.instruments, i.Type) {
			i.Relief = append(i.Relief, r)
		}
	}
}

func reliefs(v written.Value, in inherited, owner string) []Relief {
	var out []Relief
	for n, e := range v.List() {
		r := Relief{Cite: cite(e, in, owner, "relief-"+strconv.Itoa(n+1)), Is: worded(reliefWords, e.Get("is").Text()), Decides: e.Get("decides").Text(),
			Because: sentence(e.Get("because").Text()), When: conditions(e.Get("when")), instruments: e.Get("instruments").Words()}
		if by := e.Get("last-day"); !by.Absent() {
			r.By = moment(by)
		}
		out = append(out, r)
	}
	return out
}
