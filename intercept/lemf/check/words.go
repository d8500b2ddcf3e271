package check

import (
	"fmt"
	"strconv"
)

// counted writes a number with its noun.
func counted[N int | int64 | uint64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// numbers writes a run of sequence numbers as they stand on the wire.
func numbers(first, last int64) string {
	if first == last {
		return "number " + strconv.FormatUint(uint64(uint32(first)), 10)
	}
	return fmt.Sprintf("numbers %d to %d", uint32(first), uint32(last))
}
