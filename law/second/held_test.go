package second

import (
	"slices"
	"sort"
	"strconv"
	"time"

	"writ"
)

func atoi(v any) int { n, _ := strconv.Atoi(text(v)); return n }

// reached answers by limits, what is held, and what had to be kept.
func (a *asked) reached() *verdict {
	var short []string
	if a.hasFrom {
		s, v := a.narrow()
		if v != nil {
			return v
		}
		short = s
	}
	for _, e := range list(a.paper["cuts"]) {
		c := inherit(e.(row), a.paper, "provision")
		if a.inForce(c) && a.holds(c["when"]) {
			short = append(short, "withhold instrument-too-weak")
		}
	}
	if a.live() {
		return a.out("intercept", short)
	}
	if !a.hasFrom {
		return a.whole(short)
	}
	return a.parts(short)
}

// narrow brings the window within every limit.
func (a *asked) narrow() ([]string, *verdict) {
	var all []row
	for _, e := range list(a.paper["limits"]) {
		all = append(all, inherit(e.(row), a.paper))
	}
	for _, l := range a.book().limits {
		if l["instruments"] == nil || in(text(a.paper["type"]), words(l["instruments"])) {
			all = append(all, l)
		}
	}
	var short []string
	for _, l := range all {
		if !in(a.category, words(l["categories"])) || !a.inForce(l) || !a.holds(l["when"]) {
			continue
		}
		ground := "instrument-too-weak"
		if l["ground"] != nil {
			ground = text(l["ground"])
		}
		from, to := a.from, a.to
		if l["starts"] != nil {
			if t, ok := a.moment(l["starts"]); ok && t.After(from) {
				from = t
			}
		}
		if l["ends"] != nil {
			if t, ok := a.moment(l["ends"]); ok && t.Before(to) {
				to = t
			}
		}
		if !from.Before(to) {
			return nil, no("withhold", ground)
		}
		if !from.Equal(a.from) || !to.Equal(a.to) {
			short = append(short, "withhold "+ground)
		}
		a.from, a.to = from, to
	}
	_, last, ends := a.when("expires")
	switch {
	case a.live() && ends && a.to.After(last), !a.live() && text(a.opened["to-come"]) != "true" && a.to.After(a.at):
		if !a.live() {
			last = a.at
		}
		if !a.from.Before(last) {
			return nil, no("withhold", "instrument-too-weak")
		}
		a.to = last
		short = append(short, "withhold instrument-too-weak")
	}
	if a.live() && !a.to.After(a.at) {
		return nil, no("withhold", "expired")
	}
	return short, nil
}

// A claim is a duty that speaks of the ask.
type claim struct {
	row
	l              length
	since          time.Time
	serves, unsure bool
}

func (a *asked) claims() []claim {
	var out []claim
	for _, b := range a.served {
		for _, d := range b.duties {
			d := inherit(row{"by": "at"}, d, keysOf(d)...)
			if !in(a.ask0, words(d["categories"])) || !in(string(a.d.Provider.Service), words(d["services"])) || !a.inForce(d) || !a.holds(d["when"]) {
				continue
			}
			l, _ := parseLength(text(d["period"]))
			if p := text(d["period-of"]); p != "" {
				have := a.values(p)
				if len(have) != 1 {
					continue
				}
				set, ok := parseLength(have[0])
				if !ok {
					continue
				}
				if !shift(a.at, set, -1).Before(shift(a.at, l, -1)) {
					l = set
				}
			}
			out = append(out, claim{d, l, shift(a.at, l, -1), a.holds(d["purpose"]), text(d["certainty"]) == "uncertain"})
		}
	}
	return out
}

func keysOf(r row) []string {
	var out []string
	for k := range r {
		if k != "by" {
			out = append(out, k)
		}
	}
	return out
}

func (a *asked) runs(c claim) bool {
	p := text(c.row["runs-from"])
	if p == "" {
		return true
	}
	from, _, ok := a.when(p)
	if !ok {
		return true
	}
	end := shift(from, c.l, 1)
	if c.row["round"] != nil {
		end = time.Date(end.Year()+1, 1, 1, 0, 0, 0, 0, end.Location())
	}
	return a.at.Before(end)
}

// oldest is the instant of the oldest record.
func (a *asked) oldest() (time.Time, bool) {
	var l length
	p, held := a.d.Provider.Keeps[writ.Category(a.ask0)]
	if held {
		l, _ = parseLength(p.String())
	}
	for _, k := range a.book().kept {
		if text(k["category"]) != a.ask0 || !a.holds(k["when"]) {
			continue
		}
		if have := a.values(text(k["fact"])); len(have) == 1 {
			if q, ok := parseLength(have[0]); ok {
				l, held = q, true
			}
		}
	}
	return shift(a.at, l, -1), held
}

// edge is the first rule at the edge of a duty that holds.
func (a *asked) edge(c claim, key string) *verdict {
	for _, e := range list(c.row[key]) {
		r := inherit(e.(row), c.row)
		if text(c.row["certainty"]) == "uncertain" && e.(row)["certainty"] == nil {
			r["certainty"] = "known"
		}
		if a.holds(r["when"]) {
			return a.answer(r)
		}
	}
	return nil
}

