package page

import (
	"strconv"

	"writ/law/written"
)

// A Cite is what every rule of law carries, as the page shows it.
type Cite struct {
	ID        string // "it/decreto/traffic"
	Provision string
	Source    string
	Certainty string // in words
	Uncertain bool
	Force     string // "since 1 July 2021", "from … to …"
	ByAt      bool   // judged by the day of the decision
	Where     string // "it/stored.yaml:41"
	from, to  string // as written, YYYY-MM-DD
}

// inherited is what a rule takes over from its file or instrument. A provision is never taken over.
type inherited struct{ source, certainty, from, to, by string }

// over gives what stands in v, and for the rest what is inherited.
func (i inherited) over(v written.Value) inherited {
	for key, into := range map[string]*string{"source": &i.source, "certainty": &i.certainty, "from": &i.from, "to": &i.to, "by": &i.by} {
		if t := v.Get(key).Text(); t != "" {
			*into = t
		}
	}
	return i
}

// cite reads what a rule carries. id is its name where it has none of its own.
func cite(v written.Value, base inherited, owner, id string) Cite {
	in := base.over(v)
	if own := v.Get("id").Text(); own != "" {
		id = own
	}
	c := Cite{ID: owner + "/" + id, Provision: v.Get("provision").Text(), Source: in.source, Certainty: worded(certaintyWords, in.certainty),
		Uncertain: in.certainty == "uncertain", Force: force(in.from, in.to), ByAt: in.by == "at", Where: where(v), from: in.from, to: in.to}
	return c
}

func force(from, to string) string {
	if to == "" {
		return "since " + date(from)
	}
	return date(from) + " to " + date(to)
}

func where(v written.Value) string {
	p := v.Place()
	return p.File + ":" + strconv.Itoa(p.Line)
}
