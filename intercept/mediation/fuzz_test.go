package mediation

import (
	"fmt"
	"strings"
	"testing"

	"writ/intercept"
	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// FuzzTake: whatever a payload holds, it is counted once, and what goes out reads.
func FuzzTake(f *testing.F) {
	for _, p := range payloads {
		f.Add(uint8(p.typ), uint8(p.format), p.octets(1), true)
	}
	f.Add(uint8(x2x3.X2), uint8(x2x3.DHCP), dhcp4(5, [4]byte{192, 0, 2, 7}, 51, 4, 0, 0, 0, 60), true)
	f.Add(uint8(x2x3.X2), uint8(x2x3.TS33128), []byte{0x30, 0x0d, 0x81, 5, 4, 19, 17, 15, 1, 0xa2, 4, 0xa6, 2, 0x80, 0}, true)
	f.Add(uint8(x2x3.X2), uint8(x2x3.IPv4), append(ip4(1)[:28:28], invite("c1")...), false)
	f.Fuzz(func(t *testing.T, typ, format uint8, payload []byte, content bool) {
		b := newBench(t, Config{})
		task, terms := call1(t, 1)
		if !content {
			task.Deliver = intercept.IRIOnly
		}
		b.set(task, terms)
		p := pdu(task, x2x3.X2+x2x3.Type(typ&1), x2x3.Format(format), uint64(format&1), ms, payload)
		for range 2 {
			b.send(p)
		}
		b.tick(2e9)
		n := b.counts(task.XID)
		if n.Taken != 2 || n.Waiting != 0 {
			t.Fatalf("counts %+v", n)
		}
		for i := range b.out.PDUs {
			if p := b.read(i); !content && p.Kind == etsi.KindCC {
				t.Fatal("content of a task for IRI alone")
			}
		}
	})
}

// TestWhatGoesOutPrintsNoNumberOfATap: in no list of PDUs, batch, report or error.
func TestWhatGoesOutPrintsNoNumberOfATap(t *testing.T) {
	b := lived(t)
	tasks, _ := house(t)
	b.tick(1e11)
	if len(b.out.Reports) < 5 || len(b.out.PDUs) < 10 {
		t.Fatalf("%d reports, %d PDUs", len(b.out.Reports), len(b.out.PDUs))
	}
	batch := b.out.Batch(1, noon, nil)
	for i := range batch.Sections {
		batch.Sections[i].Octets = nil // product itself is not for printing
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		for _, v := range []any{b.out.PDUs, b.out.Reports, batch, b.out.PDUs[0], b.out.Reports[0]} {
			s := strings.ToLower(fmt.Sprintf(verb, v))
			for _, mark := range []string{tasks[0].XID.Reveal(), fmt.Sprintf("%x", tasks[0].XID[:]), strings.Trim(fmt.Sprint([16]byte(tasks[0].XID)), "[]"), "liid-1", "alice"} {
				if strings.Contains(s, mark) {
					t.Fatalf("%s of %T prints %q", verb, v, mark)
				}
			}
		}
	}
}
