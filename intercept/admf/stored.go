package admf

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"writ"
	"writ/intercept"
	"writ/wire/x1"
)

// ErrStored says that octets are no tap of a form that this program knows.
var ErrStored = errors.New("admf: no tap of form writ-tap/1; it is torn, or a newer program wrote it")

const storedForm = "writ-tap/1"

// The stored form, docs/formats/tap.md.
type stored struct {
	Format   string          `json:"format"`
	XID      string          `json:"xid"`
	LIID     string          `json:"liid"`
	Kind     writ.Kind       `json:"kind"`
	Target   string          `json:"target"`
	Spans    []storedSpan    `json:"spans"`
	Elements []storedElement `json:"elements"`
	Number   int             `json:"number"`
	Task     []byte          `json:"task,omitempty"`
	Salt     string          `json:"salt,omitempty"`
	Proof    []byte          `json:"proof,omitempty"`
	Spent    bool            `json:"spent,omitempty"`
}

type storedSpan struct {
	Case    string            `json:"case"`
	Version int               `json:"version"`
	From    time.Time         `json:"from"`
	Until   time.Time         `json:"until"`
	Deliver intercept.Deliver `json:"deliver"`
}

type storedElement struct {
	ID     string `json:"id"`
	Kind   Kind   `json:"kind"`
	To     []byte `json:"to"` // a container of X1 with CreateDestinationRequests
	Placed bool   `json:"placed"`
	Held   int    `json:"held"`
	Unsure bool   `json:"unsure"`
	No     int    `json:"no"`
}

// Encode gives the tap as it is kept. It holds the target and the case: seal it before it lies on a disk.
func (t Tap) Encode() ([]byte, error) {
	s := stored{Format: storedForm, XID: t.XID.Reveal(), LIID: t.LIID.Reveal(), Kind: t.Target.ID.Kind(), Target: t.Target.ID.Reveal(), Number: t.Last.Number}
	for _, a := range t.Spans {
		s.Spans = append(s.Spans, storedSpan(a))
	}
	for _, e := range t.Elements {
		var n byte
		to, err := x1.Requests("", "", time.Unix(0, 0), func() x1.UUID { n++; return x1.UUID{15: n} }, e.place()...).Append(nil)
		if err != nil {
			return nil, err
		}
		s.Elements = append(s.Elements, storedElement{e.ID, e.Kind, to, e.Placed, e.Held, e.Unsure, e.No})
	}
	if t.Last.Number > 0 {
		s.Task, s.Salt, s.Proof, s.Spent = t.Last.Task.Encode(), hex.EncodeToString(t.Last.Salt[:]), t.Last.Proof, t.Last.Spent
	}
	return json.Marshal(s)
}

// DecodeTap reads what Encode wrote, and nothing else.
func DecodeTap(src []byte) (Tap, error) {
	var s stored
	d := json.NewDecoder(bytes.NewReader(src))
	d.DisallowUnknownFields()
	if d.Decode(&s) != nil || s.Format != storedForm {
		return Tap{}, ErrStored
	}
	t, ok := s.tap()
	if !ok {
		return Tap{}, ErrStored
	}
	if again, err := t.Encode(); err != nil || !bytes.Equal(again, src) {
		return Tap{}, ErrStored
	}
	return t, nil
}

func (s stored) tap() (t Tap, ok bool) {
	var errs [3]error
	var id writ.Identifier
	t.XID, errs[0] = intercept.ParseXID(s.XID)
	t.LIID, errs[1] = intercept.ParseLIID(s.LIID)
	id, errs[2] = writ.ParseIdentifier(s.Kind, s.Target)
	t.Target = intercept.Target{ID: id}
	for _, a := range s.Spans {
		t.Spans = append(t.Spans, Span(a))
	}
	for _, e := range s.Elements {
		to, ok := readPlaces(e.To)
		if !ok {
			return t, false
		}
		t.Elements = append(t.Elements, Element{e.ID, e.Kind, to, e.Placed, e.Held, e.Unsure, e.No})
	}
	return t, !slices.ContainsFunc(errs[:], func(err error) bool { return err != nil }) && s.last(&t.Last)
}

func (s stored) last(o *Ordered) bool {
	if s.Number == 0 {
		return true
	}
	salt, err := hex.DecodeString(s.Salt)
	if err != nil || len(salt) != len(o.Salt) {
		return false
	}
	o.Number, o.Salt, o.Proof, o.Spent = s.Number, [32]byte(salt), s.Proof, s.Spent
	o.Task, err = intercept.DecodeTask(s.Task)
	return err == nil
}

func readPlaces(src []byte) (to []x1.DestinationDetails, ok bool) {
	c, err := x1.Decode(src, x1.RequestLimits)
	if err != nil {
		return nil, false
	}
	for _, m := range c.Messages {
		r, ok := m.Body.(*x1.CreateDestinationRequest)
		if !ok {
			return nil, false
		}
		to = append(to, r.Destination)
	}
	return to, true
}
