package player

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"writ"
	"writ/intercept"
	"writ/intercept/probe"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

var lab = filepath.FromSlash("../testdata/callee-hangs-up.pcap")

// The callee's BYE is frame 525; this lies in the middle of the call.
var middle = time.UnixMicro(1795516586500000).UTC()

func TestACallIsCutAtTheEndByCaptureTimeAlone(t *testing.T) {
	whole := taskOf(1, intercept.IRIAndCC, target(t, writ.E164, "+12025550107"))
	short := whole
	short.Until = middle
	var upTo []byte
	play(t, lab, core(t, whole), Hooks{Before: func(at time.Time) error {
		if !at.Before(middle) {
			return errStop
		}
		return nil
	}}).keep(&upTo)
	var got []byte
	play(t, lab, core(t, short), Hooks{}).keep(&got)
	if len(got) == 0 || !bytes.Equal(got, upTo) {
		t.Errorf("%d octets, want the %d that were captured before the end", len(got), len(upTo))
	}
}

func (g taken) keep(to *[]byte) { *to = g.octets }

func TestTwoTasksOnOneCallEachGetWhatTheyWouldGetAlone(t *testing.T) {
	a := taskOf(1, intercept.IRIAndCC, target(t, writ.E164, "+12025550107"))
	b := taskOf(2, intercept.IRIAndCC, target(t, writ.SIPURI, "sip:+12025550129@voip.example.net"))
	together := map[intercept.XID][]byte{}
	f, err := os.Open(lab)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := Play(f, core(t, a, b), Hooks{Emitted: func(_ int, out *probe.Out) error {
		for _, e := range out.PDUs {
			together[e.XID] = append(together[e.XID], out.PDU(e)...)
		}
		return nil
	}}); err != nil {
		t.Fatal(err)
	}
	for _, x := range []intercept.Task{a, b} {
		if alone := play(t, lab, core(t, x), Hooks{}); len(alone.octets) == 0 || !bytes.Equal(alone.octets, together[x.XID]) {
			t.Error("another task on the same call changes what this one gets")
		}
	}
}

func TestARestartInACallGoesOnAsIfThereWereNone(t *testing.T) {
	task := taskOf(1, intercept.IRIAndCC, target(t, writ.E164, "+12025550107"))
	whole := play(t, lab, core(t, task), Hooks{}).octets
	first := core(t, task)
	halves := play(t, lab, first, Hooks{Before: func(at time.Time) error {
		if !at.Before(middle) {
			return errStop
		}
		return nil
	}}).octets
	second := core(t)
	if refused, err := second.Restore(first.Store(true)); err != nil || len(refused) > 0 {
		t.Fatal(refused, err)
	}
	after := play(t, from(t, middle), second, Hooks{}).octets
	if len(halves) == 0 || len(after) == 0 || !bytes.Equal(append(halves, after...), whole) {
		t.Errorf("%d octets before, %d after, %d without a restart", len(halves), len(after), len(whole))
	}
}

// from writes the part of the capture that begins at an instant.
func from(t *testing.T, at time.Time) string {
	t.Helper()
	f, err := os.Open(lab)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := pcapgo.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := pcapgo.NewWriter(&out)
	if err := w.WriteFileHeader(65535, layers.LinkTypeEthernet); err != nil {
		t.Fatal(err)
	}
	for {
		b, ci, err := r.ReadPacketData()
		if err != nil {
			break
		}
		if ci.Timestamp.Before(at) {
			continue
		}
		if err := w.WritePacket(ci, b); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "rest.pcap")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The same packets in pcapng, with nanoseconds and two kinds of interface, give the same.
func TestPcapngIsPlayedAsPcapIs(t *testing.T) {
	f, err := os.Open(lab)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := pcapgo.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var ng bytes.Buffer
	w, err := pcapgo.NewNgWriter(&ng, layers.LinkTypeEthernet)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := w.AddInterface(pcapgo.NgInterface{Name: "raw", LinkType: layers.LinkTypeRaw, SnapLength: 65535, TimestampResolution: 9})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; ; i++ {
		b, ci, err := r.ReadPacketData()
		if err != nil {
			break
		}
		if i%2 == 1 {
			b, ci.InterfaceIndex = b[14:], raw
		}
		ci.CaptureLength, ci.Length = len(b), len(b)
		if err := w.WritePacket(gopacket.CaptureInfo{Timestamp: ci.Timestamp, CaptureLength: len(b), Length: len(b), InterfaceIndex: ci.InterfaceIndex}, b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	task := taskOf(1, intercept.IRIAndCC, target(t, writ.E164, "+12025550107"))
	want := play(t, lab, core(t, task), Hooks{})
	path := filepath.Join(t.TempDir(), "x.pcapng")
	if err := os.WriteFile(path, ng.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := play(t, path, core(t, task), Hooks{}); !bytes.Equal(got.octets, want.octets) || got.report != want.report {
		t.Errorf("%+v, want %+v", got.report, want.report)
	}
}

func TestFramesAddUpAndATornFileIsSaid(t *testing.T) {
	whole, err := os.ReadFile(lab)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Play(bytes.NewReader(whole), core(t), Hooks{})
	if err != nil || r.Frames != 587 || r.Frames != r.Packets+r.NotIP+r.Fragments+r.Broken {
		t.Errorf("%+v %v", r, err)
	}
	for _, n := range []int{0, 3, 20, 24 + 7, len(whole) - 5} {
		if _, err := Play(bytes.NewReader(whole[:n]), core(t), Hooks{}); !errors.Is(err, ErrFile) {
			t.Errorf("the first %d octets: %v", n, err)
		}
	}
}

func TestACaptureOfLongAgoIsShiftedIntoTheTask(t *testing.T) {
	task := taskOf(1, intercept.IRIAndCC, target(t, writ.E164, "+12025550107"))
	task.From = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	shift := task.From.Sub(time.UnixMicro(1795516584136050))
	if got := play(t, lab, core(t, task), Hooks{}); len(got.octets) > 0 {
		t.Error("what was captured before the start comes out")
	}
	got := play(t, lab, core(t, task), Hooks{Shift: shift})
	if len(got.frames["1-8918@203.0.113.10"]) != 15 || !got.report.First.Equal(task.From) {
		t.Errorf("%d messages", len(got.frames["1-8918@203.0.113.10"]))
	}
	if !slices.Equal(got.frames["1-8897@203.0.113.20"], []int{1, 2}) {
		t.Errorf("frames of the registration: %v", got.frames)
	}
}
