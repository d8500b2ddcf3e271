package law

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"writ"
	"writ/calendar"
	"writ/strict"
)

// readPack reads the files of one pack and compiles them.
func readPack(name string, files []packFile) (*pack, error) {
	p := &pack{name: name, instruments: map[string][]*instrument{}, reach: map[writ.Category]reach{},
		aliases: map[string]string{}, shortAt: map[string]strict.Place{}, texts: map[string]map[string]string{}}
	sheets := make([]*strict.Sheet, 0, len(files))
	header := false
	for _, f := range files {
		s := &strict.Sheet{File: f.name}
		sheets = append(sheets, s)
		if len(f.data) > mostFile {
			return nil, &strict.Error{File: f.name, Line: 1, Col: 1, Problem: "is larger than " + strconv.Itoa(mostFile>>20) + " MiB", Fix: "split it"}
		}
		root, err := s.Open(f.data)
		if err != nil {
			return nil, err
		}
		header = p.readFile(root) || header
	}
	if !header {
		return nil, &strict.Error{File: name + "/pack.yaml", Problem: "is missing or has no pack key", Fix: "add format, pack, title and notice"}
	}
	p.compile()
	var wrong []error
	for _, s := range sheets {
		wrong = append(wrong, s.Err())
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	return p, nil
}

// readFile reads one file and reports whether it is the header.
func (p *pack) readFile(root strict.Cursor) bool {
	t := root.Table("format", "pack", "title", "country", "zone-of", "countries", "aliases", "notice", "defaults", "instruments", "rules",
		"limits", "relief", "never", "duties", "kept", "reach", "area", "texts", "holidays", "numbering")
	if v, ok := t.Must("format", "add format: "+packFormat); ok && v.Text() != packFormat {
		v.Fail(v.Quoted()+" is no format that this engine reads", "write "+packFormat)
	}
	base := cite{}
	if v, ok := t.Has("defaults"); ok {
		base = readDefaults(v)
	}
	_, header := t.Has("pack")
	if header {
		p.readHeader(t)
	}
	p.readTables(t)
	p.readLaw(t, base)
	return header
}

func (p *pack) readHeader(t strict.Table) {
	if p.Line != 0 {
		t.Fail("is a second header: another file names the pack too", "keep pack:, title:, country: and notice: in one file")
	}
	p.Place = t.Here()
	if v, _ := t.Has("pack"); v.Text() != p.name {
		v.Fail(v.Quoted()+" is not the name of the folder", "write pack: "+p.name)
	}
	if v, ok := t.Must("title", "add title:"); ok {
		p.title = v.Text()
	}
	p.country = t.TextOf("country")
	if v, ok := t.Must("notice", "add notice: permitted or prohibited"); ok {
		p.notice = strict.One(v, "notice", parseNotice)
	}
	if v, ok := t.Has("zone-of"); ok {
		if v.Text() != "addressee-country" {
			v.Fail(v.Quoted()+" is nobody's zone", "write addressee-country, or leave it out")
		}
		p.certificate = true
	}
}

func parseNotice(s string) (writ.Notice, error) {
	known := []writ.Notice{writ.NoticePermitted, writ.NoticeRequired, writ.NoticeProhibited, writ.NoticeDelayed}
	return memberOf("notice", s, known)
}

// memberOf finds a word in a closed list of this package.
func memberOf[T ~string](what, s string, known []T) (T, error) {
	if slices.Contains(known, T(s)) {
		return T(s), nil
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	return "", &writ.ListError{What: what, Known: names}
}

func (p *pack) readTables(t strict.Table) {
	if v, ok := t.Has("countries"); ok {
		for _, e := range v.List() {
			n := readCountry(e)
			switch {
			case !isCountry(n.code):
				e.Fail("has no country code", "write code: and two capitals, ISO 3166-1 alpha-2")
			case slices.ContainsFunc(p.countries, func(had country) bool { return had.code == n.code }):
				e.Fail("is the same country again", "keep one of them")
			}
			p.countries = append(p.countries, n)
		}
	}
	if v, ok := t.Has("aliases"); ok {
		for _, e := range v.Entries() {
			p.aliases[e.Key], p.shortAt[e.Key] = e.Value.Text(), e.At.Here()
		}
	}
	if v, ok := t.Has("texts"); ok {
		for _, lang := range v.Entries() {
			if p.texts[lang.Key] == nil {
				p.texts[lang.Key] = map[string]string{}
			}
			for _, e := range lang.Value.Entries() {
				if _, had := p.texts[lang.Key][e.Key]; had {
					e.At.Fail("another file of the pack has this text too", "keep one of them")
				}
				p.texts[lang.Key][e.Key] = e.Value.Text()
			}
		}
	}
	if v, ok := t.Has("holidays"); ok {
		p.holidays = readHolidays(v)
	}
	for _, e := range items(t, "numbering") {
		n := e.Table("prefix", "least", "most", "source")
		out := numbering{prefix: n.TextOf("prefix")}
		if v, ok := n.Must("least", "say how many digits follow at least"); ok {
			out.least = v.Number()
		}
		if v, ok := n.Must("most", "say how many digits follow at most"); ok {
			out.most = v.Number()
		}
		if !strings.HasPrefix(out.prefix, "+") || len(out.prefix) < 2 {
			e.Fail("has no calling code", "write prefix: with + and the code, in quotes")
		}
		if out.least > out.most || out.least < 1 {
			e.Fail("wants at least more digits than at most, or none", "write least: and most:, the first no greater")
		}
		p.numbering = append(p.numbering, out)
	}
	if v, ok := t.Has("reach"); ok {
		for _, e := range v.Entries() {
			r := e.Value.Table("provision", "by")
			p.reach[strict.One(e.At, "category", writ.ParseCategory)] = reach{r.TextOf("provision"), r.TextOf("by")}
		}
	}
}

func readCountry(c strict.Cursor) country {
	t := c.Table("code", "zone", "languages")
	out := country{code: t.TextOf("code"), zone: time.UTC}
	if v, ok := t.Must("zone", "add zone: an IANA name"); ok {
		loc, err := calendar.Zone(v.Text())
		if err != nil {
			v.Fail(v.Quoted()+" is no zone", "write for example Europe/Rome")
			return out
		}
		out.zone = loc
	}
	if v, ok := t.Has("languages"); ok {
		out.languages = v.Words()
	}
	return out
}

func readHolidays(c strict.Cursor) calendar.Set {
	t := c.Table("name", "source", "days")
	s := calendar.Set{Name: t.TextOf("name"), Source: t.TextOf("source")}
	if s.Source == "" {
		c.Fail("has no source", "say which law or almanac gives these days")
	}
	v, ok := t.Must("days", "list the days")
	if !ok {
		return s
	}
	for _, e := range v.List() {
		d := e.Table("name", "on", "observed", "from", "to")
		number := func(key string) int {
			if v, ok := d.Has(key); ok {
				return v.Number()
			}
			return 0
		}
		observed := calendar.ObservedNever
		if v, ok := d.Has("observed"); ok {
			observed = readObservance(v)
		}
		h, err := calendar.ParseHoliday(d.TextOf("name"), d.TextOf("on"), observed, number("from"), number("to"))
		if err != nil {
			e.Fail("the day has "+err.Error(), "write for example 25 December, third Monday of January or Easter+1")
			continue
		}
		s.Days = append(s.Days, h)
	}
	return s
}

// readObservance reads what becomes of a holiday on a weekend.
func readObservance(c strict.Cursor) calendar.Observance {
	if c.Node.Value == string(calendar.ObservedNext) {
		return calendar.ObservedNext
	}
	if c.Truth() {
		return calendar.ObservedNearest
	}
	return calendar.ObservedNever
}

// readDefaults reads what the rules of a file share.
func readDefaults(c strict.Cursor) cite {
	t := c.Table("source", "certainty", "from", "to", "by")
	var out cite
	out.read(t)
	return out
}

// certainties lists what an author may say of a rule: read in a source, settled, or not to be decided on.
var certainties = []string{"verified", "known", "uncertain"}

// read fills what a table says over what it inherits.
func (c *cite) read(t strict.Table) {
	if v, ok := t.Has("provision"); ok {
		c.provision = v.Text()
	}
	if v, ok := t.Has("source"); ok {
		c.source = v.Text()
	}
	if v, ok := t.Has("certainty"); ok {
		if c.certainty = v.Text(); !slices.Contains(certainties, c.certainty) {
			v.Fail(v.Quoted()+" is no certainty", "write verified, known or uncertain")
		}
	}
	if v, ok := t.Has("from"); ok {
		c.from, c.since = v.Day(), v.Text()
	}
	if v, ok := t.Has("to"); ok {
		c.to = v.Day()
		if c.to.Before(c.from) {
			v.Fail("ends before it begins", "write to: on or after from:")
		}
	}
	if v, ok := t.Has("by"); ok {
		switch v.Text() {
		case "issued":
			c.byAt = false
		case "at":
			c.byAt = true
		default:
			v.Fail(v.Quoted()+" is no day to judge by", "write issued or at")
		}
	}
}

// whole complains about what a rule of law may not lack.
func (c cite) whole(t strict.Table) {
	for _, lack := range []struct {
		missing  bool
		name, to string
	}{
		{c.provision == "", "provision", "cite act and section"},
		{c.certainty == "", "certainty", "add certainty: verified, known or uncertain"},
		{c.source == "", "source", "say where it was read"},
		{c.from.IsZero(), "in-force date", "add from: YYYY-MM-DD"},
	} {
		if lack.missing {
			t.Fail("has no "+lack.name, lack.to)
		}
	}
}

var citeKeys = []string{"id", "provision", "source", "certainty", "from", "to", "by"}

// cited reads what every rule carries, on top of what it inherits.
func cited(t strict.Table, base cite, id string) cite {
	out := base
	out.id, out.Place = id, t.Here()
	if v, ok := t.Has("id"); ok {
		out.id = id[:strings.LastIndexByte(id, '/')+1] + v.Text()
	}
	out.read(t)
	out.whole(t)
	return out
}
