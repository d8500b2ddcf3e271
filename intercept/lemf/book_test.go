package lemf

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"writ/wire/etsi"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func session(liid string, cin uint32) Session {
	return Session{LIID: NameOf([]byte(liid)), Network: NameOf([]byte("op")), CIN: cin}
}

func iri(s Session, seq uint32, types ...etsi.IRIType) Mark {
	return Mark{Stream: Stream{s, KindIRI}, Seq: seq, At: noon.Add(time.Duration(seq) * time.Second), Types: types}
}

func cc(s Session, seq uint32) Mark {
	return Mark{Stream: Stream{s, KindCC}, Seq: seq, At: noon.Add(time.Duration(seq) * time.Second), CCs: 1}
}

func TestExpectedIsWhatCameAndWhatIsMissing(t *testing.T) {
	var b Book
	s := session("L-1", 7)
	for _, seq := range []uint32{2, 3, 6, 5, 6} {
		b.Add(cc(s, seq))
	}
	c := b.Counts()[0]
	if c.Expected() != 7 || c.Received() != 4 || c.Missing() != 1 || c.Before() != 2 || c.Twice != 1 || c.Earlier != 1 || c.Whole() {
		t.Errorf("expected %d, received %d, missing %d, before %d, twice %d, earlier %d", c.Expected(), c.Received(), c.Missing(), c.Before(), c.Twice, c.Earlier)
	}
}

func TestASessionSaysWhatItLacks(t *testing.T) {
	s := session("L-1", 7)
	answered := iri(s, 1, etsi.IRIContinue)
	answered.Answer, answered.Media = true, true
	for _, tc := range []struct {
		name  string
		marks []Mark
		want  string
	}{
		{"whole", []Mark{iri(s, 0, etsi.IRIBegin), answered, cc(s, 0), iri(s, 2, etsi.IRIEnd)}, ""},
		{"CC alone", []Mark{cc(s, 0)}, "no IRI of the session"},
		{"no begin", []Mark{iri(s, 0, etsi.IRIContinue), cc(s, 0)}, "no IRI-Begin"},
		{"no CC", []Mark{iri(s, 0, etsi.IRIBegin), answered, iri(s, 2, etsi.IRIEnd)}, "no CC came"},
		{"no end", []Mark{iri(s, 0, etsi.IRIBegin)}, "no IRI-End"},
		{"a report stands alone", []Mark{iri(s, 0, etsi.IRIReport)}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var b Book
			for _, m := range tc.marks {
				b.Add(m)
			}
			got := strings.Join(b.Sessions()[0].Lacks(), "; ")
			if (tc.want == "") != (got == "") || !strings.Contains(got, tc.want) {
				t.Errorf("it says %q", got)
			}
		})
	}
}

func TestNoPrintedBookShowsALIID(t *testing.T) {
	const marked = "MARKED-LIID-4711"
	var b Book
	s := session(marked, 1)
	b.Add(iri(s, 0, etsi.IRIBegin))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		text := fmt.Sprintf(verb, b) + fmt.Sprintf(verb, *b.Counts()[0]) + fmt.Sprintf(verb, s) + fmt.Sprintf(verb, map[Session]int{s: 1})
		if strings.Contains(text, marked) || strings.Contains(text, fmt.Sprintf("%x", marked)) {
			t.Errorf("%s shows it", verb)
		}
	}
	if !slices.ContainsFunc(b.Counts(), func(c *Count) bool { return c.LIID.Reveal() == marked }) {
		t.Error("the agency can't see it")
	}
}
