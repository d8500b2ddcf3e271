package asn1

import (
	"errors"
	"strconv"
	"strings"
)

// A parser reads a table line by line.
type parser struct {
	t     *table
	d     *definition // the type whose members come
	marks int
}

var errLine = errors.New("no line of a table")

func (p *parser) line(s string) error {
	switch {
	case s == "":
		return nil
	case s[0] == ' ' && p.d != nil:
		return p.member(strings.Fields(s))
	}
	p.end()
	words := strings.Fields(s)
	switch {
	case words[0] == "module" && len(words) <= 3:
		p.t.name = words[1]
		p.t.oid = strings.Join(words[2:], "")
		return nil
	case len(words) < 2:
		return errLine
	}
	p.d = &definition{module: p.t, name: words[1]}
	p.t.types[p.d.name] = p.d
	rest := words[2:]
	if len(rest) > 0 && rest[0][0] == '[' {
		tag, err := p.tag(strings.Trim(rest[0], "[]"))
		if err != nil {
			return err
		}
		p.d.tag, rest = tag, rest[1:]
	}
	if words[0] == "is" {
		u, err := p.use(rest)
		p.d.body = u
		return err
	}
	k, ok := kinds[words[0]]
	if !ok || len(rest) > 0 {
		return errLine
	}
	p.d.body = use{module: p.t, kind: k}
	return nil
}

// end closes the type whose members were read.
func (p *parser) end() {
	if p.d != nil {
		p.count(p.marks == 0, p.marks < 2)
	}
	p.d, p.marks = nil, 0
}

func (p *parser) count(first, second bool) {
	n := len(p.d.fields) + len(p.d.names)
	if first {
		p.d.added = n
	}
	if second {
		p.d.closed = n
	}
}

func (p *parser) member(words []string) error {
	switch {
	case words[0] == "...":
		p.d.open = true
		p.count(p.marks == 0, p.marks == 1)
		p.marks++
		return nil
	case p.d.body.kind == enumKind && len(words) == 2:
		v, err := strconv.ParseInt(words[0], 10, 64)
		p.d.names = append(p.d.names, named{v, words[1]})
		return err
	case len(words) < 3:
		return errLine
	}
	text, optional := strings.CutSuffix(words[0], "?")
	tag, err := p.tag(text)
	if err != nil {
		return err
	}
	u, err := p.use(words[2:])
	p.d.fields = append(p.d.fields, &field{name: words[1], tag: tag, optional: optional, use: u})
	return err
}

func (p *parser) tag(text string) (written, error) {
	if text == "-" {
		return written{}, nil
	}
	w := written{class: 'c', given: true}
	text, w.explicit = strings.CutSuffix(text, "!")
	if text != "" && strings.IndexByte("uap", text[0]) >= 0 {
		w.class, text = text[0], text[1:]
	}
	n, err := strconv.ParseUint(text, 10, 28)
	w.number = uint32(n)
	return w, err
}

// use reads a type and its limits: "octets 1..25", "seqof 1..5 IRIPayload", "IMSI 15".
func (p *parser) use(words []string) (use, error) {
	if len(words) == 0 {
		return use{}, errLine
	}
	u := use{module: p.t}
	word, rest := words[0], words[1:]
	if k, ok := kinds[word]; ok {
		u.kind = k
	} else {
		u.kind, u.ref = refKind, word
	}
	if len(rest) > 0 && (rest[0][0] == '-' || rest[0][0] == '.' || rest[0][0] >= '0' && rest[0][0] <= '9') {
		l, err := span(rest[0])
		if err != nil {
			return u, err
		}
		u.limits, rest = l, rest[1:]
	}
	if u.kind != seqofKind && u.kind != setofKind {
		if len(rest) > 0 {
			return u, errLine
		}
		return u, nil
	}
	item, err := p.use(rest)
	u.item = &item
	return u, err
}
