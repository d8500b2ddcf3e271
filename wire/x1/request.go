package x1

// A Request is one of the types below, each a request of clauses 6.2 to 6.6. Code switches on them.
//
//sumtype:decl
type Request interface {
	Body
	request()
}

type (
	// ActivateTaskRequest: clause 6.2.1.
	ActivateTaskRequest struct{ Task TaskDetails }
	// ModifyTaskRequest: clause 6.2.2. It replaces the task's details at once and whole.
	ModifyTaskRequest struct{ Task TaskDetails }
	// DeactivateTaskRequest: clause 6.2.3.
	DeactivateTaskRequest struct{ XID UUID }
	// DeactivateAllTasksRequest: clause 6.2.4.
	DeactivateAllTasksRequest struct{}

	// CreateDestinationRequest: clause 6.3.1.
	CreateDestinationRequest struct{ Destination DestinationDetails }
	// ModifyDestinationRequest: clause 6.3.2.
	ModifyDestinationRequest struct{ Destination DestinationDetails }
	// RemoveDestinationRequest: clause 6.3.3.
	RemoveDestinationRequest struct{ DID UUID }
	// RemoveAllDestinationsRequest: clause 6.3.4.
	RemoveAllDestinationsRequest struct{}

	// GetTaskDetailsRequest: clause 6.4.2.
	GetTaskDetailsRequest struct{ XID UUID }
	// GetDestinationDetailsRequest: clause 6.4.3.
	GetDestinationDetailsRequest struct{ DID UUID }
	// GetNEStatusRequest: clause 6.4.4.
	GetNEStatusRequest struct{}
	// GetAllDetailsRequest: clause 6.4.5.
	GetAllDetailsRequest struct{}
	// ListAllDetailsRequest: clause 6.4.6.
	ListAllDetailsRequest struct{}
	// GetAllTaskDetailsRequest: clause 6.4.7.
	GetAllTaskDetailsRequest struct{}
	// GetAllDestinationDetailsRequest: clause 6.4.8.
	GetAllDestinationDetailsRequest struct{}
	// GetAllGenericObjectDetailsRequest: clause 6.4.9. Kind is "Q{namespace}name", or empty for every kind.
	GetAllGenericObjectDetailsRequest struct{ Kind string }

	// ReportTaskIssueRequest: clause 6.5.2. Code is 0 where none is given.
	ReportTaskIssueRequest struct {
		XID        UUID
		Report     ReportType
		Code       Code
		Details    string
		Extensions []Extension
	}
	// ReportDestinationIssueRequest: clause 6.5.3.
	ReportDestinationIssueRequest struct {
		DID     UUID
		Report  ReportType
		Code    Code
		Details string
	}
	// ReportNEIssueRequest: clause 6.5.4.
	ReportNEIssueRequest struct {
		Issue       IssueType
		Description string
		Code        Code
		Extensions  []Extension
	}

	// PingRequest: clause 6.6.1. It goes either way and changes nothing.
	PingRequest struct{}
	// KeepaliveRequest: clause 6.6.2.
	KeepaliveRequest struct{}

	// CreateObjectRequest makes a generic object.
	CreateObjectRequest struct{ Object Object }
	// ModifyObjectRequest replaces one.
	ModifyObjectRequest struct{ Object Object }
	// GetObjectRequest asks for one.
	GetObjectRequest struct{ ID UUID }
	// DeleteObjectRequest takes one away.
	DeleteObjectRequest struct{ ID UUID }
	// ListObjectsOfTypeRequest: Kind is "Q{namespace}name".
	ListObjectsOfTypeRequest struct{ Kind string }
	// DeleteAllObjectsRequest takes every one away.
	DeleteAllObjectsRequest struct{}

	// An ExtendedRequest is one of another standard's namespace: it is known by name only, and answered with
	// UnsupportedRequest. It is never written.
	ExtendedRequest struct{ Name Name }
)

// makers gives an empty request of each type, to be filled.
var makers = map[Type]func() Request{
	ActivateTask: func() Request { return &ActivateTaskRequest{} }, ModifyTask: func() Request { return &ModifyTaskRequest{} },
	DeactivateTask: func() Request { return &DeactivateTaskRequest{} }, DeactivateAllTasks: func() Request { return &DeactivateAllTasksRequest{} },
	CreateDestination: func() Request { return &CreateDestinationRequest{} }, ModifyDestination: func() Request { return &ModifyDestinationRequest{} },
	RemoveDestination: func() Request { return &RemoveDestinationRequest{} }, RemoveAllDestinations: func() Request { return &RemoveAllDestinationsRequest{} },
	GetTaskDetails: func() Request { return &GetTaskDetailsRequest{} }, GetDestinationDetails: func() Request { return &GetDestinationDetailsRequest{} },
	GetNEStatus: func() Request { return &GetNEStatusRequest{} }, GetAllDetails: func() Request { return &GetAllDetailsRequest{} },
	GetAllTaskDetails: func() Request { return &GetAllTaskDetailsRequest{} }, GetAllDestinationDetails: func() Request { return &GetAllDestinationDetailsRequest{} },
	GetAllGenericObjectDetails: func() Request { return &GetAllGenericObjectDetailsRequest{} }, ListAllDetails: func() Request { return &ListAllDetailsRequest{} },
	ReportTaskIssue: func() Request { return &ReportTaskIssueRequest{} }, ReportDestinationIssue: func() Request { return &ReportDestinationIssueRequest{} },
	ReportNEIssue: func() Request { return &ReportNEIssueRequest{} }, Ping: func() Request { return &PingRequest{} }, Keepalive: func() Request { return &KeepaliveRequest{} },
	CreateObject: func() Request { return &CreateObjectRequest{} }, ModifyObject: func() Request { return &ModifyObjectRequest{} },
	GetObject: func() Request { return &GetObjectRequest{} }, DeleteObject: func() Request { return &DeleteObjectRequest{} },
	ListObjectsOfType: func() Request { return &ListObjectsOfTypeRequest{} }, DeleteAllObjects: func() Request { return &DeleteAllObjectsRequest{} },
}
