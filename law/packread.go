package law

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"writ"
	"writ/calendar"
)

// readPack reads the files of one pack and compiles them.
func readPack(name string, files []packFile) (*pack, error) {
	p := &pack{name: name, instruments: map[string][]*instrument{}, reach: map[writ.Category]reach{},
		aliases: map[string]string{}, shortAt: map[string]place{}, texts: map[string]map[string]string{}}
	sheets := make([]*sheet, 0, len(files))
	header := false
	for _, f := range files {
		s := &sheet{file: f.name}
		sheets = append(sheets, s)
		if len(f.data) > mostFile {
			return nil, &PackError{File: f.name, Line: 1, Col: 1, Problem: "is larger than " + strconv.Itoa(mostFile>>20) + " MiB", Fix: "split it"}
		}
		root, err := s.open(f.data)
		if err != nil {
			return nil, err
		}
		header = p.readFile(root) || header
	}
	if !header {
		return nil, &PackError{File: name + "/pack.yaml", Problem: "is missing or has no pack key", Fix: "add format, pack, title and notice"}
	}
	p.compile()
	var wrong []error
	for _, s := range sheets {
		wrong = append(wrong, s.err())
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	return p, nil
}

// readFile reads one file and reports whether it is the header.
func (p *pack) readFile(root cursor) bool {
	t := root.table("format", "pack", "title", "country", "zone-of", "countries", "aliases", "notice", "defaults", "instruments", "rules",
		"limits", "relief", "never", "duties", "kept", "reach", "area", "texts", "holidays", "numbering")
	if v, ok := t.must("format", "add format: "+packFormat); ok && v.text() != packFormat {
		v.fail(v.quoted()+" is no format that this engine reads", "write "+packFormat)
	}
	base := cite{}
	if v, ok := t.has("defaults"); ok {
		base = readDefaults(v)
	}
	_, header := t.has("pack")
	if header {
		p.readHeader(t)
	}
	p.readTables(t)
	p.readLaw(t, base)
	return header
}

func (p *pack) readHeader(t table) {
	if p.sheet != nil {
		t.fail("is a second header: another file names the pack too", "keep pack:, title:, country: and notice: in one file")
	}
	p.place = t.here()
	if v := t.keys["pack"]; v.text() != p.name {
		v.fail(v.quoted()+" is not the name of the folder", "write pack: "+p.name)
	}
	if v, ok := t.must("title", "add title:"); ok {
		p.title = v.text()
	}
	p.country = t.textOf("country")
	if v, ok := t.must("notice", "add notice: permitted or prohibited"); ok {
		p.notice = one(v, "notice", parseNotice)
	}
	if v, ok := t.has("zone-of"); ok {
		if v.text() != "addressee-country" {
			v.fail(v.quoted()+" is nobody's zone", "write addressee-country, or leave it out")
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

func (p *pack) readTables(t table) {
	if v, ok := t.has("countries"); ok {
		for _, e := range v.list() {
			n := readCountry(e)
			switch {
			case !isCountry(n.code):
				e.fail("has no country code", "write code: and two capitals, ISO 3166-1 alpha-2")
			case slices.ContainsFunc(p.countries, func(had country) bool { return had.code == n.code }):
				e.fail("is the same country again", "keep one of them")
			}
			p.countries = append(p.countries, n)
		}
	}
	if v, ok := t.has("aliases"); ok {
		for _, e := range v.entries() {
			p.aliases[e.key], p.shortAt[e.key] = e.value.text(), e.at.here()
		}
	}
	if v, ok := t.has("texts"); ok {
		for _, lang := range v.entries() {
			if p.texts[lang.key] == nil {
				p.texts[lang.key] = map[string]string{}
			}
			for _, e := range lang.value.entries() {
				if _, had := p.texts[lang.key][e.key]; had {
					e.at.fail("another file of the pack has this text too", "keep one of them")
				}
				p.texts[lang.key][e.key] = e.value.text()
			}
		}
	}
	if v, ok := t.has("holidays"); ok {
		p.holidays = readHolidays(v)
	}
	for _, e := range items(t, "numbering") {
		n := e.table("prefix", "least", "most", "source")
		out := numbering{prefix: n.textOf("prefix")}
		if v, ok := n.must("least", "say how many digits follow at least"); ok {
			out.least = v.number()
		}
		if v, ok := n.must("most", "say how many digits follow at most"); ok {
			out.most = v.number()
		}
		if !strings.HasPrefix(out.prefix, "+") || len(out.prefix) < 2 {
			e.fail("has no calling code", "write prefix: with + and the code, in quotes")
		}
		if out.least > out.most || out.least < 1 {
			e.fail("wants at least more digits than at most, or none", "write least: and most:, the first no greater")
		}
		p.numbering = append(p.numbering, out)
	}
	if v, ok := t.has("reach"); ok {
		for _, e := range v.entries() {
			r := e.value.table("provision", "by")
			p.reach[one(e.at, "category", writ.ParseCategory)] = reach{r.textOf("provision"), r.textOf("by")}
		}
	}
}

func readCountry(c cursor) country {
	t := c.table("code", "zone", "languages")
	out := country{code: t.textOf("code"), zone: time.UTC}
	if v, ok := t.must("zone", "add zone: an IANA name"); ok {
		loc, err := calendar.Zone(v.text())
		if err != nil {
			v.fail(v.quoted()+" is no zone", "write for example Europe/Rome")
			return out
		}
		out.zone = loc
	}
	if v, ok := t.has("languages"); ok {
		out.languages = v.words()
	}
	return out
}

func readHolidays(c cursor) calendar.Set {
	t := c.table("name", "source", "days")
	s := calendar.Set{Name: t.textOf("name"), Source: t.textOf("source")}
	if s.Source == "" {
		c.fail("has no source", "say which law or almanac gives these days")
	}
	v, ok := t.must("days", "list the days")
	if !ok {
		return s
	}
	for _, e := range v.list() {
		d := e.table("name", "on", "observed", "from", "to")
		number := func(key string) int {
			if v, ok := d.has(key); ok {
				return v.number()
			}
			return 0
		}
		observed := calendar.ObservedNever
		if v, ok := d.has("observed"); ok {
			observed = readObservance(v)
		}
		h, err := calendar.ParseHoliday(d.textOf("name"), d.textOf("on"), observed, number("from"), number("to"))
		if err != nil {
			e.fail("the day has "+err.Error(), "write for example 25 December, third Monday of January or Easter+1")
			continue
		}
		s.Days = append(s.Days, h)
	}
	return s
}

// readObservance reads what becomes of a holiday on a weekend.
func readObservance(c cursor) calendar.Observance {
	if c.node.Value == string(calendar.ObservedNext) {
		return calendar.ObservedNext
	}
	if c.truth() {
		return calendar.ObservedNearest
	}
	return calendar.ObservedNever
}

// readDefaults reads what the rules of a file share.
func readDefaults(c cursor) cite {
	t := c.table("source", "certainty", "from", "to", "by")
	var out cite
	out.read(t)
	return out
}

// certainties lists what an author may say of a rule: read in a source, settled, or not to be decided on.
var certainties = []string{"verified", "known", "uncertain"}

// read fills what a table says over what it inherits.
func (c *cite) read(t table) {
	if v, ok := t.has("provision"); ok {
		c.provision = v.text()
	}
	if v, ok := t.has("source"); ok {
		c.source = v.text()
	}
	if v, ok := t.has("certainty"); ok {
		if c.certainty = v.text(); !slices.Contains(certainties, c.certainty) {
			v.fail(v.quoted()+" is no certainty", "write verified, known or uncertain")
		}
	}
	if v, ok := t.has("from"); ok {
		c.from, c.since = v.day(), v.text()
	}
	if v, ok := t.has("to"); ok {
		c.to = v.day()
		if c.to.Before(c.from) {
			v.fail("ends before it begins", "write to: on or after from:")
		}
	}
	if v, ok := t.has("by"); ok {
		switch v.text() {
		case "issued":
			c.byAt = false
		case "at":
			c.byAt = true
		default:
			v.fail(v.quoted()+" is no day to judge by", "write issued or at")
		}
	}
}

// whole complains about what a rule of law may not lack.
func (c cite) whole(t table) {
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
			t.fail("has no "+lack.name, lack.to)
		}
	}
}

var citeKeys = []string{"id", "provision", "source", "certainty", "from", "to", "by"}

// cited reads what every rule carries, on top of what it inherits.
func cited(t table, base cite, id string) cite {
	out := base
	out.id, out.place = id, t.here()
	if v, ok := t.has("id"); ok {
		out.id = id[:strings.LastIndexByte(id, '/')+1] + v.text()
	}
	out.read(t)
	out.whole(t)
	return out
}
