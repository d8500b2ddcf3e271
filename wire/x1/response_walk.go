package x1

func (*OKResponse) response()                         {}
func (*ErrorResponse) response()                      {}
func (*GetTaskDetailsResponse) response()             {}
func (*GetDestinationDetailsResponse) response()      {}
func (*GetNEStatusResponse) response()                {}
func (*GetAllDetailsResponse) response()              {}
func (*GetAllTaskDetailsResponse) response()          {}
func (*GetAllDestinationDetailsResponse) response()   {}
func (*GetAllGenericObjectDetailsResponse) response() {}
func (*ListAllDetailsResponse) response()             {}
func (*GetObjectResponse) response()                  {}
func (*ListObjectsOfTypeResponse) response()          {}

// Type is that of the request that was accepted.
func (r *OKResponse) Type() Type { return r.Of }

// Type is that of the request that was refused.
func (r *ErrorResponse) Type() Type { return r.Of }

// Type is GetTaskDetails.
func (*GetTaskDetailsResponse) Type() Type { return GetTaskDetails }

// Type is GetDestinationDetails.
func (*GetDestinationDetailsResponse) Type() Type { return GetDestinationDetails }

// Type is GetNEStatus.
func (*GetNEStatusResponse) Type() Type { return GetNEStatus }

// Type is GetAllDetails.
func (*GetAllDetailsResponse) Type() Type { return GetAllDetails }

// Type is GetAllTaskDetails.
func (*GetAllTaskDetailsResponse) Type() Type { return GetAllTaskDetails }

// Type is GetAllDestinationDetails.
func (*GetAllDestinationDetailsResponse) Type() Type { return GetAllDestinationDetails }

// Type is GetAllGenericObjectDetails.
func (*GetAllGenericObjectDetailsResponse) Type() Type { return GetAllGenericObjectDetails }

// Type is ListAllDetails.
func (*ListAllDetailsResponse) Type() Type { return ListAllDetails }

// Type is GetObject.
func (*GetObjectResponse) Type() Type { return GetObject }

// Type is ListObjectsOfType.
func (*ListObjectsOfTypeResponse) Type() Type { return ListObjectsOfType }

func (r *OKResponse) walk(w *walker) {
	names := oks
	if r.Of == ReportNEIssue {
		names = oks[:Acknowledged] // a report of the element itself is only ever completed
	}
	w.leaf("oK", word[OK]{&r.OK, names})
}

func (r *ErrorResponse) walk(w *walker) {
	w.leaf("requestMessageType", word[Type]{&r.Of, typeNames})
	w.child("errorInformation", func() {
		f := Fault{r.Code, r.Description}
		f.walk(w)
		if w.reading() {
			r.Code, r.Description = f.Code, f.Description
		}
	})
	w.maybe("extensionInformation", r.Extended != "", func() {
		spec := extensionSpecification
		w.leaf("extensionSpecification", checked{v: &spec, form: func(s string) bool { return s == extensionSpecification }, want: "is not " + extensionSpecification})
		w.leaf("extendedRequestMessageType", str(&r.Extended))
	})
}

const extensionSpecification = "TS133128"

func (r *GetTaskDetailsResponse) walk(w *walker) {
	w.child("taskResponseDetails", func() { r.Task.walk(w) })
}

func (r *GetDestinationDetailsResponse) walk(w *walker) {
	w.child("destinationResponseDetails", func() { r.Destination.walk(w) })
}

func (r *GetNEStatusResponse) walk(w *walker) { r.Status.walk(w) }

func (r *GetAllDetailsResponse) walk(w *walker) {
	r.Status.walk(w)
	w.child("listOfTaskResponseDetails", func() { w.tasks(&r.Tasks) })
	w.child("listOfDestinationResponseDetails", func() { w.destinations(&r.Destinations) })
	w.maybe("listOfGenericObjectResponseDetails", len(r.Objects) > 0, func() { w.objects(&r.Objects) })
}

func (r *GetAllTaskDetailsResponse) walk(w *walker) {
	w.maybe("listOfTaskResponseDetails", len(r.Tasks) > 0, func() { w.tasks(&r.Tasks) })
}

func (r *GetAllDestinationDetailsResponse) walk(w *walker) {
	w.maybe("listOfDestinationResponseDetails", len(r.Destinations) > 0, func() { w.destinations(&r.Destinations) })
}

func (r *GetAllGenericObjectDetailsResponse) walk(w *walker) {
	w.maybe("listOfGenericObjectResponseDetails", len(r.Objects) > 0, func() { w.objects(&r.Objects) })
}

func (r *ListAllDetailsResponse) walk(w *walker) {
	w.child("ListOfXIDs", func() { w.ids("xId", &r.XIDs) })
	w.child("ListOfDIDs", func() { r.DIDs.walk(w) })
	w.maybe("ListOfGenericObjectIDs", len(r.Objects) > 0, func() { w.ids("objectId", &r.Objects) })
}

func (r *GetObjectResponse) walk(w *walker) {
	w.child("genericObjectResponseDetails", func() { r.Object.walk(w) })
}

func (r *ListObjectsOfTypeResponse) walk(w *walker) {
	w.child("listOfObjects", func() { w.ids("objectId", &r.Objects) })
}

func (w *walker) ids(name string, all *[]UUID) {
	many(w, name, 0, all, func(v *UUID) { w.value(v) })
}

func (w *walker) tasks(all *[]TaskState) {
	many(w, "taskResponseDetails", 0, all, func(s *TaskState) { s.walk(w) })
}

func (w *walker) destinations(all *[]DestinationState) {
	many(w, "destinationResponseDetails", 0, all, func(s *DestinationState) { s.walk(w) })
}
