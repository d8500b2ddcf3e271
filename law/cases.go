package law

import (
	"strconv"
	"strings"

	"writ"
	"writ/strict"
)

// A Case is a worked case: what a provider keeps, what was served on it, and what the right answer is
// (docs/formats/cases.md).
type Case struct {
	ID     string
	Title  string
	Demand Demand
	Expect Expect
}

// Expect is the right answer to a [Case].
type Expect struct {
	Outcome writ.Verdict
	Answers []ExpectedAnswer // one for each ask, in their order
	Due     *Stamp           // nil: not checked
	Notice  writ.Notice      // "": not checked
	Relief  []ExpectedRelief // nil: not checked; else these and no others
}

// An ExpectedAnswer is the right answer to one ask.
type ExpectedAnswer struct {
	Answer    string
	Ground    writ.Ground
	Provision string           // alternatives by semicolon, sections of one act by comma
	Fields    []writ.Narrowing // nil: not checked
	Window    *writ.Window     // nil: not narrowed
	Shortfall string           // "", "not-held", "default" or "withhold"
	Until     *Stamp           // of a preservation; nil: not checked
	Endless   bool             // the law states no end of the preservation
}

// A Request is a demand as it comes in: a case without packs, provider, instant and answer.
type Request struct {
	Reference  string // the agency's own
	Agency     string // its name in the tenant's directory
	Papers     []string
	Instrument Instrument
	Asks       []Ask
}

// mostFile is the most octets that a file of cases or a request may have.
const mostFile = 8 << 20

// ReadCases reads a file of cases strictly. Its errors are [strict.Error]s with line and column; they never quote a value.
func ReadCases(data []byte, file string) ([]Case, error) { return readCases(data, file, true) }

// ReadQuestions reads cases as ReadCases does, of which some or all may lack the right answer: what counsel asks the law
// when nobody has answered yet. Their Expect is zero.
func ReadQuestions(data []byte, file string) ([]Case, error) { return readCases(data, file, false) }

func readCases(data []byte, file string, answered bool) ([]Case, error) {
	s, root, err := openQuiet(data, file)
	if err != nil {
		return nil, err
	}
	t := root.Table("cases")
	list, ok := t.Must("cases", "write cases: and a list")
	if !ok {
		return nil, s.Err()
	}
	var out []Case
	ids := map[string]bool{}
	for _, c := range list.List() {
		k := readCase(c, answered)
		if ids[k.ID] {
			c.Fail("two cases have this id", "number each its own")
		}
		ids[k.ID] = true
		out = append(out, k)
	}
	return out, s.Err()
}

// ReadRequest reads one request strictly, as ReadCases does.
func ReadRequest(data []byte, file string) (Request, error) {
	s, root, err := openQuiet(data, file)
	if err != nil {
		return Request{}, err
	}
	t := root.Table("reference", "agency", "papers", "instrument", "asks")
	var r Request
	if v, ok := t.Must("reference", "write the agency's own reference"); ok {
		r.Reference = v.Text()
	}
	if v, ok := t.Must("agency", "name the agency as the tenant's directory has it"); ok {
		r.Agency = v.Text()
	}
	if v, ok := t.Has("papers"); ok {
		r.Papers = v.Words()
	}
	r.Instrument, r.Asks = readPaper(t)
	if err := s.Err(); err != nil {
		return Request{}, err
	}
	return r, nil
}

func openQuiet(data []byte, file string) (*strict.Sheet, strict.Cursor, error) {
	s := &strict.Sheet{File: file, Quiet: true}
	if len(data) > mostFile {
		return nil, strict.Cursor{}, &strict.Error{File: file, Problem: "is larger than " + strconv.Itoa(mostFile>>20) + " MiB", Fix: "split it"}
	}
	root, err := s.Open(data)
	return s, root, err
}

func readCase(c strict.Cursor, answered bool) Case {
	t := c.Table("id", "title", "packs", "at", "provider", "instrument", "asks", "expect", "notes")
	var k Case
	if v, ok := t.Must("id", "write the pack's short name and a number"); ok {
		k.ID = v.Text()
		t.Of = "case " + k.ID
	}
	k.Title = t.TextOf("title")
	if v, ok := t.Must("packs", "name the law in play"); ok {
		k.Demand.Packs = v.Words()
	}
	if v, ok := t.Must("at", "write the instant of the decision"); ok {
		if at := readStamp(v); at.Offset {
			k.Demand.At = at.Time
		} else {
			v.Fail("is no instant with an offset", "write 2026-03-02T10:00:00-05:00")
		}
	}
	if v, ok := t.Must("provider", "say who was served"); ok {
		k.Demand.Provider = readProvider(v)
	}
	k.Demand.Instrument, k.Demand.Asks = readPaper(t)
	v, ok := t.Has("expect")
	if !ok && answered {
		t.Must("expect", "write the right answer")
	}
	if ok {
		k.Expect = readExpect(v)
		if len(k.Expect.Answers) != len(k.Demand.Asks) {
			v.Fail("has not one answer for each ask", "write them in the order of the asks")
		}
	}
	return k
}

