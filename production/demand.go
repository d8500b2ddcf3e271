package production

import (
	"encoding/hex"
	"strconv"
	"time"

	"writ"
	"writ/law"
)

// The demand as scope.json writes it: everything that Decide was given, so that it can be asked again.
type (
	demandText struct {
		Case       string         `json:"case"`
		Salt       string         `json:"salt"`
		Version    int            `json:"version"`
		At         string         `json:"at"`
		Packs      []string       `json:"packs"`
		Provider   providerText   `json:"provider"`
		Instrument instrumentText `json:"instrument"`
		Asks       []askText      `json:"asks"`
	}
	providerText struct {
		Established []string          `json:"established"`
		Offers      []string          `json:"offers"`
		Service     writ.Service      `json:"service"`
		Keeps       map[string]string `json:"keeps"`
		Zone        string            `json:"zone"`
	}
	stampText struct {
		Text    string `json:"text"`
		Time    string `json:"time"`
		HasTime bool   `json:"has_time"`
		Offset  bool   `json:"offset"`
	}
	instrumentText struct {
		Type        string       `json:"type"`
		IssuerKind  string       `json:"issuer_kind"`
		IssuerState string       `json:"issuer_country"`
		Issued      *stampText   `json:"issued"`
		Served      *stampText   `json:"served"`
		Expires     *stampText   `json:"expires"`
		Addressee   string       `json:"addressee"`
		Signed      *bool        `json:"signed"`
		Language    string       `json:"language"`
		Offence     *offenceText `json:"offence"`
		Emergency   *bool        `json:"emergency"`
		Secrecy     *secrecyText `json:"secrecy"`
		User        *userText    `json:"user"`
		Facts       any          `json:"facts"`
	}
	offenceText struct {
		Name     string `json:"name"`
		MaxYears *int   `json:"max_years"`
		Listed   *bool  `json:"listed"`
	}
	secrecyText struct {
		Until *stampText `json:"until"`
	}
	userText struct {
		Residence   string `json:"residence"`
		Nationality string `json:"nationality"`
		Role        string `json:"role"`
	}
	askText struct {
		Category    string       `json:"category"`
		File        string       `json:"file"`
		Identifiers []statedText `json:"identifiers"`
		Window      *spanText    `json:"window"`
	}
	statedText struct {
		Kind string `json:"kind"`
		Text string `json:"value"`
	}
	spanText struct {
		From *stampText `json:"from"`
		To   *stampText `json:"to"`
	}
)

func textOf(d law.Demand) (demandText, error) {
	facts, err := factText(d.Instrument.Facts)
	if err != nil {
		return demandText{}, err
	}
	out := demandText{Case: d.Case, Salt: hex.EncodeToString(d.Salt[:]), Version: d.Version, At: d.At.Format(time.RFC3339Nano), Packs: d.Packs,
		Provider: providerOf(d.Provider), Instrument: instrumentOf(d.Instrument, facts)}
	for _, a := range d.Asks {
		out.Asks = append(out.Asks, askOf(a))
	}
	return out, nil
}

func providerOf(p law.Provider) providerText {
	out := providerText{Established: p.Established, Offers: p.Offers, Service: p.Service, Zone: p.Zone}
	if p.Keeps != nil {
		out.Keeps = map[string]string{}
	}
	for c, age := range p.Keeps {
		out.Keeps[string(c)] = age.String()
	}
	return out
}

func instrumentOf(i law.Instrument, facts any) instrumentText {
	out := instrumentText{Type: i.Type, IssuerKind: string(i.Issuer.Kind), IssuerState: i.Issuer.Country, Issued: stampOf(i.Issued), Served: stampOf(i.Served),
		Expires: stampOf(i.Expires), Addressee: i.Addressee, Signed: i.Signed, Language: i.Language, Emergency: i.Emergency, Facts: facts}
	if o := i.Offence; o != nil {
		out.Offence = &offenceText{o.Name, o.MaxYears, o.Listed}
	}
	if i.Secrecy != nil {
		out.Secrecy = &secrecyText{stampOf(i.Secrecy.Until)}
	}
	if u := i.User; u != nil {
		out.User = &userText{u.Residence, u.Nationality, u.Role}
	}
	return out
}

func askOf(a law.Ask) askText {
	out := askText{Category: string(a.Category), File: a.File}
	if a.Identifiers != nil {
		out.Identifiers = []statedText{}
	}
	for _, s := range a.Identifiers {
		out.Identifiers = append(out.Identifiers, statedText{string(s.Kind), s.Text})
	}
	if a.Window != nil {
		out.Window = &spanText{stampOf(a.Window.From), stampOf(a.Window.To)}
	}
	return out
}

func stampOf(s *law.Stamp) *stampText {
	if s == nil {
		return nil
	}
	return &stampText{s.Text, s.Time.Format(time.RFC3339Nano), s.HasTime, s.Offset}
}

// factText writes a fact so that its type survives: whole numbers as {"int":"5"}, maps as {"map":{…}}.
func factText(v any) (any, error) {
	switch v := v.(type) {
	case nil, string, bool:
		return v, nil
	case int:
		return map[string]string{"int": strconv.Itoa(v)}, nil
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			t, err := factText(e)
			if err != nil {
				return nil, err
			}
			out[i] = t
		}
		return out, nil
	case map[string]any:
		if v == nil {
			return nil, nil
		}
		out := make(map[string]any, len(v))
		for k, e := range v {
			t, err := factText(e)
			if err != nil {
				return nil, err
			}
			out[k] = t
		}
		return map[string]any{"map": out}, nil
	default:
		return nil, ErrInput
	}
}
