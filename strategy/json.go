package strategy

import (
	"encoding/hex"
	"encoding/json"
	"time"

	"writ"
)

// Format names the form of an assessment in JSON, docs/formats/strategy.md.
const Format = "writ/strategy/1"

type (
	jsonAssessment struct {
		Format       string         `json:"format"`
		At           string         `json:"at"`
		Provider     string         `json:"provider"`
		Rules        string         `json:"rules"`
		Countries    []string       `json:"countries"`
		WithoutUsers []string       `json:"without_users,omitempty"`
		Unknown      []string       `json:"unknown,omitempty"`
		Counts       map[Status]int `json:"counts"`
		Findings     []Finding      `json:"findings"`
		Advice       []Given        `json:"advice"`
		Steps        []Step         `json:"steps"`
		Retention    []Kept         `json:"retention"`
		Places       []jsonPlace    `json:"places"`
		Reviews      []jsonReview   `json:"reviews,omitempty"`
	}
	jsonPlace struct {
		Country   string     `json:"country"`
		Title     string     `json:"title"`
		Deliver   string     `json:"deliver,omitempty"`
		Standards []Standard `json:"standards,omitempty"`
		Penalties []jsonNote `json:"penalties,omitempty"`
		Deadlines []jsonNote `json:"deadlines,omitempty"`
		Watch     []jsonNote `json:"watch,omitempty"`
	}
	jsonNote struct {
		Text      string `json:"text"`
		Provision string `json:"provision"`
		Certainty string `json:"certainty"`
	}
	jsonReview struct {
		Title     string    `json:"title"`
		Country   string    `json:"country"`
		Status    Status    `json:"status"`
		Provision string    `json:"provision"`
		Bring     []Brought `json:"bring"`
		Begins    string    `json:"begins,omitempty"`
	}
)

// MarshalJSON writes the assessment as docs/formats/strategy.md says.
func (a Assessment) MarshalJSON() ([]byte, error) {
	out := jsonAssessment{Format: Format, At: dateText(a.At), Provider: a.Profile.Name, Rules: hex.EncodeToString(a.Rules[:]), Countries: append([]string{}, a.Countries...),
		WithoutUsers: a.WithoutUsers, Unknown: a.Unknown, Counts: map[Status]int{}, Findings: append([]Finding{}, a.Findings...), Advice: append([]Given{}, a.Advice...),
		Steps: a.Steps, Retention: append([]Kept{}, a.Retention...), Places: []jsonPlace{}}
	for _, s := range Statuses() {
		out.Counts[s] = a.Count(s)
	}
	for _, p := range a.Places {
		out.Places = append(out.Places, jsonPlace{p.Country, p.Title, p.Deliver, p.Standards, jsonNotes(p.Penalties), jsonNotes(p.Deadlines), jsonNotes(p.Watch)})
	}
	for _, v := range a.Reviews {
		out.Reviews = append(out.Reviews, jsonReview{v.Review.Title, v.Country, v.Status, v.Review.Provision, v.Bring, dateText(v.Begins)})
	}
	return json.Marshal(out)
}

func jsonNotes(all []Note) []jsonNote {
	var out []jsonNote
	for _, n := range all {
		out = append(out, jsonNote{n.Text, n.Provision, n.Certainty})
	}
	return out
}

// MarshalJSON writes a finding.
func (f Finding) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Country   string       `json:"country"`
		Service   writ.Service `json:"service,omitempty"`
		Duty      Duty         `json:"duty"`
		Status    Status       `json:"status"`
		Standard  Standard     `json:"standard"`
		Provision string       `json:"provision"`
		Because   string       `json:"because"`
		Missing   string       `json:"missing,omitempty"`
		Certainty string       `json:"certainty"`
		Source    string       `json:"source"`
		Rule      string       `json:"rule"`
		Since     string       `json:"since"`
		Day       string       `json:"day,omitempty"`
	}{f.Country, f.Service, f.Duty, f.Status, f.Standard, f.Provision, f.Because, f.Missing, f.Certainty, f.Source, f.Rule, dateText(f.Since), dateText(f.Day)})
}

// MarshalJSON writes an advice.
func (g Given) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Advice  Advice `json:"advice"`
		Text    string `json:"text"`
		Because string `json:"because"`
	}{g.Advice, g.Text, g.Because})
}

// MarshalJSON writes a step.
func (s Step) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		By         string         `json:"by"`
		Fixed      bool           `json:"fixed"` // by law or launch, not by plan
		Overdue    bool           `json:"overdue,omitempty"`
		Countries  []string       `json:"countries,omitempty"`
		Duties     []Duty         `json:"duties,omitempty"`
		Services   []writ.Service `json:"services,omitempty"`
		Do         string         `json:"do"`
		Who        string         `json:"who"`
		Provisions []string       `json:"provisions,omitempty"`
	}{dateText(s.By), s.Fixed, s.Overdue, s.Countries, s.Duties, s.Services, s.Do, s.Who, s.Provisions})
}

// MarshalJSON writes a line of the table of retention.
func (k Kept) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Country   string        `json:"country"`
		Service   writ.Service  `json:"service"`
		Category  writ.Category `json:"category"`
		Least     string        `json:"least,omitempty"`
		Most      string        `json:"most,omitempty"`
		Held      string        `json:"held,omitempty"`
		Status    Status        `json:"status"`
		Purpose   string        `json:"purpose,omitempty"`
		Provision string        `json:"provision"`
		Certainty string        `json:"certainty"`
	}{k.Country, k.Service, k.Category, periodText(k.Least), periodText(k.Most), periodText(k.Held), k.Status, k.Purpose, k.Provision, k.Certainty})
}

// MarshalJSON writes one thing to bring.
func (b Brought) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Text      string `json:"text"`
		Provision string `json:"provision,omitempty"`
		Has       string `json:"has"`
	}{b.Text, b.Provision, b.Has})
}

func dateText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func periodText(p writ.Period) string {
	if p.IsZero() {
		return ""
	}
	return p.String()
}
