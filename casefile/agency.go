package casefile

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"writ"
)

// AgenciesFormat names the form of an agency directory, docs/formats/agencies.md.
const AgenciesFormat = "writ/agencies/1"

// An Agency is one entry of the tenant's own directory: who it is and how it is reached, found out by the tenant and
// never taken from a demand.
type Agency struct {
	ID        string          `json:"id"`
	Name      string          `json:"name"`
	Country   string          `json:"country"` // ISO 3166-1 alpha-2
	Kind      writ.IssuerKind `json:"kind"`
	Contacts  []Contact       `json:"contacts"`  // by which a demand may be verified; at least one
	Recipient string          `json:"recipient"` // age recipient to which packages are sealed; empty: none can be delivered
	Language  string          `json:"language"`  // of letters to it
}

// A Contact is a way to reach an agency that the tenant has checked.
type Contact struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"` // phone, mail, post, portal
	Value string `json:"value"`
	From  string `json:"from"` // where the tenant found it: "the ministry's register, seen 2026-01-10"
}

// A Directory is a tenant's agencies.
type Directory struct{ agencies []Agency }

// Find gives the entry of an agency.
func (d Directory) Find(id string) (Agency, bool) {
	for _, a := range d.agencies {
		if a.ID == id {
			a.Contacts = slices.Clone(a.Contacts)
			return a, true
		}
	}
	return Agency{}, false
}

// All lists the agencies, in the order of the file.
func (d Directory) All() []Agency {
	out := slices.Clone(d.agencies)
	for i := range out {
		out[i].Contacts = slices.Clone(out[i].Contacts)
	}
	return out
}

// ReadDirectory reads AGENCIES.yaml. Its errors, all of them at once, say line and column.
func ReadDirectory(file string, data []byte) (Directory, error) {
	s := &sheet{file: file}
	root, err := s.open(data)
	if err != nil {
		return Directory{}, err
	}
	f := s.fields(root, "format", "agencies")
	s.format(root, f, AgenciesFormat)
	var d Directory
	for _, n := range s.list(f["agencies"]) {
		a := s.agency(n)
		if _, twice := d.Find(a.ID); twice {
			s.fail(n, "its id stands twice", "give each agency an id of its own")
		}
		d.agencies = append(d.agencies, a)
	}
	return d, s.err()
}

var shortName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

func (s *sheet) shortName(n *yaml.Node, text string) string {
	if text != "" && !shortName.MatchString(text) {
		s.fail(n, "is no short name", "write small letters, digits and hyphens, at most 63")
	}
	return text
}

func (s *sheet) agency(n *yaml.Node) Agency {
	f := s.fields(n, "id", "name", "country", "kind", "contacts", "recipient", "language")
	a := Agency{
		ID:        s.shortName(f["id"], s.need(n, f, "id", "write a short name")),
		Name:      s.need(n, f, "name", "write the agency's name as on its papers"),
		Country:   s.country(f["country"]),
		Kind:      word(s, f["kind"], writ.ParseIssuerKind),
		Contacts:  s.contacts(f["contacts"]),
		Recipient: s.recipient(f["recipient"]),
		Language:  s.text(f["language"]),
	}
	for _, key := range []string{"country", "kind"} {
		if f[key] == nil {
			s.fail(n, "has no "+key, "write it")
		}
	}
	if len(a.Contacts) == 0 {
		s.fail(n, "has no contacts", "write at least one way to reach it that you have checked yourself")
	}
	return a
}

func (s *sheet) contacts(n *yaml.Node) []Contact {
	var out []Contact
	for _, e := range s.list(n) {
		f := s.fields(e, "id", "kind", "value", "from")
		c := Contact{s.shortName(f["id"], s.need(e, f, "id", "write a short name")), s.need(e, f, "kind", "write phone, mail, post or portal"),
			s.need(e, f, "value", "write the number or address"), s.need(e, f, "from", "write where you found it and when; never the paper")}
		if !slices.Contains([]string{"", "phone", "mail", "post", "portal"}, c.Kind) {
			s.fail(f["kind"], "is no kind of contact", "write phone, mail, post or portal")
		}
		if slices.ContainsFunc(out, func(o Contact) bool { return o.ID == c.ID }) {
			s.fail(e, "its id stands twice", "give each contact an id of its own")
		}
		out = append(out, c)
	}
	return out
}

// recipient checks the look of an age recipient; whether it is a key, the sealing says.
func (s *sheet) recipient(n *yaml.Node) string {
	r := s.text(n)
	if r != "" && !strings.HasPrefix(r, "age1") {
		s.fail(n, "is no age recipient", "write the public key that begins with age1; never a secret one")
	}
	return r
}
