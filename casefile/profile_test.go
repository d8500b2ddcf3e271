package casefile_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"writ/casefile"
)

// example gives the n-th block of a language in a document.
func example(t testing.TB, doc, language string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "docs", "formats", doc))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(b), "```"+language+"\n")
	text, _, end := strings.Cut(rest, "```")
	if !ok || !end {
		t.Fatalf("%s has no example in %s", doc, language)
	}
	return text
}

func TestTheDocumentsExamplesAreRead(t *testing.T) {
	p, err := casefile.ReadProfile("PROVIDER.yaml", []byte(example(t, "profile.md", "yaml")))
	if err != nil {
		t.Fatal(err)
	}
	if p.Keeps["call-records"].String() != "P18M" || p.Numbers.International != "011" || len(p.Clients) != 1 || p.Custodian.Name != "Jane Roe" ||
		len(p.Letterhead.Address) != 2 || p.Zone != "America/New_York" {
		t.Errorf("profile: %+v", p)
	}
	d, err := casefile.ReadDirectory("AGENCIES.yaml", []byte(example(t, "agencies.md", "yaml")))
	if err != nil {
		t.Fatal(err)
	}
	if a, ok := d.Find("nova-prosecutor"); !ok || a.Contacts[0].ID != "switchboard" || a.Recipient != "age1example" {
		t.Errorf("agency: %+v", a)
	}
	tables := map[string][]byte{"numbers.csv": []byte(example(t, "request.md", "csv"))}
	r, err := casefile.ReadRequest("REQUEST.yaml", []byte(example(t, "request.md", "yaml")), tables, p.Numbers, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Asks) != 3 || r.Asks[0].Identifiers[0].Text != "+12025550123" || len(r.Tables[0].Lines) != 2 {
		t.Errorf("request: %d asks", len(r.Asks))
	}
}

func TestAProfileThatIsWrongSaysWhereAndWhat(t *testing.T) {
	good := example(t, "profile.md", "yaml")
	for _, tc := range []struct{ name, old, new, want string }{
		{"a misspelt key", "established:", "etablished:", "P.yaml:3:1: unknown key; write one of"},
		{"a key twice", "offers: [US]", "offers: [US]\noffers: [US]", "P.yaml:5:1: "},
		{"another format", "writ/profile/1", "writ/profile/2", "P.yaml:1:9: is of another format"},
		{"no country code", "established: [US]", "established: [usa]", "P.yaml:3:15: is no country code"},
		{"no country", "established: [US]", "established: []", "has no established"},
		{"an unknown service", "voip-interconnected", "voip", "not a known service"},
		{"a live category kept", "  subscriber: P5Y", "  live-cc: P5Y", "unknown key"},
		{"a period that is none", "P18M", "18 months", "P.yaml:8:17: is no period"},
		{"a zone that is none", "America/New_York", "New York", "is no zone"},
		{"a number plan in letters", `calling: "1"`, `calling: "US"`, "is not up to five digits"},
		{"digits that are none", "least: 10", "least: ten", "is no whole number from 1 to 15"},
		{"no packs", "packs: [us-federal]", "packs: []", "has no packs"},
		{"an alias", "name: Example Voice Inc.", "name: &n Example", "has an anchor or alias"},
		{"a client twice", "- {id: rural,", "- {id: rural, name: x, country: US}\n- {id: rural,", "its id stands twice"},
		{"no value", "language: en", "language:", "has no value"},
		{"NUL octets", "Example Voice", "Example\x00Voice", "P.yaml:2: is not UTF-8 text"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := strings.Replace(good, tc.old, tc.new, 1)
			if text == good {
				t.Fatal("nothing was changed")
			}
			_, err := casefile.ReadProfile("P.yaml", []byte(text))
			var fe *casefile.FileError
			if !errors.As(err, &fe) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

func TestAProfileTellsAllItsErrorsAtOnce(t *testing.T) {
	_, err := casefile.ReadProfile("P.yaml", []byte("format: writ/profile/1\nservice: x\nzone: y\n"))
	for _, want := range []string{"has no name", "has no established", "has no offers", "not a known service", "is no zone", "has no packs"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not among: %v", want, err)
		}
	}
}

func TestADirectoryThatIsWrongSaysWhereAndWhat(t *testing.T) {
	good := example(t, "agencies.md", "yaml")
	for _, tc := range []struct{ name, old, new, want string }{
		{"an id with spaces", "id: nova-prosecutor", "id: Nova Prosecutor", "A.yaml:3:7: is no short name"},
		{"an id twice", "agencies:\n", "agencies:\n- {id: nova-prosecutor, name: x, country: US, kind: police, contacts: [{id: a, kind: mail, value: b, from: c}]}\n", "its id stands twice"},
		{"no contact", "id: switchboard", "id: [switchboard]", "has no value"},
		{"a contact without its source", "from:", "found:", "has no from"},
		{"a contact of no kind", "kind: phone", "kind: fax", "is no kind of contact"},
		{"a secret key", "age1example", "AGE-SECRET-KEY-1", "never a secret one"},
		{"an unknown kind of issuer", "kind: prosecutor", "kind: sheriff", "not a known issuer kind"},
		{"no country", "  country: US", "  # country", "has no country"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := strings.Replace(good, tc.old, tc.new, 1)
			_, err := casefile.ReadDirectory("A.yaml", []byte(text))
			if text == good || err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

func TestADirectoryGivesCopies(t *testing.T) {
	d, err := casefile.ReadDirectory("A.yaml", []byte(example(t, "agencies.md", "yaml")))
	if err != nil {
		t.Fatal(err)
	}
	a, _ := d.Find("nova-prosecutor")
	a.Contacts[0].Value = "the paper's own"
	d.All()[0].Contacts[0].Value = "the paper's own"
	if again, _ := d.Find("nova-prosecutor"); again.Contacts[0].Value != "+1 202 555 0100" {
		t.Errorf("who holds a copy changes the directory")
	}
}

func FuzzProfile(f *testing.F) {
	f.Add(example(f, "profile.md", "yaml"))
	f.Add(example(f, "agencies.md", "yaml"))
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := casefile.ReadProfile("P.yaml", []byte(text)); err == nil && (p.Name == "" || len(p.Established) == 0 || len(p.Packs) == 0 || p.Service == "") {
			t.Fatal("a profile that lacks what the law needs was taken")
		}
		if d, err := casefile.ReadDirectory("A.yaml", []byte(text)); err == nil {
			for _, a := range d.All() {
				if a.ID == "" || len(a.Contacts) == 0 {
					t.Fatal("an agency that can't be verified was taken")
				}
			}
		}
	})
}
