package page

import (
	"regexp"
	"slices"
	"strings"

	"writ/law/written"
)

// A Country says which zone and languages a country has.
type Country struct {
	Code, Zone string
	Languages  string
}

// A Reach says what would open a category.
type Reach struct{ Category, By, Provision string }

// A Numbering says how many digits follow a calling code.
type Numbering struct{ Prefix, Least, Most, Source string }

// Holidays are the days on which nothing falls due.
type Holidays struct {
	Name, Source string
	Days         []Holiday
}

// A Holiday is one of them.
type Holiday struct{ Name, On, More string }

// A Language says how many texts for letters the pack has in it.
type Language struct {
	Code  string
	Texts int
}

// Kept says that a fact gives the age of the oldest record.
type Kept struct {
	Category, Fact string
	When           []Clause
}

// A Fact is something that a clerk enters with a request, as the rules ask for it.
type Fact struct{ Name, Key string }

func (p *Page) readTables(f written.Value) {
	for _, e := range f.Get("countries").List() {
		p.Countries = append(p.Countries, Country{e.Get("code").Text(), e.Get("zone").Text(), list(e.Get("languages").Words(), "and")})
	}
	for _, e := range f.Get("aliases").Entries() {
		p.Aliases = append(p.Aliases, [2]string{e.Key, e.Value.Text()})
	}
	for _, e := range f.Get("reach").Entries() {
		p.Reach = append(p.Reach, Reach{categoryWord(e.Key), e.Value.Get("by").Text(), e.Value.Get("provision").Text()})
	}
	for _, e := range f.Get("numbering").List() {
		p.Numbering = append(p.Numbering, Numbering{e.Get("prefix").Text(), e.Get("least").Text(), e.Get("most").Text(), e.Get("source").Text()})
	}
	for _, e := range f.Get("kept").List() {
		p.Kept = append(p.Kept, Kept{categoryWord(e.Get("category").Text()), about(e.Get("fact").Text()).name, conditions(e.Get("when"))})
	}
	for _, e := range f.Get("texts").Entries() {
		p.Languages = append(p.Languages, Language{e.Key, len(e.Value.Entries())})
	}
	if h := f.Get("holidays"); !h.Absent() {
		p.readHolidays(h)
	}
}

func (p *Page) readHolidays(h written.Value) {
	p.Holidays.Name, p.Holidays.Source = h.Get("name").Text(), h.Get("source").Text()
	for _, e := range h.Get("days").List() {
		var more []string
		switch e.Get("observed").Text() {
		case "true":
			more = append(more, "on a weekend, observed beside it")
		case "next":
			more = append(more, "on a weekend, kept on the next weekday that no other holiday has")
		}
		if y := e.Get("from").Text(); y != "" {
			more = append(more, "from "+y)
		}
		if y := e.Get("to").Text(); y != "" {
			more = append(more, "to "+y)
		}
		p.Holidays.Days = append(p.Holidays.Days, Holiday{e.Get("name").Text(), easter(e.Get("on").Text()), strings.Join(more, ", ")})
	}
}

var fromEaster = regexp.MustCompile(`^(Easter)([+-])(\d+)$`)

// easter says "Easter+1" in words.
func easter(on string) string {
	m := fromEaster.FindStringSubmatch(on)
	if m == nil {
		return on
	}
	side := " after "
	if m[2] == "-" {
		side = " before "
	}
	return counted(m[3], "day") + side + "Easter Sunday"
}

// facts lists every fact that a condition, a moment or a reading of the pack looks at.
func facts(w written.Pack) []Fact {
	found := map[string]bool{}
	for _, f := range w.Files {
		collect(f, found)
	}
	var out []Fact
	for _, k := range sorted(found) {
		out = append(out, Fact{factName(strings.TrimPrefix(k, "facts.")), k})
	}
	return out
}

func collect(v written.Value, found map[string]bool) {
	if strings.HasPrefix(v.Text(), "facts.") {
		found[v.Text()] = true
	}
	for _, e := range v.All() {
		if strings.HasPrefix(e.Key, "facts.") {
			found[e.Key] = true
		}
		collect(e.Value, found)
	}
	if v.IsList() {
		for _, e := range v.List() {
			collect(e, found)
		}
	}
}

// A Source is where rules were read, with how many of them.
type Source struct {
	Text  string
	Rules int
}

// sources lists where the rules were read.
func (p *Page) sources() []Source {
	count := map[string]map[string]bool{}
	for _, c := range p.all() {
		if c.Source == "" {
			continue
		}
		if count[c.Source] == nil {
			count[c.Source] = map[string]bool{}
		}
		count[c.Source][c.Where] = true
	}
	var out []Source
	for _, s := range sorted(count) {
		out = append(out, Source{s, len(count[s])})
	}
	slices.SortStableFunc(out, func(a, b Source) int { return b.Rules - a.Rules })
	return out
}
