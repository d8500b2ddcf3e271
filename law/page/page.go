package page

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"writ/law"
	"writ/law/written"
)

// ErrUnread says that a pack holds a key that the page has no words for. Nothing of a law is left out in silence.
var ErrUnread = errors.New("page: the pack holds a key for which the page has no words")

// A Page is everything that is said of a pack.
type Page struct {
	Name, Title, Country, Notice, Hash string
	OfCertificates                     bool // days, languages and duties are those of the addressee's country
	Countries                          []Country
	Instruments                        []Instrument
	Everywhere                         []Check // with the rules of the whole pack
	Never                              []Never
	Area                               *Rule
	Duties                             []Duty
	Kept                               []Kept
	Reach                              []Reach
	Numbering                          []Numbering
	Holidays                           Holidays
	Aliases                            [][2]string
	Languages                          []Language
	Facts                              []Fact
	Sources                            []Source
	Matrix                             []Row
	Timeline                           []Event
	Files                              []string
	rules                              []Rule
	limits                             []Limit
	relief                             []Relief
}

// Read gathers a page from the files of one pack of a set. Its error is [ErrUnread], with file and line, or that there is
// no such pack.
func Read(s *law.Set, name string) (*Page, error) {
	w, err := written.Read(s, name)
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	hash := s.Hash()
	p := &Page{Name: name, Title: w.Get("title").Text(), Country: w.Get("country").Text(), Notice: worded(noticeWords, w.Get("notice").Text()),
		Hash: fmt.Sprintf("%x", hash), OfCertificates: !w.Get("zone-of").Absent()}
	w.Get("pack")
	for _, f := range w.Files {
		f.Get("format")
		p.Files = append(p.Files, f.Place().File)
		p.readTables(f)
		p.readShared(f)
	}
	p.Everywhere = checks(p.rules)
	for _, f := range w.Files {
		base := inherited{}.over(f.Get("defaults"))
		for _, e := range f.Get("instruments").List() {
			p.Instruments = append(p.Instruments, instrument(e, base, p))
		}
	}
	p.order()
	p.Facts, p.Sources = facts(w), p.sources()
	p.Matrix, p.Timeline = matrix(p.Instruments), p.timeline()
	return p, unread(w)
}

// readShared reads what belongs to the whole pack, before the instruments to which it is handed.
func (p *Page) readShared(f written.Value) {
	base := inherited{}.over(f.Get("defaults"))
	p.rules = append(p.rules, ruleList(f.Get("rules"), base, p.Name)...)
	p.limits = append(p.limits, limits(f.Get("limits"), base, p.Name)...)
	p.Never = append(p.Never, nevers(f.Get("never"), base, p.Name)...)
	p.relief = append(p.relief, reliefs(f.Get("relief"), base, p.Name)...)
	for n, e := range f.Get("duties").List() {
		p.Duties = append(p.Duties, duty(e, base, p.Name, "duty-"+strconv.Itoa(n+1)))
	}
	if a := f.Get("area"); !a.Absent() {
		r := rule(a, base, p.Name, "area")
		p.Area = &r
	}
}

// order puts instruments in the order of the files, the versions of one together, and names each place of the page.
func (p *Page) order() {
	first, count := map[string]int{}, map[string]int{}
	for n, i := range p.Instruments {
		if count[i.Type]++; count[i.Type] == 1 {
			first[i.Type] = n
		}
	}
	slices.SortStableFunc(p.Instruments, func(a, b Instrument) int {
		if a.Type != b.Type {
			return first[a.Type] - first[b.Type]
		}
		return strings.Compare(a.from, b.from)
	})
	seen, names := map[string]int{}, map[string]string{}
	for n := range p.Instruments {
		i := &p.Instruments[n]
		seen[i.Type]++
		names[i.Type] = i.Name
		i.Anchor, i.Versions = fmt.Sprintf("i-%s-%d", i.Type, seen[i.Type]), count[i.Type]
	}
	for _, c := range p.Everywhere {
		for n := range c.Rules {
			c.Rules[n].For = list(each(names, c.Rules[n].instruments), "and")
		}
	}
	for n := range p.Never {
		p.Never[n].For = list(each(names, p.Never[n].instruments), "and")
	}
}

func unread(w written.Pack) error {
	var errs []error
	for _, f := range w.Files {
		for _, e := range f.Unread() {
			errs = append(errs, fmt.Errorf("%w: %s:%d: %s", ErrUnread, e.Place.File, e.Place.Line, e.Key))
		}
	}
	return errors.Join(errs...)
}

// sorted gives the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
