// Package lint remarks on packs that are sound and odd: what nobody uses, what a language lacks, what rests on nothing.
// What is wrong is an error of law.Load; a remark is for the author to look at.
//
// Start at [Remarks].
package lint

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"writ/law"
	"writ/law/written"
)

// A Remark says where something is odd, what, and what to do.
type Remark struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Problem string `json:"problem"`
	Fix     string `json:"fix"`
}

func (r Remark) String() string {
	return r.File + ":" + strconv.Itoa(r.Line) + ": " + r.Problem + "; " + r.Fix
}

// Remarks looks at every pack of a set. files are their texts with the cases beside them: a case, too, uses an alias.
func Remarks(s *law.Set, files []law.File) ([]Remark, error) {
	var out []Remark
	for _, name := range s.Names() {
		p, err := written.Read(s, name)
		if err != nil {
			return nil, err
		}
		l := &linter{pack: p, all: files}
		l.aliases()
		l.texts()
		l.holidays()
		out = append(out, l.found...)
	}
	return out, nil
}

// A linter looks at one pack.
type linter struct {
	pack  written.Pack
	all   []law.File
	found []Remark
}

func (l *linter) remark(at written.Place, problem, fix string) {
	l.found = append(l.found, Remark{at.File, at.Line, problem, fix})
}

// aliases finds short names of acts that neither a rule nor a case writes, besides the line that explains them.
func (l *linter) aliases() {
	for _, f := range l.pack.Files {
		for _, e := range f.Get("aliases").Entries() {
			if l.uses(e.Key) <= 1 {
				l.remark(e.Place, "the alias "+strconv.Quote(e.Key)+" is used by no rule and no case", "take it out, or cite the act by it")
			}
		}
	}
}

// uses counts the lines that hold a text, in all packs: a case of one may cite an act of another.
func (l *linter) uses(text string) int {
	n := 0
	for _, f := range l.all {
		for line := range strings.Lines(f.Text) {
			if strings.Contains(line, text) {
				n++
			}
		}
	}
	return n
}

// shared are the beginnings of texts that no language need have of its own: what they belong to is written in one.
var shared = []string{"document/", "certificate/", "relief/because/", "relief/decides/"}

// texts finds words for letters that a language lacks and another has, and official languages that have none. English
// lacks nothing: the program has its own words.
func (l *linter) texts() {
	have := map[string]map[string]bool{}
	places := map[string]written.Place{}
	union := map[string]bool{}
	for _, f := range l.pack.Files {
		for _, lang := range f.Get("texts").Entries() {
			if have[lang.Key] == nil {
				have[lang.Key], places[lang.Key] = map[string]bool{}, lang.Place
			}
			for _, e := range lang.Value.Entries() {
				have[lang.Key][e.Key] = true
				union[e.Key] = union[e.Key] || !isShared(e.Key)
			}
		}
	}
	for _, lang := range slices.Sorted(maps.Keys(have)) {
		var lacking []string
		for _, key := range slices.Sorted(maps.Keys(union)) {
			if union[key] && !have[lang][key] {
				lacking = append(lacking, key)
			}
		}
		if lang != "en" && len(lacking) > 0 {
			l.remark(places[lang], "the texts in "+lang+" lack "+strings.Join(lacking, ", "), "translate them: a letter mixes languages else")
		}
	}
	l.spoken(have)
}

func isShared(key string) bool {
	return slices.ContainsFunc(shared, func(p string) bool { return strings.HasPrefix(key, p) })
}

// spoken finds official languages in which a pack with instruments has no words.
func (l *linter) spoken(have map[string]map[string]bool) {
	if len(l.pack.Get("instruments").List()) == 0 {
		return
	}
	home := l.pack.Get("country").Text()
	for _, c := range l.pack.Get("countries").List() {
		if c.Get("code").Text() != home {
			continue
		}
		for _, lang := range c.Get("languages").Words() {
			if lang != "en" && have[lang] == nil {
				l.remark(c.Place(), "there are no texts in "+lang+", an official language", "write texts: "+lang+": …, as another pack has them")
			}
		}
	}
}

// holidays finds a pack that counts business days, or rolls over them, and names no holidays. Days of certificates are
// counted by the calendar of the addressee's country.
func (l *linter) holidays() {
	if l.pack.Get("zone-of").Text() != "" || len(l.pack.Get("holidays").Get("days").List()) > 0 {
		return
	}
	for _, f := range l.pack.Files {
		if at, ok := counts(f); ok {
			l.remark(at, "business days are counted here, and the pack names no holidays", "add holidays: {name, source, days}")
			return
		}
	}
}

// counts finds the first moment that looks at business days.
func counts(v written.Value) (written.Place, bool) {
	for _, e := range v.All() {
		word := e.Value.Text()
		if e.Key == "roll" && word == "true" || e.Key == "count" && (word == "business" || word == "working") || e.Key == "in-hours" {
			return e.Place, true
		}
		if at, ok := counts(e.Value); ok {
			return at, true
		}
	}
	if v.IsList() {
		for _, e := range v.List() {
			if at, ok := counts(e); ok {
				return at, true
			}
		}
	}
	return written.Place{}, false
}
