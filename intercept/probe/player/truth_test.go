package player

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"writ"
	"writ/dissect/packet"
	"writ/dissect/sip"
	"writ/intercept"
	"writ/intercept/probe"
	"writ/wire/x2x3"

	"go.yaml.in/yaml/v4"
)

// A truth is what another reader says of a capture.
type truth struct {
	Frames   int
	LastUs   int64  `yaml:"last_us"`
	Calls    []call `yaml:"calls"`
	OtherSIP []call `yaml:"other_sip"`
}

type call struct {
	CallID      string   `yaml:"call_id"`
	From        string   `yaml:"from_uri"`
	To          string   `yaml:"to_uri"`
	RequestURIs []string `yaml:"request_uris_seen"`
	PAI         []string `yaml:"pai"`
	Diversion   []string `yaml:"diversion"`
	HistoryInfo []string `yaml:"history_info"`
	First       int      `yaml:"first_frame"`
	Last        int      `yaml:"last_frame"`
	Messages    map[string]int
	Media       []stream
}

type stream struct {
	Src, Dst, SSRC string
	Packets        int
	Kind           string
}

// names reports whether a user part stands in one of the places where it names a party.
func (c *call) names(user string) bool {
	all := slices.Concat([]string{c.From, c.To}, c.RequestURIs, c.PAI, c.Diversion, c.HistoryInfo)
	return slices.ContainsFunc(all, func(s string) bool { return strings.Contains(s, ":"+user+"@") })
}

func folders(t *testing.T) []string {
	wider := filepath.FromSlash("../../../../shared/corpus/pcap/lab/sip")
	if _, err := os.Stat(wider); err != nil {
		t.Log("EXTRA SAMPLES NOT RUN: ../shared/corpus is not beside the project")
		return []string{filepath.FromSlash("../testdata")}
	}
	return []string{filepath.FromSlash("../testdata"), wider}
}

func readTruth(t *testing.T, path string) (out truth) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// leftOut names the captures whose SIP this point of interception doesn't read yet, and why.
var leftOut = map[string]string{
	"sip-websocket": "SIP inside WebSocket",
	"hep3-kamailio": "SIP inside HEP",
}

