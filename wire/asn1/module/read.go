package module

import "strings"

// A Module is one ASN.1 module.
type Module struct {
	Name    string
	OID     string // the numbers that its identifier gives, dotted; "" where it gives none
	Types   []*Assignment
	imports map[string]string // type → module
	numbers map[string]string // named integers
	mode    string            // IMPLICIT, EXPLICIT or AUTOMATIC
	implied bool              // EXTENSIBILITY IMPLIED
}

// An Assignment gives a type its name.
type Assignment struct {
	Name string
	Type *Type
}

// Read reads every module of a file. An error names file and line.
func Read(file, text string) (all []*Module, err error) {
	defer func() {
		if m, ok := recover().(mistake); ok {
			err = Error(m)
		}
	}()
	r := &reader{file: file, all: lex(text)}
	for r.peek(0) != "" {
		all = append(all, r.module())
	}
	return all, nil
}

// Error is a mistake in a module: file, line, problem.
type Error string

func (e Error) Error() string { return "asn1 module: " + string(e) }

func (r *reader) module() *Module {
	m := &Module{Name: r.next(), mode: "EXPLICIT", imports: map[string]string{}, numbers: map[string]string{}}
	if r.peek(0) == "{" {
		m.OID = oid(r.balanced())
	}
	r.want("DEFINITIONS")
	for r.peek(0) != "::=" {
		switch word := r.next(); word {
		case "IMPLICIT", "EXPLICIT", "AUTOMATIC":
			m.mode = word
		case "EXTENSIBILITY":
			m.implied = true
		}
	}
	r.want("::=")
	r.want("BEGIN")
	if r.take("EXPORTS") {
		r.until(";")
	}
	if r.take("IMPORTS") {
		r.imports(m)
	}
	for !r.take("END") {
		r.assignment(m)
	}
	return m
}

// oid gives the numbers of an identifier such as {itu-t(0) etsi(4) version2(2)}.
func oid(in []token) string {
	var arcs []string
	for _, t := range in {
		if t.text[0] >= '0' && t.text[0] <= '9' {
			arcs = append(arcs, t.text)
		}
	}
	return strings.Join(arcs, ".")
}

func (r *reader) until(end string) {
	for r.next() != end {
	}
}

func (r *reader) imports(m *Module) {
	var names []string
	for !r.take(";") {
		switch word := r.next(); word {
		case ",":
		case "FROM":
			from := r.next()
			for _, n := range names {
				m.imports[n] = from
			}
			names = nil
			if r.peek(0) == "{" {
				r.balanced()
			}
		default:
			names = append(names, word)
		}
	}
}

// assignment reads one type, or reads over one value.
func (r *reader) assignment(m *Module) {
	name := r.next()
	if upper(name) {
		r.want("::=")
		m.Types = append(m.Types, &Assignment{name, r.typ(m)})
		return
	}
	r.typ(m)
	r.want("::=")
	if r.peek(0) == "{" {
		r.balanced()
		return
	}
	r.take("-")
	m.numbers[name] = r.next()
}

func upper(name string) bool { return name[0] >= 'A' && name[0] <= 'Z' }
