package verify

import (
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"writ"
	"writ/law"
	"writ/production/format"
)

type (
	scopeDoc struct {
		Format   string    `json:"format"`
		Demand   demand    `json:"demand"`
		Decision decision  `json:"decision"`
		Packs    []packDoc `json:"packs"`
		Paper    struct {
			Provider  string `json:"provider"`
			Agency    string `json:"agency"`
			Reference string `json:"reference"`
		} `json:"paper"`
		Certificate *struct {
			Provisions []string `json:"provisions"`
			Custodian  string   `json:"custodian"`
			Title      string   `json:"title"`
		} `json:"certificate"`
	}
	packDoc struct {
		Name string `json:"name"`
		Text string `json:"text"`
	}
	demand struct {
		Case       string     `json:"case"`
		Salt       string     `json:"salt"`
		Version    int        `json:"version"`
		At         time.Time  `json:"at"`
		Packs      []string   `json:"packs"`
		Provider   provider   `json:"provider"`
		Instrument instrument `json:"instrument"`
		Asks       []ask      `json:"asks"`
	}
	provider struct {
		Established []string                 `json:"established"`
		Offers      []string                 `json:"offers"`
		Service     writ.Service             `json:"service"`
		Keeps       map[writ.Category]string `json:"keeps"`
		Zone        string                   `json:"zone"`
	}
	stamp struct {
		Text    string    `json:"text"`
		Time    time.Time `json:"time"`
		HasTime bool      `json:"has_time"`
		Offset  bool      `json:"offset"`
	}
	instrument struct {
		Type          string          `json:"type"`
		IssuerKind    writ.IssuerKind `json:"issuer_kind"`
		IssuerCountry string          `json:"issuer_country"`
		Issued        *stamp          `json:"issued"`
		Served        *stamp          `json:"served"`
		Expires       *stamp          `json:"expires"`
		Addressee     string          `json:"addressee"`
		Signed        *bool           `json:"signed"`
		Language      string          `json:"language"`
		Offence       *struct {
			Name     string `json:"name"`
			MaxYears *int   `json:"max_years"`
			Listed   *bool  `json:"listed"`
		} `json:"offence"`
		Emergency *bool `json:"emergency"`
		Secrecy   *struct {
			Until *stamp `json:"until"`
		} `json:"secrecy"`
		User *struct {
			Residence   string `json:"residence"`
			Nationality string `json:"nationality"`
			Role        string `json:"role"`
		} `json:"user"`
		Facts any `json:"facts"`
	}
	ask struct {
		Category    writ.Category `json:"category"`
		File        string        `json:"file"`
		Identifiers []stated      `json:"identifiers"`
		Window      *struct {
			From *stamp `json:"from"`
			To   *stamp `json:"to"`
		} `json:"window"`
	}
	stated struct {
		Kind  writ.Kind `json:"kind"`
		Value string    `json:"value"`
	}
)

// scope reads scope.json.
func (c *checker) scope() *fault {
	if !strict(c.small[format.ScopeFile], &c.sc) || c.sc.Format != format.Scope {
		return broken("scope.json is not in its one form, or of another version")
	}
	if c.sc.Demand.Case != c.m.Case || c.sc.Demand.Version != c.m.Version {
		return broken("scope.json is of another case or version than the manifest")
	}
	return nil
}

// reference is the agency's own, read early for those who expect one.
func (c *checker) reference() string {
	var s scopeDoc
	if json.Unmarshal(c.small[format.ScopeFile], &s) != nil {
		return ""
	}
	return s.Paper.Reference
}

// law builds the demand that was decided on.
func (d demand) law() (law.Demand, bool) {
	salt, err := hex.DecodeString(d.Salt)
	if err != nil || len(salt) != 32 {
		return law.Demand{}, false
	}
	out := law.Demand{Case: d.Case, Salt: [32]byte(salt), Version: d.Version, At: d.At, Packs: d.Packs}
	p := d.Provider
	out.Provider = law.Provider{Established: p.Established, Offers: p.Offers, Service: p.Service, Zone: p.Zone}
	if p.Keeps != nil {
		out.Provider.Keeps = map[writ.Category]writ.Period{}
	}
	for category, text := range p.Keeps {
		age, err := writ.ParsePeriod(text)
		if err != nil {
			return law.Demand{}, false
		}
		out.Provider.Keeps[category] = age
	}
	facts, ok := fact(d.Instrument.Facts)
	if !ok {
		return law.Demand{}, false
	}
	out.Instrument = d.Instrument.law()
	out.Instrument.Facts, _ = facts.(map[string]any)
	for _, a := range d.Asks {
		out.Asks = append(out.Asks, a.law())
	}
	return out, true
}

func (i instrument) law() law.Instrument {
	out := law.Instrument{Type: i.Type, Issuer: law.Issuer{Kind: i.IssuerKind, Country: i.IssuerCountry}, Issued: i.Issued.law(), Served: i.Served.law(),
		Expires: i.Expires.law(), Addressee: i.Addressee, Signed: i.Signed, Language: i.Language, Emergency: i.Emergency}
	if o := i.Offence; o != nil {
		out.Offence = &law.Offence{Name: o.Name, MaxYears: o.MaxYears, Listed: o.Listed}
	}
	if i.Secrecy != nil {
		out.Secrecy = &law.Secrecy{Until: i.Secrecy.Until.law()}
	}
	if u := i.User; u != nil {
		out.User = &law.User{Residence: u.Residence, Nationality: u.Nationality, Role: u.Role}
	}
	return out
}

func (s *stamp) law() *law.Stamp {
	if s == nil {
		return nil
	}
	return &law.Stamp{Text: s.Text, Time: s.Time, HasTime: s.HasTime, Offset: s.Offset}
}

func (a ask) law() law.Ask {
	out := law.Ask{Category: a.Category, File: a.File}
	if a.Identifiers != nil {
		out.Identifiers = []law.Stated{}
	}
	for _, s := range a.Identifiers {
		out.Identifiers = append(out.Identifiers, law.Stated{Kind: s.Kind, Text: s.Value})
	}
	if a.Window != nil {
		out.Window = &law.StatedWindow{From: a.Window.From.law(), To: a.Window.To.law()}
	}
	return out
}

// fact reads a fact back with its type: {"int":"5"} is a whole number, {"map":{…}} a map.
func fact(v any) (any, bool) {
	switch v := v.(type) {
	case nil, string, bool:
		return v, true
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			x, ok := fact(e)
			if !ok {
				return nil, false
			}
			out[i] = x
		}
		return out, true
	case map[string]any:
		return tagged(v)
	default:
		return nil, false
	}
}

func tagged(v map[string]any) (any, bool) {
	if len(v) != 1 {
		return nil, false
	}
	if text, ok := v["int"].(string); ok {
		n, err := strconv.Atoi(text)
		return n, err == nil && strconv.Itoa(n) == text
	}
	members, ok := v["map"].(map[string]any)
	if !ok {
		return nil, false
	}
	out := make(map[string]any, len(members))
	for k, e := range members {
		x, ok := fact(e)
		if !ok {
			return nil, false
		}
		out[k] = x
	}
	return out, true
}
