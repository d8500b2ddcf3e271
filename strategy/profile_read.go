package strategy

import (
	"strconv"

	"writ"
	"writ/calendar"
)

// ReadProfile reads a profile strictly: the keys of a provider, alone or under provider:. Its errors, all of them at
// once, are [FileError]s with line and column.
func ReadProfile(data []byte, file string) (Profile, error) {
	s := &sheet{file: file}
	root, err := s.open(data)
	if err != nil {
		return Profile{}, err
	}
	p := readWhole(root)
	return p, s.err()
}

// readWhole reads a file of one profile.
func readWhole(root cursor) Profile {
	nested := false
	for _, e := range root.entries() {
		nested = nested || e.key == "provider"
	}
	outer := []string{"format", "at", "title"}
	var p Profile
	var t table
	if nested {
		t = root.table(append(outer, "provider")...)
		if v, ok := t.has("provider"); ok {
			p = readProvider(v.table(providerKeys...))
		}
	} else {
		t = root.table(append(outer, providerKeys...)...)
		p = readProvider(t)
	}
	if v, ok := t.has("format"); ok && v.text() != ProfileFormat {
		v.fail(v.quoted()+" is no format that this program reads", "write "+ProfileFormat)
	}
	if v, ok := t.has("title"); ok {
		v.text()
	}
	if v, ok := t.has("at"); ok {
		p.At = v.day()
	}
	return p
}

var providerKeys = []string{"name", "established", "owners", "licences", "users", "services", "network", "keeps", "staff", "contacts", "delivers"}

func readProvider(t table) Profile {
	p := Profile{Users: map[string]int{}, Keeps: map[string]map[writ.Category]writ.Period{}}
	if v, ok := t.must("name", "write the legal entity's name"); ok {
		p.Name = v.text()
	}
	if v, ok := t.must("established", "name the countries in which it is established, or []"); ok {
		p.Established = v.countries()
	}
	p.readOwners(t)
	if v, ok := t.has("licences"); ok {
		for _, e := range v.list() {
			p.Licences = append(p.Licences, readLicence(e))
		}
	}
	if v, ok := t.must("users", "write how many users there are in each country, for example {IT: 45000}"); ok {
		for _, e := range v.entries() {
			p.Users[e.at.country()] = e.value.number()
		}
	}
	if v, ok := t.must("services", "list the services"); ok {
		p.readServices(v)
	}
	if v, ok := t.must("network", "say how the services run"); ok {
		p.Network = readNetwork(v)
	}
	if v, ok := t.has("keeps"); ok {
		p.readKeeps(v)
	}
	if v, ok := t.must("staff", "say who is there for legal process"); ok {
		p.Staff = readStaff(v)
	}
	p.readContacts(t)
	return p
}

func (p *Profile) readOwners(t table) {
	v, ok := t.has("owners")
	if !ok {
		return
	}
	total := 0.0
	for _, e := range v.list() {
		o := e.table("country", "share", "name")
		var owner Owner
		if v, ok := o.must("country", "name the owner's country"); ok {
			owner.Country = v.country()
		}
		if v, ok := o.must("share", "write the share in per cent"); ok {
			owner.Share = v.share()
		}
		owner.Name = o.textOf("name")
		total += owner.Share
		p.Owners = append(p.Owners, owner)
	}
	if total > 100.001 {
		v.fail("the shares add up to more than 100", "name the owners at the end of the chain, each once")
	}
}

func readLicence(c cursor) Licence {
	t := c.table("authority", "kind", "state", "country", "since", "complete", "categories")
	var l Licence
	if v, ok := t.must("authority", "name who grants or takes it"); ok {
		l.Authority = v.text()
	}
	if v, ok := t.must("kind", "write for example general-authorisation"); ok {
		l.Kind = one(v, "kind of licence", wordOf("kind of licence", licenceKinds()))
	}
	if v, ok := t.must("state", "write applied, granted, filed, lodged, notified, registered or in-force"); ok {
		l.State = one(v, "state of a licence", wordOf("state", licenceStates()))
	}
	if v, ok := t.has("country"); ok {
		l.Country = v.country()
	}
	if v, ok := t.has("since"); ok {
		l.Since = v.day()
	}
	if v, ok := t.has("complete"); ok {
		l.Complete = v.day()
	}
	if v, ok := t.has("categories"); ok {
		l.Categories = some(v, "category", writ.ParseCategory)
	}
	return l
}

func (p *Profile) readServices(c cursor) {
	list := c.list()
	if len(list) == 0 && len(c.sheet.errors) == 0 {
		c.fail("lists no service", "write - {class: …, offers: […], launched: YYYY-MM-DD}")
	}
	seen := map[writ.Service]bool{}
	for _, e := range list {
		t := e.table("class", "offers", "launched", "toll")
		var s Service
		if v, ok := t.must("class", "name the class of service"); ok {
			s.Class = one(v, "class of service", writ.ParseService)
			if seen[s.Class] && s.Class != "" {
				v.fail("the class stands twice", "write its countries into one line")
			}
			seen[s.Class] = true
		}
		if v, ok := t.must("offers", "name the countries in which it is offered"); ok {
			s.Offers = v.countries()
		}
		if v, ok := t.must("launched", "write the day on which it began, or is to begin"); ok {
			s.Launched = v.day()
		}
		if v, ok := t.has("toll"); ok {
			s.NoToll = !v.truth()
		}
		p.Services = append(p.Services, s)
	}
}

