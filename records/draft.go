package records

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"writ"
)

// A Draft gathers the fields of one record and makes the Row. A feed keeps one Draft and fills it again for each
// record, so that a Row costs few allocations.
type Draft struct {
	kind  Kind
	plan  writ.NumberPlan
	specs []Spec
	place map[Field]int
	at    []string // by place
	used  int
	error error
}

// NewDraft makes Drafts of a kind. Parties are read with the plan.
func NewDraft(k Kind, plan writ.NumberPlan) *Draft {
	return &Draft{kind: k, plan: plan, specs: specs[k], place: places[k], at: make([]string, len(specs[k]))}
}

// Set gives a field its text: canonical where the field names somebody and the text is such a name. Empty text is
// no value.
func (d *Draft) Set(f Field, text string) {
	i, known := d.place[f]
	switch {
	case !known:
		d.error = fmt.Errorf("records: kind %s has no field %s", d.kind, f)
	case text == "":
	case d.at[i] != "":
		d.error = fmt.Errorf("records: field %s stands twice", f)
	default:
		d.at[i] = d.canonical(d.specs[i], text)
		d.used++
	}
}

func (d *Draft) canonical(s Spec, text string) string {
	if s.Names == "" || s.Names == writ.Name {
		return text
	}
	return named(d.plan, s.Names, text)
}

// SetTime gives a field an instant. A zero instant is no value.
func (d *Draft) SetTime(f Field, t time.Time) { d.Set(f, Stamp(t)) }

// SetCall gives a call its signalling name, and the short reference that tells nothing of it.
func (d *Draft) SetCall(id string) {
	d.Set(CallID, id)
	if id != "" {
		sum := sha256.Sum256([]byte("writ/call-ref/1 " + id))
		d.Set(CallRef, hex.EncodeToString(sum[:5]))
	}
}

// Row makes the record and empties the Draft. Its error is one of the feed, never of the file.
func (d *Draft) Row(key Key, at, until time.Time) (Row, error) {
	r := Row{Kind: d.kind, Key: key, At: at.UTC(), Until: until, Values: make([]Value, 0, d.used)}
	if !until.IsZero() {
		r.Until = until.UTC()
	}
	texts := make([]string, d.used)
	for i, text := range d.at {
		if text != "" {
			n := len(r.Values)
			texts[n] = text
			r.Values = append(r.Values, Value{d.specs[i].Field, &texts[n]})
		}
		d.at[i] = ""
	}
	err := d.error
	d.used, d.error = 0, nil
	if err != nil {
		return Row{}, err
	}
	return r, nil
}

// Lacks reports whether a field has no text yet.
func (d *Draft) Lacks(f Field) bool {
	i, known := d.place[f]
	return !known || d.at[i] == ""
}

// Clear empties the Draft: the record is not to be made.
func (d *Draft) Clear() {
	clear(d.at)
	d.used, d.error = 0, nil
}
