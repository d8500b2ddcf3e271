package x1

import "time"

// TaskState is a task as a network element has it.
type TaskState struct {
	Task   TaskDetails
	Status TaskStatus
}

func (s *TaskState) walk(w *walker) {
	w.child("taskDetails", func() { s.Task.walk(w) })
	w.child("taskStatus", func() { s.Status.walk(w) })
}

// TaskStatus says how it stands with a task (clause 6.4.2.2). What is nil or zero is not given.
type TaskStatus struct {
	Provisioning  Provisioning
	Faults        []Fault
	LastIntercept time.Time
	X2, X3        *int64 // amountOfX2Data, amountOfX3Data
	Modified      time.Time
	Modifications *int64
	Extensions    []Extension
}

func (s *TaskStatus) walk(w *walker) {
	w.leaf("provisioningStatus", word[Provisioning]{&s.Provisioning, provisionings})
	w.faults(&s.Faults)
	w.maybeLeaf("timeOfLastIntercept", !s.LastIntercept.IsZero(), stamp{&s.LastIntercept})
	optional(w, "amountOfX2Data", &s.X2, func(v *int64) { w.value(integer(v)) })
	optional(w, "amountOfX3Data", &s.X3, func(v *int64) { w.value(integer(v)) })
	w.maybeLeaf("timeOfLastModification", !s.Modified.IsZero(), stamp{&s.Modified})
	optional(w, "numberOfModifications", &s.Modifications, func(v *int64) { w.value(integer(v)) })
	many(w, "taskStatusExtensions", 0, &s.Extensions, w.extension)
}

// Provisioning says how far a task has come.
type Provisioning uint8

// How far. The zero value is none.
const (
	_ Provisioning = iota
	AwaitingProvisioning
	ProvisioningFailed
	ProvisioningComplete
)

var provisionings = []string{"", "awaitingProvisioning", "failed", "complete"}

// String is the standard's name.
func (p Provisioning) String() string { return nameOf(provisionings, p) }

// A Fault is an error that is not resolved. Description names no task: write [Code.String].
type Fault struct {
	Code        Code
	Description string
}

func (f *Fault) walk(w *walker) {
	v := int64(f.Code)
	w.leaf("errorCode", integer(&v))
	if w.reading() {
		f.Code = Code(v)
	}
	w.leaf("errorDescription", str(&f.Description))
}

func (w *walker) faults(all *[]Fault) {
	w.child("listOfFaults", func() { many(w, "unresolvedFault", 0, all, func(f *Fault) { f.walk(w) }) })
}

// DestinationState is a destination as a network element has it.
type DestinationState struct {
	Destination DestinationDetails
	Fault       bool // deliveryFault, not activeAndWorking
	Faults      []Fault
}

// health is one of two words: well, or faulty.
type health uint8

var destinationHealth = []string{"", "activeAndWorking", "deliveryFault"}

func (s *DestinationState) walk(w *walker) {
	w.child("destinationDetails", func() { s.Destination.walk(w) })
	status := health(1)
	if s.Fault {
		status = 2
	}
	w.child("destinationStatus", func() {
		w.leaf("destinationDeliveryStatus", word[health]{&status, destinationHealth})
		w.faults(&s.Faults)
	})
	if w.reading() {
		s.Fault = status == 2
	}
}

// NEStatus says how it stands with a network element.
type NEStatus struct {
	Faulty bool // Faults, not OK
	Faults []Fault
}

var neHealth = []string{"", "OK", "Faults"}

func (s *NEStatus) walk(w *walker) {
	status := health(1)
	if s.Faulty {
		status = 2
	}
	w.child("neStatusDetails", func() {
		w.leaf("neStatus", word[health]{&status, neHealth})
		w.faults(&s.Faults)
	})
	if w.reading() {
		s.Faulty = status == 2
	}
}
