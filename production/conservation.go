package production

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"writ/production/format"
	"writ/scope"
)

// conservation.json: what was examined, what left and what stayed, by reason; for the auditor alone.
type conservationText struct {
	Format   string           `json:"format"`
	Case     string           `json:"case"`
	Version  int              `json:"version"`
	Decision string           `json:"decision"`
	Examined int64            `json:"examined"`
	Out      int64            `json:"out"`
	Withheld int64            `json:"withheld"`
	Stayed   map[string]int64 `json:"stayed"`
	Blind    string           `json:"blind"` // random: nobody finds the counts by trying hashes
	Pad      string           `json:"pad"`   // so that the sealed part's size tells nothing
}

// conservationSize is what the auditor's part always has, in octets.
const conservationSize = 4096

func conservationOf(h scope.Harvest, random io.Reader) ([]byte, error) {
	var blind [32]byte
	if _, err := io.ReadFull(random, blind[:]); err != nil {
		return nil, fmt.Errorf("draw 32 random octets: %w", err)
	}
	id, version := h.Work().Case()
	digest := h.Decision().Digest()
	c := conservationText{Format: format.Conservation, Case: id, Version: version, Decision: hex.EncodeToString(digest[:]),
		Stayed: h.Stayed(), Blind: hex.EncodeToString(blind[:])}
	c.Examined, c.Out, c.Withheld = h.Tally()
	b, err := canonical(c)
	if err != nil {
		return nil, err
	}
	if len(b) > conservationSize {
		return nil, fmt.Errorf("%w: the conservation is longer than its fixed size", ErrInput)
	}
	c.Pad = strings.Repeat(".", conservationSize-len(b))
	return canonical(c)
}
