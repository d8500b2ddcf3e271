package subscribers

import (
	"errors"
	"strings"
	"time"

	"writ"
	"writ/records"
)

// A reader turns lines into records. It is used for one file, by one goroutine.
type reader struct {
	clock  *records.Clock
	draft  *records.Draft
	plan   writ.NumberPlan
	fields []records.Field // by column
	texts  []string        // of the line, canonical, by column
}

func newReader(o records.Options) *reader {
	return &reader{clock: records.NewClock(o.Zone), draft: records.NewDraft(records.Customer, o.Numbers), plan: o.Numbers}
}

var (
	columnCount = records.Because("does not have as many columns as the header", "the line is cut, or a field holds the separator without quotes")
	noAccount   = records.Because("has no account", "name the customer")
	noFrom      = records.Because("has no from", "say since when it holds; a register without dates can't tell who held a number then")
	backwards   = records.Because("ends before it begins", "until must lie after from; leave it empty while the line still holds")
)

// line reads one line: canonical texts, an account, a span.
func (rd *reader) line(res *records.Result, f []string, raw []byte) {
	if len(f) != len(rd.fields) {
		res.Refusal = columnCount.Refuse(raw)
		return
	}
	rd.texts = rd.texts[:0]
	var from, until time.Time
	account := ""
	for i, field := range rd.fields {
		text, at, bad := rd.read(field, strings.TrimSpace(f[i]))
		if bad != nil {
			res.Refusal = bad.Refuse(raw)
			return
		}
		switch field {
		case records.From:
			from = at
		case records.Until:
			until = at
		case records.Account:
			account = text
		default: // has no part in who and when
		}
		rd.texts = append(rd.texts, text)
	}
	switch {
	case account == "":
		res.Refusal = noAccount.Refuse(raw)
	case from.IsZero():
		res.Refusal = noFrom.Refuse(raw)
	case !until.IsZero() && !until.After(from):
		res.Refusal = backwards.Refuse(raw)
	default:
		rd.row(res, from, until)
	}
}

// read gives a field's canonical text, and its instant where it is one.
func (rd *reader) read(field records.Field, text string) (string, time.Time, *records.Why) {
	if text == "" {
		return "", time.Time{}, nil
	}
	if field == records.From || field == records.Until {
		at, err := rd.instant(text)
		if err != nil {
			return "", at, because(field, err)
		}
		return records.Stamp(at), at, nil
	}
	s, _ := records.SpecOf(records.Customer, field)
	if s.Names == "" {
		return text, time.Time{}, nil
	}
	canonical, err := rd.plan.Canonical(s.Names, text)
	if err != nil {
		return "", time.Time{}, because(field, err)
	}
	return canonical, time.Time{}, nil
}

// because words what is wrong with a field. Neither sort of error quotes it.
func because(field records.Field, err error) *records.Why {
	var why records.Why
	var id *writ.IdentifierError
	var at *records.TimeError
	switch {
	case errors.As(err, &id):
		why = records.Because("its "+string(field)+" "+id.Problem, id.Fix)
	case errors.As(err, &at):
		why = records.Because("its "+string(field)+" "+at.Problem, at.Fix)
	default:
		why = records.Because("its "+string(field)+" can't be read", "look at the line")
	}
	return &why
}

// instant reads a date and time of day, or a date alone, which is its first instant in the feed's zone.
func (rd *reader) instant(text string) (time.Time, error) {
	if len(text) == len(time.DateOnly) {
		text += " 00:00:00"
	}
	return rd.clock.Read(text)
}

// row makes the record. Its key is all that it says: the same line again is the same record, a line that now has an
// end is another.
func (rd *reader) row(res *records.Result, from, until time.Time) {
	parts := make([]string, 0, 2*len(rd.fields))
	for _, c := range columns {
		for i, field := range rd.fields {
			if field == c.field && rd.texts[i] != "" {
				parts = append(parts, c.name, rd.texts[i])
				rd.draft.Set(field, rd.texts[i])
			}
		}
	}
	row, err := rd.draft.Row(records.KeyOf(name, parts...), from, until)
	if err != nil {
		res.Refusal = records.Fault.Refuse(nil)
		return
	}
	res.Rows = []records.Row{row}
}
