package main

import "fmt"

// print lists the survivors and reports whether one of them has no reason.
func (s summary) print(dir string, known map[string]string) bool {
	bare := false
	for _, c := range s.survivors {
		if why := known[c.name()]; why != "" {
			fmt.Printf("  known    %s:%d %s\n           %s\n", c.file, c.line, c.name(), why)
			continue
		}
		bare = true
		fmt.Printf("  BARE     %s:%d\n%s | \n", c.file, c.line, c.name())
	}
	tried := s.noticed + len(s.survivors)
	share := 100.0
	if tried > 0 {
		share = 100 * float64(s.noticed) / float64(tried)
	}
	fmt.Printf("%s: %d noticed of %d (%.1f %%), %d survived, %d did not compile\n", dir, s.noticed, tried, share, len(s.survivors), s.nonsense)
	return bare
}
