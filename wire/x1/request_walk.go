package x1

func (*ActivateTaskRequest) request()               {}
func (*ModifyTaskRequest) request()                 {}
func (*DeactivateTaskRequest) request()             {}
func (*DeactivateAllTasksRequest) request()         {}
func (*CreateDestinationRequest) request()          {}
func (*ModifyDestinationRequest) request()          {}
func (*RemoveDestinationRequest) request()          {}
func (*RemoveAllDestinationsRequest) request()      {}
func (*GetTaskDetailsRequest) request()             {}
func (*GetDestinationDetailsRequest) request()      {}
func (*GetNEStatusRequest) request()                {}
func (*GetAllDetailsRequest) request()              {}
func (*ListAllDetailsRequest) request()             {}
func (*GetAllTaskDetailsRequest) request()          {}
func (*GetAllDestinationDetailsRequest) request()   {}
func (*GetAllGenericObjectDetailsRequest) request() {}
func (*ReportTaskIssueRequest) request()            {}
func (*ReportDestinationIssueRequest) request()     {}
func (*ReportNEIssueRequest) request()              {}
func (*PingRequest) request()                       {}
func (*KeepaliveRequest) request()                  {}
func (*CreateObjectRequest) request()               {}
func (*ModifyObjectRequest) request()               {}
func (*GetObjectRequest) request()                  {}
func (*DeleteObjectRequest) request()               {}
func (*ListObjectsOfTypeRequest) request()          {}
func (*DeleteAllObjectsRequest) request()           {}
func (*ExtendedRequest) request()                   {}

// Type is ActivateTask.
func (*ActivateTaskRequest) Type() Type { return ActivateTask }

// Type is ModifyTask.
func (*ModifyTaskRequest) Type() Type { return ModifyTask }

// Type is DeactivateTask.
func (*DeactivateTaskRequest) Type() Type { return DeactivateTask }

// Type is DeactivateAllTasks.
func (*DeactivateAllTasksRequest) Type() Type { return DeactivateAllTasks }

// Type is CreateDestination.
func (*CreateDestinationRequest) Type() Type { return CreateDestination }

// Type is ModifyDestination.
func (*ModifyDestinationRequest) Type() Type { return ModifyDestination }

// Type is RemoveDestination.
func (*RemoveDestinationRequest) Type() Type { return RemoveDestination }

// Type is RemoveAllDestinations.
func (*RemoveAllDestinationsRequest) Type() Type { return RemoveAllDestinations }

// Type is GetTaskDetails.
func (*GetTaskDetailsRequest) Type() Type { return GetTaskDetails }

// Type is GetDestinationDetails.
func (*GetDestinationDetailsRequest) Type() Type { return GetDestinationDetails }

// Type is GetNEStatus.
func (*GetNEStatusRequest) Type() Type { return GetNEStatus }

// Type is GetAllDetails.
func (*GetAllDetailsRequest) Type() Type { return GetAllDetails }

// Type is ListAllDetails.
func (*ListAllDetailsRequest) Type() Type { return ListAllDetails }

// Type is GetAllTaskDetails.
func (*GetAllTaskDetailsRequest) Type() Type { return GetAllTaskDetails }

// Type is GetAllDestinationDetails.
func (*GetAllDestinationDetailsRequest) Type() Type { return GetAllDestinationDetails }

// Type is GetAllGenericObjectDetails.
func (*GetAllGenericObjectDetailsRequest) Type() Type { return GetAllGenericObjectDetails }

// Type is ReportTaskIssue.
func (*ReportTaskIssueRequest) Type() Type { return ReportTaskIssue }

// Type is ReportDestinationIssue.
func (*ReportDestinationIssueRequest) Type() Type { return ReportDestinationIssue }

// Type is ReportNEIssue.
func (*ReportNEIssueRequest) Type() Type { return ReportNEIssue }

// Type is Ping.
func (*PingRequest) Type() Type { return Ping }

// Type is Keepalive.
func (*KeepaliveRequest) Type() Type { return Keepalive }

// Type is CreateObject.
func (*CreateObjectRequest) Type() Type { return CreateObject }

// Type is ModifyObject.
func (*ModifyObjectRequest) Type() Type { return ModifyObject }

// Type is GetObject.
func (*GetObjectRequest) Type() Type { return GetObject }

