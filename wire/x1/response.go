package x1

// A Response is one of the types below. Code switches on them.
//
//sumtype:decl
type Response interface {
	Body
	response()
}

// An OK is how far a request was carried out.
type OK uint8

// How far. The zero value is none.
const (
	_            OK = iota
	Completed       // AcknowledgedAndCompleted
	Acknowledged    // accepted; a report says later how it ended
)

var oks = []string{"", "AcknowledgedAndCompleted", "Acknowledged"}

// String is the standard's name.
func (o OK) String() string { return nameOf(oks, o) }

type (
	// OKResponse says that a request of a type that has no other answer was accepted.
	OKResponse struct {
		Of Type
		OK OK
	}
	// ErrorResponse says that a request was refused (clause 6.7). Description names no task and no target.
	ErrorResponse struct {
		Of          Type
		Code        Code
		Description string
		Extended    string // of a request of TS 133 128: its name
	}
	// GetTaskDetailsResponse answers GetTaskDetailsRequest.
	GetTaskDetailsResponse struct{ Task TaskState }
	// GetDestinationDetailsResponse answers GetDestinationDetailsRequest.
	GetDestinationDetailsResponse struct{ Destination DestinationState }
	// GetNEStatusResponse answers GetNEStatusRequest.
	GetNEStatusResponse struct{ Status NEStatus }
	// GetAllDetailsResponse answers GetAllDetailsRequest.
	GetAllDetailsResponse struct {
		Status       NEStatus
		Tasks        []TaskState
		Destinations []DestinationState
		Objects      []ObjectDetails
	}
	// GetAllTaskDetailsResponse answers GetAllTaskDetailsRequest.
	GetAllTaskDetailsResponse struct{ Tasks []TaskState }
	// GetAllDestinationDetailsResponse answers GetAllDestinationDetailsRequest.
	GetAllDestinationDetailsResponse struct{ Destinations []DestinationState }
	// GetAllGenericObjectDetailsResponse answers GetAllGenericObjectDetailsRequest.
	GetAllGenericObjectDetailsResponse struct{ Objects []ObjectDetails }
	// ListAllDetailsResponse answers ListAllDetailsRequest.
	ListAllDetailsResponse struct {
		XIDs    []UUID
		DIDs    Destinations
		Objects []UUID
	}
	// GetObjectResponse answers GetObjectRequest.
	GetObjectResponse struct{ Object ObjectDetails }
	// ListObjectsOfTypeResponse answers ListObjectsOfTypeRequest.
	ListObjectsOfTypeResponse struct{ Objects []UUID }
)

// responses gives an empty response for the requests that are answered with more than an OK.
var responses = map[Type]func() Response{
	GetTaskDetails:             func() Response { return &GetTaskDetailsResponse{} },
	GetDestinationDetails:      func() Response { return &GetDestinationDetailsResponse{} },
	GetNEStatus:                func() Response { return &GetNEStatusResponse{} },
	GetAllDetails:              func() Response { return &GetAllDetailsResponse{} },
	GetAllTaskDetails:          func() Response { return &GetAllTaskDetailsResponse{} },
	GetAllDestinationDetails:   func() Response { return &GetAllDestinationDetailsResponse{} },
	GetAllGenericObjectDetails: func() Response { return &GetAllGenericObjectDetailsResponse{} },
	ListAllDetails:             func() Response { return &ListAllDetailsResponse{} },
	GetObject:                  func() Response { return &GetObjectResponse{} },
	ListObjectsOfType:          func() Response { return &ListObjectsOfTypeResponse{} },
}

// responseTo gives an empty response to a request of the type.
func responseTo(t Type) Response {
	if r, ok := responses[t]; ok {
		return r()
	}
	return &OKResponse{Of: t}
}

// Done is the answer to a request that was carried out.
func Done(r Request) Response { return &OKResponse{r.Type(), Completed} }

// Refuse is the answer to a request that was not carried out, in the words of the table.
func Refuse(r Request, c Code) Response {
	return &ErrorResponse{Of: r.Type(), Code: c, Description: c.String()}
}
