package law

import (
	"strconv"
	"strings"

	"writ"
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

// ReadCases reads a file of cases strictly. Its errors are [PackError]s with line and column; they never quote a value.
func ReadCases(data []byte, file string) ([]Case, error) { return readCases(data, file, true) }

// ReadQuestions reads cases as ReadCases does, of which some or all may lack the right answer: what counsel asks the law
// when nobody has answered yet. Their Expect is zero.
func ReadQuestions(data []byte, file string) ([]Case, error) { return readCases(data, file, false) }

func readCases(data []byte, file string, answered bool) ([]Case, error) {
	s, root, err := openQuiet(data, file)
	if err != nil {
		return nil, err
	}
	t := root.table("cases")
	list, ok := t.must("cases", "write cases: and a list")
	if !ok {
		return nil, s.err()
	}
	var out []Case
	ids := map[string]bool{}
	for _, c := range list.list() {
		k := readCase(c, answered)
		if ids[k.ID] {
			c.fail("two cases have this id", "number each its own")
		}
		ids[k.ID] = true
		out = append(out, k)
	}
	return out, s.err()
}

// ReadRequest reads one request strictly, as ReadCases does.
func ReadRequest(data []byte, file string) (Request, error) {
	s, root, err := openQuiet(data, file)
	if err != nil {
		return Request{}, err
	}
	t := root.table("reference", "agency", "papers", "instrument", "asks")
	var r Request
	if v, ok := t.must("reference", "write the agency's own reference"); ok {
		r.Reference = v.text()
	}
	if v, ok := t.must("agency", "name the agency as the tenant's directory has it"); ok {
		r.Agency = v.text()
	}
	if v, ok := t.has("papers"); ok {
		r.Papers = v.words()
	}
	r.Instrument, r.Asks = readPaper(t)
	if err := s.err(); err != nil {
		return Request{}, err
	}
	return r, nil
}

func openQuiet(data []byte, file string) (*sheet, cursor, error) {
	s := &sheet{file: file, quiet: true}
	if len(data) > mostFile {
		return nil, cursor{}, &PackError{File: file, Problem: "is larger than " + strconv.Itoa(mostFile>>20) + " MiB", Fix: "split it"}
	}
	root, err := s.open(data)
	return s, root, err
}

func readCase(c cursor, answered bool) Case {
	t := c.table("id", "title", "packs", "at", "provider", "instrument", "asks", "expect", "notes")
	var k Case
	if v, ok := t.must("id", "write the pack's short name and a number"); ok {
		k.ID = v.text()
		t.rule = "case " + k.ID
	}
	k.Title = t.textOf("title")
	if v, ok := t.must("packs", "name the law in play"); ok {
		k.Demand.Packs = v.words()
	}
	if v, ok := t.must("at", "write the instant of the decision"); ok {
		if at := readStamp(v); at.Offset {
			k.Demand.At = at.Time
		} else {
			v.fail("is no instant with an offset", "write 2026-03-02T10:00:00-05:00")
		}
	}
	if v, ok := t.must("provider", "say who was served"); ok {
		k.Demand.Provider = readProvider(v)
	}
	k.Demand.Instrument, k.Demand.Asks = readPaper(t)
	v, ok := t.has("expect")
	if !ok && answered {
		t.must("expect", "write the right answer")
	}
	if ok {
		k.Expect = readExpect(v)
		if len(k.Expect.Answers) != len(k.Demand.Asks) {
			v.fail("has not one answer for each ask", "write them in the order of the asks")
		}
	}
	return k
}

func readStamp(c cursor) Stamp {
	s, err := ParseStamp(c.text())
	if err != nil {
		c.fail("is neither a date nor an instant", "write 2026-03-02 or 2026-03-02T10:00:00-05:00")
	}
	return s
}

func stampOf(t table, key string) *Stamp {
	v, ok := t.has(key)
	if !ok {
		return nil
	}
	s := readStamp(v)
	return &s
}

func truthOf(t table, key string) *bool {
	v, ok := t.has(key)
	if !ok {
		return nil
	}
	b := v.truth()
	return &b
}

func readProvider(c cursor) Provider {
	t := c.table("established", "offers", "service", "keeps", "zone")
	var p Provider
	if v, ok := t.must("established", "name the countries, or []"); ok {
		p.Established = readCountries(v)
	}
	if v, ok := t.has("offers"); ok {
		p.Offers = readCountries(v)
	}
	if v, ok := t.must("service", "name the service"); ok {
		p.Service = one(v, "service", writ.ParseService)
	}
	p.Zone = t.textOf("zone")
	p.Keeps = map[writ.Category]writ.Period{}
	if v, ok := t.has("keeps"); ok {
		for _, e := range v.entries() {
			p.Keeps[one(e.at, "category", writ.ParseCategory)] = e.value.period()
		}
	}
	return p
}

func readCountries(c cursor) []string {
	var out []string
	for _, e := range pick(c) {
		code := e.text()
		if len(code) != 2 || strings.ToUpper(code) != code {
			e.fail("is no country code", "write ISO 3166-1 alpha-2 in capitals")
		}
		out = append(out, code)
	}
	return out
}

// answerNames lists the answers as cases write them.
var answerNames = []string{"release", "must-release", "withhold", "not-held", "default", "clarify", "refer", "preserve", "intercept"}

func readExpect(c cursor) Expect {
	t := c.table("outcome", "answers", "due", "notice", "relief")
	e := Expect{Due: stampOf(t, "due"), Relief: readExpectedRelief(t)}
	if v, ok := t.must("outcome", "write fulfil, partial, clarify, refer or reject"); ok {
		e.Outcome = writ.Verdict(readWord(v, "outcome", "fulfil", "partial", "clarify", "refer", "reject"))
	}
	if v, ok := t.has("notice"); ok {
		e.Notice = one(v, "notice", parseNotice)
	}
	if v, ok := t.must("answers", "write one for each ask"); ok {
		for _, a := range v.list() {
			e.Answers = append(e.Answers, readAnswer(a))
		}
	}
	return e
}

func readAnswer(c cursor) ExpectedAnswer {
	t := c.table("answer", "ground", "provision", "fields", "window", "shortfall", "until")
	a := ExpectedAnswer{Provision: t.textOf("provision")}
	if v, ok := t.must("answer", "write "+strings.Join(answerNames, ", ")); ok {
		a.Answer = readWord(v, "answer", answerNames...)
	}
	if v, ok := t.has("ground"); ok {
		a.Ground = one(v, "ground", writ.ParseGround)
	}
	if v, ok := t.has("shortfall"); ok {
		a.Shortfall = readWord(v, "shortfall", "not-held", "default", "withhold")
	}
	if v, ok := t.has("until"); ok {
		if a.Endless = v.text() == "none"; !a.Endless {
			s := readStamp(v)
			a.Until = &s
		}
	}
	if v, ok := t.has("fields"); ok {
		a.Fields = []writ.Narrowing{}
		for _, f := range v.words() {
			a.Fields = append(a.Fields, writ.Narrowing(f))
		}
	}
	if v, ok := t.has("window"); ok {
		wt := v.table("from", "to")
		from, to := stampOf(wt, "from"), stampOf(wt, "to")
		if from == nil || to == nil || !from.Offset || !to.Offset {
			v.fail("is no window of two instants", "write {from: …, to: …} with offsets")
			return a
		}
		w, err := writ.NewWindow(from.Time, to.Time)
		if err != nil {
			v.fail("runs backwards or has no length", "write from before to")
			return a
		}
		a.Window = &w
	}
	return a
}
