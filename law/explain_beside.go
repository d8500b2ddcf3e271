package law

import (
	"strconv"
	"strings"
	"time"
)

// An ExplainedRelief is what the provider may itself ask for.
type ExplainedRelief struct {
	Is      ReliefKind `json:"is"`
	Decides string     `json:"decides"`
	Asks    []int      `json:"asks"`             // from 1, as on the paper
	Before  string     `json:"before,omitempty"` // the first instant that is too late
	Over    bool       `json:"over,omitempty"`   // at the decision it was too late
	Ground  Ground     `json:"ground"`
}

// beside sets out what a decision says beside its answers: of the user, of the cost, of what the provider may ask for.
func (x *Explanation) beside(d Decision, loc *time.Location) {
	t := d.Telling()
	x.NoticeBy, x.Cost = t.Provision, d.Cost()
	if !t.Until.IsZero() {
		x.NoticeTill = t.Until.In(loc).Format(time.RFC3339)
	}
	at := d.Demand().At
	for _, r := range d.Reliefs() {
		e := ExplainedRelief{Is: r.Is, Decides: r.To, Ground: r.Ground, Over: r.Over(at)}
		for _, a := range r.Asks {
			e.Asks = append(e.Asks, a+1)
		}
		if !r.By.IsZero() {
			e.Before = r.By.In(loc).Format(time.RFC3339)
		}
		x.Relief = append(x.Relief, e)
	}
}

func (t *tree) beside(x Explanation) {
	notice := "notice to the user: " + string(x.Notice)
	if x.NoticeTill != "" {
		notice += " until " + x.NoticeTill
	}
	if x.NoticeBy != "" {
		notice += " [" + x.NoticeBy + "]"
	}
	t.line(0, notice)
	if x.Cost != "" {
		t.line(0, "cost: "+x.Cost)
	}
	if len(x.Relief) > 0 {
		t.line(0, "what the provider may itself ask for; counsel chooses:")
	}
	for _, r := range x.Relief {
		t.relief(r)
	}
}

func (t *tree) relief(r ExplainedRelief) {
	asks := make([]string, len(r.Asks))
	for i, a := range r.Asks {
		asks[i] = strconv.Itoa(a)
	}
	t.line(1, string(r.Is)+", of "+r.Decides+" (asks "+strings.Join(asks, ", ")+")")
	switch {
	case r.Over:
		t.line(2, "too late since "+r.Before)
	case r.Before != "":
		t.line(2, "before "+r.Before)
	default:
		t.line(2, "the law names no last day, or it can't be reckoned")
	}
	t.ground(r.Ground)
}