func readStamp(c strict.Cursor) Stamp {
	s, err := ParseStamp(c.Text())
	if err != nil {
		c.Fail("is neither a date nor an instant", "write 2026-03-02 or 2026-03-02T10:00:00-05:00")
	}
	return s
}

func stampOf(t strict.Table, key string) *Stamp {
	v, ok := t.Has(key)
	if !ok {
		return nil
	}
	s := readStamp(v)
	return &s
}

func truthOf(t strict.Table, key string) *bool {
	v, ok := t.Has(key)
	if !ok {
		return nil
	}
	b := v.Truth()
	return &b
}

func readProvider(c strict.Cursor) Provider {
	t := c.Table("established", "offers", "service", "keeps", "zone")
	var p Provider
	if v, ok := t.Must("established", "name the countries, or []"); ok {
		p.Established = readCountries(v)
	}
	if v, ok := t.Has("offers"); ok {
		p.Offers = readCountries(v)
	}
	if v, ok := t.Must("service", "name the service"); ok {
		p.Service = strict.One(v, "service", writ.ParseService)
	}
	p.Zone = t.TextOf("zone")
	p.Keeps = map[writ.Category]writ.Period{}
	if v, ok := t.Has("keeps"); ok {
		for _, e := range v.Entries() {
			p.Keeps[strict.One(e.At, "category", writ.ParseCategory)] = e.Value.Period()
		}
	}
	return p
}

func readCountries(c strict.Cursor) []string {
	var out []string
	for _, e := range pick(c) {
		code := e.Text()
		if len(code) != 2 || strings.ToUpper(code) != code {
			e.Fail("is no country code", "write ISO 3166-1 alpha-2 in capitals")
		}
		out = append(out, code)
	}
	return out
}

// answerNames lists the answers as cases write them.
var answerNames = []string{"release", "must-release", "withhold", "not-held", "default", "clarify", "refer", "preserve", "intercept"}

func readExpect(c strict.Cursor) Expect {
	t := c.Table("outcome", "answers", "due", "notice", "relief")
	e := Expect{Due: stampOf(t, "due"), Relief: readExpectedRelief(t)}
	if v, ok := t.Must("outcome", "write fulfil, partial, clarify, refer or reject"); ok {
		e.Outcome = writ.Verdict(readWord(v, "outcome", "fulfil", "partial", "clarify", "refer", "reject"))
	}
	if v, ok := t.Has("notice"); ok {
		e.Notice = strict.One(v, "notice", parseNotice)
	}
	if v, ok := t.Must("answers", "write one for each ask"); ok {
		for _, a := range v.List() {
			e.Answers = append(e.Answers, readAnswer(a))
		}
	}
	return e
}

func readAnswer(c strict.Cursor) ExpectedAnswer {
	t := c.Table("answer", "ground", "provision", "fields", "window", "shortfall", "until")
	a := ExpectedAnswer{Provision: t.TextOf("provision")}
	if v, ok := t.Must("answer", "write "+strings.Join(answerNames, ", ")); ok {
		a.Answer = readWord(v, "answer", answerNames...)
	}
	if v, ok := t.Has("ground"); ok {
		a.Ground = strict.One(v, "ground", writ.ParseGround)
	}
	if v, ok := t.Has("shortfall"); ok {
		a.Shortfall = readWord(v, "shortfall", "not-held", "default", "withhold")
	}
	if v, ok := t.Has("until"); ok {
		if a.Endless = v.Text() == "none"; !a.Endless {
			s := readStamp(v)
			a.Until = &s
		}
	}
	if v, ok := t.Has("fields"); ok {
		a.Fields = []writ.Narrowing{}
		for _, f := range v.Words() {
			a.Fields = append(a.Fields, writ.Narrowing(f))
		}
	}
	if v, ok := t.Has("window"); ok {
		wt := v.Table("from", "to")
		from, to := stampOf(wt, "from"), stampOf(wt, "to")
		if from == nil || to == nil || !from.Offset || !to.Offset {
			v.Fail("is no window of two instants", "write {from: …, to: …} with offsets")
			return a
		}
		w, err := writ.NewWindow(from.Time, to.Time)
		if err != nil {
			v.Fail("runs backwards or has no length", "write from before to")
			return a
		}
		a.Window = &w
	}
	return a
}
