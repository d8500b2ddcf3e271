package casefile

import (
	"time"

	"writ/law"
	"writ/ledger"
	"writ/scope"
)

// An Event is something that happened to a case. It carries its own time. Code switches on the types below.
//
//sumtype:decl
type Event interface {
	event()
	when() time.Time
}

// An Act is a person's part in an event: who, when, and the signature of that person's own key over the statement that
// the case gives (Registration.Statement, Case.ReadStatement, Case.Statement). By comes from [People], never from a form.
type Act struct {
	At     time.Time
	By     scope.Person
	Sig    []byte
	Reason string // for people; stands on the ledger and never names a target
}

type (
	// Registration brings a demand in and makes the case.
	Registration struct {
		Act
		ID      string   // random, hexadecimal
		Salt    [32]byte // random
		Ledger  ledger.ID
		Rules   Rules
		Request Request
		Papers  []PaperBytes
		Priors  []Prior
	}
	// ReadingGiven is what one person read in the papers, blind.
	ReadingGiven struct {
		Act
		Request Request
	}
	// Verification says that the requester was reached by a contact of the directory and is who the paper says.
	Verification struct {
		Act
		Agency  Agency // the directory's entry
		Contact string // the id of the contact by which it was reached
	}
	// DecisionMade is what the law says on this version.
	DecisionMade struct {
		At       time.Time
		Who      string // who had it decided; empty for the keeper itself
		Decision law.Decision
		Preserve time.Time // until when what is preserved must be kept; zero where the decision preserves nothing
	}
	// Approval is one person's yes.
	ApprovalGiven struct{ Act }
	// EmergencyApproval is one person's yes where life is in danger; a second must follow within hours.
	EmergencyApproval struct{ Act }
	// Refusal is an approver's no to this version, with the reason.
	Refusal struct{ Act }
	// Withdrawal stops the case. The durable line of the stop comes before this event.
	Withdrawal struct{ Act }
	// RunBegun: a permit to look up was issued. It may be tried again.
	RunBegun struct{ At time.Time }
	// PackageMade: the outcome of assembling is on the ledger.
	PackageMade struct {
		At      time.Time
		Outcome ledger.Receipt // of scope.OutcomeKey(case, version, scope.Assemble)
	}
	// HandedOver: the outcome of delivering is on the ledger.
	HandedOver struct {
		At      time.Time
		Outcome ledger.Receipt // of … scope.Deliver
	}
	// LetterSent: the outcome of the letter is on the ledger.
	LetterSent struct {
		At      time.Time
		Outcome ledger.Receipt // of … scope.Letter
	}
	// Correction makes a new version: nothing said of the old one carries over.
	Correction struct {
		Act
		Request Request
		Papers  []PaperBytes // further ones
		Priors  []Prior
	}
	// Closing ends the case; its clocks run on.
	Closing struct{ Act }
	// Erasure asks for the case's key to be destroyed. The key goes when the entry is on the ledger.
	Erasure struct {
		At time.Time
		By scope.Person
	}
	// AlarmRang: a clock has come to its instant.
	AlarmRang struct {
		At  time.Time
		Job Job
	}
)

// PaperBytes is one paper as it came.
type PaperBytes struct {
	Name string
	Data []byte
}

func (Registration) event()      {}
func (ReadingGiven) event()      {}
func (Verification) event()      {}
func (DecisionMade) event()      {}
func (ApprovalGiven) event()     {}
func (EmergencyApproval) event() {}
func (Refusal) event()           {}
func (Withdrawal) event()        {}
func (RunBegun) event()          {}
func (PackageMade) event()       {}
func (HandedOver) event()        {}
func (LetterSent) event()        {}
func (Correction) event()        {}
func (Closing) event()           {}
func (Erasure) event()           {}
func (AlarmRang) event()         {}

func (a Act) when() time.Time          { return a.At }
func (e DecisionMade) when() time.Time { return e.At }
func (e RunBegun) when() time.Time     { return e.At }
func (e PackageMade) when() time.Time  { return e.At }
func (e HandedOver) when() time.Time   { return e.At }
func (e LetterSent) when() time.Time   { return e.At }
func (e Erasure) when() time.Time      { return e.At }
func (e AlarmRang) when() time.Time    { return e.At }
