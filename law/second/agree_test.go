package second

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"writ/law"
)

const folder = "../packs"

// TestTwoEvaluatorsAgree draws demands for each pack and decides each twice. WRIT_SOAK=1 draws a hundred thousand.
func TestTwoEvaluatorsAgree(t *testing.T) {
	if testing.Short() {
		agree(t, 200)
		return
	}
	agree(t, 2000)
}

func TestSoakTwoEvaluatorsAgree(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("NOT RUN: set WRIT_SOAK=1 for a hundred thousand demands a pack")
	}
	agree(t, 100_000)
}

func agree(t *testing.T, each int) {
	books := readBooks(t, folder)
	set, err := law.Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(books)) {
		t.Run(name, func(t *testing.T) {
			w := newDrawer(t, books, name)
			if len(w.cases) == 0 {
				t.Skip("no case stands beside the pack")
			}
			met, differ := map[string]int{}, 0
			for n := range each {
				d := w.demand()
				got, err := law.Decide(d, set)
				if err != nil {
					t.Fatal(err)
				}
				if says := compare(books, d, got, met); says != "" {
					if differ++; differ <= 3 {
						t.Errorf("draw %d: %s\n%s", n, says, shown(d))
					}
				}
			}
			if differ > 0 {
				t.Errorf("%d of %d differ", differ, each)
			}
			report(t, books[name], met, each)
		})
	}
}

