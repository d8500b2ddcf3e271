package written

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"writ/law"
)

// A Pack is the files of one pack.
type Pack struct {
	Name  string
	Files []Value // the root of each, in the order of their names
}

// Read reads the files of one pack of a set.
func Read(s *law.Set, name string) (Pack, error) {
	p := Pack{Name: name}
	used := map[*yaml.Node]bool{}
	for _, f := range s.Files() {
		if !strings.HasPrefix(f.Name, name+"/") {
			continue
		}
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(f.Text), &doc); err != nil || len(doc.Content) != 1 {
			return Pack{}, fmt.Errorf("written: %s is not one YAML document", f.Name)
		}
		p.Files = append(p.Files, Value{f.Name, doc.Content[0], &used})
	}
	if len(p.Files) == 0 {
		return Pack{}, fmt.Errorf("written: the set has no such pack")
	}
	return p, nil
}

// Get gives the value of a top-level key in the first file that has it.
func (p Pack) Get(key string) Value {
	for _, f := range p.Files {
		if v := f.Get(key); !v.Absent() {
			return v
		}
	}
	return Value{}
}
