package spooltest

import (
	"testing"

	"writ/intercept/mediation"
)

func TestTheSpoolInMemory(t *testing.T) {
	Run(t, func(testing.TB) Place {
		m := NewMemory(NewKeys())
		return Place{Open: func(_ testing.TB, keys mediation.Keys) mediation.Spool {
			m.Open(keys)
			return m
		}}
	})
}
