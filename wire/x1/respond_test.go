package x1_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/wire/x1"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 7000, time.UTC)

// accepting answers what needs no more than an OK, and lists nothing of the rest.
type accepting struct{}

func (accepting) Handle(_ time.Time, m x1.Message) x1.Response {
	switch r := m.Body.(type) {
	case *x1.GetAllDetailsRequest:
		return &x1.GetAllDetailsResponse{}
	case x1.Request:
		return x1.Done(r)
	default:
		return nil
	}
}

func asNE() x1.Identities {
	return x1.Identities{Side: x1.NE, Own: "ne-1", Peer: "admf-1", Known: []string{"admf-0", "admf-1"}}
}

// respond answers and reads the answer.
func respond(t testing.TB, src []byte, h x1.Handler, who x1.Identities) x1.Container {
	t.Helper()
	return decode(t, x1.Respond(src, x1.RequestLimits, h, who, now))
}

// told gives the code of a refusal, or 0.
func told(m x1.Message) x1.Code {
	if e, ok := m.Body.(*x1.ErrorResponse); ok {
		return e.Code
	}
	return 0
}

func TestEachEnvelopeIsHeldAgainstWhoAsksAndWhoAnswers(t *testing.T) {
	ping, report := samples(t, true)["KeepaliveRequest"], samples(t, true)["ReportNEIssueRequest_db_cleared"]
	asADMF := func() x1.Identities {
		return x1.Identities{Side: x1.ADMF, Own: "admf-1", Peer: "ne-1", Known: []string{"ne-1"}}
	}
	as := func(who x1.Identities, change func(*x1.Identities)) x1.Identities {
		change(&who)
		return who
	}
	for _, tc := range []struct {
		name string
		src  []byte
		who  x1.Identities
		want x1.Code
	}{
		{"all fits", ping, asNE(), 0},
		{"the ADMF's certificate is another's", ping, as(asNE(), func(w *x1.Identities) { w.Peer = "admf-0" }), x1.ADMFNotOfCertificate},
		{"the peer has no certificate's name", bytes.Replace(ping, []byte("admf-1"), nil, 1), as(asNE(), func(w *x1.Identities) { w.Peer = "" }), x1.ADMFNotOfCertificate},
		{"the ADMF is none that may ask", ping, as(asNE(), func(w *x1.Identities) { w.Known = []string{"admf-0"} }), x1.UnexpectedADMF},
		{"it is for another element", ping, as(asNE(), func(w *x1.Identities) { w.Own = "ne-2" }), x1.UnexpectedNE},
		{"a version before the first", bytes.Replace(ping, []byte("v1.22.1"), []byte("v1.0.1"), 1), asNE(), x1.UnsupportedVersion},
		{"a version of an older schema", bytes.Replace(ping, []byte("v1.22.1"), []byte("v1.6.1"), 1), asNE(), 0},
		{"a version after the last", bytes.Replace(ping, []byte("v1.22.1"), []byte("v1.23.1"), 1), asNE(), x1.UnsupportedVersion},
		{"a version of too many digits", bytes.Replace(ping, []byte("v1.22.1"), []byte("v1.99999999999999999999.1"), 1), asNE(), x1.UnsupportedVersion},
		{"a report to the element", report, asNE(), x1.UnsupportedRequest},
		{"a report to the ADMF", report, asADMF(), 0},
		{"a keepalive to the ADMF", ping, asADMF(), x1.UnsupportedRequest},
		{"the element's certificate is another's", report, as(asADMF(), func(w *x1.Identities) { w.Peer = "ne-7" }), x1.NENotOfCertificate},
		{"the element is none that may report", report, as(asADMF(), func(w *x1.Identities) { w.Known = nil }), x1.UnexpectedNE},
		{"it is for another ADMF", report, as(asADMF(), func(w *x1.Identities) { w.Own = "admf-9" }), x1.UnexpectedADMF},
	} {
		got := respond(t, tc.src, accepting{}, tc.who)
		sent := decode(t, tc.src).Messages[0].Envelope
		sent.At = now
		if len(got.Messages) != 1 || told(got.Messages[0]) != tc.want {
			t.Errorf("%s: got %v, want %d", tc.name, got.Messages[0].Body, tc.want)
		}
		if got.Messages[0].Envelope != sent {
			t.Errorf("%s: the answer's envelope is %+v", tc.name, got.Messages[0].Envelope)
		}
	}
}

