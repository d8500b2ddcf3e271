package casefile

import (
	"writ"
	"writ/calendar"

	"go.yaml.in/yaml/v4"
)

// ProfileFormat names the form of a provider profile, docs/formats/profile.md.
const ProfileFormat = "writ/profile/1"

// A Profile is who the provider is, as far as it bears on demands: what the law asks about it, what it keeps, how it
// writes numbers, and who signs for it.
type Profile struct {
	Name        string
	Established []string // ISO 3166-1 alpha-2, at least one
	Offers      []string // likewise
	Service     writ.Service
	Keeps       map[writ.Category]writ.Period // age of the oldest record; absent: not kept
	Zone        string                        // IANA; empty: as the pack of the first country of Established says
	Numbers     writ.NumberPlan               // settles national numbers; zero: none are
	Packs       []string                      // the law in play, at least one
	Language    string                        // of its own letters
	Custodian   Custodian
	Letterhead  Letterhead
	Clients     []Client // the carriers for whom a trusted third party acts
}

// A Custodian signs certificates of business records.
type Custodian struct{ Name, Title string }

// A Letterhead stands over letters.
type Letterhead struct {
	Address      []string
	Phone, Email string
}

// A Client is a carrier for whom the tenant acts.
type Client struct{ ID, Name, Country string }

// ReadProfile reads PROVIDER.yaml. Its errors, all of them at once, say line and column.
func ReadProfile(file string, data []byte) (Profile, error) {
	s := &sheet{file: file}
	root, err := s.open(data)
	if err != nil {
		return Profile{}, err
	}
	f := s.fields(root, "format", "name", "established", "offers", "service", "keeps", "zone", "numbers", "packs", "language", "custodian", "letterhead", "clients")
	s.format(root, f, ProfileFormat)
	p := Profile{
		Name:        s.need(root, f, "name", "write the provider's name as on its letters"),
		Established: s.countries(root, f, "established"),
		Offers:      s.countries(root, f, "offers"),
		Service:     word(s, f["service"], writ.ParseService),
		Keeps:       s.keeps(f["keeps"]),
		Zone:        s.zone(f["zone"]),
		Numbers:     s.numberPlan(f["numbers"]),
		Packs:       s.texts(f["packs"]),
		Language:    s.text(f["language"]),
		Custodian:   s.custodian(f["custodian"]),
		Letterhead:  s.letterhead(f["letterhead"]),
		Clients:     s.clients(f["clients"]),
	}
	if f["service"] == nil {
		s.fail(root, "has no service", "write one of the services of docs/formats/cases.md")
	}
	if len(p.Packs) == 0 {
		s.fail(root, "has no packs", "write packs: [name of a folder below law/packs]")
	}
	return p, s.err()
}

func (s *sheet) countries(root *yaml.Node, f map[string]*yaml.Node, key string) []string {
	var out []string
	for _, n := range s.list(f[key]) {
		out = append(out, s.country(n))
	}
	if len(out) == 0 {
		s.fail(root, "has no "+key, "write "+key+": [country codes]")
	}
	return out
}

func (s *sheet) keeps(n *yaml.Node) map[writ.Category]writ.Period {
	out := map[writ.Category]writ.Period{}
	if n == nil {
		return out
	}
	known := make([]string, 0, len(writ.Categories()))
	for _, c := range writ.Categories() {
		if !c.Live() {
			known = append(known, string(c))
		}
	}
	for key, v := range s.fields(n, known...) {
		p, err := writ.ParsePeriod(s.text(v))
		if err != nil {
			s.fail(v, "is no period", "write for example P18M, P5Y, P30D or PT72H")
			continue
		}
		out[writ.Category(key)] = p
	}
	return out
}

func (s *sheet) zone(n *yaml.Node) string {
	name := s.text(n)
	if name == "" {
		return ""
	}
	if _, err := calendar.Zone(name); err != nil {
		s.fail(n, "is no zone of the IANA database", "write for example Europe/Rome")
	}
	return name
}

func (s *sheet) numberPlan(n *yaml.Node) writ.NumberPlan {
	if n == nil {
		return writ.NumberPlan{}
	}
	f := s.fields(n, "calling", "trunk", "international", "least", "most")
	p := writ.NumberPlan{Calling: s.need(n, f, "calling", "write the country's calling code, digits in quotes"), Trunk: s.text(f["trunk"]),
		International: s.text(f["international"]), Least: s.number(f["least"], 1, 15), Most: s.number(f["most"], 1, 15)}
	for key, v := range map[string]string{"calling": p.Calling, "trunk": p.Trunk, "international": p.International} {
		if !digitsOnly(v) || len(v) > 5 {
			s.fail(f[key], "is not up to five digits", "write digits in quotes")
		}
	}
	return p
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func (s *sheet) custodian(n *yaml.Node) Custodian {
	if n == nil {
		return Custodian{}
	}
	f := s.fields(n, "name", "title")
	return Custodian{s.need(n, f, "name", "write who signs"), s.text(f["title"])}
}

func (s *sheet) letterhead(n *yaml.Node) Letterhead {
	if n == nil {
		return Letterhead{}
	}
	f := s.fields(n, "address", "phone", "email")
	return Letterhead{s.texts(f["address"]), s.text(f["phone"]), s.text(f["email"])}
}

func (s *sheet) clients(n *yaml.Node) []Client {
	var out []Client
	seen := map[string]bool{}
	for _, e := range s.list(n) {
		f := s.fields(e, "id", "name", "country")
		c := Client{s.need(e, f, "id", "write a short name"), s.need(e, f, "name", "write the carrier's name"), s.country(f["country"])}
		if seen[c.ID] {
			s.fail(e, "its id stands twice", "give each client an id of its own")
		}
		seen[c.ID] = true
		out = append(out, c)
	}
	return out
}
