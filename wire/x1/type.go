package x1

// A Type is the message type of a request, as requestMessageType of an error names it.
type Type uint8

// The message types, in the order of the schema.
const (
	_ Type = iota
	ActivateTask
	ModifyTask
	DeactivateTask
	DeactivateAllTasks
	GetTaskDetails
	CreateDestination
	ModifyDestination
	RemoveDestination
	RemoveAllDestinations
	GetDestinationDetails
	GetNEStatus
	GetAllDetails
	GetAllTaskDetails
	GetAllDestinationDetails
	GetAllGenericObjectDetails
	ListAllDetails
	ReportTaskIssue
	ReportDestinationIssue
	ReportNEIssue
	Ping
	Keepalive
	CreateObject
	ModifyObject
	GetObject
	DeleteObject
	ListObjectsOfType
	DeleteAllObjects
	Extended // a request that another standard defines
)

var typeNames = []string{"", "ActivateTask", "ModifyTask", "DeactivateTask", "DeactivateAllTasks", "GetTaskDetails", "CreateDestination",
	"ModifyDestination", "RemoveDestination", "RemoveAllDestinations", "GetDestinationDetails", "GetNEStatus", "GetAllDetails",
	"GetAllTaskDetails", "GetAllDestinationDetails", "GetAllGenericObjectDetails", "ListAllDetails", "ReportTaskIssue",
	"ReportDestinationIssue", "ReportNEIssue", "Ping", "Keepalive", "CreateObject", "ModifyObject", "GetObject", "DeleteObject",
	"ListObjectsOfType", "DeleteAllObjects", "ExtendedRequestMessageType"}

// String is the standard's name.
func (t Type) String() string { return nameOf(typeNames, t) }

// failure is the code for a request that failed for a reason of no code of its own.
func (t Type) failure() Code {
	if c, ok := failures[t]; ok {
		return c
	}
	return Generic
}

var failures = map[Type]Code{ActivateTask: ActivateTaskFailure, ModifyTask: ModifyTaskFailure, DeactivateTask: DeactivateTaskFailure,
	DeactivateAllTasks: DeactivateAllTasksFailure, CreateDestination: CreateDestinationFailure, ModifyDestination: ModifyDestinationFailure,
	RemoveDestination: RemoveDestinationFailure, RemoveAllDestinations: RemoveAllDestinationsFailure, CreateObject: CreateObjectFailure,
	ModifyObject: ModifyObjectFailure, DeleteObject: DeleteObjectFailure, DeleteAllObjects: DeleteAllObjectsFailure}

// toADMF reports whether the network element sends the request; toNE, whether the administration function does. A Ping
// goes either way.
func (t Type) toADMF() bool {
	return t == ReportTaskIssue || t == ReportDestinationIssue || t == ReportNEIssue || t == Ping
}

func (t Type) toNE() bool { return t == Ping || t != 0 && t != Extended && !t.toADMF() }
