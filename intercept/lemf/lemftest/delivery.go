// Package lemftest makes small deliveries for tests: a call, an IP access session, with everything in its place. A test changes
// one thing and looks whether it is found.
package lemftest

import (
	"crypto/ecdsa"

	"writ/intercept/lemf"
	"writ/wire/etsi"
)

// An Item is one PDU of a delivery before it is encoded.
type Item struct {
	On        lemf.Handover
	Header    etsi.Header
	Type      etsi.IRIType
	IRI       *etsi.IRI
	Direction etsi.Direction
	CC        *etsi.CC
	TRI       *etsi.TRI
	HI1       *etsi.Notification
	Raw       []byte // instead of all
}

// Octets encodes an item.
func (i *Item) Octets() []byte {
	switch {
	case i.Raw != nil:
		return i.Raw
	case i.IRI != nil:
		return etsi.AppendIRI(nil, &i.Header, i.Type, i.IRI)
	case i.CC != nil:
		return etsi.AppendCC(nil, &i.Header, i.Direction, i.CC)
	case i.HI1 != nil:
		return etsi.AppendHI1(nil, &i.Header, i.HI1)
	default:
		return etsi.AppendTRI(nil, &i.Header, i.TRI)
	}
}

// Render gives what came on HI2 and HI3.
func Render(items []Item) (hi2, hi3 []byte) {
	for i := range items {
		if items[i].On == lemf.HI2 {
			hi2 = append(hi2, items[i].Octets()...)
		} else {
			hi3 = append(hi3, items[i].Octets()...)
		}
	}
	return hi2, hi3
}

// Protect appends a hash over the IRI and one over the CC, and, with a key, a signature over each.
func Protect(items []Item, key *ecdsa.PrivateKey) []Item {
	out := items
	for _, v := range []struct {
		on   lemf.Handover
		data etsi.DataType
	}{{lemf.HI2, etsi.DataIRI}, {lemf.HI3, etsi.DataCC}} {
		chain, err := etsi.NewChain(etsi.SHA256, v.data)
		if err != nil {
			panic(err)
		}
		var last etsi.Header
		for i := range items {
			if it := &items[i]; it.On == v.on && (it.IRI != nil || it.CC != nil) {
				chain.Add(it.Header.Seq, it.Octets())
				last = it.Header
			}
		}
		last.Seq = 0
		hash := &etsi.TRI{Kind: etsi.IntegrityCheck}
		chain.Close(&hash.Check)
		out = append(out, Item{On: v.on, Header: last, TRI: hash})
		if key == nil {
			continue
		}
		signed := &etsi.TRI{Kind: etsi.IntegrityCheck, Check: etsi.Check{Included: []uint32{0}, Data: v.data}}
		if err := signed.Check.Sign(key, etsi.SHA256); err != nil {
			panic(err)
		}
		out = append(out, Item{On: v.on, Header: last, TRI: signed})
	}
	return out
}
