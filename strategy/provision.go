package strategy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A section is one section of one act, with its paragraphs: 47 USC 1002(b)(2)(A).
type section struct {
	act, number string
	paragraphs  []string
}

var (
	// codes are titles of a code: "47 USC 1002", "47 CFR 1.20005".
	codes = regexp.MustCompile(`^(\d+ (?:usc|cfr)) (.*)$`)
	// marks stand before section numbers, or before or after an act.
	marks   = regexp.MustCompile(`\b(?:arts?|artt|articles?|sections?|ss?|paras?|annex|ch|chapter|part|kap|sch|schedule)\b\.?|§+`)
	numeral = regexp.MustCompile(`^([a-z]{0,2}\d[\w./:¹²³⁴-]*|[ivx]+(?: ?[a-z])?\b)((?:\([\w.]+\))*)`)
	range2  = regexp.MustCompile(`^(\d+)-(\d+)$`)
	bracket = regexp.MustCompile(`\(([\w.]+)\)`)
	comma   = regexp.MustCompile(`^ c\. ?([\w-]+)`)                                 // "132 c. 1-bis"
	roman   = regexp.MustCompile(`^ ([ivx]+(?: (?:bis|ter|quater))?)(?: (\d+))?\b`) // "l34-1 ii bis 3"
	behind  = regexp.MustCompile(`^(.*\d\S*) ([^\d,]+)$`)                           // the act after its sections
	gaps    = regexp.MustCompile(`\s+`)
)

// Agree reports whether two provisions name one section of one act in common, whose paragraphs don't differ. Semicolons
// part alternatives, commas sections of one act; an alternative without an act belongs to the act before it.
func Agree(want, got string) bool {
	have := sections(got)
	return slices.ContainsFunc(sections(want), func(w section) bool {
		return slices.ContainsFunc(have, func(h section) bool { return w.agrees(h) })
	})
}

func (s section) agrees(o section) bool {
	if s.act != o.act || s.number != "" && o.number != "" && s.number != o.number && !s.within(o) && !o.within(s) {
		return false
	}
	n := min(len(s.paragraphs), len(o.paragraphs))
	return slices.Equal(s.paragraphs[:n], o.paragraphs[:n])
}

// within reports whether one section is a paragraph of the other, after a point: art. 5.1 is of art. 5. In a code of
// regulations the point parts the number of a part from that of a section.
func (s section) within(o section) bool {
	return !strings.HasSuffix(s.act, " cfr") && strings.HasPrefix(s.number, o.number+".")
}

func sections(text string) []section {
	var out []section
	act := ""
	for _, alternative := range strings.Split(text, ";") {
		alternative = strings.ToLower(gaps.ReplaceAllString(strings.TrimSpace(alternative), " "))
		alternative = strings.NewReplacer("u.s.c.", "usc", "c.f.r.", "cfr", "no. ", "", "–", "-", " and ", ", ", "ü", "ue", "ä", "ae", "ö", "oe").Replace(alternative)
		name, rest := split(alternative)
		if name == "" {
			name = act
		}
		act = name
		out = append(out, numbered(name, rest)...)
	}
	return out
}

// split parts the act from what names its sections.
func split(s string) (act, rest string) {
	if m := codes.FindStringSubmatch(s); m != nil {
		return m[1], m[2]
	}
	loc := marks.FindStringIndex(s)
	switch {
	case loc == nil:
		return s, ""
	case loc[0] == 0: // "§ 170 TKG", or a section of the act before
		rest = strings.TrimSpace(s[loc[1]:])
		if m := behind.FindStringSubmatch(rest); m != nil {
			return m[2], m[1]
		}
		return "", rest
	default:
		return strings.Trim(s[:loc[0]], " ,"), s[loc[1]:]
	}
}

// numbered lists the sections in "187a, 187c", "2518(4), 2511(2)(a)(ii)" or "9-10".
func numbered(act, rest string) []section {
	var out []section
	for _, piece := range strings.Split(rest, ",") {
		piece = strings.TrimSpace(marks.ReplaceAllString(piece, " "))
		m := numeral.FindStringSubmatch(piece)
		if m == nil {
			continue
		}
		var paragraphs []string
		for _, b := range bracket.FindAllStringSubmatch(m[2], -1) {
			paragraphs = append(paragraphs, b[1])
		}
		for _, form := range []*regexp.Regexp{comma, roman} {
			if found := form.FindStringSubmatch(piece[len(m[0]):]); found != nil {
				paragraphs = append(paragraphs, slices.DeleteFunc(found[1:], func(s string) bool { return s == "" })...)
			}
		}
		for _, n := range spread(strings.TrimRight(m[1], ".:-")) {
			out = append(out, section{act, n, paragraphs})
		}
	}
	if len(out) == 0 {
		out = append(out, section{act: act})
	}
	return out
}

// spread lists the numbers of a range.
func spread(n string) []string {
	m := range2.FindStringSubmatch(n)
	if m == nil || len(m[1]) > 4 || len(m[2]) > 4 {
		return []string{n}
	}
	from, bad := strconv.Atoi(m[1])
	to, worse := strconv.Atoi(m[2])
	if bad != nil || worse != nil || to < from || to-from > 200 {
		return []string{n}
	}
	var out []string
	for i := from; i <= to; i++ {
		out = append(out, strconv.Itoa(i))
	}
	return append(out, n)
}
