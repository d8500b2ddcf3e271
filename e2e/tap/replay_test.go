package tap

import (
	"encoding/binary"
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
	"writ/intercept/lemf"
	"writ/intercept/mediation"
	"writ/intercept/probe"
	"writ/intercept/probe/player"
	"writ/wire/etsi"
	"writ/wire/x2x3"

	"go.yaml.in/yaml/v4"
)

// A heard call is what another reader says of one in a capture.
type heardCall struct {
	CallID      string   `yaml:"call_id"`
	From        string   `yaml:"from_uri"`
	To          string   `yaml:"to_uri"`
	RequestURIs []string `yaml:"request_uris_seen"`
	Asserted    []string `yaml:"pai"`
	Diversion   []string `yaml:"diversion"`
	History     []string `yaml:"history_info"`
	Messages    map[string]int
	Media       []struct {
		Src, Dst, SSRC, Kind string
		Packets              int
	}
}

func (c *heardCall) names(user string) bool {
	all := slices.Concat([]string{c.From, c.To}, c.RequestURIs, c.Asserted, c.Diversion, c.History)
	return slices.ContainsFunc(all, func(s string) bool { return strings.Contains(s, ":"+user+"@") })
}

// notReplayed says which captures are left to the point of interception's own tests, and why.
var notReplayed = map[string]string{
	"sip-websocket": "SIP inside WebSocket is not read yet", "hep3-kamailio": "SIP inside HEP is not read yet",
	"failed-calls": "its truth counts an ICMP error as a message", "sip-tcp": "its truth misses a hop",
}

// Every party of the lab's calls is the target, one after the other: what the agency has at the end is the truth's signalling as IRI, the truth's RTP
// as CC under the CIN of its call, in the direction that the target sees, and nothing else.
func TestACaptureReplayedReachesTheAgencyWholeAndAlone(t *testing.T) {
	folders := []string{filepath.FromSlash("../../intercept/probe/testdata"), "testdata"}
	if wider := filepath.FromSlash("../../../shared/corpus/pcap/lab/sip"); exists(wider) {
		folders = append(folders, wider)
	} else {
		t.Log("EXTRA CAPTURES NOT REPLAYED: ../shared/corpus is not beside the project")
	}
	for _, folder := range folders {
		paths, _ := filepath.Glob(filepath.Join(folder, "*.pcap"))
		for _, path := range paths {
			name := strings.TrimSuffix(filepath.Base(path), ".pcap")
			if why := notReplayed[name]; why != "" {
				t.Logf("%s is not replayed: %s", name, why)
				continue
			}
			calls, others := heard(t, path)
			for _, user := range parties(calls) {
				t.Run(name+"/"+user, func(t *testing.T) { replay(t, path, user, slices.Concat(calls, others)) })
			}
		}
	}
}

func exists(path string) bool { _, err := os.Stat(path); return err == nil }

func heard(t *testing.T, path string) (calls, others []heardCall) {
	t.Helper()
	var truth struct {
		Calls []heardCall
		Other []heardCall `yaml:"other_sip"`
	}
	b, err := os.ReadFile(strings.TrimSuffix(path, ".pcap") + ".truth.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(b, &truth); err != nil {
		t.Fatal(err)
	}
	return truth.Calls, truth.Other
}

// parties are the numbers that called or were called, four at most: some captures hold many. Who is only in other signalling is left out: that truth
// counts ICMP errors that quote a message, and all of a call that was diverted to someone before it named them.
func parties(calls []heardCall) []string {
	set := map[string]bool{}
	for _, c := range calls {
		for _, uri := range []string{c.From, c.To} {
			if u := string(sip.User([]byte(uri))); strings.HasPrefix(u, "+") {
				set[u] = true
			}
		}
	}
	all := slices.Sorted(maps.Keys(set))
	return all[:min(len(all), 4)]
}

// delivered is what the agency has.
type delivered struct {
	messages map[string]int    // by Call-ID
	media    map[string]int    // "source destination SSRC"
	cins     map[uint32]string // the Call-ID of each
	ways     map[string]etsi.Direction
	unnamed  int // frames of content without streamIdentifier
	foreign  int // frames under a CIN that no signalling has
}

