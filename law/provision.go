package law

import (
	"regexp"
	"slices"
	"strings"
)

// A section is one section of one act, as provisions are compared: without paragraphs, under the act's full name.
// A judgment has no number.
type section struct {
	act, number string
	article     bool // its paragraphs may follow a point: art. 5.1 is of art. 5
}

var (
	// marked finds where the act ends and its sections begin.
	marked = regexp.MustCompile(`(?:^|[\s(])((?i:artt|arts?|articles?|sections?|ss?|sch|schedule|recitals?)(?:\.\s*|\s+)|§§?\s*)§*\s*(\d|[A-Za-z]{1,2}\d|[IVX]+\b)`)
	// coded finds a code with a title number, as "18 USC 2703" or "47 CFR 42.6".
	coded = regexp.MustCompile(`(?i)^(\d+)\s*(USC|CFR|U\.S\.C\.|C\.F\.R\.)\s*§*\s*(\d[\w.]*)`)
	// ruled finds rules of procedure, as "Fed. R. Crim. P. 41".
	ruled = regexp.MustCompile(`^(.*\bP\.|.*\bR\.|.*\br)\s*(\d[\d.]*)`)
	// plainly finds a section that no word introduces, as "rättegångsbalken 27:19" or "Law 9 kap. 19 §".
	plainly = regexp.MustCompile(`^(.*?\D)\s(\d+:\d+|\d+ kap\. \d+(?: [a-z])? §)`)
	number  = regexp.MustCompile(`^[^\s(),;]+`)
	spaces  = regexp.MustCompile(`\s+`)
	// chaptered finds a chapter and its section, as "9 kap. 19 §", the same as 9:19; a section after it, as "22 §", is of
	// the same chapter.
	chaptered = regexp.MustCompile(`^(?:(\d+) kap\. )?(\d+(?: [a-z])?) §`)
	quoted    = regexp.MustCompile(`["“”'‘’«»]`)
)

// sections reads a provision: alternatives by semicolon, sections of one act by comma; an alternative without an act
// belongs to the act before it.
func sections(provision string, aliases [][2]string) []section {
	var out []section
	act := ""
	for _, alternative := range strings.Split(provision, ";") {
		alternative = spaces.ReplaceAllString(strings.TrimSpace(alternative), " ")
		if alternative == "" {
			continue
		}
		name, rest, article := splitAct(alternative)
		if name == "" {
			name = act
		}
		act = name
		for _, n := range numbers(rest) {
			out = append(out, section{canonical(name, aliases), n, article})
		}
	}
	return out
}

// splitAct parts the act from what names its sections. Without sections the whole is a judgment or an act.
func splitAct(s string) (act, rest string, article bool) {
	if m := coded.FindStringSubmatchIndex(s); m != nil {
		return s[m[2]:m[3]] + " " + s[m[4]:m[5]], s[m[6]:], false
	}
	if m := marked.FindStringSubmatchIndex(s); m != nil {
		word := strings.ToLower(s[m[2]:m[3]])
		rest := s[m[4]:]
		if strings.HasPrefix(word, "recital") || strings.HasPrefix(word, "sch") {
			rest = word[:3] + rest
		}
		return s[:m[2]], rest, strings.HasPrefix(word, "art")
	}
	if m := ruled.FindStringSubmatchIndex(s); m != nil {
		return s[m[2]:m[3]], s[m[4]:], false
	}
	if m := plainly.FindStringSubmatchIndex(s); m != nil {
		return s[m[2]:m[3]], s[m[4]:], false
	}
	return s, "", false
}

// numbers lists the sections in "99-3, 60-1-2 1°" or "2703(a), (c)(1)": what begins with a bracket or names a
// paragraph belongs to the section before it.
func numbers(rest string) []string {
	if rest == "" {
		return []string{""}
	}
	rest = strings.NewReplacer(" and ", ", ", " e ", ", ", " et ", ", ", " und ", ", ").Replace(rest)
	var out []string
	chapter := ""
	for _, piece := range strings.Split(rest, ",") {
		piece = strings.TrimSpace(piece)
		if m := marked.FindStringSubmatchIndex(piece); m != nil && m[0] == 0 {
			piece = piece[m[4]:]
		}
		piece = strings.TrimLeft(piece, "§ ")
		if piece == "" || piece[0] == '(' || strings.HasPrefix(piece, "c. ") || strings.HasPrefix(piece, "subs") {
			continue
		}
		n := strings.ToLower(number.FindString(piece))
		if m := chaptered.FindStringSubmatch(piece); m != nil {
			chapter = or(m[1], chapter)
			n = strings.TrimPrefix(chapter+":"+m[2], ":")
		}
		if n = strings.TrimRight(n, ".:"); n != "" && strings.ContainsAny(n, "0123456789ivx") {
			out = append(out, n)
		}
	}
	return out
}

// canonical gives an act its full name, in small letters without quotes or brackets.
func canonical(act string, aliases [][2]string) string {
	act = strings.TrimSpace(act)
	for _, a := range aliases {
		if strings.EqualFold(act, a[0]) {
			act = a[1]
		}
	}
	act = quoted.ReplaceAllString(strings.ToLower(act), "")
	if before, _, ok := strings.Cut(act, " ("); ok {
		act = before
	}
	act = strings.NewReplacer("u.s.c.", "usc", "c.f.r.", "cfr").Replace(act)
	return strings.Trim(spaces.ReplaceAllString(act, " "), " ,.")
}

// agree reports whether two provisions name one section of one act in common. A judgment is named by its parties,
// whatever court and year follow.
func agree(want, got string, aliases [][2]string) bool {
	have := sections(got, aliases)
	return slices.ContainsFunc(sections(want, aliases), func(w section) bool {
		return slices.ContainsFunc(have, func(h section) bool {
			if w.number == "" && h.number == "" {
				return w.act == h.act || w.act != "" && strings.HasPrefix(h.act, w.act) || h.act != "" && strings.HasPrefix(w.act, h.act)
			}
			return w.act == h.act && (w.number == h.number || (w.article || h.article) && within(w.number, h.number))
		})
	})
}

// within reports whether one number is the other with a paragraph after a point.
func within(a, b string) bool { return strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".") }
