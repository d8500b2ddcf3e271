package verify

import (
	"bufio"
	"bytes"
	"errors"
	"net/netip"
	"slices"

	"writ"
	"writ/law"
	"writ/production/format"
	"writ/records"
)

// longestLine is the most octets of a row.
const longestLine = 64 << 20

var errUnended = errors.New("the last row has no end")

// tally counts the rows that were judged.
type tally struct {
	rows, records int64
	lastAsk       int64
	lastKind      records.Kind
	asks          map[int64]int64
}

// judgeRows reads every row once, judges it, and compares it with its table.
func (c *checker) judgeRows() *fault {
	h, ok := openHashed(c.src, format.Rows)
	if !ok {
		return broken("rows.jsonl is missing or can't be unpacked")
	}
	defer h.c.Close() //nolint:errcheck // is() has looked at the error when all went well
	tables, f := c.openTables()
	if f != nil {
		return f
	}
	defer tables.close()
	c.tally.asks = map[int64]int64{}
	in := bufio.NewScanner(h)
	in.Buffer(make([]byte, 0, 256<<10), longestLine)
	in.Split(wholeLine)
	var r row
	for in.Scan() {
		if !parseRow(in.Text(), &r) {
			return broken("a row is not in the one form of rows.jsonl")
		}
		if f := c.judge(&r); f != nil {
			return f
		}
		if f := tables.compare(&r); f != nil {
			return f
		}
		if len(c.shown) < format.Shown {
			kept := r
			kept.fields = slices.Clone(r.fields)
			c.shown = append(c.shown, kept)
		}
	}
	if in.Err() != nil {
		return broken("rows.jsonl can't be unpacked, or its last row has no end")
	}
	if !h.is(c.part(format.Rows)) {
		return breaks(Manifest, "rows.jsonl is not the part that the manifest names")
	}
	if f := tables.end(); f != nil {
		return f
	}
	c.out.hold(Rows, Reasons, Fields, Narrowing, Window, Bearer, Tables)
	return nil
}

// wholeLine cuts at each line feed; what lacks one at the end is an error.
func wholeLine(data []byte, atEnd bool) (int, []byte, error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEnd && len(data) > 0 {
		return 0, nil, errUnended
	}
	return 0, nil, nil
}

// judge asks of one row all that the decision asks.
func (c *checker) judge(r *row) *fault {
	if f := c.tally.count(r); f != nil {
		return f
	}
	if r.ask > int64(len(c.outcomes)) {
		return breaks(Reasons, "a row names an ask that was not made")
	}
	o := c.outcomes[r.ask-1]
	if f := reasons(r, o); f != nil {
		return f
	}
	id, ok := namedIn(o, r)
	if !ok {
		return breaks(Reasons, "a row names an identifier that its ask does not")
	}
	if f := fields(r, o); f != nil {
		return f
	}
	if f := c.window(r, o, id); f != nil {
		return f
	}
	return bearer(r, o, id)
}

// namedIn finds the identifier for which a row leaves among those of its ask.
func namedIn(o law.Outcome, r *row) (writ.Identifier, bool) {
	for _, id := range o.Identifiers {
		if id.Kind() == r.askedAs && id.Reveal() == r.asked {
			return id, true
		}
	}
	return writ.Identifier{}, false
}

// count keeps the numbers of records and asks in step: no record leaves twice for one ask.
func (t *tally) count(r *row) *fault {
	switch {
	case r.record == t.records && t.rows > 0 && r.ask > t.lastAsk && r.kind == t.lastKind:
	case r.record == t.records+1:
		t.records++
	default:
		return breaks(Rows, "a row stands twice, or the numbers of the records have a gap")
	}
	t.lastAsk, t.lastKind = r.ask, r.kind
	t.rows++
	t.asks[r.ask]++
	return nil
}

func reasons(r *row, o law.Outcome) *fault {
	switch {
	case !o.Opens():
		return breaks(Reasons, "a row leaves for an ask that does not open")
	case r.category != o.Category:
		return breaks(Reasons, "a row leaves under another category than its ask's")
	case len(o.Grounds) == 0 || r.law != o.Grounds[0].Provision || r.rule != o.Grounds[0].Rule:
		return breaks(Reasons, "a row leaves on another provision than the decision's")
	default:
		return nil
	}
}

// fields: each belongs to the row's category, and to the part of it that the law opens.
func fields(r *row, o law.Outcome) *fault {
	for _, x := range r.fields {
		s, ok := records.SpecOf(r.kind, x.name)
		if !ok || s.Category != o.Category {
			return breaks(Fields, "a row bears a field of another category")
		}
		if !opened(s, o) {
			return breaks(Narrowing, "a row bears a field that the law does not open")
		}
	}
	if slices.Contains(o.Fields, writ.BilledCallsOnly) && r.kind == records.Call && r.get(records.Answered) != "yes" {
		return breaks(Narrowing, "a call leaves for which no charge could be assessed")
	}
	return nil
}

func opened(s records.Spec, o law.Outcome) bool {
	return s.Narrowing == "" || len(o.Fields) == 0 || slices.Contains(o.Fields, s.Narrowing)
}

// liesIn: an IPv6 address or prefix is borne by a prefix of one line, /48 or longer, of which it is a part.
func liesIn(kind writ.Kind, text, value string) bool {
	given, err := netip.ParsePrefix(value)
	if err != nil || given.Bits() < 48 || !given.Addr().Is6() {
		return false
	}
	if kind == writ.IPv6Prefix {
		asked, err := netip.ParsePrefix(text)
		return err == nil && asked.Bits() >= given.Bits() && given.Contains(asked.Addr())
	}
	asked, err := netip.ParseAddr(text)
	return kind == writ.IP && err == nil && given.Contains(asked)
}

// bearer: the row bears the name asked for, in the field that it states, or a name of the holder it states.
func bearer(r *row, o law.Outcome, id writ.Identifier) *fault {
	s, ok := records.SpecOf(r.kind, r.named)
	if !ok || s.Names == "" {
		return breaks(Bearer, "a row states a field that names nobody")
	}
	kind, text := records.LookFor(id)
	reached := r.holder != "" && (id.Kind() == writ.Account && r.asked == r.holder || r.kind == records.Customer && s.Names == writ.NAI && (kind == writ.IP || kind == writ.IPv6Prefix))
	value := r.get(r.named)
	within := s.Names == writ.IPv6Prefix && liesIn(kind, text, value)
	switch {
	case s.Names != kind && !reached && !within:
		return breaks(Bearer, "a row states a field that can't bear the name asked for")
	case value == "" && s.Category == o.Category && opened(s, o):
		return breaks(Bearer, "a row lacks the field that is said to bear the name")
	case value != "" && value != text && !reached && !within:
		return breaks(Bearer, "a row bears another name than the one asked for")
	}
	if account := r.get(records.Account); r.kind == records.Customer && account != "" && r.holder != "" && account != r.holder {
		return breaks(Bearer, "a line of the register leaves under another account than its own")
	}
	return nil
}