// alone finds that records are held only for another purpose, for none that is sure, or past every period.
func (a *asked) alone(claims []claim, from time.Time, sure bool) *verdict {
	if sure {
		return nil
	}
	var within []claim
	perhaps := false
	for _, c := range claims {
		if from.IsZero() || !from.Before(c.since) {
			within = append(within, c)
			perhaps = perhaps || c.serves && a.edge(c, "alone") == nil
		}
	}
	for _, c := range within {
		v := a.edge(c, "alone")
		switch {
		case v == nil || c.serves && !c.unsure || perhaps && c.unsure:
		case perhaps:
			return no("refer", "uncertain-rule")
		default:
			return v
		}
	}
	if len(within) > 0 {
		return nil
	}
	for _, c := range claims {
		if v := a.edge(c, "past"); v != nil {
			return v
		}
	}
	return nil
}

// whole answers for records without a window.
func (a *asked) whole(short []string) *verdict {
	_, held := a.oldest()
	claims := a.claims()
	sure, maybe := false, false
	for _, c := range claims {
		switch {
		case !c.serves || !a.runs(c) || text(c.row["only-collected"]) == "true" && !held:
		case c.unsure:
			maybe = true
		default:
			sure = true
		}
	}
	if !held {
		return a.missing(sure, maybe)
	}
	if v := a.alone(claims, time.Time{}, sure); v != nil {
		return a.meanwhile(v)
	}
	return a.leave(sure, short)
}

func (a *asked) missing(sure, maybe bool) *verdict {
	switch {
	case sure:
		return no("default", "")
	case maybe, a.unknown:
		return no("refer", "uncertain-rule")
	}
	return no("not-held", "")
}

// A piece is a stretch of the window in which one answer holds.
type piece struct {
	from, to time.Time
	kind     string
	stop     *verdict
}

func (a *asked) parts(short []string) *verdict {
	since, held := a.oldest()
	claims := a.claims()
	cuts := []time.Time{a.from, a.to}
	if held {
		cuts = append(cuts, since)
	}
	for _, c := range claims {
		cuts = append(cuts, c.since)
	}
	sort.Slice(cuts, func(i, j int) bool { return cuts[i].Before(cuts[j]) })
	var all []piece
	for i := 0; i+1 < len(cuts); i++ {
		if cuts[i].Before(cuts[i+1]) && !cuts[i].Before(a.from) && !cuts[i+1].After(a.to) {
			all = append(all, a.piece(claims, cuts[i], cuts[i+1], held && !cuts[i].Before(since)))
		}
	}
	return a.join(all, short)
}

func (a *asked) piece(claims []claim, from, to time.Time, held bool) piece {
	p := piece{from: from, to: to}
	sure, maybe := false, false
	for _, c := range claims {
		switch {
		case !c.serves || from.Before(c.since) || text(c.row["only-collected"]) == "true" && !held:
		case c.unsure:
			maybe = true
		default:
			sure = true
		}
	}
	switch {
	case held && sure:
		p.kind = "must"
	case held:
		p.kind, p.stop = "may", a.alone(claims, from, false)
	case sure:
		p.kind = "default"
	case maybe || a.unknown:
		p.stop = no("refer", "uncertain-rule")
	default:
		p.kind = "not-held"
	}
	return p
}

func (a *asked) join(all []piece, short []string) *verdict {
	for _, p := range all {
		if p.stop != nil && p.stop.answer == "refer" {
			return p.stop
		}
	}
	leaves := func(p piece) bool { return p.stop == nil && (p.kind == "may" || p.kind == "must") }
	last := len(all)
	for last > 0 && !leaves(all[last-1]) {
		last--
	}
	first := last
	for first > 0 && leaves(all[first-1]) {
		first--
	}
	if first == last {
		for _, p := range all {
			if p.stop != nil {
				return a.meanwhile(p.stop)
			}
		}
		for _, p := range all {
			if p.kind == "default" {
				return no("default", "")
			}
		}
		return a.missing(false, false)
	}
	must := true
	for i, p := range all {
		if i >= first && i < last {
			must = must && p.kind == "must"
			continue
		}
		s := p.kind
		if p.stop != nil {
			s = "withhold " + p.stop.ground
		} else if leaves(p) {
			s = "withhold retention-purpose"
		}
		if !slices.Contains(short, s) {
			short = append(short, s)
		}
	}
	a.from, a.to = all[first].from, all[last-1].to
	return a.leave(must, short)
}

func (a *asked) leave(must bool, short []string) *verdict {
	compels := text(a.paper["compels"]) != "false" && text(a.first["compels"]) != "false"
	switch {
	case a.keeps:
		return a.out("preserve", short)
	case must && compels:
		return a.out("must-release", short)
	}
	return a.out("release", short)
}

// out is an answer by which something leaves, is tapped or kept.
func (a *asked) out(answer string, short []string) *verdict {
	v := &verdict{answer: answer, short: short, provision: text(a.opened["provision"]), fields: words(a.opened["fields"])}
	if a.hasFrom {
		v.from, v.to = a.from, a.to
	}
	if answer == "preserve" {
		v.until = a.until(a.opened["until"])
	}
	return v
}

// meanwhile is an answer at the edge of a duty: one that preserves is answered by what is held.
func (a *asked) meanwhile(v *verdict) *verdict {
	if v.answer == "preserve" {
		panic("an edge of a duty that preserves is not in this evaluator")
	}
	return v
}

// keptMeanwhile answers what a rule keeps by what is held.
func (a *asked) keptMeanwhile(v verdict) *verdict {
	if a.opened == nil || a.live() {
		if a.hasTo && a.from.Before(a.to) {
			v.from, v.to = a.from, a.to
		}
		return &v
	}
	h := a.reached()
	if in(h.answer, []string{"release", "must-release", "preserve"}) {
		h.answer, h.until, h.fields, h.provision = "preserve", v.until, nil, v.provision
	}
	return h
}
