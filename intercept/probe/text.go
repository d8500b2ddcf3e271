package probe

import (
	"bytes"
	"errors"
	"time"

	"writ/dissect/packet"
	"writ/dissect/sip"
)

// The bounds of SIP over TCP.
const (
	maxTexts     = 4096     // directions of connections at once
	maxUnread    = 16 << 20 // octets of messages that are not whole, of all connections
	maxStartLine = 4096     // octets without a line end: not SIP
)

// A text is one direction of a TCP connection that may carry SIP.
type text struct {
	buffer []byte
	first  time.Time // when the oldest octet of the buffer was captured
	alien  bool      // it is no SIP
}

// segment takes the messages that a TCP segment completes.
func (c *Core) segment(p *packet.Packet, out *Out) {
	name := flow{Source: p.Source, Destination: p.Destination}
	if p.SYN {
		c.dropText(name)
	}
	x := c.texts[name]
	if x == nil || !x.alien {
		if octets, gap := c.streams.Take(p); len(octets) > 0 {
			c.read(name, x, octets, gap, p, out)
		}
	}
	if p.FIN || p.RST {
		c.dropText(name)
	}
}

// read puts octets behind what is there of a direction, x, and takes what is whole.
func (c *Core) read(name flow, x *text, octets []byte, gap bool, p *packet.Packet, out *Out) {
	if x == nil {
		x = c.text(name)
	}
	c.unread -= len(x.buffer)
	if gap {
		x.buffer = x.buffer[:0]
	}
	if len(x.buffer) == 0 {
		x.first = p.First
	}
	x.buffer = append(x.buffer, octets...)
	c.messages(x, p, out)
	if x.alien {
		c.streams.Forget(name)
	}
	if c.unread += len(x.buffer); c.unread > maxUnread {
		c.clearTexts()
	}
}

func (c *Core) dropText(name flow) {
	if x := c.texts[name]; x != nil {
		c.unread -= len(x.buffer)
		delete(c.texts, name)
	}
}

// clearTexts gives up all messages that are not whole. Connections are taken up again at their next message.
func (c *Core) clearTexts() {
	clear(c.texts)
	c.unread = 0
}

func (c *Core) text(name flow) *text {
	if len(c.texts) >= maxTexts {
		c.clearTexts()
	}
	x := &text{}
	c.texts[name] = x
	return x
}

// messages takes what is whole off the front of a text.
func (c *Core) messages(x *text, p *packet.Packet, out *Out) {
	rest := x.buffer
	for len(rest) > 0 {
		n, err := sip.Size(rest)
		if errors.Is(err, sip.ErrMore) && !c.alien(rest) {
			break
		}
		if err != nil {
			x.alien, x.buffer = true, nil
			return
		}
		one := bytes.TrimLeft(rest[:n], "\r\n") // empty lines keep connections alive
		if c.msg.Scan(one) == nil {
			c.message(p, one, x.first, out)
		} else if len(one) > 0 {
			x.alien, x.buffer = true, nil
			return
		}
		rest = rest[n:]
		x.first = p.First
	}
	x.buffer = append(x.buffer[:0], rest...)
}

// alien reports whether an unfinished message can't be SIP any more.
func (c *Core) alien(b []byte) bool {
	b = bytes.TrimLeft(b, "\r\n")
	if bytes.IndexByte(b, '\n') < 0 {
		return len(b) > maxStartLine
	}
	return c.msg.Scan(b) != nil
}
