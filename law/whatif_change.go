package law

import (
	"slices"
	"strconv"
	"time"

	"writ"
)

// A change is a demand in which one thing is otherwise, and a sentence that says what.
type change struct {
	kind string // two changes of one kind are not made together
	says string
	to   Demand
}

// What stands in a sentence before the part in which several alike become one.
const (
	givenBy     = ", given by "
	authorityOf = "the issuer is an authority of "
	stating     = ": "
)

// onlyOne begins a kind of which the first that helps is told and no other.
const onlyOne = "one "

// changes lists what the issuer could do otherwise, given what stands in the way.
func (q *search) changes(d Demand, e extent) []change {
	c := changer{search: q, d: d, e: e}
	c.form()
	c.dates()
	c.window()
	c.names()
	c.offence()
	c.facts()
	c.issuer()
	c.instrument()
	return c.out
}

// A changer gathers changes of one demand.
type changer struct {
	*search
	d   Demand
	e   extent
	out []change
}

// try notes the demand with one thing changed.
func (c *changer) try(kind, says string, otherwise func(d *Demand)) {
	d := c.d.clone()
	otherwise(&d)
	c.out = append(c.out, change{kind, says, d})
}

func (c *changer) form() {
	i := c.d.Instrument
	yes := true
	if i.Signed == nil || !*i.Signed {
		c.try("signature", "the paper is signed, in the form that the law wants", func(d *Demand) { d.Instrument.Signed = &yes })
	}
	if i.Emergency == nil || !*i.Emergency {
		c.try("emergency", "the paper states the danger: it is an emergency", func(d *Demand) { d.Instrument.Emergency = &yes })
	}
	for _, a := range []string{"provider", "representative"} {
		if i.Addressee != a {
			c.try(onlyOne+"addressee", "the paper is addressed to the "+a, func(d *Demand) { d.Instrument.Addressee = a })
		}
	}
	k := new(docket)
	k.open(&c.d, c.set)
	for _, l := range append(slices.Clone(k.languages), factWords(i.Facts["accepts"])...) {
		if i.Language != l {
			c.try("language", "the paper is in a language that is accepted"+stating+l, func(d *Demand) { d.Instrument.Language = l })
		}
	}
}

// factWords gives the words of a fact that is one or a list of them.
func factWords(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, e := range list {
		if w := word(e); len(w) == 2 { // a language; what is none may be anything
			out = append(out, w)
		}
	}
	return out
}

func stampAt(t time.Time) *Stamp {
	return &Stamp{Text: t.Format(time.RFC3339), Time: t, HasTime: true, Offset: true}
}

func (c *changer) dates() {
	at := c.d.At
	c.try(onlyOne+"date", "a new paper of the same kind is made and served", func(d *Demand) {
		d.Instrument.Issued, d.Instrument.Served = stampAt(at), stampAt(at)
		if d.Instrument.Expires != nil {
			d.Instrument.Expires = stampAt(at.AddDate(0, 1, 0))
		}
	})
	if c.d.Instrument.Expires != nil {
		c.try(onlyOne+"date", "the last day on which it may be executed has not passed", func(d *Demand) { d.Instrument.Expires = stampAt(at.AddDate(0, 1, 0)) })
	}
}

// tapDays are lengths of a tap, the longest first.
var tapDays = []int{365, 180, 90, 60, 45, 40, 30, 20, 15, 14, 10, 7, 2, 1}

// window states the period, or shortens it.
func (c *changer) window() {
	a := c.d.Asks[c.ask]
	if a.Category.Live() {
		for _, days := range tapDays {
			end := c.d.At.AddDate(0, 0, days)
			c.try(onlyOne+"window", "the paper states a period of at most "+strconv.Itoa(days)+" days, from now on, and is in force so long", func(d *Demand) {
				d.Asks[c.ask].Window = &StatedWindow{stampAt(d.At), stampAt(end)}
				if e := d.Instrument.Expires; e == nil || e.Time.Before(end) {
					d.Instrument.Expires = stampAt(end)
				}
			})
		}
		return
	}
	if w := c.e.window; c.e.rank == reachesPart && !w.IsZero() {
		c.try(onlyOne+"window", "the period is shortened to what the law reaches", func(d *Demand) {
			d.Asks[c.ask].Window = &StatedWindow{stampAt(w.From()), stampAt(w.To())}
		})
	}
	if a.Window == nil || a.Window.From == nil || a.Window.To == nil || !a.Window.From.Offset || !a.Window.To.Offset || !a.Window.From.Time.Before(a.Window.To.Time) {
		c.try(onlyOne+"window", "the paper states the period: from when until when, with the offset from UTC", func(d *Demand) {
			d.Asks[c.ask].Window = &StatedWindow{stampAt(d.At.AddDate(0, 0, -14)), stampAt(d.At.AddDate(0, 0, -7))}
		})
	}
}

