package strategy

import (
	"strconv"

	"writ"
	"writ/calendar"
	"writ/strict"
)

// ReadProfile reads a profile strictly: the keys of a provider, alone or under provider:. Its errors, all of them at
// once, are [strict.Error]s with line and column.
func ReadProfile(data []byte, file string) (Profile, error) {
	s := &strict.Sheet{File: file}
	root, err := s.Open(data)
	if err != nil {
		return Profile{}, err
	}
	p := readWhole(root)
	return p, s.Err()
}

// readWhole reads a file of one profile.
func readWhole(root strict.Cursor) Profile {
	nested := false
	for _, e := range root.Entries() {
		nested = nested || e.Key == "provider"
	}
	outer := []string{"format", "at", "title"}
	var p Profile
	var t strict.Table
	if nested {
		t = root.Table(append(outer, "provider")...)
		if v, ok := t.Has("provider"); ok {
			p = readProvider(v.Table(providerKeys...))
		}
	} else {
		t = root.Table(append(outer, providerKeys...)...)
		p = readProvider(t)
	}
	if v, ok := t.Has("format"); ok && v.Text() != ProfileFormat {
		v.Fail(v.Quoted()+" is no format that this program reads", "write "+ProfileFormat)
	}
	if v, ok := t.Has("title"); ok {
		v.Text()
	}
	if v, ok := t.Has("at"); ok {
		p.At = v.Day()
	}
	return p
}

var providerKeys = []string{"name", "established", "owners", "licences", "users", "services", "network", "keeps", "staff", "contacts", "delivers"}

func readProvider(t strict.Table) Profile {
	p := Profile{Users: map[string]int{}, Keeps: map[string]map[writ.Category]writ.Period{}}
	if v, ok := t.Must("name", "write the legal entity's name"); ok {
		p.Name = v.Text()
	}
	if v, ok := t.Must("established", "name the countries in which it is established, or []"); ok {
		p.Established = readCountries(v)
	}
	p.readOwners(t)
	if v, ok := t.Has("licences"); ok {
		for _, e := range v.List() {
			p.Licences = append(p.Licences, readLicence(e))
		}
	}
	if v, ok := t.Must("users", "write how many users there are in each country, for example {IT: 45000}"); ok {
		for _, e := range v.Entries() {
			p.Users[readCountry(e.At)] = e.Value.Number()
		}
	}
	if v, ok := t.Must("services", "list the services"); ok {
		p.readServices(v)
	}
	if v, ok := t.Must("network", "say how the services run"); ok {
		p.Network = readNetwork(v)
	}
	if v, ok := t.Has("keeps"); ok {
		p.readKeeps(v)
	}
	if v, ok := t.Must("staff", "say who is there for legal process"); ok {
		p.Staff = readStaff(v)
	}
	p.readContacts(t)
	return p
}

// readShare reads a share in per cent.
func readShare(c strict.Cursor) float64 {
	f, err := strconv.ParseFloat(c.Text(), 64)
	if err != nil || !(f >= 0 && f <= 100) {
		c.Fail(c.Quoted()+" is no share from 0 to 100", "write per cent, for example 12.5")
		return 0
	}
	return f
}

func (p *Profile) readOwners(t strict.Table) {
	v, ok := t.Has("owners")
	if !ok {
		return
	}
	total := 0.0
	for _, e := range v.List() {
		o := e.Table("country", "share", "name")
		var owner Owner
		if v, ok := o.Must("country", "name the owner's country"); ok {
			owner.Country = readCountry(v)
		}
		if v, ok := o.Must("share", "write the share in per cent"); ok {
			owner.Share = readShare(v)
		}
		owner.Name = o.TextOf("name")
		total += owner.Share
		p.Owners = append(p.Owners, owner)
	}
	if total > 100.001 {
		v.Fail("the shares add up to more than 100", "name the owners at the end of the chain, each once")
	}
}

func readLicence(c strict.Cursor) Licence {
	t := c.Table("authority", "kind", "state", "country", "since", "complete", "categories")
	var l Licence
	if v, ok := t.Must("authority", "name who grants or takes it"); ok {
		l.Authority = v.Text()
	}
	if v, ok := t.Must("kind", "write for example general-authorisation"); ok {
		l.Kind = strict.One(v, "kind of licence", wordOf("kind of licence", licenceKinds()))
	}
	if v, ok := t.Must("state", "write applied, granted, filed, lodged, notified, registered or in-force"); ok {
		l.State = strict.One(v, "state of a licence", wordOf("state", licenceStates()))
	}
	if v, ok := t.Has("country"); ok {
		l.Country = readCountry(v)
	}
	if v, ok := t.Has("since"); ok {
		l.Since = v.Day()
	}
	if v, ok := t.Has("complete"); ok {
		l.Complete = v.Day()
	}
	if v, ok := t.Has("categories"); ok {
		l.Categories = strict.All(v, "category", writ.ParseCategory)
	}
	return l
}

