package main

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// A removal takes one entry out of a mapping, or one item out of a list.
type removal struct {
	file  string
	line  int
	what  string // "opens traffic of order-2703d"
	from  *yaml.Node
	place int // of the item, or of the key
	size  int // 1 for an item, 2 for a key and its value
}

// listed are the keys whose items are rules of law, each by itself.
var listed = []string{"instruments", "rules", "opens", "preserves", "issuers", "limits", "cuts", "reads", "notice", "due", "duties", "kept", "relief",
	"alone", "past", "until", "numbering"}

// stated are the keys that are a rule of law by themselves.
var stated = []string{"area", "oral", "lasting", "compels", "until", "runs-from", "round", "only-collected", "purpose", "alone", "past", "without-window",
	"to-come", "zone-of", "fields", "given"}

// finely are the keys whose items or entries are only parts of a rule.
var finely = []string{"kinds", "categories", "services", "when", "any", "none", "days", "for", "reach", "as-of", "starts", "ends", "last-day"}

// finelyStated are keys that are only parts of a rule.
var finelyStated = []string{"closed", "signed", "addressee", "expires", "early", "roll", "most"}

// A finder walks a file and gathers what can be taken out.
type finder struct {
	file  string
	finer bool
	found []removal
}

// walk looks at a node; in names the rule or instrument in which it stands.
func (f *finder) walk(n *yaml.Node, in string) {
	if n.Kind == yaml.SequenceNode {
		for _, c := range n.Content {
			f.walk(c, in)
		}
		return
	}
	if n.Kind != yaml.MappingNode {
		return
	}
	if t := named(n, "type"); t != "" {
		in = t
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f.entry(n, i, in)
	}
}

// entry looks at one key and its value.
func (f *finder) entry(n *yaml.Node, i int, in string) {
	key, v := n.Content[i], n.Content[i+1]
	if key.Value == "texts" || key.Value == "aliases" || key.Value == "defaults" || key.Value == "countries" {
		return
	}
	list := v.Kind == yaml.SequenceNode
	switch {
	case list && (slices.Contains(listed, key.Value) || f.finer && slices.Contains(finely, key.Value)):
		for at, c := range v.Content {
			if f.finer || c.Kind == yaml.MappingNode { // a word of a list is only part of a rule
				f.add(c, key.Value+" "+label(c, at), within(n, in), v, at, 1)
			}
		}
	case !list && slices.Contains(stated, key.Value), f.finer && slices.Contains(finelyStated, key.Value):
		f.add(key, key.Value, within(n, in), n, i, 2)
	case f.finer && v.Kind == yaml.MappingNode && slices.Contains(finely, key.Value):
		for at := 0; at+1 < len(v.Content); at += 2 {
			f.add(v.Content[at], key.Value+" "+v.Content[at].Value, within(n, in), v, at, 2)
		}
	}
	f.walk(v, within(n, in))
}

func (f *finder) add(at *yaml.Node, what, in string, from *yaml.Node, place, size int) {
	if in != "" {
		what += " of " + in
	}
	f.found = append(f.found, removal{f.file, at.Line, what, from, place, size})
}

// within adds the rule's name to that of its instrument.
func within(n *yaml.Node, in string) string {
	if id := named(n, "id"); id != "" {
		if in == "" {
			return id
		}
		return in + "/" + id
	}
	return in
}

// label names an item: by what it calls itself, else by its place.
func label(n *yaml.Node, at int) string {
	for _, key := range []string{"id", "type", "is", "prefix", "name"} {
		if s := named(n, key); s != "" {
			return s
		}
	}
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	return fmt.Sprint(at + 1)
}

func named(n *yaml.Node, key string) string {
	if n.Kind != yaml.MappingNode {
		return ""
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key && n.Content[i+1].Kind == yaml.ScalarNode {
			return n.Content[i+1].Value
		}
	}
	return ""
}

// without gives the file's text without what is taken out. The tree is afterwards as it was.
func (r removal) without(root *yaml.Node) ([]byte, error) {
	whole := r.from.Content
	defer func() { r.from.Content = whole }()
	r.from.Content = slices.Delete(slices.Clone(whole), r.place, r.place+r.size)
	return yaml.Marshal(root)
}
