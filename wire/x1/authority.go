package x1

import (
	"encoding/base64"
	"strings"
	"time"
)

// ExtensionNamespace is that of writ's own extension of a task; docs/formats/x1-extension.md and .xsd describe it.
const ExtensionNamespace = "urn:writ:x1:1"

// owner is who stands as Owner of the extension.
const owner = "writ"

// An Authority is what a task of writ carries beside the standard's details: from when until when it may be tapped,
// [From, Until), and the proof that the ledger of the one who ordered it holds it. From and Until are UTC, to the
// microsecond; both are always there. Proof may be empty: whoever takes the task says whether it wants one.
type Authority struct {
	From, Until time.Time
	Proof       []byte // of form writ/task-proof/1; its octets mean nothing here
}

// Extension gives the element to put into a task's Extensions.
func (a Authority) Extension() Extension {
	var from, until = stamp{&a.From}, stamp{&a.Until}
	e := Element{Name: Name{ExtensionNamespace, "authority"}, Children: []Element{
		own("from", from.text()), own("until", until.text()),
	}}
	if len(a.Proof) > 0 {
		e.Children = append(e.Children, own("proof", base64.StdEncoding.EncodeToString(a.Proof)))
	}
	return Extension{Owner: owner, Any: []Element{e}}
}

func own(name, text string) Element {
	return Element{Name: Name{ExtensionNamespace, name}, Text: text}
}

// Authority gives what the task's extension says. found is false where the task has none; an extension of ours that
// cannot be read, or a second one, is an error.
func (t TaskDetails) Authority() (a Authority, found bool, err error) {
	for _, x := range t.Extensions {
		for _, e := range x.Any {
			if e.Space != ExtensionNamespace {
				continue
			}
			problem := "holds two authorities, or another element of writ's namespace"
			if !found && e.Local == "authority" {
				found = true
				problem = a.take(e)
			}
			if problem != "" {
				return Authority{}, true, &Error{Syntax, "taskDetails/taskDetailsExtensions", problem}
			}
		}
	}
	return a, found, nil
}

// take reads the element: from, until, then the proof where it is there.
func (a *Authority) take(e Element) string {
	names := []string{"from", "until", "proof"}
	if len(e.Attributes) > 0 || len(e.Children) < 2 || len(e.Children) > len(names) {
		return "an authority holds from, until and perhaps a proof"
	}
	for n, c := range e.Children {
		if c.Name != (Name{ExtensionNamespace, names[n]}) || len(c.Children) > 0 || len(c.Attributes) > 0 {
			return "an authority holds other elements than from, until and proof in this order"
		}
		if problem := a.set(c.Local, c.Text); problem != "" {
			return problem
		}
	}
	return ""
}

func (a *Authority) set(name, text string) string {
	switch name {
	case "from":
		return stamp{&a.From}.parse(text, true)
	case "until":
		return stamp{&a.Until}.parse(text, true)
	}
	b, err := base64.StdEncoding.Strict().DecodeString(strings.Map(unspaced, text))
	if err != nil || len(b) == 0 {
		return "the proof of an authority is no base64, or is empty"
	}
	a.Proof = b
	return ""
}

func unspaced(r rune) rune {
	if xmlSpace(r) {
		return -1
	}
	return r
}
