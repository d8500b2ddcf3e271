package chain_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"writ"
	"writ/e2e/chain/oracle"
)

// A play is one random provider and one random demand.
type play struct {
	letter   bool // a national security letter, which opens parts of categories only
	port     bool // it asks who had a port of a shared address
	greedy   bool // the source yields all it has
	calls    []oracle.Row
	register []oracle.Row
	shared   []oracle.Row // who had which ports of a shared address
	sittings []sitting
	asks     []asked

	aims  map[writ.Kind][]string
	times []time.Time
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
	ips      = []string{"198.51.100.7", "2001:db8:1::7"} // the second lies in the first prefix, and so does the second prefix
	prefixes = []string{"2001:db8:1::/56", "2001:db8:1:7::/64"}
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
	if d.one(3) {
		until = time.Time{}
	}
	return from, until
}

// throw makes a demand, on a provider that has no record yet.
func throw(d dice) *play {
	p := &play{letter: d.one(4)}
	for range 1 + d.IntN(3)*d.IntN(2) {
		p.ask(d)
	}
	if d.one(6) {
		p.askPort(d)
	}
	return p
}

// fill gives the same demand a provider with other records.
func (p *play) fill(d dice) *play {
	q := &play{letter: p.letter, asks: p.asks, port: p.port, greedy: p.port || d.one(2)}
	q.aim()
	for range d.IntN(8) {
		q.line(d)
	}
	for range d.IntN(8) {
		q.sit(d)
	}
	for range d.IntN(8) {
		q.call(d)
	}
	if p.port {
		q.share(d)
	}
	return q
}

// aim notes what is asked for: half of what is thrown bears such a name, or happens at such a time.
func (p *play) aim() {
	p.aims = map[writ.Kind][]string{}
	for _, a := range p.asks {
		for _, id := range a.names {
			k, text := id.Kind(), id.Reveal()
			switch k {
			case writ.TELURI:
				k, text = writ.E164, strings.TrimPrefix(text, "tel:")
			case writ.UserName:
				k = writ.NAI
			case writ.IPPortTime:
				k, text = writ.IP, addressOf(id)
			}
			if text != nat && text != nobodys {
				p.aims[k] = append(p.aims[k], text)
			}
		}
		if !a.window.IsZero() {
			p.times = append(p.times, a.window.From(), a.window.To())
		}
	}
}

// of picks a text of the kind: one that is asked for, half of the time, if any is.
func (p *play) of(d dice, k writ.Kind, all []string) string {
	if aims := p.aims[k]; len(aims) > 0 && d.one(2) {
		return pick(d, aims)
	}
	return pick(d, all)
}

// moment picks an instant: an end of a window or of a line of the register, half of the time, or beside an hour.
func (p *play) moment(d dice) time.Time {
	if len(p.times) > 0 && d.one(2) {
		return pick(d, p.times).Add(pick(d, []time.Duration{0, 0, 0, -1, -1, 1}))
	}
	return d.beside(d.IntN(hours + 1))
}

func (p *play) call(d dice) {
	f := map[string]string{"caller": p.of(d, writ.E164, append(numbers, "anonymous")), "callee": pick(d, append(numbers, "911"))}
	at := p.moment(d)
	maybe := func(n int, field string, k writ.Kind, all ...string) {
		if d.one(n) {
			f[field] = p.of(d, k, all)
		}
	}
	maybe(3, "dialled", writ.E164, numbers...)
	maybe(1, "answered", "", "yes", "yes", "no")
	maybe(2, "start", "", at.Format(time.RFC3339Nano))
	maybe(2, "caller-uri", writ.SIPURI, uris...)
	maybe(4, "callee-uri", writ.SIPURI, uris...)
	maybe(2, "caller-imsi", writ.IMSI, imsis...)
	maybe(3, "caller-imei", writ.IMEI, imeis...)
	maybe(2, "caller-ip", "", "192.0.2.9")
	maybe(2, "caller-cell", "", "001-01-1-1")
	maybe(3, "codec", "", "PCMU")
	if d.one(12) {
		delete(f, "answered")
	}
	p.calls = append(p.calls, oracle.Row{Kind: "call", At: at, Fields: f})
}

