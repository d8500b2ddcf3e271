package x1

// TaskDetails is a task as X1 orders it (clause 6.2.1.2). It has no end of its own: see [Authority]. An optional list that
// is empty is the same as none, here and in every type.
type TaskDetails struct {
	XID           UUID
	Targets       []TargetIdentifier // at least one; several narrow the target
	Delivery      Delivery
	To            Destinations
	Mediation     []MediationDetails // for a mediation function only
	Correlation   *uint64
	MayDeactivate *bool // implicitDeactivationAllowed
	Product       *UUID // productID: the XID to put on what is delivered
	Services      []Service
	Extensions    []Extension
	Policies      []UUID // listOfTrafficPolicyReferences
}

func (t *TaskDetails) walk(w *walker) {
	w.leaf("xId", &t.XID)
	w.child("targetIdentifiers", func() {
		many(w, "targetIdentifier", 1, &t.Targets, func(i *TargetIdentifier) { i.walk(w) })
	})
	w.leaf("deliveryType", word[Delivery]{&t.Delivery, deliveries})
	w.child("listOfDIDs", func() { t.To.walk(w) })
	w.maybe("listOfMediationDetails", len(t.Mediation) > 0, func() {
		many(w, "mediationDetails", 0, &t.Mediation, func(m *MediationDetails) { m.walk(w) })
	})
	optional(w, "correlationID", &t.Correlation, func(v *uint64) { w.value(long{v}) })
	optional(w, "implicitDeactivationAllowed", &t.MayDeactivate, func(v *bool) { w.value(boolean{v}) })
	optional(w, "productID", &t.Product, func(v *UUID) { w.value(v) })
	w.maybe("listOfServiceTypes", len(t.Services) > 0, func() { w.services(&t.Services) })
	many(w, "taskDetailsExtensions", 0, &t.Extensions, w.extension)
	w.policies(&t.Policies)
}

// Destinations names where a product goes: single destinations and sets of them.
type Destinations struct {
	DIDs []UUID
	Sets []UUID // dSId
}

func (d *Destinations) walk(w *walker) {
	many(w, "dId", 0, &d.DIDs, func(v *UUID) { w.value(v) })
	many(w, "dSId", 0, &d.Sets, func(v *UUID) { w.value(v) })
}

func (w *walker) policies(all *[]UUID) {
	w.maybe("listOfTrafficPolicyReferences", len(*all) > 0, func() {
		many(w, "trafficPolicyReference", 0, all, func(v *UUID) { w.value(v) })
	})
}

func (w *walker) services(all *[]Service) {
	many(w, "serviceType", 1, all, func(v *Service) { w.value(word[Service]{v, services}) })
}

// A Delivery says which products are wanted: intercept related information (X2), content (X3), or both.
type Delivery uint8

// The deliveries. The zero value is none.
const (
	_ Delivery = iota
	X2Only
	X3Only
	X2andX3
)

var deliveries = []string{"", "X2Only", "X3Only", "X2andX3"}

// String is the standard's name.
func (d Delivery) String() string { return nameOf(deliveries, d) }

// A Service is a service that a task is limited to.
type Service uint8

// The services. The zero value is none.
const (
	_ Service = iota
	Voice
	Data
	Messaging
	PushToTalk
	LALS
	RCS
)

var services = []string{"", "voice", "data", "messaging", "pushToTalk", "LALS", "RCS"}

// String is the standard's name.
func (s Service) String() string { return nameOf(services, s) }
