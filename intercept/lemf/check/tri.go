package check

import (
	"fmt"

	"writ/intercept/lemf"
	"writ/wire/etsi"
)

// ties are what shows only over the whole delivery.
type ties struct {
	iris       bool // IRI came
	hashes     bool
	signatures bool
	products   map[lemf.Name]bool // LIIDs that bear product
	idle       map[lemf.Name]Place
	beats      map[scope2]uint32 // keep-alives: file and LIID → last number
	first      Place             // of product
}

func (t *ties) product(m lemf.Mark, at Place) {
	if t.products == nil {
		t.products, t.first = map[lemf.Name]bool{}, at
	}
	t.products[m.LIID] = true
}

func (c *Checker) tri(p *etsi.PDU, m lemf.Mark, at Place) {
	switch p.TRI.Kind {
	case etsi.IntegrityCheck:
		c.integrity(p, m, at)
	case etsi.KeepAliveResponse, etsi.OptionResponse, etsi.AckResponse:
		c.found.add("tri-sender", scope2{at.File, p.TRI.Kind}, at, 1, "an answer of the agency's side stands among what it was sent")
	case etsi.KeepAlive:
		c.beat(m, at)
	case etsi.PaddingPDU:
		c.found.add("tri-padding", at.File, at, 1, "padding came")
	case etsi.OperatorMessage:
		c.found.add("tri-message", scope2{at.File, p.TRI.Priority}, at, 1, "the operator sent a message")
	case etsi.CINReset:
		c.found.add("tri-reset", m.Session, at, 1, "the sender says that its open sessions are void")
	case etsi.NoTRI, etsi.TestPDU, etsi.FirstSegment, etsi.LastSegment, etsi.OptionRequest, etsi.OptionComplete, etsi.AckRequest:
	}
}

func (c *Checker) beat(m lemf.Mark, at Place) {
	t := &c.ties
	if t.beats == nil {
		t.beats, t.idle = map[scope2]uint32{}, map[lemf.Name]Place{}
	}
	if _, ok := t.idle[m.LIID]; !ok {
		t.idle[m.LIID] = at
	}
	k := scope2{at.File, m.LIID}
	if _, known := t.beats[k]; !known && m.Seq == 1 {
		c.found.add("sequence-one", m.Kind, at, 1, "keep-alives are counted from 1")
	}
	if last, ok := t.beats[k]; ok && m.Seq != last+1 && m.Seq > last {
		c.found.add("tri-gap", at.File, at, 1, fmt.Sprintf("keep-alive %d follows %d", m.Seq, last))
	}
	t.beats[k] = m.Seq
}

func (c *Checker) hi1(p *etsi.PDU, m lemf.Mark, at Place) {
	if n := p.Notification.LIID; n != nil && lemf.NameOf(n) != m.LIID {
		c.found.add("hi1-liid", m.Session, at, 1, "the notice names another LIID than its header")
	}
}

func (c *Checker) finishTies() {
	t := &c.ties
	if len(t.products) == 0 {
		return
	}
	for l, at := range t.idle {
		if !t.products[l] && l.Reveal() != "-" {
			c.found.add("tri-liid", l, at, 1, "keep-alives bear a LIID that no product bears")
		}
	}
	if !t.hashes {
		c.found.add("hash-none", "", t.first, 1, "nothing protects the delivery against change: no hash came")
	} else if !t.signatures {
		c.found.add("signature-none", "", t.first, 1, "hashes came and no signature")
	}
}
