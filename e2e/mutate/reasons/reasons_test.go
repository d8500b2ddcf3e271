package reasons

import (
	"strings"
	"testing"
)

func TestEachSurvivorHasAReason(t *testing.T) {
	known, err := parse("r", []byte("# how\n\nscope/x.go f: a | b => a && b | both are always the same\n"))
	if err != nil || known["scope/x.go f: a | b => a && b"] != "both are always the same" {
		t.Errorf("%v, %v", known, err)
	}
	if _, err := parse("r", []byte("scope/x.go f: a => b\n")); err == nil || !strings.Contains(err.Error(), "r:1:") {
		t.Errorf("a line without a reason: %v", err)
	}
}

func TestTheReasonsAreInOrder(t *testing.T) {
	if _, err := Read("../reasons.txt"); err != nil {
		t.Error(err)
	}
}
