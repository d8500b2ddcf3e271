package page

import (
	"fmt"
	"strings"
	"time"

	"writ/intercept/lemf/call"
	"writ/intercept/lemf/datagram"
	"writ/intercept/lemf/rebuild"
	"writ/render"
	"writ/wire/etsi"
)

// Session adds a loaded session: its sound, where it has one, and the files that were written.
func (r *Report) Session(s *rebuild.Session, v *rebuild.Sound, files []File) {
	if r.drawn++; r.drawn > MaxSessions {
		if r.drawn == MaxSessions+1 {
			r.blocks = append(r.blocks, render.Paragraph{Text: fmt.Sprintf("Further sessions are in the tables and files only: %d are drawn here.", MaxSessions)})
		}
		return
	}
	id := fmt.Sprintf("s%d", s.Number)
	r.add(render.Heading{Level: 1, Text: fmt.Sprintf("Session %d: %s", s.Number, kind(s))})
	r.add(facts(s))
	if len(s.Call.Messages) > 0 {
		r.add(ladder(id+"-ladder", &s.Call))
	}
	streams := s.Streams()
	if len(streams) > 0 {
		r.add(timeline(id+"-time", s, v, streams))
	}
	if v != nil {
		r.add(waveform(id+"-wave", v))
	}
	if len(streams) > 0 {
		r.add(streamTable(id+"-streams", streams))
	}
	r.add(digits(id+"-digits", streams)...)
	if flows := s.Flows(); len(flows) > 0 {
		r.add(flowTable(id+"-flows", flows))
	}
	if len(s.Access) > 0 {
		r.add(eventTable(id+"-events", s.Access))
	}
	if len(files) > 0 {
		t := render.Table{ID: id + "-files", Caption: "Files beside this report", Columns: []render.Column{{Title: "File"}, {Title: "What it is"}}}
		for _, f := range files {
			t.Rows = append(t.Rows, []string{f.Name, f.What})
		}
		r.add(t)
	}
}

func (r *Report) add(b ...render.Block) { r.blocks = append(r.blocks, b...) }

func kind(s *rebuild.Session) string {
	switch {
	case len(s.Call.Messages) > 0 && s.Call.Register != s.Call.Caller && s.Call.Caller.Reveal() == "":
		return "registration"
	case len(s.Call.Messages) > 0:
		return "call, " + outcome(&s.Call)
	case len(s.Access) > 0 || len(s.Flows()) > 0:
		return "internet access"
	default:
		return "of a kind that is not shown"
	}
}

func outcome(c *call.Call) string {
	switch {
	case !c.Answered.IsZero():
		return "answered"
	case c.Refused > 0:
		return fmt.Sprintf("not answered (%d)", c.Refused)
	case c.Caller.Reveal() == "":
		return "signalling without a call"
	default:
		return "not answered"
	}
}

func facts(s *rebuild.Session) render.Facts {
	f := render.Facts{Items: []render.Fact{
		{Name: "LIID", Value: s.LIID.Reveal()}, {Name: "CIN", Value: cin(s.Session)},
		{Name: "First and last PDU", Value: instant(s.From) + " to " + clock(s.To)},
	}}
	add := func(name, value string) {
		if value != "" {
			f.Items = append(f.Items, render.Fact{Name: name, Value: value})
		}
	}
	c := &s.Call
	add("Caller", c.Caller.Reveal())
	add("Called party", c.Callee.Reveal())
	if !c.Answered.IsZero() {
		add("Answered", clock(c.Answered))
	}
	if !c.Ended.IsZero() {
		add("Ended", clock(c.Ended)+", by "+c.Hung.String())
		add("Spoken for", c.Ended.Sub(c.Answered).Round(time.Millisecond).String())
	}
	return f
}

