package module

import "strings"

// constraint keeps a size or a range; others, such as alphabets and contents, are read over.
func (r *reader) constraint(m *Module, t *Type) {
	in := r.balanced()
	for i, x := range in {
		if x.text == "SIZE" {
			t.Size = r.limits(m, inner(in[i+1:]))
			return
		}
	}
	if t.Kind == "int" || t.Ref != "" {
		t.Range = r.limits(m, in)
	}
}

// inner gives what stands within the first brackets.
func inner(in []token) []token {
	depth := 0
	for i, x := range in {
		switch x.text {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				return in[1:i]
			}
		}
	}
	return nil
}

// limits writes a constraint as the notation does: the whole span of a union; "" for one that may be extended or that
// is no span of numbers.
func (r *reader) limits(m *Module, in []token) string {
	var low, high string
	for _, part := range split(in) {
		from, to, ok := r.span(m, part)
		if !ok {
			return ""
		}
		if low == "" || less(from, low) {
			low = from
		}
		if high == "" || less(high, to) {
			high = to
		}
	}
	low, high = strings.Replace(low, "MIN", "", 1), strings.Replace(high, "MAX", "", 1)
	switch low {
	case high:
		return low
	default:
		return low + ".." + high
	}
}

func split(in []token) [][]token {
	var all [][]token
	from := 0
	for i, x := range in {
		if x.text == "|" {
			all = append(all, in[from:i])
			from = i + 1
		}
	}
	return append(all, in[from:])
}

func (r *reader) span(m *Module, in []token) (from, to string, ok bool) {
	var words []string
	for i := 0; i < len(in); i++ {
		text := in[i].text
		if text == "-" && i+1 < len(in) {
			i++
			text += in[i].text
		}
		words = append(words, text)
	}
	switch {
	case len(words) == 1:
		from, ok = r.bound(m, words[0])
		return from, from, ok
	case len(words) == 3 && words[1] == "..":
		from, ok = r.bound(m, words[0])
		if !ok {
			return "", "", false
		}
		to, ok = r.bound(m, words[2])
		return from, to, ok
	default:
		return "", "", false
	}
}

// bound gives a number, MIN or MAX; a name stands for its number where this module says it.
func (r *reader) bound(m *Module, word string) (string, bool) {
	if word == "MIN" || word == "MAX" {
		return word, true
	}
	digits := strings.TrimPrefix(word, "-")
	if digits[0] >= '0' && digits[0] <= '9' {
		return word, true
	}
	n, ok := m.numbers[word]
	if !ok && r.later(word) != "" {
		return r.later(word), true
	}
	return n, ok
}

// later finds the number of a name that the module gives further on.
func (r *reader) later(name string) string {
	for i := 0; i+3 < len(r.all); i++ {
		if r.all[i].text == name && r.all[i+1].text == "INTEGER" && r.all[i+2].text == "::=" {
			return r.all[i+3].text
		}
	}
	return ""
}

// less compares two numbers of any length, MIN and MAX too.
func less(a, b string) bool {
	switch {
	case a == b || a == "MAX" || b == "MIN":
		return false
	case a == "MIN" || b == "MAX":
		return true
	}
	na, nb := strings.HasPrefix(a, "-"), strings.HasPrefix(b, "-")
	if na != nb {
		return na
	}
	shorter := len(a) < len(b) || len(a) == len(b) && a < b
	return shorter != na
}
