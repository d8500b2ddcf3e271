package probe

import (
	"os"
	"strings"
	"testing"
	"time"

	"writ/dissect/packet"
	"writ/intercept/probe"
	"writ/intercept/probe/player"
	"writ/wire/x1"
	"writ/wire/x2x3"
)

// swollen is a probe that is shown packets longer than any.
type swollen struct{ *Probe }

func (s swollen) Packet(p *packet.Packet, out *probe.Out) {
	p.IP = append(p.IP[:len(p.IP):len(p.IP)], make([]byte, x2x3.MaxPayload)...)
	s.Probe.Packet(p, out)
}

func TestWhatWasNotMadeIsReported(t *testing.T) {
	s := newSystem(t)
	s.must(s.destination(1))
	order := s.order()
	s.must(order)
	f, err := os.Open(capture)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := player.Play(f, swollen{s.p}, player.Hooks{Shift: time.Since(captured).Truncate(time.Microsecond)}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a report", func() bool {
		return s.admf.reports(func(r x1.Request) bool {
			m, ok := r.(*x1.ReportTaskIssueRequest)
			return ok && m.XID == order.Task.XID && strings.Contains(m.Details, "not made")
		}) > 0
	})
}
