package chain_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"writ"
	"writ/e2e/chain/oracle"
)

// A play is one random provider and one random demand.
type play struct {
	letter   bool // a national security letter, which opens parts of categories only
	greedy   bool // the source yields all it has
	calls    []oracle.Row
	register []oracle.Row
	shared   []oracle.Row // who had which ports of a shared address
	sittings []sitting
	asks     []asked
}

type sitting struct {
	oracle.Session
	station string
	interim time.Time
}

type asked struct {
	category writ.Category
	names    []writ.Identifier
	window   writ.Window
}

// The small world of the plays: everything happens on the hours of one day, or a nanosecond beside them, so that
// borders meet all the time. The last hour is the instant of the decision.
const hours = 12

func hour(n int) time.Time { return now.Add(time.Duration(n-hours) * time.Hour) }

var (
	numbers  = []string{"+12025550101", "+12025550102", "+12025550103"}
	logins   = []string{"ann@isp.example", "bob@isp.example", "carol"}
	accounts = []string{"A-1", "B-2", "C-3"}
	ips      = []string{"198.51.100.7", "2001:db8::7"}
	prefixes = []string{"2001:db8:1::/56"}
	uris     = []string{"sip:ann@voip.example", "sip:bob@voip.example"}
	imsis    = []string{"001010123456789", "001010123456780"}
	imeis    = []string{"35693803564380"}
	macs     = []string{"02:00:5e:20:00:01"}
	mails    = []string{"ann@mail.example"}
	people   = []string{"Ann Smith", "Bob Jones"}
)

type dice struct{ *rand.Rand }

func (d dice) one(n int) bool { return d.IntN(n) == 0 } // once in n

func pick[T any](d dice, from []T) T { return from[d.IntN(len(from))] }

// beside is an hour, or a nanosecond before or after it.
func (d dice) beside(n int) time.Time { return hour(n).Add(pick(d, []time.Duration{0, 0, 0, -1, 1})) }

// span is between two hours; open at its end once in four.
func (d dice) span() (from, until time.Time) {
	a := d.IntN(hours)
	from, until = hour(a), hour(a+1+d.IntN(hours-a))
	if d.one(4) {
		until = time.Time{}
	}
	return from, until
}

func throw(r *rand.Rand) *play {
	d := dice{r}
	p := &play{letter: d.one(6), greedy: d.one(2)}
	for range d.IntN(6) {
		p.call(d)
	}
	for range d.IntN(5) {
		p.line(d)
	}
	for range d.IntN(4) {
		p.sit(d)
	}
	if d.one(8) {
		p.share(d)
	}
	for range 1 + d.IntN(3)*d.IntN(2) {
		p.ask(d)
	}
	if len(p.shared) > 0 { // beside it something is asked that is stored, so that the source is read at all
		p.greedy = true
		p.asks = append(p.asks, asked{category: writ.Subscriber, names: p.asks[0].names})
	}
	return p
}

func (p *play) call(d dice) {
	f := map[string]string{"caller": pick(d, append(numbers, "anonymous")), "callee": pick(d, append(numbers, "911"))}
	maybe := func(n int, field string, from []string) {
		if d.one(n) {
			f[field] = pick(d, from)
		}
	}
	at := d.beside(d.IntN(hours + 1))
	maybe(3, "dialled", numbers)
	maybe(1, "answered", []string{"yes", "yes", "no"})
	maybe(2, "start", []string{at.Format(time.RFC3339Nano)})
	maybe(3, "caller-uri", uris)
	maybe(4, "callee-uri", uris)
	maybe(4, "caller-imsi", imsis)
	maybe(6, "caller-imei", imeis)
	maybe(2, "caller-ip", []string{"192.0.2.9"})
	maybe(3, "caller-cell", []string{"001-01-1-1"})
	maybe(3, "codec", []string{"PCMU"})
	if d.one(12) {
		delete(f, "answered")
	}
	p.calls = append(p.calls, oracle.Row{Kind: "call", At: at, Fields: f})
}

func (p *play) line(d dice) {
	from, until := d.span()
	f := map[string]string{"account": pick(d, accounts), "from": from.Format(time.RFC3339Nano)}
	maybe := func(n int, field string, of []string) {
		if d.one(n) {
			f[field] = pick(d, of)
		}
	}
	maybe(2, "number", numbers[:2])
	maybe(2, "user", logins)
	maybe(6, "imsi", imsis)
	maybe(8, "imei", imeis)
	maybe(6, "sip-uri", uris)
	maybe(8, "station", macs)
	maybe(6, "email", mails)
	maybe(4, "name", people)
	maybe(8, "address", ips[:1])
	maybe(3, "postal-address", []string{"1 Main Street"})
	maybe(3, "service-type", []string{"voice"})
	maybe(4, "payment-means", []string{"card"})
	maybe(4, "bank-account", []string{"DE00"})
	r := oracle.Row{Kind: "customer", At: from, Until: until, Fields: f}
	if !until.IsZero() {
		f["until"] = until.Format(time.RFC3339Nano)
	}
	p.register = append(p.register, r)
	if !until.IsZero() && d.one(5) { // the same line, as it stood in the register before it ended
		open := oracle.Row{Kind: "customer", At: from, Fields: map[string]string{}}
		for k, v := range f {
			if k != "until" {
				open.Fields[k] = v
			}
		}
		p.register = append(p.register, open)
	}
}