func newDrawer(t *testing.T, books map[string]*book, name string) *drawer {
	t.Helper()
	w := &drawer{Rand: rand.New(rand.NewPCG(1, uint64(len(name)))), facts: map[string][]any{}}
	files, err := filepath.Glob(folder + "/" + name + "/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if base := filepath.Base(f); !strings.HasSuffix(base, "cases.yaml") && base != "more.yaml" {
			continue
		}
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := law.ReadCases(data, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			w.cases = append(w.cases, c.Demand)
		}
	}
	b := books[name]
	for kind, versions := range b.papers {
		w.types = append(w.types, kind)
		for _, p := range versions {
			w.learn(p, "")
		}
	}
	slices.Sort(w.types)
	for _, all := range [][]row{b.rules, b.limits, b.relief, b.duties, b.kept} {
		for _, r := range all {
			w.learn(r, "")
		}
	}
	for k := range w.facts {
		slices.SortFunc(w.facts[k], func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	slices.SortFunc(w.days, time.Time.Compare)
	slices.SortFunc(w.spans, func(a, b length) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return w
}

// compare decides a demand the second way and says where the two differ, "" where they do not.
func compare(books map[string]*book, d law.Demand, got law.Decision, met map[string]int) string {
	var due time.Time
	for o := range got.Outcomes() {
		v := open(books, d, o.Ask).decide()
		met[v.rule]++
		met[v.answer+" "+v.ground]++
		name, ground := law.AnswerName(o.Answer)
		want := fmt.Sprint(v.answer, " ", v.ground)
		have := fmt.Sprint(name, " ", ground)
		if opens := name == "release" || name == "must-release" || name == "intercept"; opens || name == "preserve" {
			want += line(v.from, v.to, v.until, v.fields, v.short)
			var fields, short []string
			for _, f := range o.Fields {
				fields = append(fields, string(f))
			}
			for _, s := range o.Shortfall {
				short = append(short, strings.TrimSpace(s.Kind+" "+string(s.Ground)))
			}
			have += line(o.Window.From(), o.Window.To(), o.Until, fields, short)
		}
		if want != have || !v.due.Equal(o.Deadline) {
			return fmt.Sprintf("ask %d, %s: the engine says %s due %v [%s], the second %s due %v [%s]", o.Ask+1, o.Category, have, o.Deadline, o.Grounds[0].Rule, want, v.due, v.rule)
		}
		if !v.due.IsZero() && (due.IsZero() || v.due.Before(due)) {
			due = v.due
		}
	}
	if have, _ := got.Due(); !have.Equal(due) {
		return fmt.Sprintf("the engine's day is %v, the second's %v", have, due)
	}
	if want := open(books, d, 0).notice(); want != string(got.Notice()) {
		return fmt.Sprintf("notice: the engine says %s, the second %s", got.Notice(), want)
	}
	if want, have := reliefs(books, d), reliefsOf(got); want != have {
		return fmt.Sprintf("relief: the engine says %s, the second %s", have, want)
	}
	return ""
}

func line(from, to, until time.Time, fields, short []string) string {
	return fmt.Sprint(" ", from.Unix(), "-", to.Unix(), " until ", until.Unix(), " ", fields, short)
}

// notice says whether the user may be told.
func (a *asked) notice() string {
	if a.paper == nil {
		return "prohibited"
	}
	if s := a.d.Instrument.Secrecy; s != nil {
		if _, end, ok := stamp(s.Until, a.loc, a.wall); !ok || a.at.Before(end) {
			return "prohibited"
		}
	}
	// what the first ask is, not when: a notice looks at no window
	a.hasFrom, a.hasTo = false, false
	for _, e := range list(a.paper["notice"]) {
		n := e.(row)
		if !a.holds(n["when"]) {
			continue
		}
		if n["until"] != nil {
			if t, ok := a.moment(n["until"]); ok && !a.at.Before(t) {
				continue
			}
		}
		return text(n["is"])
	}
	return a.main.notice
}

// reliefs names what the provider may itself ask for.
func reliefs(books map[string]*book, d law.Demand) string {
	var out []string
	first := open(books, d, 0)
	if first.paper == nil {
		return ""
	}
	var all []row
	for _, e := range list(first.paper["relief"]) {
		all = append(all, inherit(e.(row), first.paper))
	}
	for _, r := range first.main.relief {
		if r["instruments"] == nil || in(text(first.paper["type"]), words(r["instruments"])) {
			all = append(all, r)
		}
	}
	for _, r := range all {
		var by time.Time
		var asks []int
		for n := range d.Asks {
			a := open(books, d, n)
			for _, e := range list(a.paper["reads"]) {
				x := inherit(e.(row), a.paper)
				if text(x["category"]) == a.ask0 && a.inForce(x) && a.holds(x["when"]) {
					a.category = text(x["as"])
				}
			}
			if !a.inForce(r) || !a.holds(r["when"]) {
				continue
			}
			asks = append(asks, n)
			if r["last-day"] == nil {
				continue
			}
			if t, ok := a.moment(r["last-day"]); ok && (by.IsZero() || t.Before(by)) {
				by = t
			}
		}
		if len(asks) > 0 {
			out = append(out, fmt.Sprint(text(r["is"]), asks, by.Unix()))
		}
	}
	return strings.Join(out, ", ")
}

func reliefsOf(d law.Decision) string {
	var out []string
	for _, r := range d.Reliefs() {
		out = append(out, fmt.Sprint(string(r.Is), r.Asks, r.By.Unix()))
	}
	return strings.Join(out, ", ")
}

// report prints how many of a pack's rules were met, and the share of each kind of answer.
func report(t *testing.T, b *book, met map[string]int, each int) {
	t.Helper()
	rules, seen := 0, 0
	var never []string
	count := func(all []row) {
		for _, r := range all {
			id := text(r["id"])
			if rules++; met[id] > 0 {
				seen++
			} else {
				never = append(never, id)
			}
		}
	}
	count(b.rules)
	for _, versions := range b.papers {
		for _, p := range versions {
			for _, r := range list(p["rules"]) {
				count([]row{r.(row)})
			}
		}
	}
	slices.Sort(never)
	t.Logf("%d demands; %d of %d rules answered; never: %v", each, seen, rules, never)
	var answers []string
	for k, n := range met {
		if strings.Contains(k, " ") {
			answers = append(answers, fmt.Sprint(strings.TrimSpace(k), ":", n))
		}
	}
	slices.Sort(answers)
	t.Logf("answers %v", answers)
}

func shown(d law.Demand) string {
	i := d.Instrument
	s := func(s *law.Stamp) string {
		if s == nil {
			return "-"
		}
		return s.Text
	}
	out := fmt.Sprintf("  at %v, packs %v, %s of %s %s, issued %s served %s expires %s, facts %v, service %s, established %v, keeps %v", d.At, d.Packs, i.Type, i.Issuer.Kind, i.Issuer.Country, s(i.Issued), s(i.Served), s(i.Expires), i.Facts, d.Provider.Service, d.Provider.Established, d.Provider.Keeps)
	for _, a := range d.Asks {
		if a.Window != nil {
			out += fmt.Sprintf("\n  %s %s %s", a.Category, s(a.Window.From), s(a.Window.To))
		}
	}
	return out
}