func (p *play) line(d dice) {
	from, until := d.span()
	f := map[string]string{"account": p.of(d, writ.Account, accounts), "from": from.Format(time.RFC3339Nano)}
	maybe := func(n int, field string, k writ.Kind, all ...string) {
		if d.one(n) {
			f[field] = p.of(d, k, all)
		}
	}
	maybe(2, "number", writ.E164, numbers[:2]...)
	maybe(2, "user", writ.NAI, logins...)
	maybe(4, "imsi", writ.IMSI, imsis...)
	maybe(6, "imei", writ.IMEI, imeis...)
	maybe(4, "sip-uri", writ.SIPURI, uris...)
	maybe(6, "station", writ.MAC, macs...)
	maybe(4, "email", writ.Email, mails...)
	maybe(2, "name", writ.Name, people...)
	maybe(8, "address", writ.IP, ips[:1]...)
	maybe(3, "postal-address", "", "1 Main Street")
	maybe(3, "service-type", "", "voice")
	maybe(3, "payment-means", "", "card")
	maybe(2, "bank-account", "", "DE00")
	p.times = append(p.times, from)
	if !until.IsZero() {
		p.times = append(p.times, until)
	}
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
	s := sitting{Session: oracle.Session{Login: p.of(d, writ.NAI, logins), Address: p.of(d, writ.IP, ips)}}
	a := d.IntN(hours)
	s.Start = hour(a)
	if !d.one(3) {
		s.Prefix = pick(d, []string{prefixes[0], prefixes[0], prefixes[1]})
		if d.one(2) {
			s.Address = ""
		}
	}
	if d.one(2) {
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

// nat is an address that no session was given: its ports were shared.
const nat = "203.0.113.4"

// nobodys is a number that no record has.
const nobodys = "+12025550199"

// askPort asks who had a port of it, and beside that something that is stored and not more than one's, so that the source is
// read in any case: who shared an address is in the rows that it yields.
func (p *play) askPort(d dice) {
	p.port = true
	port := pick(d, []int{3999, 4000, 4999, 4999, 5000, 5000, 5999, 6000})
	id := named(writ.IPPortTime, fmt.Sprintf("%s:%d@%s", nat, port, d.beside(d.IntN(hours)).Format(time.RFC3339Nano)))
	w, _ := writ.NewWindow(hour(0), hour(hours))
	p.asks = append(p.asks, asked{writ.IPAssignment, []writ.Identifier{id}, w}, asked{category: writ.Subscriber, names: []writ.Identifier{id}},
		asked{writ.CallRecords, []writ.Identifier{named(writ.E164, nobodys)}, w})
}

func (p *play) share(d dice) {
	login := pick(d, logins)
	for _, ports := range [][2]string{{"4000", "4999"}, {"5000", "5999"}} {
		from, until := d.span()
		f := map[string]string{"address": nat, "user": login, "port-from": ports[0], "port-to": ports[1], "from": from.Format(time.RFC3339Nano), "end-known": "stop"}
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
}

func (p *play) ask(d dice) {
	a := asked{category: pick(d, []writ.Category{writ.Subscriber, writ.Subscriber, writ.Subscriber, writ.Subscriber, writ.Payment, writ.Payment, writ.CallRecords, writ.CallRecords, writ.CallRecords,
		writ.Traffic, writ.Traffic, writ.Traffic, writ.Location, writ.Location, writ.IPAssignment, writ.IPAssignment, writ.IPAssignment, writ.IPAssignment, writ.IPAssignment, writ.IPAssignment, writ.SessionRecords, writ.SessionRecords, writ.Content, writ.LiveIRI})}
	if p.letter && !d.one(4) {
		a.category = pick(d, []writ.Category{writ.Subscriber, writ.CallRecords})
	}
	window := a.category != writ.Subscriber && a.category != writ.Payment || d.one(2)
	if window != d.one(12) { // now and then without one where one is needed
		from := min(d.IntN(hours)*d.IntN(3)/2, hours-1)
		if a.category == writ.IPAssignment { // sessions are to begin before it and to end after it
			from = 1 + d.IntN(hours-1)
		}
		a.window, _ = writ.NewWindow(hour(from), hour(from+1+d.IntN(hours-from)))
	}
	for range 1 + d.IntN(5)/4 {
		a.names = append(a.names, p.whom(d, a.category))
	}
	if d.one(2) && a.names[0].Kind() != writ.Name && !a.window.IsZero() {
		a.names = append(a.names, named(writ.Account, pick(d, accounts)))
	}
	if len(p.asks) > 0 && d.one(2) { // more of the same person
		a.names = p.asks[0].names
		a.window = p.asks[0].window
	}
	p.asks = append(p.asks, a)
}

// whom names somebody of a kind that tends to stand in records of the category.
func (p *play) whom(d dice, c writ.Category) writ.Identifier {
	lines := []writ.Kind{writ.IP, writ.IP, writ.IP, writ.NAI, writ.UserName, writ.IPPortTime, writ.IPPortTime, writ.IPv6Prefix, writ.IPv6Prefix, writ.IPv6Prefix, writ.MAC, writ.Account}
	phones := []writ.Kind{writ.E164, writ.E164, writ.TELURI, writ.SIPURI, writ.IMSI, writ.IMEI, writ.Account}
	switch c {
	case writ.CallRecords, writ.Location:
		return p.ofKind(d, pick(d, phones))
	case writ.IPAssignment, writ.SessionRecords:
		return p.ofKind(d, pick(d, lines))
	case writ.Traffic:
		return p.ofKind(d, pick(d, append(lines, phones...)))
	default:
		return p.ofKind(d, pick(d, append([]writ.Kind{writ.Name, writ.Name, writ.Name, writ.Name, writ.Name, writ.Name, writ.Name, writ.Name, writ.Name, writ.Email, writ.Email, writ.IPPortTime}, phones...)))
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
		return named(k, pick(d, append(ips, ips[1])))
	case writ.IPv6Prefix:
		return named(k, pick(d, []string{prefixes[0], prefixes[1], prefixes[1]}))
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