// whole identifiers of each kind that is commonly asked for: those of nobody.
var samples = map[writ.Kind]string{writ.E164: "+12025550100", writ.Email: "user@example.org", writ.IP: "192.0.2.1", writ.Account: "u", writ.IMSI: "001010123456789"}

func (c *changer) names() {
	a := c.d.Asks[c.ask]
	if len(a.Identifiers) == 0 || slices.ContainsFunc(a.Identifiers, func(s Stated) bool { return s.Kind == writ.Cell }) {
		c.try("names", "the paper names a person, number or account", func(d *Demand) {
			d.Asks[c.ask].Identifiers = []Stated{{Kind: writ.Account, Text: samples[writ.Account]}}
		})
		return
	}
	c.try("names", "each identifier is written in full, in the standard's form", func(d *Demand) {
		for i, s := range d.Asks[c.ask].Identifiers {
			if text, ok := samples[s.Kind]; ok {
				if id, err := writ.ParseIdentifier(s.Kind, s.Text); err != nil || !c.set.fits(id) {
					d.Asks[c.ask].Identifiers[i].Text = text
				}
			}
		}
	})
}

// mostYears is the longest maximum penalty that is tried.
const mostYears = 20

// offence states the offence: the lowest maximum that is enough, or that the law lists it.
func (c *changer) offence() {
	set := func(d *Demand, change func(*Offence)) {
		if d.Instrument.Offence == nil {
			d.Instrument.Offence = &Offence{}
		}
		change(d.Instrument.Offence)
	}
	had := -1
	if o := c.d.Instrument.Offence; o != nil && o.MaxYears != nil {
		had = *o.MaxYears
	}
	for years := had + 1; years <= mostYears; years++ {
		n := len(c.out)
		c.try("offence", "the offence stated has a maximum of at least "+strconv.Itoa(years)+" years", func(d *Demand) { set(d, func(o *Offence) { o.MaxYears = &years }) })
		e := c.set.extentOf(c.out[n].to, c.ask)
		if e.rule != c.e.rule || e.rank != c.e.rank {
			break // the lowest that makes a difference
		}
		c.out = c.out[:n]
	}
	yes := true
	c.try("offence", "the offence stated is one that the law lists", func(d *Demand) { set(d, func(o *Offence) { o.Listed = &yes }) })
}

// issuer tries the kinds of issuer whom the instrument names, and countries from which one may come.
func (c *changer) issuer() {
	if c.e.inst == nil {
		return
	}
	for _, kind := range c.issuersOf(c.d.Instrument.Type) {
		if kind != c.d.Instrument.Issuer.Kind {
			c.try("issuer", "the same instrument"+givenBy+string(kind), func(d *Demand) { d.Instrument.Issuer.Kind = kind })
		}
	}
	p := c.e.inst.pack
	countries := []string{p.country}
	for _, country := range p.countries {
		countries = append(countries, country.code)
	}
	for _, country := range countries {
		if country != "" && country != c.d.Instrument.Issuer.Country {
			c.try("country", authorityOf+country, func(d *Demand) { d.Instrument.Issuer.Country = country })
		}
	}
}

// issuersOf lists the kinds of issuer that any version of an instrument names.
func (c *changer) issuersOf(kind string) []writ.IssuerKind {
	var out []writ.IssuerKind
	for _, name := range c.d.Packs {
		p := c.set.packs[name]
		if p == nil {
			continue
		}
		for _, v := range p.instruments[kind] {
			for _, i := range v.issuers {
				for _, k := range i.kinds {
					if !slices.Contains(out, writ.IssuerKind(k)) {
						out = append(out, writ.IssuerKind(k))
					}
				}
			}
		}
	}
	return out
}

// instrument tries each other instrument of the packs in play, from each issuer whom it names.
func (c *changer) instrument() {
	for _, pack := range c.d.Packs {
		for _, kind := range c.set.Instruments(pack) {
			if kind == c.d.Instrument.Type {
				continue
			}
			name := kind
			if own := c.set.InstrumentName(pack, kind, "en"); own != "" {
				name += " (" + own + ")"
			}
			for _, issuer := range c.issuersOf(kind) {
				c.try("issuer", "another instrument: "+name+givenBy+string(issuer), func(d *Demand) {
					d.Instrument.Type, d.Instrument.Issuer.Kind = kind, issuer
				})
			}
		}
	}
}
