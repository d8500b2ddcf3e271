package records

import (
	"encoding/json"
	"fmt"
	"io"
)

// A quarantined record, one JSON line each (docs/formats/quarantine.md).
type quarantined struct {
	Record  int64  `json:"record"`
	Line    int64  `json:"line"`
	Problem string `json:"problem"`
	Fix     string `json:"fix"`
	Raw     []byte `json:"raw"` // base64
	Cut     bool   `json:"cut,omitempty"`
}

// quarantine keeps what was refused, with its raw bytes, sealed to the root: nobody at this machine reads it without
// the root. It gives the object's name, "" where there is nothing to keep.
func (in *ingest) quarantine(c *chunk) (object string, err error) {
	var keep []refusal
	for _, r := range c.refused {
		if len(r.Raw) > 0 {
			keep = append(keep, r)
		}
	}
	if len(keep) == 0 {
		return "", nil
	}
	object = fmt.Sprintf("quarantine/%06d/%09d.jsonl.age", in.at.ID, c.first+1)
	if err := in.store.folder.Put(object, func(w io.Writer) error { return in.writeRefusals(w, keep) }); err != nil {
		return "", fmt.Errorf("keep what was refused: %w", err)
	}
	return object, nil
}

func (in *ingest) writeRefusals(w io.Writer, all []refusal) error {
	sealed, err := in.store.seal(w, in.store.root.String())
	if err != nil {
		return err
	}
	enc := json.NewEncoder(sealed)
	for _, r := range all {
		if err := enc.Encode(quarantined{r.record, r.line, r.Problem, r.Fix, r.Raw, r.Cut}); err != nil {
			return err
		}
	}
	return sealed.Close()
}