func replay(t *testing.T, path, user string, calls []heardCall) {
	octets, truthEnd := handOver(t, path, user)
	got := receive(t, octets, truthEnd)
	messages, media := map[string]int{}, map[string]int{}
	for _, c := range calls {
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
	if !maps.Equal(got.messages, messages) {
		t.Errorf("messages %v, want %v", got.messages, messages)
	}
	if !maps.Equal(got.media, media) {
		t.Errorf("media\n got %v\nwant %v", got.media, media)
	}
	if got.foreign > 0 {
		t.Errorf("%d frames stand under a CIN that no signalling has", got.foreign)
	}
	if got.unnamed > 0 {
		t.Errorf("%d frames name no stream", got.unnamed)
	}
}

// handOver plays a capture to a point of interception, mediates what it sends, and gives what goes to HI2 and HI3.
func handOver(t *testing.T, path, user string) (octets [2][]byte, last time.Time) {
	id, err := writ.ParseIdentifier(writ.E164, user)
	if err != nil {
		t.Fatal(err)
	}
	liid, err := intercept.ParseLIID("REPLAY-1")
	if err != nil {
		t.Fatal(err)
	}
	task := intercept.Task{XID: intercept.XID{15: 1}, Targets: []intercept.Target{{ID: id}}, Deliver: intercept.IRIAndCC, To: []intercept.DID{{15: 1}},
		From: time.Unix(1, 0).UTC(), Until: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)}
	core, err := probe.New(probe.Config{Limits: probe.Limits{MaxTasks: 1, MaxTap: 200 * 365 * 24 * time.Hour, Foreign: true}, NFID: "sbc.example", IPID: "poi-1", Secret: [32]byte{1}})
	if err != nil {
		t.Fatal(err)
	}
	if err := core.Activate(task, task.From); err != nil {
		t.Fatal(err)
	}
	task.LIID = liid
	m, out := mediation.New(mediation.Config{}), &mediation.Out{}
	profile := intercept.Profile{Module: 43, IPAccess: 20, IPMultimedia: 17, Time: intercept.Micro, Operator: "OPERATOR",
		Integrity: intercept.Integrity{Hash: intercept.SHA256, EveryPDUs: 100, After: time.Second}}
	terms := mediation.Terms{Legs: []mediation.Leg{{To: task.To[0], Profile: profile, HI2: true, HI3: true}}}
	if err := m.Set(task, terms, task.From, out); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var pdu x2x3.PDU
	report, err := player.Play(f, core, player.Hooks{Emitted: func(_ int, o *probe.Out) error {
		for _, e := range o.PDUs {
			if err := pdu.Decode(o.PDU(e)); err != nil {
				return err
			}
			m.Take(&pdu, e.At, out)
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	m.Tick(report.Last.Add(time.Minute), out)
	for _, e := range out.PDUs {
		octets[e.Route.Handover-mediation.HI2] = append(octets[e.Route.Handover-mediation.HI2], out.Octets[e.From:e.To]...)
	}
	return octets, report.Last
}

// receive gives both handovers to the agency's twin and reads what it stores.
func receive(t *testing.T, octets [2][]byte, at time.Time) *delivered {
	r := lemf.NewReceiver(lemf.Options{})
	got := &delivered{messages: map[string]int{}, media: map[string]int{}, cins: map[uint32]string{}, ways: map[string]etsi.Direction{}}
	for i, h := range [...]lemf.Handover{lemf.HI2, lemf.HI3} {
		id := lemf.LinkID(i + 1)
		r.Step(lemf.Opened{At: at, Link: id, Handover: h})
		for _, e := range r.Step(lemf.Got{At: at, Link: id, Octets: octets[i]}) {
			if s, ok := e.(lemf.Store); ok {
				got.read(t, s.Octets)
			}
		}
	}
	if n := r.Received; n.Unread+n.Doubted+n.Twice > 0 || n.Product == 0 {
		t.Errorf("the agency's twin says %+v", n)
	}
	return got
}

func (g *delivered) read(t *testing.T, octets []byte) {
	for len(octets) > 0 {
		n, err := etsi.Size(octets)
		if err != nil {
			t.Fatal(err)
		}
		var p etsi.PDU
		if err := p.Decode(octets[:n]); err != nil {
			t.Fatal(err)
		}
		octets = octets[n:]
		for i := range p.IRI {
			g.signal(t, p.CIN, p.IRI[i].IRI.Multimedia.Content)
		}
		for i := range p.CC {
			g.frame(t, p.CIN, &p.CC[i])
		}
	}
}

func (g *delivered) signal(t *testing.T, cin uint32, content []byte) {
	var m sip.Message
	if err := m.Scan(content); err != nil {
		t.Fatal(err)
	}
	g.messages[string(m.CallID)]++
	if was := g.cins[cin]; was != "" && was != string(m.CallID) {
		t.Errorf("CIN %d is of two calls", cin)
	}
	g.cins[cin] = string(m.CallID)
}

// frame wants a whole IP packet and counts it when it is RTP.
func (g *delivered) frame(t *testing.T, cin uint32, v *etsi.CCPayload) {
	var p packet.Packet
	if v.CC.Kind != etsi.MultimediaCC || v.CC.Frame != etsi.IPFrame || new(packet.Decoder).Frame(packet.Raw, v.CC.Octets, time.Time{}, &p) != nil {
		t.Fatalf("content of kind %d, frame type %d, is no IP packet of a call", v.CC.Kind, v.CC.Frame)
	}
	if g.cins[cin] == "" {
		g.foreign++
	}
	b := p.Payload
	if len(b) < 12 || b[0]>>6 != 2 || b[1] >= 192 && b[1] <= 223 {
		return
	}
	if len(v.CC.Stream) == 0 {
		g.unnamed++
	}
	key := fmt.Sprintf("%v %v 0x%08x", p.Source, p.Destination, binary.BigEndian.Uint32(b[8:]))
	g.media[key]++
	if was, ok := g.ways[key]; ok && was != v.Direction || v.Direction != etsi.FromTarget && v.Direction != etsi.ToTarget {
		t.Errorf("stream %s goes in direction %d, or in two", key, v.Direction)
	}
	g.ways[key] = v.Direction
}
