package delivery

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// refused adds up what mediation told of content that it did not keep.
func (w *world) refused() (pdus int) {
	for line := range strings.Lines(w.said()) {
		_, told, found := strings.Cut(line, "HI3 to 01000000-0000-0000-0000-000000000000: ")
		if !found || !strings.Contains(told, "were not kept: full by octets") {
			continue
		}
		n := 0
		if _, err := fmt.Sscanf(told, "%d PDUs", &n); err != nil {
			w.t.Fatal(err)
		}
		pdus += n
	}
	return pdus
}

// TestAFullTasksContentIsRefusedAndToldAndItsIRIKept: the agency is away, and its task may have less waiting than comes. (Without integrity checks, so that
// each PDU of HI3 is content and the counts are exact.)
func TestAFullTasksContentIsRefusedAndToldAndItsIRIKept(t *testing.T) {
	const calls, packets = 100, 20
	full := always(1, "LIID-ONE", 0)
	full.Limit = 60_000 // less than the signalling alone, which is taken all the same
	w := newWorld(t, func(w *world) { w.mediation.Bare = true }, full, always(2, "LIID-TWO", 1))
	w.kill(w.twins[0])
	for n := range calls {
		<-time.After(5 * time.Millisecond)
		w.call(n, packets)
	}
	eventually(t, "all is acknowledged by mediation", func() bool { s := w.stats(); return s.Offered > 0 && s.Waiting == 0 })
	var b *book
	eventually(t, "the second agency has all", func() bool { b = w.read(w.twins[1]); return b.cc >= calls*packets && b.iri >= calls*4 })
	b.whole(t, calls, packets)
	w.start(w.twins[0])
	shown := calls
	done := func() bool {
		b = w.read(w.twins[0])
		return b.iri >= shown*4 && b.cc+w.refused() >= shown*packets
	}
	eventually(t, "each content PDU is with the first agency or was told to be refused", done)
	kept, refused := b.cc, w.refused()
	if refused == 0 || kept == 0 {
		t.Errorf("%d kept, %d refused: the limit did not fall into what was shown", kept, refused)
	}
	for end := time.Now().Add(20 * time.Second); len(b.talks[shown-1]) < packets; { // room is made when what was delivered is settled
		if time.Now().After(end) {
			t.Fatal("content is still refused with the agency there again")
		}
		<-time.After(100 * time.Millisecond)
		w.call(shown, packets)
		shown++
		eventually(t, "each content PDU of the call after it is there or was told to be refused", done)
	}
	if b.iri != shown*4 || b.cc+w.refused() != shown*packets || b.twice+b.behind > 0 {
		t.Errorf("%d IRI of %d; %d CC and %d refused of %d; %d twice, %d behind", b.iri, shown*4, b.cc, w.refused(), shown*packets, b.twice, b.behind)
	}
	if s := w.stats(); s.Dropped > 0 {
		t.Errorf("%+v", s)
	}
	t.Logf("%d CC = %d kept + %d refused and told, all %d IRI; whole again with call %d after it", calls*packets, kept, refused, calls*4, shown-calls)
}