func core(t testing.TB, tasks ...intercept.Task) *probe.Core {
	t.Helper()
	c, err := probe.New(probe.Config{
		Limits: probe.Limits{MaxTasks: 10, MaxTap: 200 * 365 * 24 * time.Hour, Foreign: true},
		NFID:   "sbc.example", IPID: "poi-1", Secret: [32]byte{1},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		if err := c.Activate(task, time.Unix(1, 0)); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func target(t testing.TB, kind writ.Kind, text string) intercept.Target {
	t.Helper()
	id, err := writ.ParseIdentifier(kind, text)
	if err != nil {
		t.Fatal(err)
	}
	return intercept.Target{ID: id}
}

func taskOf(x byte, d intercept.Deliver, target intercept.Target) intercept.Task {
	return intercept.Task{
		XID: intercept.XID{0: 0xab, 15: x}, Targets: []intercept.Target{target}, Deliver: d,
		From: time.Unix(1, 0).UTC(), Until: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
	}
}

// taken is what X2 and X3 brought of a capture.
type taken struct {
	messages   map[string]int // by Call-ID
	frames     map[string][]int
	media      map[string]int                 // "src dst ssrc" → packets
	directions map[string][]x2x3.Direction    // each once, by the same key
	ids        map[uint64]map[x2x3.Type][]int // by correlation: sequence numbers
	octets     []byte
	report     Report
}

func play(t testing.TB, path string, c *probe.Core, h Hooks) taken {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := taken{messages: map[string]int{}, frames: map[string][]int{}, media: map[string]int{}, directions: map[string][]x2x3.Direction{}, ids: map[uint64]map[x2x3.Type][]int{}}
	h.Emitted = func(frame int, out *probe.Out) error {
		for _, e := range out.PDUs {
			got.take(t, frame, out.PDU(e))
		}
		return nil
	}
	got.report, err = Play(f, c, h)
	if err != nil && !errors.Is(err, errStop) {
		t.Fatal(err)
	}
	return got
}

var errStop = errors.New("stop")

func (g *taken) take(t testing.TB, frame int, octets []byte) {
	var d x2x3.PDU
	if err := d.Decode(octets); err != nil || len(d.Faults) > 0 {
		t.Fatalf("frame %d: %v %v", frame, err, d.Faults)
	}
	g.octets = append(g.octets, octets...)
	if g.ids[d.Correlation] == nil {
		g.ids[d.Correlation] = map[x2x3.Type][]int{}
	}
	g.ids[d.Correlation][d.Type] = append(g.ids[d.Correlation][d.Type], int(d.Seq.V))
	if d.Type == x2x3.X2 {
		var m sip.Message
		if err := m.Scan(d.Payload); err != nil {
			t.Fatalf("frame %d: %v", frame, err)
		}
		g.messages[string(m.CallID)]++
		g.frames[string(m.CallID)] = append(g.frames[string(m.CallID)], frame)
		return
	}
	var p packet.Packet
	if err := new(packet.Decoder).Frame(packet.Raw, d.Payload, time.Time{}, &p); err != nil {
		t.Fatalf("frame %d: %v", frame, err)
	}
	key := mediaKey(&p)
	g.media[key]++
	if !slices.Contains(g.directions[key], d.Direction) {
		g.directions[key] = append(g.directions[key], d.Direction)
	}
}

func mediaKey(p *packet.Packet) string {
	what := "other"
	if b := p.Payload; len(b) >= 12 && b[0]>>6 == 2 {
		if what = "rtcp"; b[1] < 192 || b[1] > 223 {
			what = fmt.Sprintf("0x%08x", binary.BigEndian.Uint32(b[8:]))
		}
	}
	return fmt.Sprintf("%v %v %s", p.Source, p.Destination, what)
}

// correct mends what the other reader got wrong, as a look at the packets shows.
func correct(name string, tr *truth) {
	switch name {
	case "failed-calls": // frame 39 is an ICMP error that quotes a 487: no message to anyone
		tr.Calls[3].Messages["resp-487"]--
	case "sip-tcp": // the second hop uses port 6000, where it looks for X11: it misses that hop's half of the call
		c := &tr.Calls[0]
		for kind := range c.Messages {
			c.Messages[kind] *= 2
		}
		c.Media = append(c.Media,
			stream{Src: "203.0.113.20:20400", Dst: "203.0.113.5:30198", SSRC: "0x31ef237e", Packets: 150},
			stream{Src: "203.0.113.5:30198", Dst: "203.0.113.20:20400", SSRC: "0x7adef9dd", Packets: 142})
	}
}

// users gives each user part of E.164 form that is a party of a call.
func (tr *truth) users() []string {
	set := map[string]bool{}
	for _, c := range tr.Calls {
		for _, uri := range []string{c.From, c.To} {
			if u := string(sip.User([]byte(uri))); strings.HasPrefix(u, "+") {
				set[u] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// Every party of every call of the lab's captures, one after the other, is the target: exactly its calls' messages and media come out.
func TestExactlyTheCallsOfTheTargetComeOut(t *testing.T) {
	for _, folder := range folders(t) {
		paths, _ := filepath.Glob(filepath.Join(folder, "*.pcap"))
		for _, path := range paths {
			name := strings.TrimSuffix(filepath.Base(path), ".pcap")
			if why := leftOut[name]; why != "" {
				t.Logf("%s is left out: %s", name, why)
				continue
			}
			tr := readTruth(t, strings.TrimSuffix(path, ".pcap")+".truth.yaml")
			correct(name, &tr)
			users := tr.users()
			if len(users) > 4 {
				users = users[:4] // the large capture
			}
			for _, user := range users {
				t.Run(name+"/"+user, func(t *testing.T) { exactly(t, path, &tr, user) })
			}
		}
	}
}

func exactly(t *testing.T, path string, tr *truth, user string) {
	got := play(t, path, core(t, taskOf(1, intercept.IRIAndCC, target(t, writ.E164, user))), Hooks{})
	messages, media := map[string]int{}, map[string]int{}
	for _, c := range slices.Concat(tr.Calls, tr.OtherSIP) {
		if !c.names(user) {
			continue
		}
		for _, n := range c.Messages {
			messages[c.CallID] += n
		}
		for _, m := range c.Media {
			if m.Kind == "" {
				media[m.Src+" "+m.Dst+" "+m.SSRC] += m.Packets
			}
		}
	}
	if got.report.Frames != tr.Frames {
		t.Errorf("%d frames, want %d", got.report.Frames, tr.Frames)
	}
	if !maps.Equal(got.messages, messages) {
		t.Errorf("messages %v, want %v", got.messages, messages)
	}
	rtp := maps.Clone(got.media)
	maps.DeleteFunc(rtp, func(k string, _ int) bool { return strings.HasSuffix(k, " rtcp") || strings.HasSuffix(k, " other") })
	if !maps.Equal(rtp, media) {
		t.Errorf("media\n got %v\nwant %v", rtp, media)
	}
	got.checkNumbers(t)
}

// checkNumbers wants each session's numbers from 0 without a gap, X2 and X3 apart.
func (g *taken) checkNumbers(t *testing.T) {
	for _, types := range g.ids {
		for kind, numbers := range types {
			for i, n := range numbers {
				if n != i {
					t.Errorf("number %d of type %d is %d", i, kind, n)
					break
				}
			}
		}
	}
}

// Each stream's direction is the target's, whoever called: on both hops, also where a relay sends.
func TestDirectionIsRelativeToTheTarget(t *testing.T) {
	path := filepath.FromSlash("../testdata/callee-hangs-up.pcap")
	for user, caller := range map[string]bool{"+12025550129": true, "+12025550107": false} {
		got := play(t, path, core(t, taskOf(1, intercept.IRIAndCC, target(t, writ.E164, user))), Hooks{})
		for key, fromCaller := range map[string]bool{
			"203.0.113.10:21400 203.0.113.5:30208 0x4642479e": true, "203.0.113.5:30188 203.0.113.20:20400 0x4642479e": true,
			"203.0.113.20:20400 203.0.113.5:30188 0xbbca13e0": false, "203.0.113.5:30208 203.0.113.10:21400 0xbbca13e0": false,
		} {
			want := []x2x3.Direction{x2x3.ToTarget}
			if fromCaller == caller {
				want[0] = x2x3.FromTarget
			}
			if !slices.Equal(got.directions[key], want) {
				t.Errorf("target %s, %s: %v, want %v", user, key, got.directions[key], want)
			}
		}
		if want := []int{5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 525, 526, 585, 586, 587}; !slices.Equal(got.frames["1-8918@203.0.113.10"], want) {
			t.Errorf("frames %v, want %v", got.frames, want)
		}
	}
}