func readNetwork(c cursor) Network {
	t := c.table("cloud", "softswitch", "sbc", "li", "hosting", "encryption", "elements")
	var n Network
	if v, ok := t.must("cloud", "write true or false"); ok {
		n.Cloud = v.truth()
	}
	if n.Softswitch = t.textOf("softswitch"); n.Softswitch == "none" {
		n.Softswitch = ""
	}
	if v, ok := t.has("sbc"); ok {
		n.SBC = v.truth()
	}
	if v, ok := t.must("li", "write none, atis, etsi, both or vendor-proprietary"); ok {
		n.LI = one(v, "delivery standard", wordOf("delivery standard", deliveries()))
	}
	if v, ok := t.must("hosting", "name the countries in which it stands, or []"); ok {
		n.Hosting = v.countries()
	}
	if v, ok := t.has("encryption"); ok {
		n.Encryption = one(v, "encryption", wordOf("encryption", encryptions()))
	}
	if v, ok := t.has("elements"); ok {
		for _, e := range v.list() {
			n.Elements = append(n.Elements, readElement(e))
		}
	}
	return n
}

func readElement(c cursor) Element {
	t := c.table("kind", "country", "virtual", "count")
	e := Element{Count: 1}
	if v, ok := t.must("kind", "say what it is"); ok {
		e.Kind = v.text()
	}
	if v, ok := t.must("country", "say where it stands"); ok {
		e.Country = v.country()
	}
	if v, ok := t.has("virtual"); ok {
		e.Virtual = v.truth()
	}
	if v, ok := t.has("count"); ok {
		e.Count = v.number()
	}
	return e
}

func (p *Profile) readKeeps(c cursor) {
	for _, e := range c.entries() {
		code := e.at.country()
		ages := map[writ.Category]writ.Period{}
		for _, k := range e.value.entries() {
			category := one(k.at, "category", writ.ParseCategory)
			if category.Live() {
				k.at.fail("nothing live is kept", "name a category of stored records")
			}
			ages[category] = k.value.period()
		}
		p.Keeps[code] = ages
	}
}

func readStaff(c cursor) Staff {
	t := c.table("compliance", "us-citizen-contact", "ttp", "office-24x7", "cleared")
	var s Staff
	if v, ok := t.must("compliance", "write how many people process legal process, or 0"); ok {
		s.Compliance = v.number()
	}
	if v, ok := t.has("us-citizen-contact"); ok {
		s.CitizenContact = v.truth()
	}
	if s.TTP = t.textOf("ttp"); s.TTP == "none" {
		s.TTP = ""
	}
	if v, ok := t.has("office-24x7"); ok {
		s.Office24x7 = v.truth()
	}
	if v, ok := t.has("cleared"); ok {
		s.Cleared = v.countries()
	}
	return s
}

func contactKinds() []string {
	return []string{"legal-process", "emergency", "interception", "preservation"}
}

func (p *Profile) readContacts(t table) {
	if v, ok := t.has("contacts"); ok {
		for _, e := range v.list() {
			p.Contacts = append(p.Contacts, readContact(e))
		}
	}
	if v, ok := t.has("delivers"); ok {
		for _, e := range v.list() {
			p.Delivers = append(p.Delivers, e.text())
		}
	}
}

func readContact(c cursor) Contact {
	t := c.table("for", "name", "email", "phone", "url", "hours", "zone", "languages")
	k := Contact{Name: t.textOf("name"), Email: t.textOf("email"), Phone: t.textOf("phone"), URL: t.textOf("url")}
	if v, ok := t.must("for", "write legal-process, emergency, interception or preservation"); ok {
		k.For = one(v, "kind of contact", wordOf("kind of contact", contactKinds()))
	}
	if v, ok := t.must("hours", "write the hours, for example Mon-Fri 09:00-17:00, or 24x7"); ok {
		k.Hours = v.text()
	}
	if v, ok := t.has("zone"); ok {
		k.Zone = v.text()
		if _, err := calendar.Zone(k.Zone); err != nil {
			v.fail("is no zone of the IANA database", "write for example Europe/Rome")
		}
	} else if k.Hours != "24x7" {
		t.fail("has hours and no zone", "add zone: an IANA name, for example Europe/Rome")
	}
	if v, ok := t.has("languages"); ok {
		for _, e := range v.list() {
			if l := e.text(); len(l) < 2 || len(l) > 8 {
				e.fail(strconv.Quote(l)+" is no language", "write for example en or it")
			}
			k.Languages = append(k.Languages, e.text())
		}
	}
	if k.Email == "" && k.Phone == "" && k.URL == "" {
		t.fail("reaches nobody", "add email:, phone: or url:")
	}
	return k
}
