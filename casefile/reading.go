package casefile

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"writ/law"
	"writ/scope"
)

// A Reading is what one person read in the papers, blind to what others read.
type Reading struct {
	Who     string    `json:"who"`
	At      time.Time `json:"at"`
	Request Request   `json:"request"`
	Digest  [32]byte  `json:"digest"`
}

// agreed gives the digest that two people read alike.
func (c Case) agreed() ([32]byte, bool) {
	for i, r := range c.Readings {
		for _, s := range c.Readings[i+1:] {
			if alike(r, s) {
				return r.Digest, true
			}
		}
	}
	return [32]byte{}, false
}

func alike(r, s Reading) bool {
	return r.Who != s.Who && r.Digest == s.Digest && r.Request.Reference == s.Request.Reference &&
		r.Request.Agency == s.Request.Agency && reflect.DeepEqual(r.Request.Tables, s.Request.Tables)
}

// Differences lists the fields in which the readings of a held case differ, as paths ("asks[0].identifiers[0]"), and
// never what stands in them. Those who read it are not told where: they would read what fits, not what stands there.
func (c Case) Differences(p scope.Person) ([]string, error) {
	switch p.Role {
	case scope.Clerk, scope.Verifier, scope.Approver, scope.Counsel:
	default:
		return nil, ErrRole
	}
	if slices.ContainsFunc(c.Readings, func(r Reading) bool { return r.Who == p.Name }) {
		return nil, fmt.Errorf("%w: a reader is not told where the other differs; read the paper again", ErrRole)
	}
	return c.differences(), nil
}

func (c Case) differences() []string {
	var out []string
	for i, r := range c.Readings {
		for _, s := range c.Readings[i+1:] {
			for _, path := range Compare(r.Request, s.Request) {
				if !slices.Contains(out, path) {
					out = append(out, path)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// Compare lists the fields in which two requests differ, as paths in the form of the request file.
func Compare(a, b Request) []string {
	var out []string
	differ(&out, "", plain(a), plain(b))
	slices.Sort(out)
	return out
}

// plain gives a request as the file has it: maps, lists and texts, without what is derived.
func plain(r Request) any {
	return map[string]any{"reference": r.Reference, "agency": r.Agency, "instrument": plainInstrument(r.Instrument),
		"asks": plainAsks(r.Asks), "tables": plainTables(r.Tables)}
}

func plainTables(ts []Table) []any {
	var out []any
	for _, t := range ts {
		out = append(out, fmt.Sprintf("%x", t.SHA256))
	}
	return out
}

func plainInstrument(i law.Instrument) map[string]any {
	out := map[string]any{"type": i.Type, "issuer": map[string]any{"kind": string(i.Issuer.Kind), "country": i.Issuer.Country},
		"issued": stampText(i.Issued), "served": stampText(i.Served), "expires": stampText(i.Expires), "addressee": i.Addressee,
		"signed": i.Signed, "language": i.Language, "emergency": i.Emergency, "facts": i.Facts}
	if i.Offence != nil {
		out["offence"] = map[string]any{"name": i.Offence.Name, "max-years": i.Offence.MaxYears, "listed": i.Offence.Listed}
	}
	if i.Secrecy != nil {
		out["secrecy"] = map[string]any{"until": stampText(i.Secrecy.Until)}
	}
	if i.User != nil {
		out["user"] = map[string]any{"residence": i.User.Residence, "nationality": i.User.Nationality, "role": i.User.Role}
	}
	return out
}

func plainAsks(asks []law.Ask) []any {
	var out []any
	for _, a := range asks {
		ids := []any{}
		for _, id := range a.Identifiers {
			ids = append(ids, string(id.Kind)+" "+id.Text)
		}
		m := map[string]any{"category": string(a.Category), "identifiers": ids}
		if a.Window != nil {
			m["window"] = map[string]any{"from": stampText(a.Window.From), "to": stampText(a.Window.To)}
		}
		out = append(out, m)
	}
	return out
}

func stampText(s *law.Stamp) any {
	if s == nil {
		return nil
	}
	return s.Text
}

// differ walks two plain values and notes the deepest paths at which they part.
func differ(out *[]string, path string, a, b any) {
	am, aok := a.(map[string]any)
	bm, bok := b.(map[string]any)
	if aok && bok {
		differMaps(out, path, am, bm)
		return
	}
	al, aok := a.([]any)
	bl, bok := b.([]any)
	if aok && bok {
		differLists(out, path, al, bl)
		return
	}
	if x, _ := json.Marshal(a); string(x) != marshalled(b) {
		*out = append(*out, strings.TrimPrefix(path, "."))
	}
}

func marshalled(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func differMaps(out *[]string, path string, a, b map[string]any) {
	for key, av := range a {
		bv, ok := b[key]
		if !ok {
			*out = append(*out, strings.TrimPrefix(path+"."+key, "."))
			continue
		}
		differ(out, path+"."+key, av, bv)
	}
	for key := range b {
		if _, ok := a[key]; !ok {
			*out = append(*out, strings.TrimPrefix(path+"."+key, "."))
		}
	}
}

func differLists(out *[]string, path string, a, b []any) {
	for i := range max(len(a), len(b)) {
		at := fmt.Sprintf("%s[%d]", path, i)
		if i >= len(a) || i >= len(b) {
			*out = append(*out, strings.TrimPrefix(at, "."))
			continue
		}
		differ(out, at, a[i], b[i])
	}
}

// For gives the case as a person may see it: for showing, not for signing or stepping. While it is not read twice alike,
// nobody sees another's reading or what an earlier case asked, and only who registered it sees the request as registered.
func (c Case) For(p scope.Person) Case {
	if _, ok := c.agreed(); ok {
		return c
	}
	c.Readings = slices.DeleteFunc(slices.Clone(c.Readings), func(r Reading) bool { return r.Who != p.Name })
	c.Priors = nil
	if !slices.Contains(c.Registrars, p.Name) {
		c.Request = Request{Reference: c.Request.Reference, Agency: c.Request.Agency, Papers: c.Request.Papers}
	}
	return c
}