func (p *Profile) readServices(c strict.Cursor) {
	list := c.List()
	if len(list) == 0 && c.Sheet.Err() == nil {
		c.Fail("lists no service", "write - {class: …, offers: […], launched: YYYY-MM-DD}")
	}
	seen := map[writ.Service]bool{}
	for _, e := range list {
		t := e.Table("class", "offers", "launched", "toll")
		var s Service
		if v, ok := t.Must("class", "name the class of service"); ok {
			s.Class = strict.One(v, "class of service", writ.ParseService)
			if seen[s.Class] && s.Class != "" {
				v.Fail("the class stands twice", "write its countries into one line")
			}
			seen[s.Class] = true
		}
		if v, ok := t.Must("offers", "name the countries in which it is offered"); ok {
			s.Offers = readCountries(v)
		}
		if v, ok := t.Must("launched", "write the day on which it began, or is to begin"); ok {
			s.Launched = v.Day()
		}
		if v, ok := t.Has("toll"); ok {
			s.NoToll = !v.Truth()
		}
		p.Services = append(p.Services, s)
	}
}

func readNetwork(c strict.Cursor) Network {
	t := c.Table("cloud", "softswitch", "sbc", "li", "hosting", "encryption", "elements")
	var n Network
	if v, ok := t.Must("cloud", "write true or false"); ok {
		n.Cloud = v.Truth()
	}
	if n.Softswitch = t.TextOf("softswitch"); n.Softswitch == "none" {
		n.Softswitch = ""
	}
	if v, ok := t.Has("sbc"); ok {
		n.SBC = v.Truth()
	}
	if v, ok := t.Must("li", "write none, atis, etsi, both or vendor-proprietary"); ok {
		n.LI = strict.One(v, "delivery standard", wordOf("delivery standard", deliveries()))
	}
	if v, ok := t.Must("hosting", "name the countries in which it stands, or []"); ok {
		n.Hosting = readCountries(v)
	}
	if v, ok := t.Has("encryption"); ok {
		n.Encryption = strict.One(v, "encryption", wordOf("encryption", encryptions()))
	}
	if v, ok := t.Has("elements"); ok {
		for _, e := range v.List() {
			n.Elements = append(n.Elements, readElement(e))
		}
	}
	return n
}

func readElement(c strict.Cursor) Element {
	t := c.Table("kind", "country", "virtual", "count")
	e := Element{Count: 1}
	if v, ok := t.Must("kind", "say what it is"); ok {
		e.Kind = v.Text()
	}
	if v, ok := t.Must("country", "say where it stands"); ok {
		e.Country = readCountry(v)
	}
	if v, ok := t.Has("virtual"); ok {
		e.Virtual = v.Truth()
	}
	if v, ok := t.Has("count"); ok {
		e.Count = v.Number()
	}
	return e
}

func (p *Profile) readKeeps(c strict.Cursor) {
	for _, e := range c.Entries() {
		code := readCountry(e.At)
		ages := map[writ.Category]writ.Period{}
		for _, k := range e.Value.Entries() {
			category := strict.One(k.At, "category", writ.ParseCategory)
			if category.Live() {
				k.At.Fail("nothing live is kept", "name a category of stored records")
			}
			ages[category] = k.Value.Period()
		}
		p.Keeps[code] = ages
	}
}

func readStaff(c strict.Cursor) Staff {
	t := c.Table("compliance", "us-citizen-contact", "ttp", "office-24x7", "cleared")
	var s Staff
	if v, ok := t.Must("compliance", "write how many people process legal process, or 0"); ok {
		s.Compliance = v.Number()
	}
	if v, ok := t.Has("us-citizen-contact"); ok {
		s.CitizenContact = v.Truth()
	}
	if s.TTP = t.TextOf("ttp"); s.TTP == "none" {
		s.TTP = ""
	}
	if v, ok := t.Has("office-24x7"); ok {
		s.Office24x7 = v.Truth()
	}
	if v, ok := t.Has("cleared"); ok {
		s.Cleared = readCountries(v)
	}
	return s
}

func contactKinds() []string {
	return []string{"legal-process", "emergency", "interception", "preservation"}
}

func (p *Profile) readContacts(t strict.Table) {
	if v, ok := t.Has("contacts"); ok {
		for _, e := range v.List() {
			p.Contacts = append(p.Contacts, readContact(e))
		}
	}
	if v, ok := t.Has("delivers"); ok {
		for _, e := range v.List() {
			p.Delivers = append(p.Delivers, e.Text())
		}
	}
}

func readContact(c strict.Cursor) Contact {
	t := c.Table("for", "name", "email", "phone", "url", "hours", "zone", "languages")
	k := Contact{Name: t.TextOf("name"), Email: t.TextOf("email"), Phone: t.TextOf("phone"), URL: t.TextOf("url")}
	if v, ok := t.Must("for", "write legal-process, emergency, interception or preservation"); ok {
		k.For = strict.One(v, "kind of contact", wordOf("kind of contact", contactKinds()))
	}
	if v, ok := t.Must("hours", "write the hours, for example Mon-Fri 09:00-17:00, or 24x7"); ok {
		k.Hours = v.Text()
	}
	if v, ok := t.Has("zone"); ok {
		k.Zone = v.Text()
		if _, err := calendar.Zone(k.Zone); err != nil {
			v.Fail("is no zone of the IANA database", "write for example Europe/Rome")
		}
	} else if k.Hours != "24x7" {
		t.Fail("has hours and no zone", "add zone: an IANA name, for example Europe/Rome")
	}
	if v, ok := t.Has("languages"); ok {
		for _, e := range v.List() {
			if l := e.Text(); len(l) < 2 || len(l) > 8 {
				e.Fail(strconv.Quote(l)+" is no language", "write for example en or it")
			}
			k.Languages = append(k.Languages, e.Text())
		}
	}
	if k.Email == "" && k.Phone == "" && k.URL == "" {
		t.Fail("reaches nobody", "add email:, phone: or url:")
	}
	return k
}
