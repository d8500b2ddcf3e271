package module

import (
	"fmt"
	"slices"
	"strings"
)

// A Set is modules that import from each other.
type Set map[string]*Module

// Add reads a file's modules into the set.
func (s Set) Add(file, text string) error {
	all, err := Read(file, text)
	for _, m := range all {
		s[m.Name] = m
	}
	return err
}

// Table writes a module in the notation of package asn1. A type that stands within another is named after it:
// "Outer/field". It fails if a type that is named is defined nowhere in the set.
func (s Set) Table(name string) (string, error) {
	m := s[name]
	if m == nil {
		return "", fmt.Errorf("asn1 module: %s is not among the files", name)
	}
	w := &writer{set: s, m: m}
	fmt.Fprintf(&w.out, "module %s %s\n", m.Name, m.OID)
	for _, a := range m.Types {
		w.assignment(a.Name, a.Type)
	}
	return w.out.String(), w.err
}

// Imports gives the modules from which types of this module come, sorted.
func (s Set) Imports(name string) []string {
	w := &writer{set: s, m: s[name], used: map[string]bool{}}
	if w.m == nil {
		return nil
	}
	for _, a := range w.m.Types {
		w.assignment(a.Name, a.Type)
	}
	var all []string
	for n := range w.used {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

type writer struct {
	set  Set
	m    *Module
	out  strings.Builder
	used map[string]bool
	err  error
}

// An inner type waits until the type around it is written.
type inside struct {
	name string
	t    *Type
}

func (w *writer) assignment(name string, t *Type) {
	var within []inside
	switch t.Kind {
	case "seq", "set", "choice":
		fmt.Fprintf(&w.out, "%s %s%s\n", t.Kind, name, own(t.Tag))
		within = w.fields(name, t)
	case "enum":
		fmt.Fprintf(&w.out, "enum %s%s\n", name, own(t.Tag))
		w.names(t)
	default:
		var text string
		text, within = w.use(name+"/item", t)
		fmt.Fprintf(&w.out, "is %s%s %s\n", name, own(t.Tag), text)
	}
	for _, in := range within {
		w.assignment(in.name, in.t)
	}
}

// own writes the tag that a type bears wherever it is used.
func own(t *Tag) string {
	if t == nil {
		return ""
	}
	return " [" + tag(t) + "]"
}

func tag(t *Tag) string {
	if t == nil {
		return "-"
	}
	text := fmt.Sprint(t.Number)
	if t.Class != 'c' {
		text = string(t.Class) + text
	}
	if t.Explicit {
		text += "!"
	}
	return text
}

func (w *writer) fields(name string, t *Type) (within []inside) {
	for i, f := range t.Fields {
		if t.Open && i == t.Added || i == t.Closed && i > t.Added {
			w.out.WriteString(" ...\n")
		}
		opt := ""
		if f.Optional {
			opt = "?"
		}
		text, in := w.use(name+"/"+f.Name, f.Type)
		within = append(within, in...)
		fmt.Fprintf(&w.out, " %s%s %s %s\n", tag(f.Type.Tag), opt, f.Name, text)
	}
	if t.Open && t.Added == len(t.Fields) {
		w.out.WriteString(" ...\n")
	}
	return within
}

func (w *writer) names(t *Type) {
	for i, n := range t.Names {
		if t.Open && i == t.Added {
			w.out.WriteString(" ...\n")
		}
		fmt.Fprintf(&w.out, " %d %s\n", n.Value, n.Name)
	}
	if t.Open && t.Added == len(t.Names) {
		w.out.WriteString(" ...\n")
	}
}

// use writes a type as a field uses it, and gives what it holds within.
func (w *writer) use(name string, t *Type) (string, []inside) {
	limits := ""
	for _, l := range []string{t.Size, t.Range} {
		if l != "" {
			limits += " " + l
		}
	}
	switch t.Kind {
	case "":
		return w.ref(t.Ref) + limits, nil
	case "seqof", "setof":
		if t.Item.Tag != nil {
			w.fail("the items of %s have a tag of their own", name)
		}
		text, within := w.use(name, t.Item)
		return t.Kind + limits + " " + text, within
	case "seq", "set", "choice", "enum":
		bare := *t
		bare.Tag = nil // the field bears it
		return name, []inside{{name, &bare}}
	default:
		return t.Kind + limits, nil
	}
}

// ref names a type: with its module, where that is another.
func (w *writer) ref(name string) string {
	if slices.ContainsFunc(w.m.Types, func(a *Assignment) bool { return a.Name == name }) {
		return name
	}
	from := w.set[w.m.imports[name]]
	if from == nil || !slices.ContainsFunc(from.Types, func(a *Assignment) bool { return a.Name == name }) {
		w.fail("%s is used and nowhere defined", name)
		return name
	}
	if w.used != nil {
		w.used[from.Name] = true
	}
	return from.Name + "." + name
}

func (w *writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf("asn1 module: %s: "+format, append([]any{w.m.Name}, args...)...)
	}
}