func streamTable(id string, streams []*rebuild.Stream) render.Table {
	t := render.Table{ID: id, Caption: "Streams", Wide: true, Columns: []render.Column{{Title: "From"}, {Title: "To"}, {Title: "Direction as marked"}, {Title: "Sent by"}, {Title: "Codec"},
		{Title: "Packets", Number: true}, {Title: "Lost", Number: true}, {Title: "Gaps", Number: true}, {Title: "How to hear it"}}}
	for _, st := range streams {
		how := "in the sound file"
		switch {
		case st.Same:
			how = "the same media as above, seen on another hop"
		case st.Why != "":
			how = st.Why
		case st.Track.Packets == 0:
			how = "telephone events only: see below"
		}
		t.Rows = append(t.Rows, []string{st.From.String(), st.To.String(), direction(st.Direction), st.Sender.String(), strings.Join(st.Codecs, ", "),
			fmt.Sprint(st.Packets), fmt.Sprint(st.Track.Lost), fmt.Sprint(len(st.Track.Gaps)), how})
		tone := render.Plain
		if st.Track.Lost > 0 {
			tone = render.Bad
		}
		t.Tones = append(t.Tones, []render.Tone{"", "", "", "", "", "", tone})
	}
	return t
}

func direction(d etsi.Direction) string {
	switch d {
	case etsi.FromTarget:
		return "from the target"
	case etsi.ToTarget:
		return "to the target"
	default:
		return "not said"
	}
}

// digits lists the telephone events, if there are any.
func digits(id string, streams []*rebuild.Stream) []render.Block {
	t := render.Table{ID: id, Caption: "Keys pressed (telephone events)", Columns: []render.Column{{Title: "At"}, {Title: "Key"}, {Title: "For"}, {Title: "Direction as marked"}}}
	for _, st := range streams {
		for _, d := range st.Digits {
			t.Rows = append(t.Rows, []string{clock(d.At), d.Key, d.Long.Round(time.Millisecond).String(), direction(st.Direction)})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []render.Block{t}
}

// maxRows is how many flows and events are shown.
const maxRows = 40

func flowTable(id string, flows []*rebuild.Flow) render.Table {
	t := render.Table{ID: id, Caption: "Flows, the largest first", Columns: []render.Column{{Title: "Target's end"}, {Title: "Other end"}, {Title: "Protocol"},
		{Title: "Sent"}, {Title: "Taken"}, {Title: "From"}, {Title: "To"}}}
	if len(flows) > maxRows {
		t.Caption += fmt.Sprintf("; %d of %d, the rest is in the list of flows", maxRows, len(flows))
	}
	for _, f := range flows[:min(len(flows), maxRows)] {
		t.Rows = append(t.Rows, []string{f.Own.String(), f.Other.String(), protocol(f.Protocol), fmt.Sprintf("%d packets, %s", f.Sent.Packets, size(f.Sent.Octets)),
			fmt.Sprintf("%d packets, %s", f.Taken.Packets, size(f.Taken.Octets)), clock(f.First), clock(f.Last)})
	}
	return t
}

// protocol names an IP protocol.
func protocol(n uint8) string {
	switch n {
	case datagram.TCP:
		return "TCP"
	case datagram.UDP:
		return "UDP"
	case 1, 58:
		return "ICMP"
	default:
		return fmt.Sprintf("IP protocol %d", n)
	}
}

// happenings are the words of access events.
var happenings = map[etsi.AccessEvent]string{etsi.AccessAttempt: "attempt", etsi.AccessAccept: "accepted", etsi.AccessReject: "rejected", etsi.AccessFailed: "failed",
	etsi.SessionStart: "session started", etsi.SessionEnd: "session ended", etsi.InterimUpdate: "interim update", etsi.StartWithSession: "interception began, session active",
	etsi.AccessEnd: "access ended", etsi.EndWithSession: "interception ended, session active", etsi.SessionExpired: "session expired"}

var places = map[etsi.IRIType]string{etsi.IRIBegin: "IRI-Begin", etsi.IRIContinue: "IRI-Continue", etsi.IRIEnd: "IRI-End", etsi.IRIReport: "IRI-Report"}

func eventTable(id string, events []rebuild.Event) render.Table {
	t := render.Table{ID: id, Caption: "What happened on the access", Columns: []render.Column{{Title: "At"}, {Title: "IRI"}, {Title: "What"}}}
	for _, e := range events[:min(len(events), maxRows)] {
		what := happenings[e.Kind]
		if what == "" {
			what = fmt.Sprintf("event %d", e.Kind)
		}
		t.Rows = append(t.Rows, []string{clock(e.At), places[e.Type], what})
	}
	return t
}