func (p *play) sit(d dice) {
	s := sitting{Session: oracle.Session{Login: pick(d, logins), Address: pick(d, ips)}}
	a := d.IntN(hours)
	s.Start = hour(a)
	if d.one(5) {
		s.Prefix = prefixes[0]
	}
	if d.one(3) {
		s.station = macs[0]
	}
	if !d.one(3) {
		s.Stop = hour(a + 1 + d.IntN(hours-a))
	}
	if end := s.Stop; d.one(2) && (end.IsZero() || end.After(s.Start.Add(time.Hour))) {
		s.interim = s.Start.Add(time.Hour)
	}
	p.sittings = append(p.sittings, s)
}

// share has lines share the ports of an address that no session was given, and asks for one of them.
func (p *play) share(d dice) {
	const address = "203.0.113.4"
	login := pick(d, logins)
	for _, ports := range [][2]string{{"4000", "4999"}, {"5000", "5999"}} {
		from, until := d.span()
		f := map[string]string{"address": address, "user": login, "port-from": ports[0], "port-to": ports[1], "from": from.Format(time.RFC3339Nano), "end-known": "stop"}
		if until.IsZero() {
			f["end-known"] = "open"
		} else {
			f["until"] = until.Format(time.RFC3339Nano)
		}
		p.shared = append(p.shared, oracle.Row{Kind: "assignment", At: from, Until: until, Fields: f})
		if d.one(8) {
			login = pick(d, logins)
		}
	}
	port := pick(d, []int{3999, 4000, 4999, 4999, 5000, 5000, 5999, 6000})
	id := named(writ.IPPortTime, fmt.Sprintf("%s:%d@%s", address, port, d.beside(d.IntN(hours)).Format(time.RFC3339Nano)))
	w, _ := writ.NewWindow(hour(0), hour(hours))
	p.asks = append(p.asks, asked{writ.IPAssignment, []writ.Identifier{id}, w})
}

func (p *play) ask(d dice) {
	a := asked{category: pick(d, []writ.Category{writ.Subscriber, writ.Subscriber, writ.CallRecords, writ.CallRecords, writ.CallRecords, writ.IPAssignment, writ.IPAssignment,
		writ.SessionRecords, writ.SessionRecords, writ.Traffic, writ.Location, writ.Payment, writ.Content, writ.LiveIRI})}
	if p.letter && d.one(2) {
		a.category = pick(d, []writ.Category{writ.Subscriber, writ.CallRecords})
	}
	window := a.category != writ.Subscriber && a.category != writ.Payment || d.one(3)
	if window != d.one(30) { // now and then without one where one is needed
		from := d.IntN(hours)
		a.window, _ = writ.NewWindow(hour(from), hour(from+1+d.IntN(hours-from)))
	}
	for range 1 + d.IntN(5)/4 {
		a.names = append(a.names, p.whom(d, a.category))
	}
	if d.one(6) {
		a.names = append(a.names, named(writ.Account, pick(d, accounts)))
	}
	p.asks = append(p.asks, a)
}

// whom names somebody of a kind that tends to stand in records of the category.
func (p *play) whom(d dice, c writ.Category) writ.Identifier {
	lines := []writ.Kind{writ.IP, writ.IP, writ.NAI, writ.UserName, writ.IPPortTime, writ.IPPortTime, writ.IPv6Prefix, writ.MAC, writ.Account}
	phones := []writ.Kind{writ.E164, writ.E164, writ.TELURI, writ.SIPURI, writ.IMSI, writ.IMEI, writ.Account}
	any := append(append([]writ.Kind{writ.Name, writ.Name, writ.Email}, lines...), phones...)
	switch c {
	case writ.CallRecords, writ.Location:
		return p.ofKind(d, pick(d, phones))
	case writ.IPAssignment, writ.SessionRecords:
		return p.ofKind(d, pick(d, lines))
	default:
		return p.ofKind(d, pick(d, any))
	}
}

func (p *play) ofKind(d dice, k writ.Kind) writ.Identifier {
	switch k {
	case writ.E164:
		return named(k, pick(d, numbers))
	case writ.TELURI:
		return named(k, "tel:"+pick(d, numbers))
	case writ.SIPURI:
		return named(k, pick(d, uris))
	case writ.IMSI:
		return named(k, pick(d, imsis))
	case writ.IMEI:
		return named(k, imeis[0])
	case writ.MAC:
		return named(k, macs[0])
	case writ.Email:
		return named(k, mails[0])
	case writ.Name:
		return named(k, pick(d, people))
	case writ.IP:
		return named(k, pick(d, ips))
	case writ.IPv6Prefix:
		return named(k, prefixes[0])
	case writ.NAI:
		return named(k, pick(d, logins))
	case writ.UserName:
		return named(k, "carol")
	case writ.IPPortTime:
		return named(k, fmt.Sprintf("%s:4000@%s", ips[0], d.beside(d.IntN(hours)).Format(time.RFC3339Nano)))
	default:
		return named(writ.Account, pick(d, accounts))
	}
}

func named(k writ.Kind, text string) writ.Identifier {
	id, err := writ.ParseIdentifier(k, text)
	if err != nil {
		panic(err)
	}
	return id
}
