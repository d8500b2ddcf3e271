package spool

import (
	"encoding/binary"
	"errors"
	"fmt"

	"writ/intercept/mediation"
)

// Every message opens with this head: a mark, the version of the form, and the kind of message.
const (
	magic   = "wspl"
	version = 1
	headLen = 6
)

// The kinds of message.
const (
	kindBatch   = 'B'
	kindCarried = 'C'
	kindEpoch   = 'E'
	kindKey     = 'K'
	kindMarks   = 'M'
	kindState   = 'S'
)

// Octets of the fixed parts.
const (
	batchHeadLen   = headLen + 8 + placeLen + 8 + 4 + 4
	carriedHeadLen = headLen + 4
	tagLen         = 16
)

var (
	errForm    = errors.New("not in a form that is known here (docs/formats/spool.md)")
	errVersion = errors.New("written by a newer program; read it with that one (docs/formats/spool.md)")
)

func appendHead(dst []byte, kind byte) []byte {
	return append(append(dst, magic...), version, kind)
}

// body checks the head of a message and gives what follows it.
func body(msg []byte, kind byte) ([]byte, error) {
	switch {
	case len(msg) < headLen || string(msg[:4]) != magic || msg[5] != kind:
		return nil, errForm
	case msg[4] != version:
		return nil, errVersion
	}
	return msg[headLen:], nil
}

// A batchHead opens a batch: what the sealed delta is bound to.
type batchHead struct {
	number   uint64 // the writer's
	place    place
	at       int64 // nanoseconds since 1970
	sections uint32
	delta    uint32 // octets of the sealed delta, which follows
}

func (h batchHead) append(dst []byte) []byte {
	dst = binary.BigEndian.AppendUint64(appendHead(dst, kindBatch), h.number)
	dst = h.place.append(dst)
	dst = binary.BigEndian.AppendUint64(dst, uint64(h.at))
	dst = binary.BigEndian.AppendUint32(dst, h.sections)
	return binary.BigEndian.AppendUint32(dst, h.delta)
}

// A message is a batch or a carried message, read as far as nothing is sealed. It aliases its octets.
type message struct {
	octets   []byte
	batch    batchHead
	delta    []byte // sealed
	sections []sealed
}

// A sealed is one section where it lies in a message.
type sealed struct {
	sectionHead
	from, to int // of head and sealed octets, in the message
}

// parse reads a message of either kind. It allocates no more than the message's own size allows.
func parse(octets []byte) (*message, error) {
	if len(octets) < headLen {
		return nil, errForm
	}
	m := &message{octets: octets}
	var n uint32
	var at int
	if octets[5] == kindCarried {
		b, err := body(octets, kindCarried)
		if err != nil || len(b) < 4 {
			return nil, errors.Join(err, errIf(err == nil, errForm))
		}
		n, at = binary.BigEndian.Uint32(b), carriedHeadLen
	} else {
		b, err := body(octets, kindBatch)
		if err != nil || len(octets) < batchHeadLen {
			return nil, errors.Join(err, errIf(err == nil, errForm))
		}
		m.batch = readBatchHead(b)
		if uint64(m.batch.delta) > uint64(len(octets)-batchHeadLen) {
			return nil, errForm
		}
		n, at = m.batch.sections, batchHeadLen+int(m.batch.delta)
		m.delta = octets[batchHeadLen:at:at]
	}
	if uint64(n)*(sectionHeadLen+tagLen) > uint64(len(octets)) {
		return nil, errForm
	}
	m.sections = make([]sealed, n)
	for i := range m.sections {
		if len(octets)-at < sectionHeadLen {
			return nil, fmt.Errorf("section %d: %w", i, errForm)
		}
		h, ok := readSectionHead(octets[at:])
		end := at + sectionHeadLen + int(h.plain) + tagLen
		if !ok || end > len(octets) {
			return nil, fmt.Errorf("section %d: %w", i, errForm)
		}
		m.sections[i] = sealed{h, at, end}
		at = end
	}
	if at != len(octets) {
		return nil, errForm
	}
	return m, nil
}

func errIf(yes bool, err error) error {
	if yes {
		return err
	}
	return nil
}

func readBatchHead(b []byte) batchHead {
	return batchHead{
		number:   binary.BigEndian.Uint64(b),
		place:    readPlace(b[8:]),
		at:       int64(binary.BigEndian.Uint64(b[8+placeLen:])),
		sections: binary.BigEndian.Uint32(b[16+placeLen:]),
		delta:    binary.BigEndian.Uint32(b[20+placeLen:]),
	}
}

// appendCarried makes a message of sections as they lie in others.
func appendCarried(dst []byte, sections ...[]byte) []byte {
	dst = binary.BigEndian.AppendUint32(appendHead(dst, kindCarried), uint32(len(sections)))
	for _, s := range sections {
		dst = append(dst, s...)
	}
	return dst
}

func appendRoute(dst []byte, r mediation.Route) []byte {
	return append(append(dst, r.To[:]...), byte(r.Handover))
}

func readRoute(b []byte) mediation.Route {
	return mediation.Route{To: [16]byte(b[:16]), Handover: mediation.Handover(b[16])}
}
