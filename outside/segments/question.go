package segments

import (
	"slices"
	"time"

	"writ"
	"writ/records"
	"writ/retention"
	"writ/scope"
)

// A question is what the quests ask of one class.
type question struct {
	kind  records.Kind
	parts []part
}

// A part is one quest: the texts to look for, by the kind of name that a field holds.
type part struct {
	texts map[writ.Kind]map[string]bool
	span  writ.Window
}

func questionOf(c records.Class, quests []scope.Quest) question {
	kind, ok := kindOf(c)
	q := question{kind: kind}
	for _, quest := range quests {
		if !ok || !slices.Contains(quest.Kinds, kind) {
			continue
		}
		p := part{texts: map[writ.Kind]map[string]bool{}, span: quest.Span}
		for _, id := range quest.Names {
			if k, text := records.LookFor(id); text != "" {
				if p.texts[k] == nil {
					p.texts[k] = map[string]bool{}
				}
				p.texts[k][text] = true
			}
		}
		if len(p.texts) > 0 {
			q.parts = append(q.parts, p)
		}
	}
	return q
}

func (q question) empty() bool { return len(q.parts) == 0 }

// dates bounds the days to look at; a state may have begun long before the span.
func (q question) dates() (from, to string) {
	for i, p := range q.parts {
		if p.span.IsZero() {
			return "", ""
		}
		f, t := p.span.From().Format(time.DateOnly), p.span.To().Add(-1).Format(time.DateOnly)
		if q.kind == records.Customer {
			f = ""
		}
		if i == 0 {
			from, to = f, t
		}
		from, to = min(from, f), max(to, t)
	}
	return from, to
}

// meets reports whether any row of the segment may lie in a span.
func (q question) meets(s retention.Segment) bool {
	return slices.ContainsFunc(q.parts, func(p part) bool { return p.meets(q.kind, s.First, s.Last) })
}

func (p part) meets(k records.Kind, first, last time.Time) bool {
	if p.span.IsZero() {
		return true
	}
	return first.Before(p.span.To()) && (k == records.Customer || !last.Before(p.span.From()))
}

// columns lists, for each field that may bear a name, the texts to look for in it, sorted.
func (q question) columns() map[records.Field][]string {
	out := map[records.Field][]string{}
	for _, s := range records.Fields(q.kind) {
		var texts []string
		for _, p := range q.parts {
			for text := range p.texts[s.Names] {
				texts = append(texts, text)
			}
		}
		if s.Names != "" && len(texts) > 0 {
			slices.Sort(texts)
			out[s.Field] = slices.Compact(texts)
		}
	}
	return out
}

// answered reports whether the row answers one of the quests.
func (q question) answered(r records.Row) bool {
	return slices.ContainsFunc(q.parts, func(p part) bool { return (p.span.IsZero() || r.In(p.span)) && p.names(r) })
}

func (p part) names(r records.Row) bool {
	return slices.ContainsFunc(r.Values, func(v records.Value) bool {
		s, ok := records.SpecOf(r.Kind, v.Field)
		return ok && s.Names != "" && p.texts[s.Names][v.Text()]
	})
}
