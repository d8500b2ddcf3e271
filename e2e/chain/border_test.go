package chain_test

import "testing"

type tally map[string]int

func (c tally) note(p *play, r run) {}
func (c tally) print(t *testing.T, n int) {}
