package casefile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"writ"
	"writ/law"
)

// CaseFormat names the stored form of a case, docs/formats/case.md.
const CaseFormat = "writ/case/1"

type storedCase struct {
	Format string `json:"format"`
	Case   *Case  `json:"case"`
}

// Encode gives the stored form of a case. It holds everything: seal it.
func Encode(c Case) ([]byte, error) {
	b, err := json.Marshal(storedCase{CaseFormat, &c})
	if err != nil {
		return nil, fmt.Errorf("%w: the case can't be written", ErrForm)
	}
	return b, nil
}

// Decode reads the stored form. Decode of Encode gives the same case: the same digests, to the octet.
func Decode(b []byte) (Case, error) {
	var c Case
	in := storedCase{Case: &c}
	if err := decodeJSON(b, &in); err != nil {
		return Case{}, err
	}
	if in.Format != CaseFormat {
		return Case{}, ErrVersion
	}
	c.Request.Instrument.Facts = numbers(c.Request.Instrument.Facts)
	for i := range c.Readings {
		c.Readings[i].Request.Instrument.Facts = numbers(c.Readings[i].Request.Instrument.Facts)
	}
	return c, nil
}

func decodeJSON(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if d.Decode(into) != nil { // its error may quote
		return fmt.Errorf("%w: no stored case", ErrForm)
	}
	return nil
}

// numbers gives facts their whole numbers back, which JSON does not tell from others.
func numbers(facts map[string]any) map[string]any {
	if facts == nil {
		return nil
	}
	return whole(facts).(map[string]any)
}

func whole(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := strconv.Atoi(v.String()); err == nil {
			return n
		}
		f, _ := v.Float64()
		return f
	case map[string]any:
		for k, e := range v {
			v[k] = whole(e)
		}
		return v
	case []any:
		for i, e := range v {
			v[i] = whole(e)
		}
		return v
	default:
		return v
	}
}

// A StoredDemand is a demand in the stored form of a case.
type StoredDemand struct{ Demand law.Demand }

type storedDemand struct {
	Case        string            `json:"case"`
	Salt        [32]byte          `json:"salt"`
	Version     int               `json:"version"`
	At          time.Time         `json:"at"`
	Packs       []string          `json:"packs"`
	Established []string          `json:"established"`
	Offers      []string          `json:"offers"`
	Service     writ.Service      `json:"service"`
	Keeps       map[string]string `json:"keeps"`
	Zone        string            `json:"zone,omitempty"`
	Instrument  law.Instrument    `json:"instrument"`
	Asks        []law.Ask         `json:"asks"`
}

// MarshalJSON writes the periods as text.
func (s StoredDemand) MarshalJSON() ([]byte, error) {
	d := s.Demand
	out := storedDemand{d.Case, d.Salt, d.Version, d.At, d.Packs, d.Provider.Established, d.Provider.Offers, d.Provider.Service,
		map[string]string{}, d.Provider.Zone, d.Instrument, d.Asks}
	for c, p := range d.Provider.Keeps {
		out.Keeps[string(c)] = p.String()
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *StoredDemand) UnmarshalJSON(b []byte) error {
	var in storedDemand
	if err := decodeJSON(b, &in); err != nil {
		return err
	}
	keeps := map[writ.Category]writ.Period{}
	for c, text := range in.Keeps {
		p, err := writ.ParsePeriod(text)
		if err != nil {
			return ErrForm
		}
		keeps[writ.Category(c)] = p
	}
	in.Instrument.Facts = numbers(in.Instrument.Facts)
	s.Demand = law.Demand{Case: in.Case, Salt: in.Salt, Version: in.Version, At: in.At, Packs: in.Packs, Instrument: in.Instrument, Asks: in.Asks,
		Provider: law.Provider{Established: in.Established, Offers: in.Offers, Service: in.Service, Keeps: keeps, Zone: in.Zone}}
	return nil
}

// Format masks it under every verb.
func (s StoredDemand) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "demand ***") }