// Type is DeleteObject.
func (*DeleteObjectRequest) Type() Type { return DeleteObject }

// Type is ListObjectsOfType.
func (*ListObjectsOfTypeRequest) Type() Type { return ListObjectsOfType }

// Type is DeleteAllObjects.
func (*DeleteAllObjectsRequest) Type() Type { return DeleteAllObjects }

// Type is Extended.
func (*ExtendedRequest) Type() Type { return Extended }

func (r *ActivateTaskRequest) walk(w *walker) {
	w.child("taskDetails", func() { r.Task.walk(w) })
}

func (r *ModifyTaskRequest) walk(w *walker) {
	w.child("taskDetails", func() { r.Task.walk(w) })
}

func (r *DeactivateTaskRequest) walk(w *walker) {
	w.leaf("xId", &r.XID)
}

func (*DeactivateAllTasksRequest) walk(*walker) {}

func (r *CreateDestinationRequest) walk(w *walker) {
	w.child("destinationDetails", func() { r.Destination.walk(w) })
}

func (r *ModifyDestinationRequest) walk(w *walker) {
	w.child("destinationDetails", func() { r.Destination.walk(w) })
}

func (r *RemoveDestinationRequest) walk(w *walker) {
	w.leaf("dId", &r.DID)
}

func (*RemoveAllDestinationsRequest) walk(*walker) {}

func (r *GetTaskDetailsRequest) walk(w *walker) {
	w.leaf("xId", &r.XID)
}

func (r *GetDestinationDetailsRequest) walk(w *walker) {
	w.leaf("dId", &r.DID)
}

func (*GetNEStatusRequest) walk(*walker) {}

func (*GetAllDetailsRequest) walk(*walker) {}

func (*ListAllDetailsRequest) walk(*walker) {}

func (*GetAllTaskDetailsRequest) walk(*walker) {}

func (*GetAllDestinationDetailsRequest) walk(*walker) {}

func (r *GetAllGenericObjectDetailsRequest) walk(w *walker) {
	w.maybeLeaf("objectType", r.Kind != "", objectKind(&r.Kind))
}

func (*PingRequest) walk(*walker) {}

func (*KeepaliveRequest) walk(*walker) {}

func (r *CreateObjectRequest) walk(w *walker) {
	r.Object.walk(w, "createObject")
}

func (r *ModifyObjectRequest) walk(w *walker) {
	r.Object.walk(w, "modifyObject")
}

func (r *GetObjectRequest) walk(w *walker) {
	w.leaf("objectId", &r.ID)
}

func (r *DeleteObjectRequest) walk(w *walker) {
	w.leaf("objectId", &r.ID)
}

func (r *ListObjectsOfTypeRequest) walk(w *walker) {
	w.leaf("objectType", objectKind(&r.Kind))
}

func (*DeleteAllObjectsRequest) walk(*walker) {}

func (*ExtendedRequest) walk(w *walker) { w.fail("is of another standard") }

func (r *ReportTaskIssueRequest) walk(w *walker) {
	w.leaf("xId", &r.XID)
	w.leaf("taskReportType", word[ReportType]{&r.Report, reportTypes})
	w.code("taskIssueErrorCode", &r.Code)
	w.maybeLeaf("taskIssueDetails", r.Details != "", str(&r.Details))
	many(w, "taskIssueExtensions", 0, &r.Extensions, w.extension)
}

func (r *ReportDestinationIssueRequest) walk(w *walker) {
	w.leaf("dId", &r.DID)
	w.leaf("destinationReportType", word[ReportType]{&r.Report, reportTypes})
	w.code("destinationIssueErrorCode", &r.Code)
	w.maybeLeaf("destinationIssueDetails", r.Details != "", str(&r.Details))
}

func (r *ReportNEIssueRequest) walk(w *walker) {
	w.leaf("typeOfNeIssueMessage", word[IssueType]{&r.Issue, issueTypes})
	w.leaf("description", str(&r.Description))
	w.code("issueCode", &r.Code)
	many(w, "nEIssueExtensions", 0, &r.Extensions, w.extension)
}

// code walks a code that may be missing, which is 0.
func (w *walker) code(name string, c *Code) {
	v := int64(*c)
	if w.maybeLeaf(name, v != 0, integer(&v)) && w.reading() {
		*c = Code(v)
	}
}
