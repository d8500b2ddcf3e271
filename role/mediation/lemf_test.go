package mediation

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"

	wire "writ/wire/etsi"
)

// A fakeLEMF is an agency's receiver, as small as can be: it drops duplicates by LIID, CIN, kind and sequence number,
// answers keep-alives and requests, and notes what it has in the order in which it came.
type fakeLEMF struct {
	mu     sync.Mutex
	got    map[stream][]uint32
	seen   map[numbered]bool
	double int
	kinds  map[wire.TRIKind]int
	fault  error
	conns  map[net.Conn]bool
	more   chan struct{} // something came
	links  int
	mute   bool
	taken  func(p *wire.PDU) // before it is noted; under mu
}

// A stream is what one row of sequence numbers counts.
type stream struct {
	liid  string
	cin   uint32
	kind  wire.Kind
	tri   wire.TRIKind
	check wire.CheckType
	data  wire.DataType
}

type numbered struct {
	stream
	seq uint32
}

func newFakeLEMF() *fakeLEMF {
	return &fakeLEMF{got: map[stream][]uint32{}, seen: map[numbered]bool{}, kinds: map[wire.TRIKind]int{}, conns: map[net.Conn]bool{}, more: make(chan struct{}, 1)}
}

// accept serves all connections of a listener.
func (f *fakeLEMF) accept(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go f.serve(c)
	}
}

func (f *fakeLEMF) serve(c net.Conn) {
	f.mu.Lock()
	f.conns[c] = true
	f.links++
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		delete(f.conns, c)
		f.mu.Unlock()
		_ = c.Close()
	}()
	var buf []byte
	var pdu wire.PDU
	chunk := make([]byte, 64<<10)
	for {
		n, err := c.Read(chunk)
		buf = append(buf, chunk[:n]...)
		for {
			size, err := wire.Size(buf)
			if errors.Is(err, wire.ErrMore) {
				break
			}
			if err == nil {
				err = pdu.Decode(buf[:size])
			}
			if err != nil {
				f.fail(err)
				return
			}
			if answer := f.take(&pdu); answer != nil {
				if _, err := c.Write(answer); err != nil {
					return
				}
			}
			buf = buf[size:]
		}
		if err != nil {
			return
		}
	}
}

func (f *fakeLEMF) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = err
}

func (f *fakeLEMF) take(p *wire.PDU) (answer []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if p.Kind == wire.KindTRI && p.TRI.Kind != wire.IntegrityCheck && p.TRI.Kind != wire.OperatorMessage {
		f.kinds[p.TRI.Kind]++
		return f.answer(p)
	}
	if f.taken != nil {
		f.taken(p)
	}
	of := stream{liid: string(p.LIID), cin: p.CIN, kind: p.Kind}
	if p.Kind == wire.KindTRI {
		of.tri, of.check, of.data = p.TRI.Kind, p.TRI.Check.Type, p.TRI.Check.Data
	}
	id := numbered{of, p.Seq}
	if f.seen[id] {
		f.double++
	} else {
		f.seen[id] = true
		f.got[of] = append(f.got[of], p.Seq)
	}
	select {
	case f.more <- struct{}{}:
	default:
	}
	return nil
}

func (f *fakeLEMF) answer(p *wire.PDU) []byte {
	if f.mute {
		return nil
	}
	t := wire.TRI{Kind: wire.KeepAliveResponse}
	switch p.TRI.Kind {
	case wire.KeepAlive:
	case wire.OptionRequest:
		t = wire.TRI{Kind: wire.OptionResponse, Accepted: p.TRI.Requested}
	case wire.AckRequest:
		t = wire.TRI{Kind: wire.AckResponse}
	default:
		return nil
	}
	h := p.Header
	return wire.AppendTRI(nil, &h, &t)
}

// cut closes all connections.
func (f *fakeLEMF) cut() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.conns {
		if s, ok := c.(*tls.Conn); ok {
			c = s.NetConn()
		}
		if t, ok := c.(*net.TCPConn); ok {
			_ = t.SetLinger(0) // a reset, not an end
		}
		_ = c.Close()
	}
}

// holes is an error unless each stream counts from its first number without a gap and in order.
func (f *fakeLEMF) holes() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fault != nil {
		return f.fault
	}
	for of, seqs := range f.got {
		for i, s := range seqs {
			if s != seqs[0]+uint32(i) {
				return fmt.Errorf("%+v: number %d at place %d of %d", of, s, i, len(seqs))
			}
		}
		if seqs[0] > 1 {
			return fmt.Errorf("%+v begins with %d", of, seqs[0])
		}
	}
	return nil
}

// count is how many PDUs of a kind came, without duplicates.
func (f *fakeLEMF) count(k wire.Kind) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for s, seqs := range f.got {
		if s.kind == k {
			n += len(seqs)
		}
	}
	return n
}
