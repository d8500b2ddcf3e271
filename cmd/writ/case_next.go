package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"writ/casefile"
	"writ/role/keeper"
	"writ/scope"
)

// next says who must do what next, with the command to type.
func next(k *keeper.Keeper, c casefile.Case) string {
	do := func(what, verb, rest string) string {
		return strings.TrimRight(fmt.Sprintf("%s: writ case %s %s %s", what, verb, c.ID, rest), " ")
	}
	if c.State != casefile.Delivered && c.State != casefile.Closed && errors.Is(k.LawChanged(c), keeper.ErrLawChanged) {
		return do("the law was changed since, and now answers otherwise; enter the demand anew", "correct", "--key FILE --request REQUEST.yaml")
	}
	switch c.State {
	case casefile.Received:
		return nextReading(c, do)
	case casefile.Held:
		return do("the readings differ; one who read none sees where with writ case show --key FILE; then the papers are read anew", "read", "--key FILE READING.yaml")
	case casefile.Read:
		return do("one who did not bring it in calls the agency back by the directory", "verify", "--key FILE --contact CONTACT")
	case casefile.Verified:
		return do("the law is asked", "verify", "--key FILE")
	case casefile.Decided, casefile.Referred, casefile.Withdrawn, casefile.Emergency:
		return do(approvals(k, c), "approve", "--key FILE")
	case casefile.Approved, casefile.Running:
		return do("make the package or the letter", "run", "")
	case casefile.Assembled:
		return do("hand the package over", "deliver", "--to FOLDER")
	case casefile.Delivered:
		return do("nothing is owed any more; close it", "close", "--key FILE")
	case casefile.Clarifying:
		return do("the issuer was asked; when the answer is here, enter the demand anew", "correct", "--key FILE --request CORRECTED.yaml")
	case casefile.Refused:
		return do("it is refused; a corrected demand leads on, or close it", "correct", "--key FILE --request CORRECTED.yaml")
	case casefile.Closed:
		return "nothing; its clocks run on"
	}
	return "nothing"
}

func nextReading(c casefile.Case, do func(what, verb, rest string) string) string {
	if len(c.Readings) == 0 {
		return do("two people read the papers, each blind to the other", "paper", "1 --out PAPER") + ", then writ case read"
	}
	return do("a second person, not "+c.Readings[0].Who+", reads the papers, blind to the first", "read", "--key FILE READING.yaml")
}

// approvals says how many approvals lack, and who may give them.
func approvals(k *keeper.Keeper, c casefile.Case) string {
	var may []string
	for _, p := range k.People().All() {
		gave := slices.ContainsFunc(c.Approvals, func(a casefile.Approval) bool { return a.Who == p.Name })
		if (p.Role == scope.Approver || p.Role == scope.Counsel) && !gave && !slices.Contains(c.Registrars, p.Name) {
			may = append(may, p.Name)
		}
	}
	lack := max(1, c.Rules.Approvers-len(c.Approvals))
	text := fmt.Sprintf("%d more must approve, of %s", lack, strings.Join(may, ", "))
	if len(may) < lack {
		text = fmt.Sprintf("%d more must approve, and too few may: enrol an approver (writ person add)", lack)
	}
	if c.State == casefile.Referred {
		text += "; counsel first"
	}
	if c.State == casefile.Withdrawn {
		text = "it is stopped; to start it again, " + text
	}
	return text
}
