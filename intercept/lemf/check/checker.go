package check

import (
	"crypto"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/call"
	"writ/wire/etsi"
)

// Options are what the files don't tell.
type Options struct {
	Key     crypto.PublicKey // of who signed the hashes; nil: signatures are not checked
	Cipher  *lemf.Key        // opens what is encrypted; nil: it is not judged
	Targets []Target         // who is meant; none: directions are judged only where the files tell
}

// A Target says whom a LIID means: the user part, number or whole URI of a SIP party.
type Target struct{ LIID, Party lemf.Name }

// A Checker judges one delivery. Make it with [New].
type Checker struct {
	options  Options
	found    findings
	book     lemf.Book // of the second reading
	sessions map[lemf.Session]*session
	rows     map[lemf.Stream]*row
	owners   map[lemf.Name]*owner // by LIID
	chains   chains
	pdu      etsi.PDU
	opener   lemf.Opener
	sip      call.Reader
	levels   map[int]bool
	ties     ties
	last     map[string]time.Time // of the last PDU, by file
	Read     int                  // PDUs of the second reading, those that can't be decoded included
	Unread   int
}

// New gives a checker for one delivery.
func New(o Options) *Checker {
	return &Checker{options: o, opener: lemf.Opener{Key: o.Cipher}, sessions: map[lemf.Session]*session{}, rows: map[lemf.Stream]*row{}, owners: map[lemf.Name]*owner{},
		chains: newChains(), levels: map[int]bool{}, last: map[string]time.Time{}}
}

// Learn takes one PDU at the first reading. Files may come in any order.
func (c *Checker) Learn(octets []byte) {
	if _, err := c.opener.Decode(&c.pdu, octets); err != nil {
		return
	}
	c.learn(&c.pdu)
}

// Take judges one PDU at the second reading. The PDUs of one file come in its order.
func (c *Checker) Take(at Place, octets []byte) {
	c.Read++
	opened, err := c.opener.Decode(&c.pdu, octets)
	if err != nil {
		c.Unread++
		c.broken(at, err)
		c.partly(at)
		return
	}
	p := &c.pdu
	m := lemf.Look(p, handover(at.File))
	c.container(p, m, opened, at)
	c.forms(p, at)
	c.header(p, m, at)
	if !c.sequence(p, m, at, octets) {
		return
	}
	c.times(p, m, at)
	if m.Kind == lemf.KindIRI || m.Kind == lemf.KindCC || p.Kind == etsi.KindEncrypted {
		c.ties.product(m, at)
		c.waited(m)
	}
	switch p.Kind {
	case etsi.KindIRI:
		c.iris(p, m, at)
	case etsi.KindCC:
		c.ccs(p, m, at)
	case etsi.KindTRI:
		c.tri(p, m, at)
	case etsi.KindHI1:
		c.hi1(p, m, at)
	case etsi.NoKind, etsi.KindEncrypted, etsi.KindThreeGPPHI1, etsi.KindILHI, etsi.KindHI4:
	}
}

// partly counts a PDU whose payload can't be decoded, and takes what follows for no disorder.
func (c *Checker) partly(at Place) {
	m, ok := lemf.Partly(&c.pdu, handover(at.File))
	if !ok {
		return
	}
	c.row(m, at)
	c.book.Add(m)
	if s := c.session(m.Session); m.Kind == lemf.KindIRI && s.state == fresh {
		s.state = unsure
	}
}

// Ended tells how a file ended: inside a PDU, before something that is none, or as it should.
func (c *Checker) Ended(file string, end lemf.End) {
	at := Place{file, end.Offset, end.PDUs}
	switch {
	case end.Lost():
		c.found.add("frame", file, at, 1, "no PS-PDU stands here ("+end.Problem+"); "+counted(end.Rest, "octet")+" from here on are not read")
	case end.Cut():
		c.found.add("cut", file, at, 1, counted(end.Rest, "octet")+" of a PDU stand at the end, and the rest is missing")
	}
}

// Finish judges what shows only at the end, and gives all findings, the worst first. It ends the checker.
func (c *Checker) Finish() []Finding {
	c.finishSequences()
	c.finishSessions()
	c.finishChains()
	c.finishTies()
	return c.found.sorted()
}
