package written

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// A Place is where something stands: the file's path within the set ("it/pack.yaml") and its line, from 1.
type Place struct {
	File string
	Line int
}

// A Value is a value of a pack's file. The zero Value is absent: it has no text, no list and no entries.
type Value struct {
	file string
	node *yaml.Node
	used *map[*yaml.Node]bool
}

// An Entry is one pair of a mapping, in the order of the file.
type Entry struct {
	Key   string
	Value Value
	Place Place // of the key
}

// Absent reports whether there is no such value.
func (v Value) Absent() bool { return v.node == nil }

// Place is where the value begins.
func (v Value) Place() Place {
	if v.node == nil {
		return Place{}
	}
	return Place{v.file, v.node.Line}
}

// IsMap reports whether the value is a mapping.
func (v Value) IsMap() bool { return v.node != nil && v.node.Kind == yaml.MappingNode }

// IsList reports whether the value is a list.
func (v Value) IsList() bool { return v.node != nil && v.node.Kind == yaml.SequenceNode }

// Get gives the value of a key, absent where there is none. What was asked for once counts as read.
func (v Value) Get(key string) Value {
	for _, e := range v.pairs() {
		if e.Key == key {
			(*v.used)[e.Value.node] = true
			return e.Value
		}
	}
	return Value{}
}

// Text gives a scalar as written, "" for anything else.
func (v Value) Text() string {
	if v.node == nil || v.node.Kind != yaml.ScalarNode || v.node.Tag == "!!null" {
		return ""
	}
	return v.node.Value
}

// Words gives one scalar, or each of a list of them.
func (v Value) Words() []string {
	if !v.IsList() {
		if t := v.Text(); t != "" {
			return []string{t}
		}
		return nil
	}
	out := make([]string, 0, len(v.node.Content))
	for _, e := range v.List() {
		out = append(out, e.Text())
	}
	return out
}

// List gives the values of a list; a value that is none stands for a list of itself.
func (v Value) List() []Value {
	switch {
	case v.node == nil:
		return nil
	case v.node.Kind != yaml.SequenceNode:
		return []Value{v}
	}
	out := make([]Value, len(v.node.Content))
	for i, n := range v.node.Content {
		out[i] = Value{v.file, n, v.used}
	}
	return out
}

// Entries gives the pairs of a mapping. All of them count as read.
func (v Value) Entries() []Entry {
	out := v.pairs()
	for _, e := range out {
		(*v.used)[e.Value.node] = true
	}
	return out
}

func (v Value) pairs() []Entry {
	if !v.IsMap() {
		return nil
	}
	out := make([]Entry, 0, len(v.node.Content)/2)
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		k := v.node.Content[i]
		out = append(out, Entry{k.Value, Value{v.file, v.node.Content[i+1], v.used}, Place{v.file, k.Line}})
	}
	return out
}

// Unread lists the keys below v whose values nobody asked for, in the order of the file: what a page would leave out in silence.
func (v Value) Unread() []Entry {
	if v.node == nil {
		return nil
	}
	var out []Entry
	for _, e := range v.pairs() {
		if !(*v.used)[e.Value.node] {
			out = append(out, e)
			continue
		}
		out = append(out, e.Value.Unread()...)
	}
	if v.IsList() {
		for _, e := range v.List() {
			out = append(out, e.Unread()...)
		}
	}
	return slices.Clip(out)
}

// All gives the pairs of a mapping without counting them as read.
func (v Value) All() []Entry { return v.pairs() }