func TestAnInvalidSampleIsAnsweredWithItsCodeOrAtTheTop(t *testing.T) {
	top := []string{"invalid_missing_transaction_id", "invalid_no_xsi_type"} // there is nothing that a response could repeat
	for name, src := range samples(t, false) {
		got := respond(t, src, accepting{}, asNE())
		if slices.Contains(top, name) {
			if got.Root != x1.X1TopLevelErrorResponse || got.Messages[0].ADMF != "admf-1" || got.Messages[0].NE != "ne-1" {
				t.Errorf("%s: %v", name, got)
			}
			continue
		}
		if got.Root != x1.X1Response || told(got.Messages[0]) != x1.Syntax {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestADocumentThatIsNotUnderstoodIsAnsweredAtTheTopAndNothingIsDone(t *testing.T) {
	multi := string(samples(t, true)["Multi_request"])
	for name, src := range map[string]string{
		"nothing":                  "",
		"no XML":                   "hello",
		"cut":                      multi[:len(multi)-40],
		"an answer":                string(samples(t, true)["KeepaliveResponse"]),
		"another root":             strings.ReplaceAll(multi, "X1Request", "X1Demand"),
		"another namespace":        strings.Replace(multi, "03221/X1/2017/10\"", "03221/X1/2018/10\"", 1),
		"a DTD":                    strings.Replace(multi, "<X1Request", `<!DOCTYPE X1Request [<!ENTITY e SYSTEM "file:///etc/hostname">]><X1Request`, 1),
		"an entity":                strings.Replace(multi, "MDF A", "&e;", 1),
		"a processing instruction": strings.Replace(multi, "<X1Request", `<?run it?><X1Request`, 1),
		"a third one has no type":  strings.Replace(multi, `xsi:type="PingRequest"`, "", 1),
		"a type of another prefix": strings.Replace(multi, `xsi:type="PingRequest"`, `xsi:type="c:PingRequest2" `, 1)[:300],
		"no such type":             strings.Replace(multi, `"PingRequest"`, `"PongRequest"`, 1),
		"a prefix not declared":    strings.Replace(multi, `"PingRequest"`, `"q:PingRequest"`, 1),
		"a UTF-16 declaration":     strings.Replace(multi, "UTF-8", "UTF-16", 1),
		"a second root":            multi + "<a/>",
		"too deep":                 strings.Replace(multi, "MDF A", strings.Repeat("<a>", 30)+strings.Repeat("</a>", 30), 1),
	} {
		done := counting{}
		if got := respond(t, []byte(src), &done, asNE()); got.Root != x1.X1TopLevelErrorResponse || done.n != 0 {
			t.Errorf("%s: %v, %d done", name, got.Root, done.n)
		}
	}
}

type counting struct{ n int }

func (c *counting) Handle(at time.Time, m x1.Message) x1.Response {
	c.n++
	return accepting{}.Handle(at, m)
}

func TestOneThatFailsDoesNotKeepTheNext(t *testing.T) {
	src := bytes.Replace(samples(t, true)["Multi_request"], []byte(">442079460223<"), []byte(">+442079460223<"), 1)
	done := counting{}
	got := respond(t, src, &done, asNE())
	if len(got.Messages) != 3 || told(got.Messages[0]) != 0 || told(got.Messages[1]) != x1.Syntax || told(got.Messages[2]) != 0 || done.n != 2 {
		t.Errorf("%v, %d done", got.Messages, done.n)
	}
	if got.Messages[1].Body.Type() != x1.ActivateTask {
		t.Errorf("the refusal is of %v", got.Messages[1].Body.Type())
	}
}

func TestATypeIsResolvedByItsNamespaceNotByItsPrefix(t *testing.T) {
	src := string(samples(t, true)["KeepaliveRequest"])
	for name, tc := range map[string]struct {
		old, put string
		want     x1.Code
	}{
		"another prefix of X1":             {`xsi:type="KeepaliveRequest"`, `xmlns:p="` + x1.Namespace + `" xsi:type=" p:KeepaliveRequest "`, 0},
		"the same name elsewhere":          {`xsi:type="KeepaliveRequest"`, `xsi:type="c:KeepaliveRequest"`, x1.UnsupportedRequest},
		"another standard's own namespace": {`xsi:type="KeepaliveRequest"`, `xmlns:g="urn:3GPP:x" xsi:type="g:GetIdentityRequest"`, x1.UnsupportedRequest},
	} {
		got := respond(t, []byte(strings.Replace(src, tc.old, tc.put, 1)), accepting{}, asNE())
		if got.Root != x1.X1Response || told(got.Messages[0]) != tc.want {
			t.Errorf("%s: %v %v", name, got.Root, got.Messages)
		}
	}
}

// odd answers what does not fit.
type odd struct{ r x1.Response }

func (o odd) Handle(time.Time, x1.Message) x1.Response { return o.r }

func TestAResponseThatDoesNotFitIsAFailure(t *testing.T) {
	src := samples(t, true)["ActivateTaskRequest"]
	for name, r := range map[string]x1.Response{
		"none":                 nil,
		"of another request":   &x1.OKResponse{Of: x1.Ping, OK: x1.Completed},
		"of another shape":     &x1.GetNEStatusResponse{},
		"neither of two words": &x1.OKResponse{Of: x1.ActivateTask},
		"no XML":               &x1.ErrorResponse{Of: x1.ActivateTask, Code: x1.XIDExists, Description: "\x00"},
	} {
		if got := respond(t, src, odd{r}, asNE()); told(got.Messages[0]) != x1.ActivateTaskFailure {
			t.Errorf("%s: %v", name, got.Messages)
		}
	}
}

func TestEveryRequestOfTheElementGetsOneAnswerThatBindsToIt(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var all []x1.Request
		for range rapid.IntRange(1, 6).Draw(rt, "requests") {
			of := rapid.SampledFrom([]x1.Type{x1.ActivateTask, x1.DeactivateTask, x1.Ping, x1.GetAllDetails, x1.CreateObject, x1.ReportNEIssue, x1.GetTaskDetails}).Draw(rt, "type")
			all = append(all, requests[of](rt))
		}
		sent := x1.Requests("admf-1", "ne-1", now, func() x1.UUID { return uuid(rt) }, all...)
		for n := range sent.Messages { // each has its own
			sent.Messages[n].Transaction[0] = byte(n)
		}
		src, err := sent.Append(nil)
		if err != nil {
			rt.Fatal(err)
		}
		got, err := x1.Bind(sent, x1.Respond(src, x1.RequestLimits, accepting{}, asNE(), now.Add(time.Second)), x1.AnswerLimits)
		if err != nil {
			rt.Fatal(err)
		}
		for n, r := range got {
			if r.Type() != all[n].Type() {
				rt.Fatalf("%v answers %v", r.Type(), all[n].Type())
			}
		}
	})
}
